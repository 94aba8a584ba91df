/** What a made-up test of many says of one connection. */

import type { LastResult, TestAllReport } from '../../../renderer/contract.ts'
import type { Scenario } from './fake-bridge.ts'

export type FakeRow = TestAllReport['results'][number]

export function resultFor(scenario: Pick<Scenario, 'failingConnections'>, id: string): LastResult {
  const failed = scenario.failingConnections?.includes(id) ?? false
  return {
    at: new Date().toISOString(),
    verdict: failed ? 'failed' : 'ok',
    cause: failed ? 'connection-refused' : null,
    title: failed ? 'Nothing listens on that port' : 'Logged in',
    ms: 84,
    capabilities: { exec: true, sftp: true, pty: true, forwarding: true },
  }
}

export function reasonFor(result: LastResult | null): Pick<FakeRow, 'fixes' | 'explanation'> {
  if (result?.verdict !== 'failed') return { fixes: [], explanation: '' }
  return {
    fixes: [
      {
        kind: 'copy',
        text: 'mkdir -p ~/.ssh && echo key',
        label: 'Copy the line to run in the pod’s web terminal',
      },
      { kind: 'ask', ask: 'choose-key', label: 'Choose another key' },
    ],
    explanation: 'The pod does not know this key.',
  }
}
