/** The guided setup: a checklist whose ticks come from probes. */

import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import type { AskFor } from '../../contract.ts'
import { useAnnounce } from '../../ui/announcer.tsx'
import { Failure, Loading } from '../../ui/query-state.tsx'
import { Screen } from '../../ui/screen.tsx'
import { groupsForConnecting } from '../health/finding-groups.ts'
import { PermissionNotice } from '../health/permission-notice.tsx'
import { CommandStep } from './command-step.tsx'
import { Finished } from './finished.tsx'
import { KeyStep } from './key-step.tsx'
import { NextSteps } from './next-steps.tsx'
import { PodStep } from './pod-step.tsx'
import { PublishStep } from './publish-step.tsx'
import { nextOpenStep, type StepId, type StepStatus } from './setup-model.ts'
import styles from './setup-screen.module.css'
import { Step } from './step.tsx'
import type { Visit } from './step-body.ts'
import { STEP_TEXTS } from './step-texts.ts'
import { TestStep } from './test-step.tsx'
import { type Setup, useSetup } from './use-setup.ts'

const BODIES = {
  key: KeyStep,
  publish: PublishStep,
  pod: PodStep,
  command: CommandStep,
  test: TestStep,
} as const

export function SetupScreen(): ReactNode {
  const query = useSetup()
  const isReady = query.status === 'ready'
  useEffect(() => {
    // For those who measure the start: Chromium's profiler, and tests/bench/window.ts.
    if (isReady) performance.mark('setup-shown')
  }, [isReady])
  const lead =
    'Five steps from a rented GPU to a terminal on it. A step gets its tick when Keypilot has checked it.'
  return (
    <Screen title="Setup" lead={lead}>
      {query.status === 'loading' && <Loading />}
      {query.status === 'failed' && <Failure error={query.error} onRetry={query.retry} />}
      {query.status === 'ready' && (
        <>
          <PermissionNotice
            title="Repair this first"
            choose={(findings) => groupsForConnecting(findings, query.setup.key)}
          />
          <Checklist setup={query.setup} />
        </>
      )}
    </Screen>
  )
}

function Checklist(props: { readonly setup: Setup }): ReactNode {
  const { setup } = props
  const { expanded, visit, toggle, moveTo, toggles } = useExpandedStep(setup.steps)
  const [started, setStarted] = useState(false)
  useEffect(() => setStarted(true), [])
  return (
    <>
      {setup.connected && setup.target && (
        <Finished setup={setup} target={setup.target} fresh={started} />
      )}
      <Progress steps={setup.steps} />
      <ol className={styles.steps}>
        {setup.steps.map((status, index) => {
          const Body = BODIES[status.id]
          return (
            <Step
              key={status.id}
              number={index + 1}
              title={STEP_TEXTS[status.id].title}
              why={STEP_TEXTS[status.id].why}
              status={status}
              expanded={expanded === status.id}
              onToggle={() => toggle(expanded === status.id ? null : status.id)}
              toggleRef={(element) => void toggles.current.set(status.id, element)}
            >
              <Body
                setup={setup}
                visit={visit}
                goTo={moveTo}
                onConfirmed={() =>
                  status.state !== 'open' && moveTo(stepAfter(setup.steps, status.id))
                }
              />
            </Step>
          )
        })}
      </ol>
      {setup.connected && setup.target && <NextSteps setup={setup} target={setup.target} />}
    </>
  )
}

function Progress(props: { readonly steps: readonly StepStatus[] }): ReactNode {
  const { steps } = props
  const done = steps.filter(({ state }) => state === 'done').length
  return (
    <div className={styles.progress}>
      <div className={styles.bar} aria-hidden>
        {steps.map(({ id, state }) => (
          <span key={id} className={styles[state]} />
        ))}
      </div>
      <p>{`${done} of ${steps.length} checked`}</p>
    </div>
  )
}

/**
 * Which step is open: at first the next one to do. When a probe gives the open step its tick, the
 * next one opens by itself, in view and with the focus.
 */
function useExpandedStep(steps: readonly StepStatus[]) {
  const [expanded, setExpanded] = useState<StepId | null>(() => nextOpenStep(steps))
  const [visit, setVisit] = useState<Visit>({ ask: null })
  const toggles = useRef(new Map<StepId, HTMLButtonElement | null>())
  const before = useRef(steps)
  /** Set when the app moved to a step, not the person. `start`: without taking the focus. */
  const moved = useRef<'start' | 'moved' | null>('start')
  const announce = useAnnounce()
  const moveTo = useCallback((step: StepId | null, ask: AskFor | null = null) => {
    moved.current = 'moved'
    setExpanded(step)
    setVisit({ ask })
  }, [])

  useEffect(() => {
    const was = before.current.find(({ id }) => id === expanded)
    const is = steps.find(({ id }) => id === expanded)
    before.current = steps
    if (was?.state !== 'open' || is === undefined || is.state === 'open') return
    // Without the evidence: nobody wants to hear a fingerprint read out.
    announce(`${STEP_TEXTS[is.id].title}: done.`)
    moveTo(stepAfter(steps, is.id))
  }, [steps, expanded, announce, moveTo])

  useEffect(() => {
    const how = moved.current
    moved.current = null
    const toggle = expanded === null ? null : toggles.current.get(expanded)
    if (!toggle || how === null || (how === 'start' && expanded === 'key')) return
    toggle.closest('li')?.scrollIntoView({ block: 'start' })
    if (how === 'moved') toggle.focus({ preventScroll: true })
  }, [expanded])

  return { expanded, visit, toggle: setExpanded, moveTo, toggles }
}

/** The next open step after this one, else the first open one of all. */
function stepAfter(steps: readonly StepStatus[], id: StepId): StepId | null {
  const index = steps.findIndex((step) => step.id === id)
  return nextOpenStep(steps.slice(index + 1)) ?? nextOpenStep(steps)
}
