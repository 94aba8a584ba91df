/** Runs one connection test at a time, with its stages as they happen. */

import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiProblem, messageOf, unwrap, useBridge } from '../bridge/index.ts'
import type { Bridge, TestConnectionParams, TestReport } from '../contract.ts'
import { applyProgress, plannedStages, type StageView } from './test-model.ts'

export type TestRun =
  | { readonly phase: 'idle' }
  | { readonly phase: 'running'; readonly stages: readonly StageView[] }
  | { readonly phase: 'finished'; readonly report: TestReport }
  | { readonly phase: 'stopped' }
  /** The test itself could not be run. */
  | { readonly phase: 'broken'; readonly message: string }

export interface ConnectionTest {
  readonly run: TestRun
  /** Resolves with the report; null when the test was stopped or could not be run. */
  readonly start: (params: TestConnectionParams) => Promise<TestReport | null>
  readonly cancel: () => void
}

export function useConnectionTest(): ConnectionTest {
  const bridge = useBridge()
  const [run, setRun] = useState<TestRun>({ phase: 'idle' })
  const running = useRef<string | null>(null)
  const cancel = useCallback(() => {
    if (running.current !== null) bridge.cancel(running.current)
  }, [bridge])
  useEffect(() => cancel, [cancel])

  const start = useCallback(
    async (params: TestConnectionParams) => {
      if (running.current !== null) return null
      const callId = crypto.randomUUID()
      running.current = callId
      setRun({ phase: 'running', stages: plannedStages(params.until) })
      const outcome = await runTest(bridge, params, callId, (change) =>
        setRun((now) =>
          now.phase === 'running' ? { phase: 'running', stages: change(now.stages) } : now,
        ),
      )
      running.current = null
      setRun(outcome)
      return outcome.phase === 'finished' ? outcome.report : null
    },
    [bridge],
  )
  return { run, start, cancel }
}

async function runTest(
  bridge: Bridge,
  params: TestConnectionParams,
  callId: string,
  onStages: (change: (stages: readonly StageView[]) => readonly StageView[]) => void,
): Promise<TestRun> {
  const unsubscribe = bridge.subscribe('progress', (event) => {
    if (event.callId !== callId || event.method !== 'connection.test') return
    onStages((stages) => applyProgress(stages, event.progress))
  })
  try {
    const report = unwrap(await bridge.call('connection.test', params, callId))
    return report.cause === 'cancelled' ? { phase: 'stopped' } : { phase: 'finished', report }
  } catch (error) {
    if (error instanceof ApiProblem && error.code === 'cancelled') return { phase: 'stopped' }
    return { phase: 'broken', message: messageOf(error) }
  } finally {
    unsubscribe()
  }
}
