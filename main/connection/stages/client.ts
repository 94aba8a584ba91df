/** Stage `client`: whether the person's own ssh agrees. */

import type { TestReport } from '../../contract/methods.ts'
import type { ClientStage, ClientStageInput, ClientStageResult } from '../client-stage.ts'
import { type ClientAnswer, type Facts, type Passed, StageFailure } from '../facts.ts'

export interface ClientOptions {
  readonly run: ClientStage
  readonly knownHostsFiles: readonly string[]
  readonly uses: ClientStageInput['uses']
  readonly limitMs: number
}

/** Null when there is no file that ssh could be given. */
export async function askClient(
  facts: Facts,
  ourVerdict: TestReport['verdict'],
  options: ClientOptions,
  signal: AbortSignal,
): Promise<ClientStageResult | null> {
  if (facts.key === null) return null
  const { run, knownHostsFiles, limitMs } = options
  const keyOfConfig = sendsKeyOfConfig(facts, ourVerdict)
  const uses = { ...options.uses, config: options.uses.config || keyOfConfig }
  const result = await run({
    target: facts.target,
    keyPath: facts.key.path,
    encrypted: facts.isEncrypted,
    knownHostsFiles,
    uses,
    keyOfConfig,
    signal,
    limitMs,
    ourVerdict,
  })
  facts.clientLines = result.lines
  return result
}

/**
 * Nobody chose a key, and the config names another one than the test took: then what a plain `ssh` does
 * is worth knowing, as long as asking it is safe.
 */
function sendsKeyOfConfig(facts: Facts, ourVerdict: TestReport['verdict']): boolean {
  return ourVerdict === 'ok' && facts.configIsHarmless && facts.configDifferences.length > 0
}

export function clientTimeout(limitMs: number): StageFailure {
  return new StageFailure(
    'client-disagrees',
    `Your own ssh did not end within ${limitMs / 1000} s.`,
    {
      client: { verdict: 'failed', cause: null, lines: [] },
    },
  )
}

/**
 * After our own stages have passed: ssh must get in, too.
 *
 * @throws {StageFailure} `client-disagrees`, `client-cannot-start`, or `config-sends-another-key`
 *   when ssh was to use the config, and that explains it
 */
export function judgeClient(
  result: ClientStageResult,
  facts: Facts,
  uses: ClientStageInput['uses'],
): Passed<null> | 'skipped' {
  const { state, detail, cause, lines } = result
  if (state === 'skipped') return 'skipped'
  if (state !== 'failed') return { state, detail, value: null }
  const client: ClientAnswer = { verdict: 'failed', cause, lines }
  if (cause === 'client-cannot-start') throw new StageFailure(cause, detail, { client })
  const keyOfConfig = sendsKeyOfConfig(facts, 'ok')
  // ssh was asked without a person: a locked key of the config proves nothing.
  if (keyOfConfig && cause === 'passphrase-needed') return 'skipped'
  if (keyOfConfig || (uses.config && facts.configDifferences.length > 0)) {
    throw new StageFailure('config-sends-another-key', detail, { client })
  }
  throw new StageFailure('client-disagrees', detail, { client })
}
