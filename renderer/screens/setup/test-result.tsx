/** Why a test failed, with every way out, and the details for those who want them. */

import type { ReactNode } from 'react'
import type { AskFor, Fix, TestReport } from '../../contract.ts'
import { Appear } from '../../ui/appear.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { FixButton } from '../../ui/fix-button.tsx'
import { Prose } from '../../ui/prose.tsx'
import { Facts, Row } from '../../ui/screen.tsx'
import { groupFixes } from './group-fixes.ts'
import { HostKeyPanel } from './host-key-panel.tsx'
import { StageList } from './stage-list.tsx'
import { detailsText } from './test-details.ts'
import styles from './test-result.module.css'

export interface TestResultProps {
  readonly report: TestReport
  readonly onAsk: (ask: AskFor) => void
  /** A fix was carried out: the test is worth another try. */
  readonly onFixed: () => void
  /** Records the server's new host key; absent where that is not offered. */
  readonly onAcceptHostKey?: () => void
}

export function TestResult(props: TestResultProps): ReactNode {
  const { report, onAsk, onFixed, onAcceptHostKey } = props
  const isQuestion = report.cause === 'host-key-new' && onAcceptHostKey !== undefined
  return (
    <Appear className={styles.frame}>
      <div className={isQuestion ? styles.question : styles.failure} role="alert">
        <h3>{report.title}</h3>
        <Prose text={report.explanation} />
      </div>
      {report.hostKey && report.hostKey.status !== 'known' && (
        <HostKeyPanel
          hostKey={report.hostKey}
          kind={report.target?.kind ?? 'generic'}
          {...(isQuestion && { onAccept: onAcceptHostKey })}
        />
      )}
      <Fixes fixes={report.fixes} asksHostKey={isQuestion} onAsk={onAsk} onFixed={onFixed} />
      <Details report={report} />
    </Appear>
  )
}

function Fixes(props: {
  readonly fixes: readonly Fix[]
  /** The host key panel has its own button. */
  readonly asksHostKey: boolean
  readonly onAsk: (ask: AskFor) => void
  readonly onFixed: () => void
}): ReactNode {
  const { fixes, asksHostKey, onAsk, onFixed } = props
  // "Test again" is the step's own big button, and accepting a host key stands below its fingerprint.
  const shown = fixes.filter(
    (fix) =>
      !(fix.kind === 'ask' && fix.ask === 'test-again') && !(asksHostKey && acceptsHostKey(fix)),
  )
  return groupFixes(shown).map((group) =>
    group.kind === 'line' ? (
      <FixButton key={group.fix.label} fix={group.fix} onAsk={onAsk} />
    ) : (
      <Row key={group.fixes.map(({ label }) => label).join()}>
        {group.fixes.map((fix) => (
          <FixButton key={fix.label} fix={fix} onAsk={onAsk} onDone={onFixed} />
        ))}
      </Row>
    ),
  )
}

function acceptsHostKey(fix: Fix): boolean {
  return fix.kind === 'call'
    ? fix.method === 'knownHosts.accept'
    : fix.kind === 'ask' && fix.ask === 'accept-host-key'
}

function Details(props: { readonly report: TestReport }): ReactNode {
  const { report } = props
  return (
    <details className={styles.details}>
      <summary>Details</summary>
      <div className={styles.detailsBody}>
        <StageList stages={report.stages} />
        <Facts
          facts={[
            ['Server says it is', report.serverSoftware ?? 'nothing was heard'],
            ['Logins it offers', report.offeredMethods.join(', ') || 'not known'],
            ['Key file', report.key?.path ?? 'none'],
          ]}
        />
        <Row>
          <CopyButton text={detailsText(report)} what="Details" label="Copy details" />
        </Row>
      </div>
    </details>
  )
}
