/** The account's keys as they were before each change, newest first. */

import type { ReactNode } from 'react'
import type { AccountKeysBackup, AccountKeysChange } from '../../../contract.ts'
import { useApiQuery } from '../../../hooks/use-api.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { isolated } from '../../../ui/isolated.ts'
import { Failure, Loading } from '../../../ui/query-state.tsx'
import { formatTime } from '../../../ui/time.ts'
import styles from './account.module.css'
import { countKeys } from './use-keys-change.ts'

export function KeyBackupsDialog(props: {
  readonly onChange: (change: AccountKeysChange) => void
  readonly onClose: () => void
}): ReactNode {
  const backups = useApiQuery('runpod.keyBackups', {})
  return (
    <Dialog
      title="Earlier keys of the account"
      description="Before Keypilot changes the keys on RunPod, it keeps all of them on this computer. Putting them back is shown like any change before it is written."
      onClose={props.onClose}
      size="wide"
    >
      {backups.isPending && <Loading />}
      {backups.error && <Failure error={backups.error} onRetry={() => void backups.refetch()} />}
      {backups.data?.length === 0 && <p>There are none: Keypilot has changed nothing there yet.</p>}
      {backups.data && backups.data.length > 0 && (
        <ul className={styles.keys}>
          {backups.data.map((backup) => (
            <Entry key={backup.id} backup={backup} onChange={props.onChange} />
          ))}
        </ul>
      )}
    </Dialog>
  )
}

function Entry(props: {
  readonly backup: AccountKeysBackup
  readonly onChange: (change: AccountKeysChange) => void
}): ReactNode {
  const { id, at, title, count } = props.backup
  const when = formatTime(at)
  return (
    <li className={styles.key}>
      <div className={styles.words}>
        <span className={styles.name}>{isolated(`Before: ${title}`)}</span>
        <span className={styles.soft}>{`${when} · ${countKeys(count)}`}</span>
      </div>
      <Button
        aria-label={`Put back the keys of ${when}…`}
        onClick={() => props.onChange({ kind: 'restore', backup: id })}
      >
        Put back…
      </Button>
    </li>
  )
}
