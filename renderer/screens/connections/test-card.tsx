/** Which key, what for, and the test: with its one cause and the ways out of it. */

import { type ReactNode, useRef } from 'react'
import type { AskFor, KeyPair, SavedConnection, TestPurpose, TestReport } from '../../contract.ts'
import { useNow } from '../../hooks/use-now.ts'
import { goTo } from '../../shell/navigation.ts'
import { signsByAgent } from '../../testing/signs-by-agent.ts'
import type { TestSwitch } from '../../testing/switch-of.ts'
import { type EarlierFailure, TestPanel } from '../../testing/test-panel.tsx'
import { TestDetails } from '../../testing/test-result.tsx'
import { type TestFlow, useTestFlow } from '../../testing/use-test-flow.ts'
import { Button } from '../../ui/button.tsx'
import { isolated } from '../../ui/isolated.ts'
import { Card, Row } from '../../ui/screen.tsx'
import { Segmented } from '../../ui/segmented.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { formatAgo } from '../../ui/time.ts'
import { addressOf as keyAddress } from '../keys/key-address.ts'
import { Abilities } from './abilities.tsx'
import styles from './connection-detail.module.css'
import type { ConnectionDetailProps } from './connection-detail.tsx'
import { PURPOSES, statusOf } from './connection-words.ts'
import { FullSshNotice } from './full-ssh-notice.tsx'
import { KeySelect } from './key-select.tsx'
import { useConnectionChange, useRefreshConnections } from './use-connections.ts'
import type { TestAll } from './use-test-all.ts'

type TestCardProps = ConnectionDetailProps & {
  readonly purpose: TestPurpose
  readonly onPurpose: (purpose: TestPurpose) => void
}

export function TestCard(props: TestCardProps): ReactNode {
  const { connection, keys, purpose, onPurpose, onDialog } = props
  const { id, target, keyId } = connection
  const refresh = useRefreshConnections()
  const key = keys.find((one) => one.id === keyId) ?? null
  // Another address or key: what the last report said is about something else.
  const about = JSON.stringify([target, keyId])
  const flow = useTestFlow({
    params: { connectionId: id, purpose, ...(signsByAgent(key) && { useAgent: true }) },
    target,
    about,
    onReport: refresh,
  })
  const select = useRef<HTMLSelectElement>(null)
  const onAsk = (ask: AskFor) => {
    if (ask === 'choose-key') select.current?.focus()
    else if (ask === 'edit-command') onDialog({ kind: 'address', connection })
    else if (ask === 'generate-key') onDialog({ kind: 'new-key', connection })
    else if (ask === 'check-paste') onDialog({ kind: 'check-paste', connection })
    else goTo('keys', key === null ? null : keyAddress(key))
  }
  const save = useConnectionChange('connections.save')
  const onSwitch = async (change: TestSwitch) =>
    (await save({
      id,
      ...(change.kind === 'key' ? { keyId: change.keyId } : { target: change.target }),
    })) !== null
  const earlier = earlierFailure(connection, props.testAll)
  const onlyTerminal = target.kind === 'runpod-proxy' && purpose !== 'terminal'
  return (
    <Card level={3} title="Test">
      <KeySelect
        {...props}
        selectRef={select}
        onFind={() => onDialog({ kind: 'find-key', connection })}
      />
      <Segmented<TestPurpose>
        legend="What do you need it for?"
        value={purpose}
        options={PURPOSES}
        onValue={onPurpose}
      />
      {onlyTerminal && (
        <FullSshNotice onNewAddress={() => onDialog({ kind: 'address', connection })} />
      )}
      {earlier === null && <LastTest connection={connection} flow={flow} />}
      <TestPanel
        flow={flow}
        keyPair={key}
        onAsk={onAsk}
        onSwitch={onSwitch}
        testedBefore={connection.lastResult !== null}
        earlier={earlier}
        onSuccess={(report) => <Success report={report} connection={connection} />}
      />
      {needsKeySearch(flow, keys) && (
        <>
          <p>
            Perhaps the server knows another of your keys. Keypilot can ask it about each of them.
          </p>
          <Row>
            <Button onClick={() => onDialog({ kind: 'find-key', connection })}>
              Find the key that works…
            </Button>
          </Row>
        </>
      )}
    </Card>
  )
}

/** Of the last test of many, as long as nothing newer is known. */
function earlierFailure(
  { id, lastResult }: SavedConnection,
  { report }: TestAll,
): EarlierFailure | null {
  const row = report?.results.find((one) => one.id === id) ?? null
  const isNewest = row?.result?.at === lastResult?.at
  if (row === null || row.result?.verdict !== 'failed' || !isNewest) return null
  return { title: row.result.title, explanation: row.explanation, fixes: row.fixes }
}

/** What the last test said, until there is something newer to see. */
function LastTest(props: {
  readonly connection: SavedConnection
  readonly flow: TestFlow
}): ReactNode {
  const { connection, flow } = props
  const now = useNow()
  const { lastResult } = connection
  if (flow.run.phase !== 'idle' || lastResult === null) return null
  const { status, words } = statusOf(connection, null, (iso) => formatAgo(iso, now))
  return (
    <>
      <p className={styles.last}>
        <StatusIcon status={status} />
        <span>{isolated(`Last test: ${words}`)}</span>
      </p>
      {lastResult.verdict === 'ok' && (
        <Abilities target={connection.target} capabilities={lastResult.capabilities} />
      )}
    </>
  )
}

function Success(props: {
  readonly report: TestReport
  readonly connection: SavedConnection
}): ReactNode {
  const { report, connection } = props
  return (
    <>
      <Abilities
        target={report.target ?? connection.target}
        capabilities={report.capabilities}
        {...(report.summary !== undefined && { summary: report.summary })}
      />
      <TestDetails report={report} withStages={false} />
    </>
  )
}

/** The server refused the key, and there are others to ask about. */
function needsKeySearch({ run }: TestFlow, keys: readonly KeyPair[]): boolean {
  if (run.phase !== 'finished' || keys.length < 2) return false
  // With that cause, the one that works is named already.
  if (run.report.cause === 'other-key-accepted') return false
  return run.report.stages.some(({ id, state }) => id === 'auth' && state === 'failed')
}
