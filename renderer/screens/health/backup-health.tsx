/** What Keypilot changed, and the way back. */

import type { ReactNode } from 'react'
import { useApiQuery } from '../../hooks/use-api.ts'
import { useRepairs } from '../../repairs/repairs-context.ts'
import { Button } from '../../ui/button.tsx'
import { Failure } from '../../ui/query-state.tsx'
import { Card, Row } from '../../ui/screen.tsx'
import { formatTime } from '../../ui/time.ts'
import styles from './health-screen.module.css'

export function BackupHealth(): ReactNode {
  const backups = useApiQuery('backups.list', {})
  const openRepair = useRepairs()
  const [newest] = backups.data ?? []
  return (
    <Card title="Earlier changes">
      {backups.error && <Failure error={backups.error} onRetry={() => void backups.refetch()} />}
      {backups.data && newest === undefined && (
        <p className={styles.detail}>
          Keypilot has not changed any of your files yet. Before it does, it keeps a copy here.
        </p>
      )}
      {newest !== undefined && (
        <>
          <p className={styles.detail}>
            The last one: {newest.title}, {formatTime(newest.at)}. A copy of what was there before
            is kept for each.
          </p>
          <Row>
            <Button onClick={() => openRepair({ kind: 'backups' })}>Show changes…</Button>
          </Row>
        </>
      )}
    </Card>
  )
}
