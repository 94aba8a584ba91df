/** Servers whose host keys are recorded in known_hosts, each to be forgotten by itself. */

import { type ReactNode, useState } from 'react'
import type { KnownHostRow, KnownHostsReport } from '../../contract.ts'
import { useAction } from '../../hooks/use-action.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { useRefreshKeys } from '../../hooks/use-key-changes.ts'
import { useDoneToast } from '../../repairs/use-undo.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { SearchField } from '../../ui/field.tsx'
import { isolated } from '../../ui/isolated.ts'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Row } from '../../ui/screen.tsx'
import { Tag } from '../../ui/tag.tsx'
import { countWords, filterRows, type HostPlace, placesOf } from './host-keys-model.ts'
import { nameOf } from './line-reading.ts'
import styles from './managed-entries.module.css'

const SHOWN = 50

export function HostKeys(): ReactNode {
  const list = useApiQuery('knownHosts.list', {})
  return (
    <Card title="Recorded host keys">
      <p>
        Each server shows a key of its own. ssh remembers it in <code>known_hosts</code>, and warns
        when another one answers. A new pod at an old address is the usual reason; then the old
        record may go.
      </p>
      {list.isPending && <Loading />}
      {list.error && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && <Rows report={list.data} />}
    </Card>
  )
}

function Rows(props: { readonly report: KnownHostsReport }): ReactNode {
  const { rows, invalid, unreadable } = props.report
  const [search, setSearch] = useState('')
  const [all, setAll] = useState(false)
  const found = filterRows(rows, search)
  const shown = all ? found : found.slice(0, SHOWN)
  return (
    <>
      <Faults invalid={invalid} unreadable={unreadable} />
      {rows.length === 0 ? (
        <p>No host key is recorded yet. The first connection to a server records its key.</p>
      ) : (
        <>
          <SearchField
            label="Search host keys"
            placeholder="Search by name, address or fingerprint"
            value={search}
            onValue={setSearch}
          />
          <p className={styles.address} role="status">
            {countWords(found.length, rows.length)}
          </p>
          <ul className={styles.list}>
            {shown.map((row) => (
              <HostKey key={`${row.file} ${row.line}`} row={row} />
            ))}
          </ul>
          {shown.length < found.length && (
            <Row>
              <Button onClick={() => setAll(true)}>Show {found.length - shown.length} more</Button>
            </Row>
          )}
        </>
      )}
    </>
  )
}

function Faults(props: Pick<KnownHostsReport, 'invalid' | 'unreadable'>): ReactNode {
  const { invalid, unreadable } = props
  if (invalid.length + unreadable.length === 0) return null
  return (
    <Callout tone="warning" title="Some of it ssh cannot read">
      <ul className={styles.list}>
        {unreadable.map((message) => (
          <li key={message}>{isolated(message)}</li>
        ))}
        {invalid.slice(0, 10).map(({ file, line, reason }) => (
          <li key={`${file} ${line}`}>{isolated(`${nameOf(file)}, line ${line}: ${reason}`)}</li>
        ))}
      </ul>
    </Callout>
  )
}

function HostKey(props: { readonly row: KnownHostRow }): ReactNode {
  const { row } = props
  const places = placesOf(row)
  return (
    <li className={styles.entry}>
      <div className={styles.words}>
        <p className={styles.name}>
          {row.names.length > 0
            ? isolated(row.names.join(', '))
            : 'A server whose name is hidden (hashed)'}{' '}
          {row.marker === 'revoked' && <Tag tone="error">Revoked</Tag>}
          {row.marker === 'cert-authority' && <Tag tone="info">Certificate authority</Tag>}
          {row.byKeypilot && <Tag>Added by Keypilot</Tag>}
        </p>
        <p className={styles.address}>
          {row.type} <code>{row.sha256}</code>
        </p>
        <p className={styles.address}>
          {nameOf(row.file)}, line {row.line}
        </p>
      </div>
      <Row>
        {places.map((place) => (
          <Forget key={place.name} place={place} only={places.length === 1} />
        ))}
      </Row>
    </li>
  )
}

function Forget(props: { readonly place: HostPlace; readonly only: boolean }): ReactNode {
  const { name, host, port } = props.place
  const forget = useAction('knownHosts.forget')
  const refresh = useRefreshKeys()
  const tell = useDoneToast()
  const start = async () => {
    const done = await forget.start({ host, port })
    await refresh()
    if (done !== null) tell('Forgotten', `ssh no longer remembers a key of ${name}.`, done.backup)
  }
  return (
    <>
      <Button
        variant="danger"
        busy={forget.busy}
        onClick={() => void start()}
        aria-label={`Forget the host key of ${name}`}
      >
        {props.only ? 'Forget…' : `Forget ${name}…`}
      </Button>
      {forget.failed && (
        <Callout tone="danger" title="It was not forgotten" role="alert">
          <p>{isolated(forget.failed.message)}</p>
        </Callout>
      )}
    </>
  )
}
