/** What a repair of permissions came to: read again and judged again, with the way back. */

import { type ReactNode, useRef } from 'react'
import type { PermissionRepair } from '../contract.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Row } from '../ui/screen.tsx'
import styles from './plan-steps.module.css'
import { PlanSteps } from './plan-steps.tsx'
import { useRestore } from './use-undo.ts'

/** Title of the dialog, from the plan to the result. */
export const PERMISSION_REPAIR = 'Repair permissions'

export function PermissionRepairResult(props: {
  readonly result: PermissionRepair
  readonly onClose: () => void
}): ReactNode {
  const { result, onClose } = props
  const done = useRef<HTMLButtonElement>(null)
  const restore = useRestore()
  const { repaired, backup } = result
  return (
    <Dialog title={PERMISSION_REPAIR} onClose={onClose} size="wide" initialFocus={done}>
      <Outcome result={result} />
      {/* Above the list, which may be long: what came of it and the way back are seen together. */}
      <Row>
        <Button variant="primary" ref={done} onClick={onClose}>
          Done
        </Button>
        {backup !== null && (
          <Button onClick={() => void restore(backup).then((undone) => undone && onClose())}>
            Undo
          </Button>
        )}
      </Row>
      {repaired.length > 0 && (
        <PlanSteps
          done
          steps={repaired.map(({ path, from, to }) => ({ path, before: from, after: to }))}
        />
      )}
    </Dialog>
  )
}

function Outcome(props: { readonly result: PermissionRepair }): ReactNode {
  const { repaired, failed, remaining } = props.result
  const told = new Set(failed.map(({ path }) => path))
  // Why a file could not be changed says already that its fault is still there.
  const other = remaining.filter(({ path }) => !told.has(path))
  const clean = failed.length === 0 && remaining.length === 0
  return (
    <Callout
      tone={clean ? 'success' : 'warning'}
      title={clean ? 'Repaired, and checked again' : titleOfRest(repaired.length)}
      role="status"
    >
      {(failed.length > 0 || other.length > 0) && (
        <ul className={styles.skipped}>
          {failed.map(({ path, reason }) => (
            <li key={path}>
              {!reason.startsWith(path) && (
                <>
                  <code>{path}</code>:{' '}
                </>
              )}
              {reason}
            </li>
          ))}
          {other.map(({ id, path, title }) => (
            <li key={id}>
              <code>{path}</code> still has a fault: {title}
            </li>
          ))}
        </ul>
      )}
    </Callout>
  )
}

function titleOfRest(repaired: number): string {
  return repaired === 0 ? 'Nothing could be repaired' : 'Not everything could be repaired'
}
