/** Removes a key: what goes and what uses it is shown, and its name must be typed. */

import { type ReactNode, useRef, useState } from 'react'
import type { KeyPair, RemovePlan } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { useRefreshKeys } from '../../../hooks/use-key-changes.ts'
import { useLiveCall } from '../../../hooks/use-live-call.ts'
import { useDoneToast } from '../../../repairs/use-undo.ts'
import { Callout } from '../../../ui/callout.tsx'
import { TextField } from '../../../ui/field.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { isolated } from '../../../ui/isolated.ts'
import { ProblemList } from '../../../ui/problem-list.tsx'
import { Loading } from '../../../ui/query-state.tsx'
import { formatTime } from '../../../ui/time.ts'
import { refOf } from '../key-address.ts'
import { describeUse } from '../key-words.ts'
import styles from './dialogs.module.css'

export function RemoveDialog(props: {
  readonly keyPair: KeyPair
  readonly onClose: () => void
  readonly onDone: () => void
}): ReactNode {
  const { keyPair, onClose, onDone } = props
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const planned = useLiveCall('keys.planRemove', refOf(keyPair))
  const remove = useAction('keys.remove')
  const refresh = useRefreshKeys()
  const tell = useDoneToast()
  const submit = async () => {
    const removed = await remove.start({ ...refOf(keyPair), typedName: typed })
    await refresh()
    if (removed === null) return
    tell('Key removed', `${keyPair.name} is in Keypilot’s backups.`, removed.backup)
    onDone()
  }
  return (
    <FormDialog
      title={`Remove ${keyPair.name}?`}
      description="The files below go to Keypilot’s backups, and “Earlier changes” can bring them back."
      action="Remove this key"
      variant="danger"
      size="wide"
      working={remove.busy ? 'Removing…' : null}
      failure={remove.failed?.message ?? planned.failure}
      failureTitle={remove.failed ? 'The key was not removed' : 'The files could not be looked at'}
      disabled={planned.value === null || typed !== keyPair.name}
      onSubmit={() => void submit()}
      onStop={remove.cancel}
      onClose={onClose}
      initialFocus={field}
    >
      {planned.value ? <Plan plan={planned.value} /> : planned.failure === null && <Loading />}
      <TextField
        label={`To go on, type the key’s name: ${keyPair.name}`}
        value={typed}
        onValue={setTyped}
        inputRef={field}
        autoComplete="off"
        code
      />
    </FormDialog>
  )
}

const WHAT: Readonly<Record<RemovePlan['files'][number]['what'], string>> = {
  private: 'private key',
  public: 'public key',
  certificate: 'certificate',
}

function Plan(props: { readonly plan: RemovePlan }): ReactNode {
  const { files, uses, notes } = props.plan
  return (
    <>
      <ul className={styles.moves}>
        {files.map(({ path, what }) => (
          <li key={path}>
            <code>{path}</code> ({WHAT[what]})
          </li>
        ))}
      </ul>
      {uses.length > 0 && (
        <Callout tone="warning" title="This key is in use">
          <ul className={styles.moves}>
            {uses.map((use) => {
              const text = describeUse(use, formatTime)
              return <li key={use.kind === 'connection' ? use.id : text}>{isolated(text)}</li>
            })}
          </ul>
        </Callout>
      )}
      <ProblemList problems={notes} />
    </>
  )
}
