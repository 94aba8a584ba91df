/** Changes the keys of the account: what becomes of each is shown first. */

import { type ReactNode, useState } from 'react'
import type { AccountKeysChange, AccountKeysPlan } from '../../../contract.ts'
import { Button } from '../../../ui/button.tsx'
import { Callout } from '../../../ui/callout.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/field.tsx'
import { FormDialog } from '../../../ui/form-dialog.tsx'
import { Loading } from '../../../ui/query-state.tsx'
import { KeysPlanView } from './keys-plan-view.tsx'
import { type KeysCourse, useKeysChange } from './use-keys-change.ts'

/** What is said above every plan. */
export const BEFORE_WRITING =
  'This is all that will change. The keys as they are now go to Keypilot’s backups first, and “Undo” brings them back.'

export function KeysChangeDialog(props: {
  readonly change: AccountKeysChange
  readonly onClose: () => void
  readonly onChanged: () => void
}): ReactNode {
  const { change, onClose, onChanged } = props
  const course = useKeysChange(change)
  const { plan } = course
  if (plan === null) return <NoPlan course={course} onClose={onClose} />
  return <PlanForm plan={plan} course={course} onClose={onClose} onChanged={onChanged} />
}

function PlanForm(props: {
  readonly plan: AccountKeysPlan
  readonly course: KeysCourse
  readonly onClose: () => void
  readonly onChanged: () => void
}): ReactNode {
  const { plan, course, onClose, onChanged } = props
  const [word, setWord] = useState('')
  const action = writeAction(plan, course)
  const write = async () => {
    if (course.outdated) {
      course.look()
      return
    }
    if (!plan.noChange && (await course.apply(wordFor(plan, word))) === null) return
    onClose()
    onChanged()
  }
  return (
    <FormDialog
      title={plan.title}
      {...(!plan.noChange && { description: BEFORE_WRITING })}
      action={action}
      size="wide"
      variant={plan.removed.length > 0 && !course.outdated ? 'danger' : 'primary'}
      working={course.busy ? 'Writing to RunPod, and reading it back…' : null}
      failure={course.failure}
      failureTitle={failureTitle(course)}
      disabled={!course.outdated && !isConfirmed(plan, word)}
      onSubmit={() => void write()}
      onStop={course.stop}
      onClose={onClose}
    >
      <KeysPlanView plan={plan} />
      {!course.outdated && <ConfirmWord plan={plan} word={word} onWord={setWord} />}
    </FormDialog>
  )
}

/** Asks for a word before the account is left without any key. */
export function ConfirmWord(props: {
  readonly plan: AccountKeysPlan
  readonly word: string
  readonly onWord: (word: string) => void
}): ReactNode {
  const { plan, word, onWord } = props
  if (plan.confirmWord === null || plan.noChange) return null
  return (
    <Callout tone="warning" title="No key would be left on RunPod">
      <p>New pods would then start without any key, and nobody could log in to them over SSH.</p>
      <TextField
        label={`To go on, type “${plan.confirmWord}”`}
        value={word}
        onValue={onWord}
        autoComplete="off"
      />
    </Callout>
  )
}

export function isConfirmed({ confirmWord, noChange }: AccountKeysPlan, word: string): boolean {
  return confirmWord === null || noChange || word.trim() === confirmWord
}

export function wordFor({ confirmWord }: AccountKeysPlan, word: string): string | undefined {
  return confirmWord === null ? undefined : word.trim()
}

export function writeAction(plan: AccountKeysPlan | null, course: KeysCourse): string {
  if (course.outdated || (plan === null && course.failure !== null)) return 'Look again'
  return plan?.noChange ? 'Done' : 'Write to RunPod'
}

export function failureTitle(course: KeysCourse): string {
  return course.outdated ? 'Look again before going on' : 'Nothing was written'
}

function NoPlan(props: { readonly course: KeysCourse; readonly onClose: () => void }): ReactNode {
  const { course, onClose } = props
  return (
    <Dialog title="Change the keys on RunPod" onClose={onClose}>
      {course.failure === null ? (
        <Loading />
      ) : (
        <Callout tone="danger" title="The change cannot be prepared" role="alert">
          <p>{course.failure}</p>
          <Button onClick={course.look}>Try again</Button>
        </Callout>
      )}
    </Dialog>
  )
}
