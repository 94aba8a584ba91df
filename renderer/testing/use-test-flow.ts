/** A full test with what belongs to it: passphrase, host key, and remembering the result. */

import { type RefObject, useEffect, useRef, useState } from 'react'
import { messageOf, unwrap, useBridge } from '../bridge/index.ts'
import type {
  AcceptHostKeyParams,
  SeenHostKey,
  Target,
  TestConnectionParams,
  TestReport,
} from '../contract.ts'
import { type TestRun, useConnectionTest } from './use-connection-test.ts'

export interface TestFlow {
  /** Names what the next test is about. */
  readonly about: string
  readonly run: TestRun
  /** Something around the test failed, in words. */
  readonly failure: string | null
  readonly test: (passphrase?: string) => Promise<void>
  /** Records the new host key of the last report, then tests again. */
  readonly acceptHostKey: () => Promise<void>
  readonly cancel: () => void
}

export interface TestFlowOptions {
  /** What is tested, by a saved connection's id or by target and key. */
  readonly params: Pick<
    TestConnectionParams,
    'target' | 'keyId' | 'connectionId' | 'purpose' | 'useAgent'
  >
  readonly target: Target
  /** Names what is tested: when it becomes something else, the last report is about something else. */
  readonly about?: string
  /** Remembers the result; it is called for every report there is. */
  readonly onReport: (report: TestReport) => Promise<void>
}

const IDLE: TestRun = { phase: 'idle' }

export function useTestFlow(options: TestFlowOptions): TestFlow {
  const { params, target, about = '', onReport } = options
  const bridge = useBridge()
  const { run: latest, start, cancel } = useConnectionTest()
  const [tested, setTested] = useState(about)
  const run: TestRun = latest.phase === 'running' || tested === about ? latest : IDLE
  const [problem, setProblem] = useState<string | null>(null)
  const held = useHeldPassphrase()

  const test = async (passphrase?: string) => {
    setProblem(null)
    setTested(about)
    held.current = undefined
    try {
      const report = await start({
        ...params,
        hostKeyPolicy: 'ask',
        // A passphrase that was typed opens the file itself.
        ...(passphrase !== undefined && {
          passphrase,
          ...(params.useAgent && { useAgent: false }),
        }),
      })
      if (report === null) return
      if (report.cause === 'host-key-new') held.current = passphrase
      await onReport(report)
    } catch (error) {
      setProblem(messageOf(error))
    }
  }

  const acceptHostKey = async () => {
    if (run.phase !== 'finished' || run.report.hostKey === null) return
    const where = run.report.target ?? target
    try {
      unwrap(await bridge.call('knownHosts.accept', acceptParams(where, run.report.hostKey)))
    } catch (error) {
      setProblem(messageOf(error))
      return
    }
    await test(held.current)
  }

  const failure = problem ?? (run.phase === 'broken' ? run.message : null)
  return { about, run, failure, test, acceptHostKey, cancel }
}

/** Kept only while a question about the host key interrupts the test it was typed for. */
function useHeldPassphrase(): RefObject<string | undefined> {
  const held = useRef<string | undefined>(undefined)
  useEffect(
    () => () => {
      held.current = undefined
    },
    [],
  )
  return held
}

function acceptParams({ host, port }: Target, { type, key }: SeenHostKey): AcceptHostKeyParams {
  return { host, port, key: `${type} ${key}` }
}
