/** A framed remark that must be seen: a success, a hint, a warning or a failure. */

import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './callout.module.css'
import { cx } from './cx.ts'
import { isolated } from './isolated.ts'
import { useSpokenKey } from './spoken.tsx'

export type Tone = 'info' | 'success' | 'warning' | 'danger'

const ICONS = {
  info: Info,
  success: CircleCheck,
  warning: TriangleAlert,
  danger: OctagonAlert,
} as const

export interface CalloutProps {
  readonly tone: Tone
  readonly title?: string
  readonly children?: ReactNode
  /** Spoken when it appears: `status` waits for a pause and needs a title, `alert` does not. */
  readonly role?: 'status' | 'alert'
}

export function Callout(props: CalloutProps): ReactNode {
  const Icon = ICONS[props.tone]
  const key = useSpokenKey(props.role === 'status')
  return (
    <div className={cx(styles.callout, styles[props.tone])} role={props.role}>
      <Icon aria-hidden className={styles.icon} />
      <div className={styles.body}>
        {props.title !== undefined && (
          <p key={key} className={styles.title}>
            {isolated(props.title)}
          </p>
        )}
        {props.children}
      </div>
    </div>
  )
}
