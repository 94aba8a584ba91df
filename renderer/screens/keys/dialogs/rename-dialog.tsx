/** Gives a key another name: every file and config line that changes is shown before. */

import { type ReactNode, useRef, useState } from 'react'
import type { KeyPair, RenamePlan } from '../../../contract.ts'
import { useAction } from '../../../hooks/use-action.ts'
import { useRefreshKeys } from '../../../hooks/use-key-changes.ts'
import { useLiveCall } from '../../../hooks/use-live-call.ts'
import { PlanSteps } from '../../../repairs/plan-steps.tsx'
import { useDoneToast, useNewBackup } from '../../../repairs/use-undo.ts'
import { TextField } from '../../../ui/field.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { ProblemList } from '../../../ui/problem-list.tsx'
import { refOf } from '../key-address.ts'
import styles from './dialogs.module.css'

interface DialogProps {
  readonly keyPair: KeyPair
  readonly onClose: () => void
  readonly onDone: (key: KeyPair) => void
}

export function RenameDialog(props: DialogProps): ReactNode {
  const { keyPair, onClose } = props
  const [name, setName] = useState(keyPair.name)
  const [round, setRound] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const isNew = name !== '' && name !== keyPair.name
  const planned = useLiveCall('keys.planRename', isNew ? { ...refOf(keyPair), name } : null, round)
  const rename = useRename(props)
  const plan = planned.pending ? null : planned.value
  const outdated = rename.failed?.code === 'changed-meanwhile'
  const lookAgain = () => {
    rename.clear()
    setRound(round + 1)
  }
  return (
    <FormDialog
      title={`Rename ${keyPair.name}`}
      description="The files get the new name, and lines of your ssh config that name them follow. The key itself stays the same."
      action={outdated ? 'Look again' : 'Rename'}
      size="wide"
      working={rename.busy ? 'Renaming…' : null}
      failure={rename.failed?.message ?? null}
      failureTitle="Nothing was renamed"
      disabled={plan === null}
      onSubmit={() => {
        if (outdated) lookAgain()
        else if (plan !== null) void rename.start(name, plan)
      }}
      onStop={rename.cancel}
      onClose={onClose}
      initialFocus={field}
    >
      <TextField
        label="New name"
        hint="A file name, without “.pub”."
        value={name}
        onValue={setName}
        error={planned.pending ? null : planned.failure}
        inputRef={field}
        code
      />
      {plan && <Plan plan={plan} />}
    </FormDialog>
  )
}

function Plan(props: { readonly plan: RenamePlan }): ReactNode {
  const { moves, edits, notes } = props.plan
  return (
    <>
      <section className={styles.part}>
        <h3>Files that get the new name</h3>
        <ul className={styles.moves}>
          {moves.map(({ from, to }) => (
            <li key={from}>
              <code>{from}</code> becomes <code>{to}</code>
            </li>
          ))}
        </ul>
      </section>
      {edits.length > 0 && (
        <section className={styles.part}>
          <h3>Lines of your ssh config that follow</h3>
          <PlanSteps
            code
            steps={edits.map(({ file, line, before, after }) => ({
              path: `${file}, line ${line}`,
              before: before.trim(),
              after: after.trim(),
            }))}
          />
        </section>
      )}
      <ProblemList problems={notes} />
    </>
  )
}

function useRename(props: DialogProps) {
  const { keyPair, onDone } = props
  const action = useAction('keys.rename')
  const refresh = useRefreshKeys()
  const tell = useDoneToast()
  const withBackup = useNewBackup()
  const start = async (name: string, plan: RenamePlan) => {
    const { value: renamed, backup } = await withBackup(() =>
      action.start({ ...refOf(keyPair), name, planId: plan.planId }),
    )
    await refresh()
    if (renamed === null) return
    tell('Renamed', `${keyPair.name} is now ${renamed.name}.`, backup)
    onDone(renamed)
  }
  return { ...action, start }
}
