/** The dialog that is open on the Connections screen, if one is. */

import type { ReactNode } from 'react'
import type { KeyPair, SavedConnection } from '../../contract.ts'
import { goTo } from '../../shell/navigation.ts'
import { NewKeyDialog } from '../keys/dialogs/new-key-dialog.tsx'
import { AddDialog } from './dialogs/add-dialog.tsx'
import { AddressDialog } from './dialogs/address-dialog.tsx'
import { CheckPasteDialog } from './dialogs/check-paste-dialog.tsx'
import { EditDialog } from './dialogs/edit-dialog.tsx'
import { ExportDialog } from './dialogs/export-dialog.tsx'
import { FindKeyDialog } from './dialogs/find-key-dialog.tsx'
import { ImportDialog } from './dialogs/import-dialog.tsx'
import { PasswordDialog } from './dialogs/password-dialog.tsx'
import { useConnectionChange } from './use-connections.ts'

export type ConnectionDialog =
  | { readonly kind: 'add' | 'export' | 'import' }
  | {
      readonly kind: 'edit' | 'address' | 'find-key' | 'new-key' | 'check-paste' | 'password'
      readonly connection: SavedConnection
    }

export interface ConnectionsDialogsProps {
  readonly dialog: ConnectionDialog | null
  readonly keys: readonly KeyPair[]
  /** Leads from one dialog to another. */
  readonly onDialog: (dialog: ConnectionDialog) => void
  readonly onClose: () => void
}

export function ConnectionsDialogs(props: ConnectionsDialogsProps): ReactNode {
  const { dialog, keys, onDialog, onClose } = props
  const save = useConnectionChange('connections.save')
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'add':
      return (
        <AddDialog
          keys={keys}
          onClose={onClose}
          onAdded={({ id }) => {
            onClose()
            goTo('connections', id)
          }}
        />
      )
    case 'export':
      return <ExportDialog onClose={onClose} />
    case 'import':
      return <ImportDialog onClose={onClose} />
    case 'edit':
      return <EditDialog connection={dialog.connection} onClose={onClose} />
    case 'address':
      return <AddressDialog connection={dialog.connection} onClose={onClose} />
    case 'find-key':
      return <FindKeyDialog connection={dialog.connection} onDialog={onDialog} onClose={onClose} />
    case 'new-key':
      return (
        <NewKeyDialog
          onClose={onClose}
          onDone={(key) => {
            void save({ id: dialog.connection.id, keyId: key.id })
            onDialog({ kind: 'check-paste', connection: { ...dialog.connection, keyId: key.id } })
          }}
        />
      )
    case 'password':
      return <PasswordDialog connection={dialog.connection} onClose={onClose} />
    case 'check-paste':
      return (
        <CheckPasteDialog connection={dialog.connection} onDialog={onDialog} onClose={onClose} />
      )
  }
}
