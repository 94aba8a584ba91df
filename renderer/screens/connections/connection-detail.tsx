/** The page of one connection: test it, use it, give it a short name, change it. */

import { type ReactNode, useRef } from 'react'
import { accessName, addressOf } from '../../commands/target.ts'
import type { KeyPair, SavedConnection, TestPurpose } from '../../contract.ts'
import { useRemembered } from '../../hooks/use-remembered.ts'
import { hrefOf } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { Joined } from '../../ui/joined.tsx'
import detail from '../../ui/list/detail.module.css'
import { BackToList } from '../../ui/list/list-detail.tsx'
import { useDetailStart } from '../../ui/list/use-detail-start.ts'
import { Card, Facts, Row } from '../../ui/screen.tsx'
import { formatTime } from '../../ui/time.ts'
import { ConfigCard } from './config-card.tsx'
import styles from './connection-detail.module.css'
import type { ConnectionDialog } from './connections-dialogs.tsx'
import { FirstMinutesCard } from './first-minutes-card.tsx'
import { RemoveCard } from './remove-card.tsx'
import { TestCard } from './test-card.tsx'
import { UseCard } from './use-card.tsx'
import type { TestAll } from './use-test-all.ts'

export interface ConnectionDetailProps {
  readonly connection: SavedConnection
  readonly keys: readonly KeyPair[]
  readonly testAll: TestAll
  /** It takes the list's place, so there is a way back, and its heading gets the focus. */
  readonly alone: boolean
  readonly onDialog: (dialog: ConnectionDialog) => void
}

export function ConnectionDetail(props: ConnectionDetailProps): ReactNode {
  const { connection, onDialog, alone } = props
  const heading = useRef<HTMLHeadingElement>(null)
  useDetailStart(heading, alone)
  const [purpose, setPurpose] = useRemembered<TestPurpose>('connections.purpose', 'terminal')
  return (
    <section className={detail.detail} aria-labelledby="connection-name">
      {alone && <BackToList href={hrefOf('connections')}>All connections</BackToList>}
      <header className={detail.header}>
        <h2 id="connection-name" ref={heading} tabIndex={-1} className={detail.name}>
          {connection.name}
        </h2>
        <p className={detail.meta}>
          <Joined parts={[addressOf(connection.target), accessName(connection.target)]} />
        </p>
      </header>
      <Row>
        <Button size="small" onClick={() => onDialog({ kind: 'address', connection })}>
          New address…
        </Button>
        <Button size="small" onClick={() => onDialog({ kind: 'edit', connection })}>
          Name and notes…
        </Button>
        {connection.target.kind !== 'runpod-proxy' && (
          <Button size="small" onClick={() => onDialog({ kind: 'password', connection })}>
            Install my key with a password…
          </Button>
        )}
      </Row>
      <TestCard {...props} purpose={purpose} onPurpose={setPurpose} />
      <UseCard {...props} purpose={purpose} />
      <ConfigCard connection={connection} />
      {connection.lastResult?.verdict === 'ok' && <FirstMinutesCard />}
      <AboutCard connection={connection} />
      <RemoveCard connection={connection} />
    </section>
  )
}

function AboutCard({ connection }: { readonly connection: SavedConnection }): ReactNode {
  const { notes, podId, createdAt, lastUsedAt } = connection
  const facts: (readonly [string, ReactNode])[] = [
    ['Saved on', formatTime(createdAt)],
    ['Last used', lastUsedAt === null ? 'not yet' : formatTime(lastUsedAt)],
  ]
  if (podId !== null) facts.push(['Pod', podId])
  return (
    <Card level={3} title="About it">
      {notes !== '' && <p className={styles.notes}>{notes}</p>}
      <Facts facts={facts} />
    </Card>
  )
}
