/** One step of the checklist: a heading that opens and closes it, why it matters, and its body. */

import { ChevronDown } from 'lucide-react'
import type { ReactNode, Ref } from 'react'
import { cx } from '../../ui/cx.ts'
import { isolated } from '../../ui/isolated.ts'
import { StatusIcon } from '../../ui/status-icon.tsx'
import type { StepStatus } from './setup-model.ts'
import styles from './step.module.css'

export interface StepProps {
  readonly number: number
  readonly title: string
  /** One sentence: what this step is for. */
  readonly why: string
  readonly status: StepStatus
  readonly expanded: boolean
  readonly onToggle: () => void
  readonly toggleRef: Ref<HTMLButtonElement>
  readonly children: ReactNode
}

export function Step(props: StepProps): ReactNode {
  const { number, title, why, status, expanded, onToggle, toggleRef, children } = props
  const bodyId = `step-${status.id}`
  return (
    <li
      className={cx(styles.step, expanded && styles.expanded, styles[status.state])}
      aria-current={expanded ? 'step' : undefined}
    >
      <span className={styles.rail} aria-hidden />
      <h2 className={styles.heading}>
        <button
          type="button"
          ref={toggleRef}
          className={styles.toggle}
          aria-expanded={expanded}
          aria-controls={bodyId}
          onClick={onToggle}
        >
          <StatusIcon status={status.state} number={number} size="large" />
          <span className={styles.words}>
            <span className={styles.title}>{title}</span>
            {!expanded && status.summary !== null && (
              <span className={styles.summary}>{isolated(status.summary)}</span>
            )}
          </span>
          <ChevronDown aria-hidden className={styles.chevron} />
        </button>
      </h2>
      {/* Hidden, not removed: what was typed and shown is still there when it is opened again. */}
      <div id={bodyId} className={styles.body} hidden={!expanded}>
        <p className={styles.why}>{why}</p>
        {children}
      </div>
    </li>
  )
}
