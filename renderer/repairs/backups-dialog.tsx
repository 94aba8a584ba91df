/** Everything that Keypilot changed or removed, newest first, each to be brought back. */

import { type ReactNode, type RefObject, useRef, useState } from 'react'
import type { Backup } from '../contract.ts'
import { useAction } from '../hooks/use-action.ts'
import { useApiQuery } from '../hooks/use-api.ts'
import { useRefreshKeys } from '../hooks/use-key-changes.ts'
import { Button } from '../ui/button.tsx'
import { Callout } from '../ui/callout.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Failure, Loading } from '../ui/query-state.tsx'
import { Row } from '../ui/screen.tsx'
import { formatTime } from '../ui/time.ts'
import styles from './backups-dialog.module.css'
import { useRestore } from './use-undo.ts'

export function BackupsDialog(props: {
  readonly onClose: () => void
  readonly onRestored?: () => void
}): ReactNode {
  const { onClose, onRestored } = props
  const backups = useApiQuery('backups.list', {})
  return (
    <Dialog
      title="Earlier changes"
      description="Before Keypilot changes or removes a file, it keeps a copy. Putting one back keeps a copy of what is there now, too."
      onClose={onClose}
      size="wide"
    >
      {backups.isPending && <Loading />}
      {backups.error && <Failure error={backups.error} onRetry={() => void backups.refetch()} />}
      {backups.data?.length === 0 && (
        <p>There are no backups: Keypilot has changed nothing yet, or they were deleted.</p>
      )}
      {backups.data && backups.data.length > 0 && (
        <ul className={styles.list}>
          {backups.data.map((backup) => (
            <Entry key={backup.id} backup={backup} onRestored={() => onRestored?.()} />
          ))}
        </ul>
      )}
    </Dialog>
  )
}

function Entry(props: { readonly backup: Backup; readonly onRestored: () => void }): ReactNode {
  const { backup } = props
  const entry = useRef<HTMLLIElement>(null)
  const { putBack, restoring, remove } = useEntry(props, entry)
  return (
    <li className={styles.entry} ref={entry}>
      <Words backup={backup} />
      <Row>
        {backup.restorable && (
          <Button busy={restoring} onClick={putBack} aria-label={`Put back: ${backup.title}`}>
            Put back
          </Button>
        )}
        <Button
          variant="danger"
          busy={remove.busy}
          onClick={remove.start}
          aria-label={`Delete for good: ${backup.title}`}
        >
          Delete…
        </Button>
      </Row>
      {remove.failed && (
        <Callout tone="danger" title="The backup was not deleted" role="alert">
          <p>{remove.failed.message}</p>
        </Callout>
      )}
    </li>
  )
}

function Words(props: { readonly backup: Backup }): ReactNode {
  const { title, at, files, note } = props.backup
  return (
    <div className={styles.words}>
      <p className={styles.title}>{title}</p>
      <p className={styles.when}>{formatTime(at)}</p>
      <ul className={styles.files}>
        {files.map(({ path, what }) => (
          <li key={`${path} ${what}`}>
            <code>{path}</code>
            {what === 'permissions' && ' (permissions)'}
            {what === 'absent' && ' (was not there before)'}
          </li>
        ))}
      </ul>
      {note !== null && <p className={styles.note}>{note}</p>}
    </div>
  )
}

function useEntry(
  props: { readonly backup: Backup; readonly onRestored: () => void },
  entry: RefObject<HTMLLIElement | null>,
) {
  const { backup, onRestored } = props
  const restore = useRestore()
  const refresh = useRefreshKeys()
  const [restoring, setRestoring] = useState(false)
  const removal = useAction('backups.delete')
  const putBack = async () => {
    setRestoring(true)
    const done = await restore(backup.id)
    setRestoring(false)
    if (done) onRestored()
  }
  // The host asks first: a backup that is deleted is gone.
  const start = async () => {
    const deleted = await removal.start({ id: backup.id })
    if (deleted === null) return
    const place = neighbourOf(entry.current)
    await refresh()
    place?.focus()
  }
  return { putBack, restoring, remove: { ...removal, start } }
}

/** Where the focus goes when an entry goes: to the next one, or to the way out of an empty list. */
function neighbourOf(entry: HTMLLIElement | null): HTMLElement | null {
  const next = entry?.nextElementSibling ?? entry?.previousElementSibling
  return (next ?? entry?.closest('[role=dialog]'))?.querySelector('button') ?? null
}
