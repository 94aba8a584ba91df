/** The stages of a test, in order, with the running one marked. */

import type { ReactNode } from 'react'
import { Appear } from '../ui/appear.tsx'
import { cx } from '../ui/cx.ts'
import { isolated } from '../ui/isolated.ts'
import { type Status, StatusIcon } from '../ui/status-icon.tsx'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import styles from './stage-list.module.css'
import { runningStage, STAGE_NAMES, type StageView } from './test-model.ts'

const STATUS: Readonly<Record<StageView['state'], Status>> = {
  ok: 'done',
  failed: 'failed',
  warning: 'warning',
  skipped: 'skipped',
  running: 'running',
  pending: 'open',
}

/** The stages while they happen, brought into view. */
export function RunningStages(props: { readonly stages: readonly StageView[] }): ReactNode {
  return (
    <Appear>
      <StageList stages={props.stages} />
    </Appear>
  )
}

export function StageList(props: { readonly stages: readonly StageView[] }): ReactNode {
  const running = runningStage(props.stages)
  return (
    <div>
      <div role="status">
        <VisuallyHidden>{running === null ? '' : `Now: ${running}`}</VisuallyHidden>
      </div>
      <ol className={styles.list}>
        {props.stages.map((stage) => (
          <li
            key={stage.id}
            className={cx(styles.stage, styles[stage.state])}
            aria-current={stage.state === 'running' ? 'step' : undefined}
          >
            <StatusIcon status={STATUS[stage.state]} />
            <div className={styles.words}>
              <p className={styles.name}>
                <span>{STAGE_NAMES[stage.id]}</span>
                {stage.ms !== null && stage.state !== 'skipped' && (
                  <span className={styles.ms}>{`${Math.round(stage.ms)} ms`}</span>
                )}
              </p>
              {stage.detail && <p className={styles.detail}>{isolated(stage.detail)}</p>}
            </div>
          </li>
        ))}
      </ol>
    </div>
  )
}
