/** The test of step 5 with what belongs to it: passphrase, host key, and remembering the result. */

import { type RefObject, useEffect, useRef, useState } from 'react'
import { messageOf, unwrap, useBridge } from '../../bridge/index.ts'
import type { AcceptHostKeyParams, KeyPair, SeenHostKey, Target } from '../../contract.ts'
import { rememberTest } from './test-results.ts'
import { type TestRun, useConnectionTest } from './use-connection-test.ts'
import type { Setup } from './use-setup.ts'

export interface TestFlow {
  readonly run: TestRun
  /** Something around the test failed, in words. */
  readonly failure: string | null
  readonly test: (passphrase?: string) => Promise<void>
  /** Records the new host key of the last report, then tests again. */
  readonly acceptHostKey: () => Promise<void>
  readonly cancel: () => void
}

interface TestFlowOptions {
  readonly setup: Setup
  readonly keyPair: KeyPair
  readonly target: Target
  readonly onConfirmed: () => void
}

export function useTestFlow(options: TestFlowOptions): TestFlow {
  const { setup, keyPair, target, onConfirmed } = options
  const bridge = useBridge()
  const { run, start, cancel } = useConnectionTest()
  const [problem, setProblem] = useState<string | null>(null)
  const held = useHeldPassphrase()

  const test = async (passphrase?: string) => {
    setProblem(null)
    held.current = undefined
    try {
      const report = await start({
        target,
        keyId: keyPair.id,
        hostKeyPolicy: 'ask',
        ...(passphrase !== undefined && { passphrase }),
      })
      if (report === null) return
      if (report.cause === 'host-key-new') held.current = passphrase
      await setup.save(rememberTest(report, { target, keyId: keyPair.id }))
      if (report.verdict === 'ok') onConfirmed()
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
  return { run, failure, test, acceptHostKey, cancel }
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
