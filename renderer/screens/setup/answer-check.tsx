/** Asks the command's address whether a server answers, the probe behind steps 3 and 4. */

import { type ReactNode, useRef, useState } from 'react'
import { messageOf } from '../../bridge/index.ts'
import type { AskFor, Target } from '../../contract.ts'
import { useFallbackFocus } from '../../hooks/use-fallback-focus.ts'
import { RunningStages } from '../../testing/stage-list.tsx'
import { TestResult } from '../../testing/test-result.tsx'
import { type TestRun, useConnectionTest } from '../../testing/use-connection-test.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/callout.tsx'
import { Row } from '../../ui/screen.tsx'
import { Spoken } from '../../ui/spoken.tsx'
import type { StepBodyProps } from './step-body.ts'

export interface AnswerCheck {
  readonly run: TestRun
  /** Something around the check failed, in words. */
  readonly failure: string | null
  readonly start: (command: string, target: Target | null) => Promise<void>
  readonly cancel: () => void
}

/** Saves the command, asks its address for an answer, and remembers who answered. */
export function useAnswerCheck({ setup, onConfirmed }: StepBodyProps): AnswerCheck {
  const test = useConnectionTest()
  const [problem, setProblem] = useState<string | null>(null)
  const start = async (command: string, target: Target | null) => {
    if (target === null) return
    setProblem(null)
    try {
      await setup.save({ command })
      const report = await test.start({ command, hostKeyPolicy: 'ask', until: 'banner' })
      if (report === null) return
      const { reached } = await setup.recall(report)
      if (reached?.at === report.finishedAt) onConfirmed()
    } catch (error) {
      setProblem(messageOf(error))
    }
  }
  const failure = problem ?? (test.run.phase === 'broken' ? test.run.message : null)
  return { ...test, start, failure }
}

/** The button, and what came of it. */
export function AnswerCheckPanel(props: {
  readonly check: AnswerCheck
  /** There is an address to ask. */
  readonly ready: boolean
  readonly onAsk: (ask: AskFor) => void
  readonly onStart: () => void
}): ReactNode {
  const { check, ready, onAsk, onStart } = props
  const { phase } = check.run
  const running = phase === 'running'
  const main = useRef<HTMLButtonElement>(null)
  useFallbackFocus(main, phase === 'idle' ? null : phase)
  return (
    <>
      <Row>
        <Button ref={main} variant="primary" busy={running} disabled={!ready} onClick={onStart}>
          Check that it answers
        </Button>
        {running && (
          <Button variant="quiet" onClick={check.cancel}>
            Cancel
          </Button>
        )}
      </Row>
      <Outcome check={check} onAsk={onAsk} onRetry={onStart} />
    </>
  )
}

function Outcome(props: {
  readonly check: AnswerCheck
  readonly onAsk: (ask: AskFor) => void
  readonly onRetry: () => void
}): ReactNode {
  const { check, onAsk, onRetry } = props
  const { run } = check
  if (check.failure !== null) {
    return (
      <Callout tone="danger" title="The check could not be run" role="alert">
        <p>{check.failure}</p>
      </Callout>
    )
  }
  if (run.phase === 'running') return <RunningStages stages={run.stages} />
  if (run.phase === 'finished' && run.report.verdict === 'failed') {
    return <TestResult report={run.report} onAsk={onAsk} onFixed={onRetry} />
  }
  if (run.phase === 'stopped') return <Spoken>Stopped. Nothing was changed.</Spoken>
  return null
}
