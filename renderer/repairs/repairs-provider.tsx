/** Holds the one repair dialog that is open, for every screen. */

import { type ReactNode, useCallback, useState } from 'react'
import { ImportDialog } from '../screens/keys/dialogs/import-dialog.tsx'
import { KeysChangeDialog } from '../screens/runpod/account/keys-change-dialog.tsx'
import { AgentRepair } from './agent-repair.tsx'
import { BackupsDialog } from './backups-dialog.tsx'
import { ConfigChangeDialog } from './config-change-dialog.tsx'
import { KeyRepairDialog } from './key-repair-dialog.tsx'
import { PermissionRepairDialog } from './permission-repair-dialog.tsx'
import { type OpenRepair, type Repair, RepairsContext } from './repairs-context.ts'
import { returnFocus } from './return-focus.ts'

interface Opened {
  readonly repair: Repair
  readonly onDone: () => void
  /** The control that was pressed; a repair may take it away. */
  readonly opener: Element | null
}

export function RepairsProvider(props: { readonly children: ReactNode }): ReactNode {
  const [opened, setOpened] = useState<Opened | null>(null)
  const open = useCallback<OpenRepair>(
    (repair, onDone = () => {}) => setOpened({ repair, onDone, opener: document.activeElement }),
    [],
  )
  const close = () => {
    returnFocus(opened?.opener ?? null)
    setOpened(null)
  }
  return (
    <RepairsContext value={open}>
      {props.children}
      {opened && <RepairDialog {...opened} onClose={close} />}
    </RepairsContext>
  )
}

function RepairDialog(props: Opened & { readonly onClose: () => void }): ReactNode {
  const { repair, onDone, onClose } = props
  switch (repair.kind) {
    case 'key':
      return <KeyRepairDialog {...repair} onClose={onClose} onRepaired={onDone} />
    case 'permissions':
      return (
        <PermissionRepairDialog findings={repair.findings} onClose={onClose} onRepaired={onDone} />
      )
    case 'config':
      return <ConfigChangeDialog change={repair.change} onClose={onClose} onChanged={onDone} />
    case 'import':
      return (
        <ImportDialog
          start={repair.start}
          onClose={onClose}
          onDone={() => {
            onDone()
            onClose()
          }}
        />
      )
    case 'agent':
      return <AgentRepair keyId={repair.keyId} onClose={onClose} />
    case 'account-keys':
      return <KeysChangeDialog change={repair.change} onClose={onClose} onChanged={onDone} />
    case 'backups':
      return <BackupsDialog onClose={onClose} onRestored={onDone} />
  }
}
