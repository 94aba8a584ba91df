/** A server's host key: a new one to accept, or a changed one next to what was recorded. */

import type { ReactNode } from 'react'
import type { SeenHostKey, Target } from '../../contract.ts'
import { Button } from '../../ui/button.tsx'
import { Row } from '../../ui/screen.tsx'
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
      {onAccept && <Accept isProxy={kind === 'runpod-proxy'} onAccept={onAccept} />}
    </div>
  )
}

function Accept(props: { readonly isProxy: boolean; readonly onAccept: () => void }): ReactNode {
  const { isProxy, onAccept } = props
  return (
    <>
      <p>
        {isProxy
          ? 'RunPod’s proxy is the same for every pod, so this is asked only once.'
          : 'Did you start this pod yourself, and is the address the one RunPod shows? Then remember it.'}
      </p>
      <Row>
        <Button variant="primary" onClick={onAccept}>
          {isProxy ? 'Yes, remember RunPod’s proxy' : 'Yes, this is my pod: remember it'}
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
