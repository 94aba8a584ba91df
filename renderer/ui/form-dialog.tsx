/** A dialog that is a form: its fields, what went wrong, what is being done, and two buttons. */

import type { FormEvent, ReactNode, RefObject } from 'react'
import type { ButtonProps } from './button.tsx'
import { Callout } from './callout.tsx'
import styles from './dialog.module.css'
import { Dialog } from './dialog.tsx'
import { DialogActions } from './dialog-actions.tsx'
import { isolated } from './isolated.ts'

export interface FormDialogProps {
  readonly title: string
  readonly description?: string
  /** The button that goes ahead, a verb. */
  readonly action: string
  readonly variant?: ButtonProps['variant']
  readonly size?: 'normal' | 'wide'
  /** What is being done; null while nothing is. Cancel then stops it and leaves the dialog open. */
  readonly working?: string | null
  /** Why the last attempt failed, in the host's words. */
  readonly failure?: string | null
  readonly failureTitle?: string
  readonly disabled?: boolean
  readonly initialFocus?: RefObject<HTMLElement | null>
  readonly onSubmit: () => void
  /** Stops what is being done. */
  readonly onStop?: () => void
  readonly onClose: () => void
  readonly children?: ReactNode
}

export function FormDialog(props: FormDialogProps): ReactNode {
  const { working = null, failure = null, onSubmit, onStop, onClose } = props
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (working !== null || props.disabled) return
    onSubmit()
    focusFirstError(event.currentTarget)
  }
  const close = () => (working !== null ? onStop?.() : onClose())
  return (
    <Dialog
      title={props.title}
      {...(props.description !== undefined && { description: props.description })}
      {...(props.initialFocus && { initialFocus: props.initialFocus })}
      {...(props.size && { size: props.size })}
      onClose={close}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        {props.children}
        {failure !== null && (
          <Callout tone="danger" title={props.failureTitle ?? 'That did not work'} role="alert">
            <p>{isolated(failure)}</p>
          </Callout>
        )}
        <p role="status" className={styles.working}>
          {working}
        </p>
        <DialogActions
          action={props.action}
          variant={props.variant ?? 'primary'}
          busy={working !== null}
          disabled={props.disabled ?? false}
          submits
          onCancel={close}
        />
      </form>
    </Dialog>
  )
}

/** Once the errors are drawn. */
function focusFirstError(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid]')?.focus())
}
