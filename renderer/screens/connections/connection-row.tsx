/** One connection in the list: where it goes, and how its last test went. */

import { Cable } from 'lucide-react'
import type { ReactNode } from 'react'
import { addressOf } from '../../commands/target.ts'
import type { SavedConnection } from '../../contract.ts'
import { isolated } from '../../ui/isolated.ts'
import { Joined } from '../../ui/joined.tsx'
import styles from '../../ui/list/list-row.module.css'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { type LiveState, shortAccess, statusOf } from './connection-words.ts'
import own from './connections.module.css'

export function ConnectionRow(props: {
  readonly connection: SavedConnection
  /** Null when the host chooses the key. */
  readonly keyName: string | null
  readonly live: LiveState | null
  readonly ago: (iso: string) => string
}): ReactNode {
  const { connection, keyName, live, ago } = props
  const { status, words } = statusOf(connection, live, ago)
  return (
    <>
      <Cable aria-hidden className={styles.icon} />
      <span className={styles.words}>
        <span className={styles.name}>{connection.name}</span>
        <span className={styles.meta}>{addressOf(connection.target)}</span>
        <span className={styles.meta}>
          <Joined parts={[shortAccess(connection.target), keyName]} />
        </span>
        <span className={own.status}>
          <StatusIcon status={status} size="small" />
          <span>{isolated(words)}</span>
        </span>
      </span>
    </>
  )
}
