/** The dialog that is open on the Keys screen, if one is. */

import type { ReactNode } from 'react'
import type { KeyPair } from '../../contract.ts'
import { AgentAddDialog, AgentRemoveDialog } from './dialogs/agent-dialogs.tsx'
import { CommentDialog } from './dialogs/comment-dialog.tsx'
import { ImportDialog } from './dialogs/import-dialog.tsx'
import { KeyPassphraseDialog } from './dialogs/key-passphrase-dialog.tsx'
import { NewKeyDialog } from './dialogs/new-key-dialog.tsx'
import { RemoveDialog } from './dialogs/remove-dialog.tsx'
import { RenameDialog } from './dialogs/rename-dialog.tsx'
import type { Source } from './read-source.ts'

export type KeyDialog =
  | { readonly kind: 'new' }
  /** `start`: what was dropped on the window, if that is how it began. */
  | { readonly kind: 'import'; readonly start: Source | null }
  | {
      readonly kind: 'rename' | 'comment' | 'passphrase' | 'remove' | 'agent-add'
      readonly keyPair: KeyPair
    }
  | { readonly kind: 'agent-remove'; readonly id: string; readonly name: string }

export interface KeysDialogsProps {
  readonly dialog: KeyDialog | null
  readonly onClose: () => void
  /** The key that is there now, under its present name; null when it is gone. */
  readonly onKey: (key: KeyPair | null) => void
}

export function KeysDialogs(props: KeysDialogsProps): ReactNode {
  const { dialog, onClose, onKey } = props
  const onDone = (key: KeyPair | null) => {
    onClose()
    onKey(key)
  }
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'new':
      return <NewKeyDialog onClose={onClose} onDone={onDone} />
    case 'import':
      return <ImportDialog start={dialog.start} onClose={onClose} onDone={onDone} />
    case 'rename':
      return <RenameDialog keyPair={dialog.keyPair} onClose={onClose} onDone={onDone} />
    case 'comment':
      return <CommentDialog keyPair={dialog.keyPair} onClose={onClose} onDone={onDone} />
    case 'passphrase':
      return <KeyPassphraseDialog keyPair={dialog.keyPair} onClose={onClose} onDone={onDone} />
    case 'remove':
      return <RemoveDialog keyPair={dialog.keyPair} onClose={onClose} onDone={() => onDone(null)} />
    case 'agent-add':
      return <AgentAddDialog keyPair={dialog.keyPair} onClose={onClose} />
    case 'agent-remove':
      return <AgentRemoveDialog id={dialog.id} name={dialog.name} onClose={onClose} />
  }
}
