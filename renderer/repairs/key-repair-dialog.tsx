/** Repairs one problem of a key: shows what will change, then changes it. */

import { type ReactNode, useRef } from 'react'
import type { KeyPair, PlanRepairParams, RepairPlan } from '../contract.ts'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { PassphraseField } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { ProblemList } from '../ui/problem-list.tsx'
import { Loading } from '../ui/query-state.tsx'
import { PlanSteps } from './plan-steps.tsx'
import { type KeyRepair, useKeyRepair } from './use-key-repair.ts'

export interface KeyRepairDialogProps {
  readonly problem: PlanRepairParams
  /** What the button said that led here. */
  readonly label: string
  readonly onClose: () => void
  readonly onRepaired: (key: KeyPair) => void
}

export function KeyRepairDialog(props: KeyRepairDialogProps): ReactNode {
  const { problem, label, onClose, onRepaired } = props
  const course = useKeyRepair(problem, (key) => {
    onClose()
    onRepaired(key)
  })
  if (course.plan === null && !course.locked) {
    return (
      <Dialog title={label} onClose={onClose}>
        {course.failure === null ? (
          <Loading />
        ) : (
          <Callout tone="danger" title="This cannot be repaired from here" role="alert">
            <p>{course.failure}</p>
          </Callout>
        )}
      </Dialog>
    )
  }
  return <RepairForm course={course} label={label} onClose={onClose} />
}

function RepairForm(props: {
  readonly course: KeyRepair
  readonly label: string
  readonly onClose: () => void
}): ReactNode {
  const { course, label, onClose } = props
  const { plan } = course
  const field = useRef<HTMLInputElement>(null)
  const ready = plan !== null && !course.outdated
  return (
    <FormDialog
      title={plan?.title ?? label}
      description={
        plan === null
          ? 'The key is locked. Its passphrase is needed to prepare the repair.'
          : 'This is all that will change. The result is made apart and tried first, and whatever it replaces goes to Keypilot’s backups.'
      }
      action={ready ? 'Repair' : plan === null ? 'Go on' : 'Look again'}
      size="wide"
      working={course.working}
      failure={course.failure}
      failureTitle="Nothing was repaired"
      disabled={course.locked && course.passphrase === ''}
      onSubmit={ready ? course.repair : course.look}
      onStop={course.stop}
      onClose={onClose}
      initialFocus={field}
    >
      {plan !== null && <Plan plan={plan} />}
      {course.locked && (
        <PassphraseField
          label="Passphrase of the key"
          hint="Used for this repair, and then forgotten."
          value={course.passphrase}
          onValue={course.setPassphrase}
          inputRef={field}
        />
      )}
    </FormDialog>
  )
}

function Plan(props: { readonly plan: RepairPlan }): ReactNode {
  const { steps, notes } = props.plan
  return (
    <>
      <PlanSteps steps={steps} />
      <ProblemList problems={notes} />
    </>
  )
}
