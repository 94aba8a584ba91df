/** Why a test failed, with every way out, and the details for those who want them. */

import type { ReactNode } from 'react'
import type { AskFor, Fix, TestReport } from '../../contract.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { FixButton } from '../../ui/fix-button.tsx'
import { Facts, Row } from '../../ui/screen.tsx'
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
    <div className={styles.frame}>
      <div className={isQuestion ? styles.question : styles.failure} role="alert">
        <h3>{report.title}</h3>
        <p>{report.explanation}</p>
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
    </div>
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
  const lines = shown.filter(({ kind }) => kind === 'copy')
  const buttons = shown.filter(({ kind }) => kind !== 'copy')
  return (
    <>
      {buttons.length > 0 && (
        <Row>
          {buttons.map((fix) => (
            <FixButton key={fix.label} fix={fix} onAsk={onAsk} onDone={onFixed} />
          ))}
        </Row>
      )}
      {lines.map((fix) => (
        <FixButton key={fix.label} fix={fix} onAsk={onAsk} />
      ))}
    </>
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
            ['It offers', report.offeredMethods.join(', ') || 'not known'],
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
