/** The connection's entry in the ssh config: a short name for ssh, editors and every other tool. */

import { type FormEvent, type ReactNode, useState } from 'react'
import type { ConfigHost, SavedConnection } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { useRepairs } from '../../repairs/repairs-context.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { CodeCard } from '../../ui/code-card.tsx'
import { TextField } from '../../ui/field.tsx'
import { Failure } from '../../ui/query-state.tsx'
import { Card, Row } from '../../ui/screen.tsx'
import styles from './connection-detail.module.css'
import { suggestAlias } from './connection-words.ts'
import { type ConfigEntry, entryParams, useConfigEntry } from './use-config-entry.ts'
import { useConnectionChange } from './use-connections.ts'

interface CardProps {
  readonly connection: SavedConnection
}

export function ConfigCard({ connection }: CardProps): ReactNode {
  const config = useApiQuery('sshConfig.read', {})
  const entry = useConfigEntry(connection)
  return (
    <Card level={3} title="Short name for ssh">
      <div id="config-entry">
        {config.error && <Failure error={config.error} onRetry={() => void config.refetch()} />}
        {entry.state === 'none' && (
          <NewEntry connection={connection} hosts={config.data?.hosts ?? []} />
        )}
        {(entry.state === 'right' || entry.state === 'stale') && (
          <Entry connection={connection} entry={entry} />
        )}
      </div>
    </Card>
  )
}

/** A terminal and nothing else goes through it. */
function isProxy({ target }: SavedConnection): boolean {
  return target.kind === 'runpod-proxy'
}

/** Shows the lines first; remembers the name when they were written. */
function useWrite(connection: SavedConnection) {
  const openRepair = useRepairs()
  const save = useConnectionChange('connections.save')
  return (alias: string, where: 'managed' | 'in-place') =>
    openRepair(
      { kind: 'config', change: { kind: 'upsert', params: entryParams(connection, alias, where) } },
      () => void save({ id: connection.id, alias }),
    )
}

function NewEntry(props: CardProps & { readonly hosts: readonly ConfigHost[] }): ReactNode {
  const { connection, hosts } = props
  const [alias, setAlias] = useState(connection.alias ?? suggestAlias(connection))
  const [tried, setTried] = useState(false)
  const write = useWrite(connection)
  const wrong = problemOf(alias)
  const taken = hosts.find((host) => host.alias === alias)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (wrong === null) write(alias, taken && !taken.managed ? 'in-place' : 'managed')
  }
  return (
    <form onSubmit={submit} noValidate>
      <div className={styles.stack}>
        <p>
          With an entry in your ssh config, <code>{`ssh ${wrong === null ? alias : 'name'}`}</code>{' '}
          is enough
          {isProxy(connection)
            ? ' to log in'
            : ', and VS Code, Cursor, scp and rsync know the pod by that name'}
          . Every line is shown before it is written.
        </p>
        <TextField
          label="Short name"
          value={alias}
          onValue={setAlias}
          error={tried ? wrong : null}
          code
        />
        {taken && (
          <Callout tone="info" title="Your config has a host of this name">
            <p>
              It stands in {taken.file}, line {taken.line}. Its address, user and port will be
              changed to this connection’s, and nothing else of it. To keep it, choose another name.
            </p>
          </Callout>
        )}
        <Row>
          <Button type="submit">Show the lines to write…</Button>
        </Row>
      </div>
    </form>
  )
}

/** ssh takes more; these need no quotes in any shell or tool. */
function problemOf(alias: string): string | null {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(alias)) return null
  return alias === ''
    ? 'Type a name first.'
    : 'Use letters, digits, dots, dashes and underscores, without spaces, and start with a letter or digit.'
}

function Entry(
  props: CardProps & { readonly entry: Extract<ConfigEntry, { readonly host: ConfigHost }> },
): ReactNode {
  const { connection, entry } = props
  const { host, state } = entry
  const openRepair = useRepairs()
  const save = useConnectionChange('connections.save')
  const write = useWrite(connection)
  const remove = () =>
    openRepair(
      { kind: 'config', change: { kind: 'remove', alias: host.alias } },
      () => void save({ id: connection.id, alias: null }),
    )
  return (
    <div className={styles.stack}>
      {state === 'stale' ? (
        <Callout tone="warning" title="The entry has a different address">
          <p>
            {`${host.alias} in ${host.file}, line ${host.line}, still leads to ${host.hostName ?? host.alias}, port ${host.port ?? 22}. Programs that use the name do not reach this pod.`}
          </p>
          <Button
            variant="primary"
            onClick={() => write(host.alias, host.managed ? 'managed' : 'in-place')}
          >
            Update the entry…
          </Button>
        </Callout>
      ) : (
        <>
          <p>
            {isProxy(connection)
              ? 'This is enough to log in, in any terminal:'
              : 'This is enough in any terminal, and editors, scp and rsync know the pod by this name:'}
          </p>
          <CodeCard what="Short command" text={`ssh ${host.alias}`} />
        </>
      )}
      <Row>
        {host.managed ? (
          <Button variant="quiet" onClick={remove}>
            Remove the entry…
          </Button>
        ) : (
          <p>{`You wrote this entry yourself: ${host.file}, line ${host.line}.`}</p>
        )}
      </Row>
    </div>
  )
}
