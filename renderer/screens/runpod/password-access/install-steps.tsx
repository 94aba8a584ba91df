/** What is done on the pod, step by step, and what came of it. */

import type { ReactNode } from 'react'
import { HostKeyPanel } from '../../../testing/host-key-panel.tsx'
import { Appear } from '../../../ui/appear.tsx'
import { Callout } from '../../../ui/callout.tsx'
import { cx } from '../../../ui/cx.ts'
import { Prose } from '../../../ui/prose.tsx'
import { Spoken } from '../../../ui/spoken.tsx'
import { StatusIcon } from '../../../ui/status-icon.tsx'
import { VisuallyHidden } from '../../../ui/visually-hidden.tsx'
import { asksForHostKey, STEP_NAMES, stepViews, titleOf } from './install-model.ts'
import styles from './password-access.module.css'
import type { Install } from './use-install.ts'

export function InstallSteps({ install }: { readonly install: Install }): ReactNode {
  const { busy, steps, result, isStopped, failure } = install
  if (failure !== null) {
    return (
      <Callout tone="danger" title="That did not work" role="alert">
        <p>{failure}</p>
      </Callout>
    )
  }
  if (isStopped) {
    return <Spoken>Stopped. If password login was turned on, it still is.</Spoken>
  }
  if (!busy && result === null) return null
  const views = stepViews(steps, busy, result !== null && asksForHostKey(result))
  const running = views.find(({ status }) => status === 'running')
  return (
    <Appear>
      <div className={styles.frame}>
        <div role="status">
          <VisuallyHidden>{running ? `Now: ${STEP_NAMES[running.id]}` : ''}</VisuallyHidden>
        </div>
        <Outcome install={install} />
        <ol className={styles.steps}>
          {views.map(({ id, status, detail }) => (
            <li
              key={id}
              className={cx(styles.entry, status === 'open' && styles.soft)}
              aria-current={status === 'running' ? 'step' : undefined}
            >
              <StatusIcon status={status} />
              <div className={styles.words}>
                <p>{STEP_NAMES[id]}</p>
                {detail && <p className={styles.detail}>{detail}</p>}
              </div>
            </li>
          ))}
        </ol>
      </div>
    </Appear>
  )
}

function Outcome({ install }: { readonly install: Install }): ReactNode {
  const { result } = install
  if (result === null) return null
  const asks = asksForHostKey(result)
  const tone = result.verdict === 'ok' ? 'success' : asks ? 'info' : 'danger'
  const isHostKey = result.hostKey !== null && result.hostKey.status !== 'known'
  return (
    <>
      <Callout
        tone={tone}
        title={asks ? 'Is this your pod?' : titleOf(result)}
        role={tone === 'danger' ? 'alert' : 'status'}
      >
        {asks ? (
          <p>
            Keypilot has not seen this server before. No password was sent. A new or restarted pod
            is always new.
          </p>
        ) : (
          <Prose text={result.explanation} />
        )}
      </Callout>
      {isHostKey && result.hostKey && (
        <HostKeyPanel
          hostKey={result.hostKey}
          kind={result.target.kind}
          {...(asks && { onAccept: () => void install.acceptHostKey() })}
        />
      )}
    </>
  )
}
