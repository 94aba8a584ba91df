/** The one button of the interface, in four weights. */

import { LoaderCircle, type LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import styles from './button.module.css'
import { cx } from './cx.ts'
import { isolated } from './isolated.ts'

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  /** `primary` is the one thing to do next; at most one per step or dialog. */
  readonly variant?: 'primary' | 'secondary' | 'quiet' | 'danger'
  readonly size?: 'small' | 'normal' | 'large'
  readonly icon?: LucideIcon
  /** Working: keeps its place and the focus, and ignores presses. */
  readonly busy?: boolean
}

export function Button(props: ButtonProps): ReactNode {
  const { variant = 'secondary', size = 'normal', icon, busy = false, children, ...rest } = props
  const Icon = busy ? LoaderCircle : icon
  return (
    <button
      type="button"
      {...rest}
      className={cx(styles.button, styles[variant], size !== 'normal' && styles[size])}
      aria-disabled={busy || rest['aria-disabled']}
      onClick={busy ? undefined : rest.onClick}
    >
      {Icon && <Icon aria-hidden className={cx(styles.icon, busy && styles.spinning)} />}
      {typeof children === 'string' ? isolated(children) : children}
    </button>
  )
}
