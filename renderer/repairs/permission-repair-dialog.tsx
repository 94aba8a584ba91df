/** Repairs permissions: shows every file with its mode now and then, and what cannot be repaired. */

import { type ReactNode, useState } from 'react'
import type { PermissionPlan, PermissionRepair } from '../contract.ts'
import { useAction } from '../hooks/use-action.ts'
import { useRefreshKeys } from '../hooks/use-key-changes.ts'
import { useLiveCall } from '../hooks/use-live-call.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { FixButton } from '../ui/fix-button.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Loading } from '../ui/query-state.tsx'
import { PERMISSION_REPAIR, PermissionRepairResult } from './permission-repair-result.tsx'
import styles from './plan-steps.module.css'
import { PlanSteps } from './plan-steps.tsx'

export interface PermissionRepairDialogProps {
  /** Ids of the findings to repair. */
  readonly findings: readonly string[]
  readonly onClose: () => void
  readonly onRepaired?: () => void
}

export function PermissionRepairDialog(props: PermissionRepairDialogProps): ReactNode {
  const { findings, onClose, onRepaired } = props
  const [round, setRound] = useState(0)
  const planned = useLiveCall('permissions.plan', { findings }, round)
  const [result, setResult] = useState<PermissionRepair | null>(null)
  const again = () => setRound(round + 1)
  const done = (repaired: PermissionRepair) => {
    setResult(repaired)
    onRepaired?.()
  }
  if (result !== null) return <PermissionRepairResult result={result} onClose={onClose} />
  if (planned.value === null) {
    return <Looking failure={planned.failure} onAgain={again} onClose={onClose} />
  }
  return <PlanForm plan={planned.value} onAgain={again} onDone={done} onClose={onClose} />
}

function Looking(props: {
  readonly failure: string | null
  readonly onAgain: () => void
  readonly onClose: () => void
}): ReactNode {
  const { failure, onAgain, onClose } = props
  return (
    <Dialog title={PERMISSION_REPAIR} onClose={onClose}>
      {failure === null ? (
        <Loading />
      ) : (
        <Callout tone="danger" title="The files could not be looked at" role="alert">
          <p>{failure}</p>
          <Button onClick={onAgain}>Try again</Button>
        </Callout>
      )}
    </Dialog>
  )
}

function PlanForm(props: {
  readonly plan: PermissionPlan
  readonly onAgain: () => void
  readonly onDone: (result: PermissionRepair) => void
  readonly onClose: () => void
}): ReactNode {
  const { plan, onAgain, onDone, onClose } = props
  const repair = useAction('permissions.repair')
  const refresh = useRefreshKeys()
  const outdated = repair.failed?.code === 'changed-meanwhile'
  const lookAgain = () => {
    repair.clear()
    onAgain()
  }
  const carryOut = async () => {
    const done = await repair.start({ plan: plan.id })
    await refresh()
    if (done !== null) onDone(done)
  }
  return (
    <FormDialog
      title={PERMISSION_REPAIR}
      description={
        plan.steps.length === 0
          ? 'Nothing was changed.'
          : 'This is all that will change. What is inside the files stays as it is.'
      }
      action={outdated ? 'Look again' : 'Repair'}
      size="wide"
      working={repair.busy ? 'Changing permissions…' : null}
      failure={repair.failed?.message ?? null}
      disabled={plan.steps.length === 0}
      onSubmit={() => void (outdated ? lookAgain() : carryOut())}
      onStop={repair.cancel}
      onClose={onClose}
    >
      <Plan plan={plan} onDone={() => void refresh()} />
    </FormDialog>
  )
}

function Plan(props: { readonly plan: PermissionPlan; readonly onDone: () => void }): ReactNode {
  const { plan, onDone } = props
  const { steps, skipped } = plan
  return (
    <>
      {steps.length === 0 && skipped.length === 0 && (
        <p>There is nothing left to repair: the permissions are right now.</p>
      )}
      <PlanSteps
        steps={steps.map(({ path, target, from, to, command }) => ({
          path: target === null ? path : `${path} → ${target}`,
          before: from,
          after: to,
          below: (
            <p className={styles.small}>
              In a terminal: <code>{command}</code>
            </p>
          ),
        }))}
      />
      {skipped.length > 0 && (
        <Callout tone="info" title="These cannot be repaired from here">
          <ul className={styles.skipped}>
            {skipped.map(({ finding, path, reason, fix }) => (
              <li key={finding}>
                {path !== '' && (
                  <>
                    <code>{path}</code>:{' '}
                  </>
                )}
                {reason}
                {fix && <FixButton fix={fix} onAsk={() => {}} onDone={onDone} />}
              </li>
            ))}
          </ul>
        </Callout>
      )}
    </>
  )
}
