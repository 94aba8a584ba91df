/** Every key pair that can be found: a list, and everything about the chosen one beside it. */

import { History, Import, Plus } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useBridge } from '../../bridge/index.ts'
import type { KeyPair } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { useFileDrop } from '../../hooks/use-file-drop.ts'
import { useRepairs } from '../../repairs/repairs-context.ts'
import { goTo, usePlaceItem } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Row, Screen } from '../../ui/screen.tsx'
import { groupsAroundKeys } from '../health/finding-groups.ts'
import { PermissionNotice } from '../health/permission-notice.tsx'
import { addressOf } from './key-address.ts'
import { type KeyDialog, KeysDialogs } from './keys-dialogs.tsx'
import styles from './keys-screen.module.css'
import { KeysView } from './keys-view.tsx'
import { pickFile, readSource } from './read-source.ts'

export function KeysScreen(): ReactNode {
  const keys = useApiQuery('keys.list', {})
  const place = usePlaceItem()
  const [dialog, setDialog] = useState<KeyDialog | null>(null)
  const dropping = useDrop(dialog, setDialog)
  const showKey = (key: KeyPair | null) => goTo('keys', key === null ? null : addressOf(key))
  return (
    <Screen
      title="Keys"
      lead="Private keys stay in their files: nothing here shows or copies them."
      wide
      action={keys.data && keys.data.length > 0 ? <Actions onDialog={setDialog} /> : undefined}
    >
      <PermissionNotice title="The folder of your keys" choose={groupsAroundKeys} />
      {keys.isPending && <Loading />}
      {keys.error && <Failure error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.data?.length === 0 && <NoKeys onDialog={setDialog} />}
      {keys.data && keys.data.length > 0 && (
        <KeysView keys={keys.data} place={place} onDialog={setDialog} />
      )}
      <KeysDialogs dialog={dialog} onClose={() => setDialog(null)} onKey={showKey} />
      {dropping && (
        <div className={styles.drop} role="status">
          <p>Drop the key file to look at it. Nothing is written yet.</p>
        </div>
      )}
    </Screen>
  )
}

/** A file dropped anywhere is looked at, unless another dialog is being filled in. */
function useDrop(dialog: KeyDialog | null, setDialog: (dialog: KeyDialog) => void): boolean {
  const bridge = useBridge()
  return useFileDrop(
    async (files) => {
      const file = pickFile(files)
      if (file === null) return
      const start = await readSource(file, (one) => bridge.pathOfFile?.(one) ?? null)
      setDialog({ kind: 'import', start })
    },
    dialog === null || dialog.kind === 'import',
  )
}

function Actions(props: { readonly onDialog: (dialog: KeyDialog) => void }): ReactNode {
  const { onDialog } = props
  const openRepair = useRepairs()
  return (
    <Row>
      <Button variant="quiet" icon={History} onClick={() => openRepair({ kind: 'backups' })}>
        Earlier changes
      </Button>
      <Button icon={Import} onClick={() => onDialog({ kind: 'import', start: null })}>
        Import
      </Button>
      <Button variant="primary" icon={Plus} onClick={() => onDialog({ kind: 'new' })}>
        New key
      </Button>
    </Row>
  )
}

function NoKeys(props: { readonly onDialog: (dialog: KeyDialog) => void }): ReactNode {
  const { onDialog } = props
  const openRepair = useRepairs()
  return (
    <Card tone="quiet" title="No key yet">
      <p>
        A key pair is how your computer proves who you are to a pod. Making one takes a second, and
        changes nothing else on this computer.
      </p>
      <p>
        If you have a key elsewhere, for example from PuTTY or another computer, import it instead:
        choose the file, or drop it on this window.
      </p>
      <Row>
        <Button variant="primary" icon={Plus} onClick={() => onDialog({ kind: 'new' })}>
          Make your first key
        </Button>
        <Button icon={Import} onClick={() => onDialog({ kind: 'import', start: null })}>
          Import a key
        </Button>
        <Button variant="quiet" icon={History} onClick={() => openRepair({ kind: 'backups' })}>
          Earlier changes
        </Button>
      </Row>
    </Card>
  )
}
