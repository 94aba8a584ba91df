/** Why a test failed, with every way out, and the details for those who want them. */

import type { ReactNode } from 'react'
import type { AskFor, TestReport } from '../contract.ts'
import { Appear } from '../ui/appear.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { isolated } from '../ui/isolated.ts'
import { Prose } from '../ui/prose.tsx'
import { Facts, Row } from '../ui/screen.tsx'
import { Fixes } from './fixes.tsx'
import { HostKeyPanel } from './host-key-panel.tsx'
import { StageList } from './stage-list.tsx'
import type { TestSwitch } from './switch-of.ts'
import { detailsText } from './test-details.ts'
import styles from './test-result.module.css'

export interface TestResultProps {
  readonly report: TestReport
  readonly onAsk: (ask: AskFor) => void
  /** A fix was carried out: the test is worth another try. */
  readonly onFixed: () => void
  /** Chooses what a fix names, then tests; absent where there is nothing to choose. */
  readonly onSwitch?: (change: TestSwitch) => void
  /** Records the server's new host key; absent where that is not offered. */
  readonly onAcceptHostKey?: () => void
}

export function TestResult(props: TestResultProps): ReactNode {
  const { report, onAsk, onFixed, onSwitch, onAcceptHostKey } = props
  const isQuestion = report.cause === 'host-key-new' && onAcceptHostKey !== undefined
  return (
    <Appear className={styles.frame}>
      <div className={isQuestion ? styles.question : styles.failure} role="alert">
        <h3>{isolated(report.title)}</h3>
        <Prose text={report.explanation} />
      </div>
      {report.hostKey && report.hostKey.status !== 'known' && (
        <HostKeyPanel
          hostKey={report.hostKey}
          kind={report.target?.kind ?? 'generic'}
          {...(isQuestion && { onAccept: onAcceptHostKey })}
        />
      )}
      <Fixes
        fixes={report.fixes}
        asksHostKey={isQuestion}
        onAsk={onAsk}
        onFixed={onFixed}
        {...(onSwitch && { onSwitch })}
      />
      <TestDetails report={report} />
    </Appear>
  )
}

/** Every stage with its time, and all of it as text for a question in a forum. */
export function TestDetails(props: {
  readonly report: TestReport
  /** False where the stages are seen already. */
  readonly withStages?: boolean
}): ReactNode {
  const { report, withStages = true } = props
  const text = detailsText(report)
  return (
    <details className={styles.details}>
      <summary>Details</summary>
      <div className={styles.detailsBody}>
        {withStages && <StageList stages={report.stages} />}
        <Facts
          facts={[
            ['Server says it is', report.serverSoftware ?? 'nothing was heard'],
            ['Logins it offers', report.offeredMethods.join(', ') || 'not known'],
            ['Key file', report.key?.path ?? 'none'],
          ]}
        />
        <Row>
          <CopyButton text={text} what="Details" label="Copy details" />
        </Row>
        <p className={styles.remark}>
          This is what is copied. It names your user, the address and the key file, and holds no key
          and no passphrase.
        </p>
        <pre className={styles.log}>{text}</pre>
      </div>
    </details>
  )
}
