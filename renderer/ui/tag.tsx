/** A word or two about something, with an icon that says the same. */

import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import styles from './tag.module.css'

export function Tag(props: {
  readonly icon?: LucideIcon
  readonly tone?: 'plain' | 'error' | 'warning' | 'info'
  readonly children: ReactNode
}): ReactNode {
  const { icon: Icon, tone = 'plain', children } = props
  return (
    <span className={cx(styles.tag, tone !== 'plain' && styles[tone])}>
      {Icon && <Icon aria-hidden />}
      <span className={styles.text}>{children}</span>
    </span>
  )
}
