/** Adds connections: from a pasted command, from the ssh config, or from Setup. */

import { type ReactNode, useRef, useState } from 'react'
import { addressOf } from '../../../commands/target.ts'
import type { KeyPair, SavedConnection } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { useApiQuery } from '../../../hooks/use-api.ts'
import { Select, TextField } from '../../../ui/field.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { Segmented } from '../../../ui/segmented.tsx'
import { Spoken } from '../../../ui/spoken.tsx'
import { keyOptions } from '../key-select.tsx'
import { type SetupConnection, useSetupConnection } from '../setup-connection.tsx'
import { useRefreshConnections } from '../use-connections.ts'
import { CandidatesDialog } from './candidates-dialog.tsx'
import { PastedCommandBox, usePastedCommand } from './pasted-command.tsx'

interface AddDialogProps {
  readonly keys: readonly KeyPair[]
  readonly onClose: () => void
  readonly onAdded: (connection: SavedConnection) => void
}

type Source = 'command' | 'config' | 'setup'

export function AddDialog(props: AddDialogProps): ReactNode {
  const [source, setSource] = useState<Source>('command')
  const setup = useSetupConnection()
  const sources = (
    <Segmented<Source>
      legend="Take it from"
      value={source}
      options={[
        { value: 'command', label: 'A command' },
        { value: 'config', label: 'My ssh config' },
        ...(setup === null ? [] : [{ value: 'setup', label: 'Setup' } as const]),
      ]}
      onValue={setSource}
    />
  )
  if (source === 'config') return <CandidatesDialog sources={sources} onClose={props.onClose} />
  if (source === 'setup' && setup !== null) {
    return <FromSetup {...props} sources={sources} found={setup} />
  }
  return <FromCommand {...props} sources={sources} />
}

const TITLE = 'Add a connection'

function useAdd({ onAdded }: AddDialogProps) {
  const action = useAction('connections.save')
  const refresh = useRefreshConnections()
  const start = async (params: Parameters<typeof action.start>[0]) => {
    const saved = await action.start(params)
    if (saved === null) return
    await refresh()
    onAdded(saved)
  }
  return { ...action, start }
}

function FromCommand(props: AddDialogProps & { readonly sources: ReactNode }): ReactNode {
  const [text, setText] = useState('')
  const [name, setName] = useState('')
  const [keyId, setKeyId] = useState('')
  const command = usePastedCommand(text)
  const connections = useApiQuery('connections.list', {}).data ?? []
  const box = useRef<HTMLTextAreaElement>(null)
  const add = useAdd(props)
  const { target } = command
  const twin = target && connections.find((one) => addressOf(one.target) === addressOf(target))
  const submit = () =>
    void add.start({
      command: text,
      ...(name.trim() !== '' && { name: name.trim() }),
      ...(keyId !== '' && { keyId }),
    })
  return (
    <FormDialog
      title={TITLE}
      action={twin ? 'Update it' : 'Add'}
      working={add.busy ? 'Saving…' : null}
      failure={add.failed?.message ?? null}
      failureTitle="Nothing was added"
      disabled={target === null}
      onSubmit={submit}
      onClose={props.onClose}
      initialFocus={box}
    >
      {props.sources}
      <PastedCommandBox command={command} text={text} onText={setText} boxRef={box} />
      {twin && (
        <Spoken>
          You have this address already, as <strong>{twin.name}</strong>. It stays one connection:
          what you fill in below replaces what it has.
        </Spoken>
      )}
      <TextField
        label="Name"
        hint="What you call it, for example “Training pod”. Empty: the address."
        value={name}
        onValue={setName}
      />
      <Select label="Key" value={keyId} options={keyOptions(props.keys, null)} onValue={setKeyId} />
    </FormDialog>
  )
}

function FromSetup(
  props: AddDialogProps & { readonly sources: ReactNode; readonly found: SetupConnection },
): ReactNode {
  const { found } = props
  const add = useAdd(props)
  return (
    <FormDialog
      title={TITLE}
      action="Add"
      working={add.busy ? 'Saving…' : null}
      failure={add.failed?.message ?? null}
      failureTitle="Nothing was added"
      onSubmit={() => void add.start(found.params)}
      onClose={props.onClose}
    >
      {props.sources}
      <p>
        The address and the key of Setup: <strong>{addressOf(found.target)}</strong>.
      </p>
    </FormDialog>
  )
}
