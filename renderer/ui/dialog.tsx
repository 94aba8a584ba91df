/** Dialogs: focus moves in, stays in, and returns to where it was. Esc and the backdrop close them. */

import { AlertDialog } from '@base-ui/react/alert-dialog'
import { Dialog as BaseDialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { type ReactNode, type RefObject, useRef } from 'react'
import { cx } from './cx.ts'
import styles from './dialog.module.css'
import { DialogActions } from './dialog-actions.tsx'
import { isolated } from './isolated.ts'

export interface DialogProps {
  readonly title: string
  readonly description?: string
  readonly children: ReactNode
  readonly onClose: () => void
  readonly initialFocus?: RefObject<HTMLElement | null>
  /** `wide` for plans: paths and lines before and after. */
  readonly size?: 'normal' | 'wide'
}

/** Render it while it should be open. */
export function Dialog(props: DialogProps): ReactNode {
  const { title, description, children, onClose, initialFocus, size } = props
  return (
    <BaseDialog.Root open onOpenChange={(open) => !open && onClose()} disablePointerDismissal>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className={styles.backdrop} />
        <BaseDialog.Popup
          className={cx(styles.popup, size === 'wide' && styles.wide)}
          initialFocus={initialFocus}
        >
          <header className={styles.header}>
            <BaseDialog.Title className={styles.title}>{isolated(title)}</BaseDialog.Title>
            <BaseDialog.Close className={styles.close} aria-label="Close">
              <X aria-hidden />
            </BaseDialog.Close>
          </header>
          {description && (
            <BaseDialog.Description className={styles.description}>
              {isolated(description)}
            </BaseDialog.Description>
          )}
          {children}
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  )
}

export interface ConfirmDialogProps {
  readonly title: string
  readonly detail: string
  /** The button that goes ahead, a verb. */
  readonly action: string
  readonly onAnswer: (accept: boolean) => void
}

/** A question about something that changes or removes what the person has. Esc means no. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const { title, detail, action, onAnswer } = props
  const cancel = useRef<HTMLButtonElement>(null)
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onAnswer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={cx(styles.backdrop, styles.inFront)} />
        <AlertDialog.Popup className={cx(styles.popup, styles.inFront)} initialFocus={cancel}>
          <AlertDialog.Title className={styles.title}>{isolated(title)}</AlertDialog.Title>
          <AlertDialog.Description className={styles.description}>
            {isolated(detail)}
          </AlertDialog.Description>
          <DialogActions
            action={action}
            variant="danger"
            cancelRef={cancel}
            onAction={() => onAnswer(true)}
            onCancel={() => onAnswer(false)}
          />
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
