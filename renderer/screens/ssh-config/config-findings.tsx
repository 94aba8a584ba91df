/** What is wrong with the ssh config, or will be: each finding with its place and its way out. */

import type { ReactNode } from 'react'
import type { ConfigFinding, Fix, Severity } from '../../contract.ts'
import { useApiQuery } from '../../hooks/use-api.ts'
import { useRepairs } from '../../repairs/repairs-context.ts'
import { Button } from '../../ui/button.tsx'
import { FixButton } from '../../ui/fix-button.tsx'
import { isolated } from '../../ui/isolated.ts'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Card, Row } from '../../ui/screen.tsx'
import { type Status, StatusIcon } from '../../ui/status-icon.tsx'
import { Tag } from '../../ui/tag.tsx'
import styles from './config-findings.module.css'

const LOOK: Readonly<
  Record<Severity, { readonly status: Status; readonly words: string; readonly tone: Severity }>
> = {
  error: { status: 'failed', words: 'Does not work', tone: 'error' },
  warning: { status: 'warning', words: 'Goes wrong', tone: 'warning' },
  info: { status: 'skipped', words: 'Good to know', tone: 'info' },
}

/** Errors because of which ssh reads no line of the config, and connects nowhere. */
const STOPS_SSH: readonly string[] = [
  'syntax-error',
  'byte-order-mark',
  'windows-path',
  'config-writable',
]

export function ConfigFindings(): ReactNode {
  const audit = useApiQuery('sshConfig.audit', {})
  return (
    <Card title="Findings">
      {audit.isPending && <Loading />}
      {audit.error && <Failure error={audit.error} onRetry={() => void audit.refetch()} />}
      {audit.data && <Findings findings={audit.data} />}
    </Card>
  )
}

function Findings(props: { readonly findings: readonly ConfigFinding[] }): ReactNode {
  const { findings } = props
  if (findings.length === 0) {
    return (
      <div className={styles.finding}>
        <StatusIcon status="done" />
        <p>Nothing is wrong with your ssh config.</p>
      </div>
    )
  }
  return (
    <ul className={styles.list}>
      {findings.map((finding) => (
        <Item key={finding.id} finding={finding} />
      ))}
    </ul>
  )
}

function Item(props: { readonly finding: ConfigFinding }): ReactNode {
  const { id, code, severity, file, line, title, detail, fixable, fix } = props.finding
  const openRepair = useRepairs()
  const look = LOOK[severity]
  return (
    <li className={styles.finding}>
      <StatusIcon status={look.status} />
      <div className={styles.words}>
        <p className={styles.title}>
          {isolated(title)}{' '}
          <Tag tone={look.tone}>
            {severity === 'error' && STOPS_SSH.includes(code) ? 'Stops ssh' : look.words}
          </Tag>
        </p>
        <p className={styles.place}>
          <code>{file}</code>
          {line !== null && `, line ${line}`}
        </p>
        <p>{isolated(detail)}</p>
        {fixable ? (
          <Row>
            <Button
              onClick={() => openRepair({ kind: 'config', change: { kind: 'fix', finding: id } })}
            >
              Show what will change…
            </Button>
          </Row>
        ) : (
          fix && <Fixing fix={fix} />
        )}
      </div>
    </li>
  )
}

/** A button keeps its own width; a line to copy takes all there is. */
function Fixing(props: { readonly fix: Fix }): ReactNode {
  const button = <FixButton fix={props.fix} onAsk={() => {}} />
  return props.fix.kind === 'copy' ? button : <Row>{button}</Row>
}
