/** Puts a key into the ssh-agent, or takes it out; its files stay as they are. */

import { type ReactNode, useRef, useState } from 'react'
import type { AgentReport, KeyPair } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { useApiQuery } from '../../../hooks/use-api.ts'
import { useRefreshKeys } from '../../../hooks/use-key-changes.ts'
import { Callout } from '../../../ui/callout.tsx'
import { PassphraseField, Select } from '../../../ui/field.tsx'
import { FixButton } from '../../../ui/fix-button.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { useToast } from '../../../ui/toast.tsx'
import { refOf } from '../key-address.ts'

const HOUR_SECONDS = 3_600

const LIFETIMES = [
  { value: 'always', label: 'Until the ssh-agent ends', seconds: null },
  { value: 'hour', label: '1 hour', seconds: HOUR_SECONDS },
  { value: 'workday', label: '8 hours', seconds: 8 * HOUR_SECONDS },
  { value: 'day', label: '24 hours', seconds: 24 * HOUR_SECONDS },
] as const
type Lifetime = (typeof LIFETIMES)[number]['value']

/** Servers give up after six offered keys, and the agent's are offered first. */
const MANY = 5

export function AgentAddDialog(props: {
  readonly keyPair: KeyPair
  readonly onClose: () => void
}): ReactNode {
  const { keyPair, onClose } = props
  const [passphrase, setPassphrase] = useState('')
  const [lifetime, setLifetime] = useState<Lifetime>('always')
  const field = useRef<HTMLInputElement>(null)
  const agent = useApiQuery('agent.list', {}).data
  const adding = useAddToAgent(keyPair, onClose)
  const locked = keyPair.encrypted === true
  return (
    <FormDialog
      title={`Add ${keyPair.name} to the ssh-agent`}
      description="The ssh-agent keeps the key unlocked in memory, so that ssh does not ask for its passphrase. The file stays as it is."
      action="Add to ssh-agent"
      working={adding.busy ? (adding.detail ?? 'Adding the key…') : null}
      failure={adding.failed?.message ?? null}
      failureTitle="The key was not added"
      disabled={(agent && agent.state !== 'running') || (locked && passphrase === '')}
      onSubmit={() => void adding.start(passphrase, lifetime)}
      onStop={adding.cancel}
      onClose={onClose}
      initialFocus={field}
    >
      {agent && <AgentRemarks agent={agent} />}
      {locked && (
        <PassphraseField
          label="Passphrase"
          hint="Opens the key once. Keypilot then forgets it."
          value={passphrase}
          onValue={setPassphrase}
          inputRef={field}
        />
      )}
      <Select
        label="Keep it for"
        hint="Afterwards the ssh-agent forgets the key by itself."
        value={lifetime}
        options={LIFETIMES}
        onValue={setLifetime}
      />
    </FormDialog>
  )
}

function AgentRemarks(props: { readonly agent: AgentReport }): ReactNode {
  const { state, detail, start, identities } = props.agent
  if (state !== 'running') {
    return (
      <Callout tone="warning" title="No ssh-agent to add it to">
        <p>{detail}</p>
        {start && <FixButton fix={start} onAsk={() => {}} />}
      </Callout>
    )
  }
  if (identities.length < MANY) return null
  return (
    <Callout tone="warning" title={`It holds ${identities.length} keys already`}>
      <p>
        Servers give up after about six keys, and all keys of the ssh-agent are offered first. Take
        some out, or use the commands that Keypilot shows: they offer one key only (IdentitiesOnly).
      </p>
    </Callout>
  )
}

function useAddToAgent(keyPair: KeyPair, onAdded: () => void) {
  const action = useAction('agent.add')
  const refresh = useRefreshKeys()
  const toast = useToast()
  const start = async (passphrase: string, lifetime: Lifetime) => {
    const seconds = LIFETIMES.find(({ value }) => value === lifetime)?.seconds ?? null
    const report = await action.start({
      ...refOf(keyPair),
      ...(keyPair.encrypted && { passphrase }),
      ...(seconds !== null && { lifetimeSeconds: seconds }),
    })
    if (report === null) return
    await refresh()
    toast('In the ssh-agent', `ssh uses ${keyPair.name} without asking for a passphrase now.`)
    onAdded()
  }
  return { ...action, start }
}

export function AgentRemoveDialog(props: {
  readonly id: string
  readonly name: string
  readonly onClose: () => void
}): ReactNode {
  const { id, name, onClose } = props
  const remove = useAction('agent.remove')
  const refresh = useRefreshKeys()
  const toast = useToast()
  const submit = async () => {
    const report = await remove.start({ id })
    await refresh()
    if (report === null) return
    toast('Taken out', `The ssh-agent does not hold ${name} any more.`)
    onClose()
  }
  return (
    <FormDialog
      title={`Take ${name} out of the ssh-agent?`}
      description="ssh asks for its passphrase again, if it has one. The key file, if there is one, stays where it is."
      action="Take out"
      working={remove.busy ? 'Taking the key out…' : null}
      failure={remove.failed?.message ?? null}
      failureTitle="The key is still in the ssh-agent"
      onSubmit={() => void submit()}
      onStop={remove.cancel}
      onClose={onClose}
    />
  )
}
