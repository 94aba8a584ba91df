/** One thing that was looked at, and how it is. */

import type { ReactNode } from 'react'
import { isolated } from '../../ui/isolated.ts'
import { type Status, StatusIcon } from '../../ui/status-icon.tsx'
import styles from './health-screen.module.css'

export function Line(props: {
  readonly status: Status
  readonly title: ReactNode
  readonly detail: string
}): ReactNode {
  return (
    <li className={styles.line}>
      <StatusIcon status={props.status} />
      <div className={styles.words}>
        <p className={styles.title}>
          {typeof props.title === 'string' ? isolated(props.title) : props.title}
        </p>
        <p className={styles.detail}>{isolated(props.detail)}</p>
      </div>
    </li>
  )
}
