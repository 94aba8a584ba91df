/** Installs a key on a saved connection over a password. */

import type { ReactNode } from 'react'
import type { SavedConnection } from '../../../contract.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { PasswordAccessSteps, Why } from '../../runpod/password-access/password-access.tsx'
import styles from './dialogs.module.css'

export function PasswordDialog(props: {
  readonly connection: SavedConnection
  readonly onClose: () => void
}): ReactNode {
  const { connection, onClose } = props
  return (
    <Dialog title={`Install your key on ${connection.name}`} size="wide" onClose={onClose}>
      <div className={styles.stack}>
        <Why />
        <PasswordAccessSteps connection={connection} />
      </div>
    </Dialog>
  )
}
