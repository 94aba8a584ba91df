/** The state of a step or stage: a shape of its own for each, so colour is never needed to tell. */

import { Check, Ellipsis, LoaderCircle, Minus, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import styles from './status-icon.module.css'
import { VisuallyHidden } from './visually-hidden.tsx'

export type Status = 'done' | 'failed' | 'warning' | 'running' | 'skipped' | 'waiting' | 'open'

const LOOK = {
  done: { icon: Check, label: 'Done' },
  failed: { icon: X, label: 'Failed' },
  warning: { icon: TriangleAlert, label: 'Warning' },
  running: { icon: LoaderCircle, label: 'Running' },
  skipped: { icon: Minus, label: 'Skipped' },
  waiting: { icon: Ellipsis, label: 'Waiting' },
  open: { icon: null, label: 'To do' },
} as const

export function StatusIcon(props: {
  readonly status: Status
  /** Shown in place of the icon while the step is open, e.g. its number. */
  readonly number?: number
  readonly size?: 'small' | 'large'
}): ReactNode {
  const { status, number, size = 'small' } = props
  const { icon: Icon, label } = LOOK[status]
  const showNumber = number !== undefined && status === 'open'
  return (
    <span className={cx(styles.badge, styles[status], size === 'large' && styles.large)}>
      {showNumber && <span aria-hidden>{number}</span>}
      {Icon && <Icon aria-hidden className={styles.icon} />}
      <VisuallyHidden>{`${label}: `}</VisuallyHidden>
    </span>
  )
}
