/** Short news in a corner that goes away by itself; nothing that must be acted on. */

import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { isolated } from './isolated.ts'
import styles from './toast.module.css'

export function ToastProvider(props: { readonly children: ReactNode }): ReactNode {
  return (
    <Toast.Provider limit={3} timeout={6_000}>
      {props.children}
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

export interface ToastAction {
  readonly label: string
  readonly onAction: () => void
}

/** Long enough to read, decide and reach the button; what it offers can be found elsewhere too. */
const ACTION_TIMEOUT_MS = 20_000

/** The function that shows one. */
export function useToast(): (title: string, detail?: string, action?: ToastAction) => void {
  const manager = Toast.useToastManager()
  return (title, detail, action) => {
    const id = manager.add({
      title: isolated(title),
      ...(detail && { description: isolated(detail) }),
      ...(action && {
        timeout: ACTION_TIMEOUT_MS,
        actionProps: {
          children: action.label,
          onClick: () => {
            manager.close(id)
            action.onAction()
          },
        },
      }),
    })
  }
}

function ToastList(): ReactNode {
  const { toasts } = Toast.useToastManager()
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles.toast} swipeDirection={[]}>
      <Toast.Content className={styles.content}>
        <div className={styles.words}>
          <Toast.Title className={styles.title} render={<p />} />
          <Toast.Description className={styles.detail} />
        </div>
        <Toast.Action className={styles.action} />
        <Toast.Close className={styles.close} aria-label="Dismiss">
          <X aria-hidden />
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ))
}
