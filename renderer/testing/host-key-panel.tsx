/** A server's host key: a new one to accept, or a changed one next to what was recorded. */

import type { ReactNode } from 'react'
import type { SeenHostKey, Target } from '../contract.ts'
import { Button } from '../ui/button.tsx'
import { Row } from '../ui/screen.tsx'
import styles from './host-key-panel.module.css'

export function HostKeyPanel(props: {
  readonly hostKey: SeenHostKey
  readonly kind: Target['kind']
  readonly onAccept?: () => void
}): ReactNode {
  const { hostKey, kind, onAccept } = props
  return (
    <div className={styles.panel}>
      <div className={styles.prints}>
        {hostKey.recorded.map((recorded) => (
          <Print
            key={`${recorded.line} ${recorded.sha256}`}
            label={`Recorded before (${recorded.type})`}
            sha256={recorded.sha256}
          />
        ))}
        <Print
          label={
            hostKey.status === 'new'
              ? `Fingerprint (${hostKey.type})`
              : `Shown now (${hostKey.type})`
          }
          sha256={hostKey.sha256}
        />
      </div>
      {onAccept && <Accept kind={kind} onAccept={onAccept} />}
    </div>
  )
}

const QUESTIONS: Readonly<Record<Target['kind'], readonly [question: string, answer: string]>> = {
  'runpod-proxy': [
    'RunPod’s proxy is the same for every pod, so this is asked only once.',
    'Yes, remember RunPod’s proxy',
  ],
  'runpod-direct': [
    'Did you start this pod yourself, and is the address the one RunPod shows? Then remember it.',
    'Yes, this is my pod: remember it',
  ],
  generic: [
    'Is this the server you mean, and is its address right? Then remember it.',
    'Yes, this is my server: remember it',
  ],
}

function Accept(props: {
  readonly kind: Target['kind']
  readonly onAccept: () => void
}): ReactNode {
  const [question, answer] = QUESTIONS[props.kind]
  return (
    <>
      <p>{question}</p>
      <Row>
        <Button variant="primary" onClick={props.onAccept}>
          {answer}
        </Button>
      </Row>
    </>
  )
}

function Print(props: { readonly label: string; readonly sha256: string }): ReactNode {
  return (
    <figure className={styles.print}>
      <figcaption>{props.label}</figcaption>
      <code>{props.sha256}</code>
    </figure>
  )
}
