/** Changes the ssh config: every line that goes or comes is shown first. */

import { type ReactNode, useRef } from 'react'
import type { ConfigPlan } from '../contract.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { DiffView } from '../ui/diff-view.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { ProblemList } from '../ui/problem-list.tsx'
import { Loading } from '../ui/query-state.tsx'
import { Row } from '../ui/screen.tsx'
import type { ConfigRequest } from './repairs-context.ts'
import { useConfigChange } from './use-config-change.ts'

const TITLE = 'Change the ssh config'

export function ConfigChangeDialog(props: {
  readonly change: ConfigRequest
  readonly onClose: () => void
  readonly onChanged: () => void
}): ReactNode {
  const { change, onClose, onChanged } = props
  const course = useConfigChange(change)
  const { plan, failure, outdated } = course
  if (plan === null) return <NoPlan failure={failure} onLook={course.look} onClose={onClose} />
  if (plan.files.length === 0) {
    return <NothingToDo plan={plan} onClose={onClose} onChanged={onChanged} />
  }
  const write = async () => {
    if ((await course.apply()) === null) return
    onClose()
    onChanged()
  }
  return (
    <FormDialog
      title={plan.title}
      description="This is all that will change. The old files go to Keypilot’s backups first, and “Undo” brings them back."
      action={outdated ? 'Look again' : 'Write'}
      size="wide"
      working={course.busy ? 'Writing, and reading it back…' : null}
      failure={failure}
      failureTitle="Nothing was written"
      onSubmit={() => (outdated ? course.look() : void write())}
      onStop={course.stop}
      onClose={onClose}
    >
      <ConfigPlanView plan={plan} />
    </FormDialog>
  )
}

/** The files of a plan with their lines, and what to know about it. */
export function ConfigPlanView(props: { readonly plan: ConfigPlan }): ReactNode {
  const { files, notes } = props.plan
  return (
    <>
      {files.map((file) => (
        <DiffView key={file.path} {...file} />
      ))}
      <ProblemList problems={notes} />
    </>
  )
}

function NoPlan(props: {
  readonly failure: string | null
  readonly onLook: () => void
  readonly onClose: () => void
}): ReactNode {
  const { failure, onLook, onClose } = props
  return (
    <Dialog title={TITLE} onClose={onClose}>
      {failure === null ? (
        <Loading />
      ) : (
        <Callout tone="danger" title="The ssh config cannot be changed like this" role="alert">
          <p>{failure}</p>
          <Button onClick={onLook}>Try again</Button>
        </Callout>
      )}
    </Dialog>
  )
}

function NothingToDo(props: {
  readonly plan: ConfigPlan
  readonly onClose: () => void
  readonly onChanged: () => void
}): ReactNode {
  const { plan, onClose, onChanged } = props
  const done = useRef<HTMLButtonElement>(null)
  return (
    <Dialog title={plan.title} onClose={onClose} initialFocus={done}>
      <p>The ssh config is like this already, so nothing has to be written.</p>
      <ProblemList problems={plan.notes} />
      <Row>
        <Button
          variant="primary"
          ref={done}
          onClick={() => {
            onClose()
            onChanged()
          }}
        >
          Done
        </Button>
      </Row>
    </Dialog>
  )
}
