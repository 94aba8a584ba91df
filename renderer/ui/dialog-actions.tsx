/** The buttons of a dialog, in the order people of this platform expect. */

import type { ReactNode, Ref } from 'react'
import { useApiQuery } from '../hooks/use-api.ts'
import { Button, type ButtonProps } from './button.tsx'
import styles from './dialog.module.css'

export interface DialogActionsProps {
  readonly action: string
  readonly variant?: ButtonProps['variant']
  readonly busy?: boolean
  /** Until what the action needs has been given; the dialog says what that is. */
  readonly disabled?: boolean
  /** For forms: the button submits, and `onAction` is not needed. */
  readonly submits?: boolean
  /** For dialogs that start with the focus on Cancel, so that Enter never destroys anything. */
  readonly cancelRef?: Ref<HTMLButtonElement>
  readonly onAction?: () => void
  readonly onCancel: () => void
}

export function DialogActions(props: DialogActionsProps): ReactNode {
  const {
    action,
    variant = 'primary',
    busy,
    disabled,
    submits,
    cancelRef,
    onAction,
    onCancel,
  } = props
  // Windows puts the action before Cancel, macOS and the Linux desktops after it.
  const actionFirst = useApiQuery('system.info', {}).data?.platform === 'win32'
  const go = (
    <Button
      key="action"
      variant={variant}
      busy={busy ?? false}
      disabled={disabled ?? false}
      type={submits ? 'submit' : 'button'}
      onClick={onAction}
    >
      {action}
    </Button>
  )
  const cancel = (
    <Button key="cancel" ref={cancelRef} onClick={onCancel}>
      Cancel
    </Button>
  )
  return <div className={styles.actions}>{actionFirst ? [go, cancel] : [cancel, go]}</div>
}
