/** The entries that Keypilot keeps in its own file. */

import type { ReactNode } from 'react'
import type { ConfigHost, SshConfigReport } from '../../contract.ts'
import { useRepairs } from '../../repairs/repairs-context.ts'
import { goTo } from '../../shell/navigation.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { isolated } from '../../ui/isolated.ts'
import { Card, Row } from '../../ui/screen.tsx'
import styles from './managed-entries.module.css'

export function ManagedEntries(props: { readonly report: SshConfigReport }): ReactNode {
  const { hosts, managed } = props.report
  const entries = hosts.filter((host) => host.managed)
  return (
    <Card title="Kept by Keypilot">
      <p>
        A connection can have a short name, so that <code>ssh my-pod</code> is enough and VS Code
        finds it. These names stand in a file of Keypilot’s own; your config gets one line that
        includes it.
      </p>
      {entries.length > 0 && !managed.included && (
        <Callout tone="warning" title="Your config does not include them">
          <p>
            {managed.path} is there, but no line of your config includes it, so ssh does not know
            these names. Writing any of the entries again brings the line back.
          </p>
        </Callout>
      )}
      {entries.length === 0 ? (
        <Row>
          <Button onClick={() => goTo('connections')}>Give a connection a name</Button>
        </Row>
      ) : (
        <ul className={styles.list}>
          {entries.map((entry) => (
            <Entry key={entry.alias} entry={entry} />
          ))}
        </ul>
      )}
    </Card>
  )
}

function Entry(props: { readonly entry: ConfigHost }): ReactNode {
  const { alias, user, hostName, port, identityFiles } = props.entry
  const openRepair = useRepairs()
  const command = `ssh ${alias}`
  return (
    <li className={styles.entry}>
      <div className={styles.words}>
        <p className={styles.name}>
          <code>{command}</code>
        </p>
        <p className={styles.address}>
          <bdi>{`${user ?? 'your user name'}@${hostName ?? alias}, port ${port ?? 22}`}</bdi>
          {identityFiles.length > 0 && isolated(`, with ${identityFiles.join(', ')}`)}
        </p>
      </div>
      <Row>
        <CopyButton text={command} what={`Command for ${alias}`} label="Copy" />
        <Button
          aria-label={`Look at what ssh does for ${alias}`}
          onClick={() => goTo('config', alias)}
        >
          Look
        </Button>
        <Button
          variant="danger"
          aria-label={`Remove the entry ${alias}`}
          onClick={() => openRepair({ kind: 'config', change: { kind: 'remove', alias } })}
        >
          Remove…
        </Button>
      </Row>
    </li>
  )
}
