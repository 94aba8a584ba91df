/** The verdict on the pasted text: the whole first, then each line, then what to paste instead. */

import type { ReactNode } from 'react'
import type { AskFor, PublicKeyEntry, PublicKeysReport } from '../../contract.ts'
import { Appear } from '../../ui/appear.tsx'
import { Callout } from '../../ui/callout.tsx'
import { CodeCard } from '../../ui/code-card.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ProblemList } from '../../ui/problem-list.tsx'
import { StatusIcon } from '../../ui/status-icon.tsx'
import { describeType } from '../keys/key-words.ts'
import { linesOf, outcomeOf, textToPaste } from './paste-model.ts'
import styles from './publish-step.module.css'

/** Problems of the whole text that the headline says in its own words. */
const SAID_BY_VERDICT: readonly string[] = ['no-usable-key', 'expected-key-missing']

export function PasteReport(props: {
  readonly report: PublicKeysReport
  readonly publicLine: string
  readonly keyId: string | null
  readonly onAsk: (ask: AskFor) => void
}): ReactNode {
  const { report, publicLine, keyId, onAsk } = props
  const corrected = textToPaste(report, publicLine)
  const problems = report.problems.filter(({ code }) => !SAID_BY_VERDICT.includes(code))
  return (
    <div className={styles.results}>
      {/* Only the verdict is spoken: nobody wants to hear a key read out. */}
      <Appear>
        <Verdict report={report} corrected={corrected !== null} />
      </Appear>
      <ProblemList problems={problems} onAsk={onAsk} />
      <ul className={styles.entries}>
        {report.entries.map((entry) => (
          <Entry
            key={`${entry.firstLine} ${entry.excerpt}`}
            entry={entry}
            alone={report.entries.length === 1}
            expected={entry.fingerprint !== null && entry.fingerprint.sha256 === keyId}
            onAsk={onAsk}
          />
        ))}
      </ul>
      {corrected !== null && (
        <CodeCard
          what="Corrected text for RunPod’s field"
          text={corrected}
          copyLabel="Copy the corrected text"
          copyVariant="primary"
        />
      )}
    </div>
  )
}

function Verdict(props: {
  readonly report: PublicKeysReport
  readonly corrected: boolean
}): ReactNode {
  const { report, corrected } = props
  if (report.ok && report.containsExpected !== false) {
    return (
      <Callout
        tone="success"
        role="status"
        title="Everything there is right, and your key is among it."
      />
    )
  }
  const again =
    'In RunPod’s field, replace everything with the corrected text below, save, and paste the field here again.'
  if (report.entries.every(({ verdict }) => verdict === 'rejected')) {
    return (
      <Callout tone="warning" role="status" title="There is no usable public key in this text">
        {corrected && <p>{again}</p>}
      </Callout>
    )
  }
  if (report.containsExpected === false) {
    return (
      <Callout tone="warning" role="status" title="Your key from step 1 is not among these lines">
        <p>{corrected ? `The corrected text below includes it. ${again}` : again}</p>
      </Callout>
    )
  }
  return (
    <Callout
      tone="warning"
      role="status"
      title="Your key is there, but the text needs a correction"
    >
      {corrected && <p>{again}</p>}
    </Callout>
  )
}

const STATUS = {
  ok: 'done',
  repaired: 'warning',
  'left-out': 'skipped',
  rejected: 'failed',
} as const
const VERDICT_WORDS = {
  ok: 'right as it is',
  repaired: 'corrected below',
  'left-out': 'left out',
  rejected: 'not usable',
} as const

function Entry(props: {
  readonly entry: PublicKeyEntry
  readonly alone: boolean
  /** This is the key of step 1. */
  readonly expected: boolean
  readonly onAsk: (ask: AskFor) => void
}): ReactNode {
  const { entry, alone, expected, onAsk } = props
  const outcome = outcomeOf(entry)
  const name =
    entry.fingerprint === null
      ? 'Not a public key'
      : entry.comment || `${describeType(entry)} key without a comment`
  return (
    <li className={styles.entry}>
      <StatusIcon status={STATUS[outcome]} />
      <div className={styles.words}>
        <p className={styles.head}>
          <strong>{name}</strong>
          <span className={styles.place}>
            {[linesOf(entry), VERDICT_WORDS[outcome], expected && 'your key from step 1']
              .filter(Boolean)
              .join(' · ')}
          </span>
        </p>
        <code className={styles.excerpt}>{entry.fingerprint?.sha256 ?? entry.excerpt}</code>
        <ProblemList problems={entry.problems} onAsk={onAsk} />
        {entry.verdict === 'repaired' && entry.repaired !== null && !alone && (
          <CopyButton
            text={entry.repaired}
            what={`Corrected ${linesOf(entry).toLowerCase()}`}
            label={`Copy this line corrected`}
          />
        )}
      </div>
    </li>
  )
}
