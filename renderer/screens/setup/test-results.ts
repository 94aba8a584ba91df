/** What Setup remembers of a test. */

import type { SetupState, StageId, Target, TestReport } from '../../contract.ts'
import { addressOf } from './setup-model.ts'

interface Asked {
  /** What the test was asked for: the steps compare with this very address and key. */
  readonly target: Target
  readonly keyId: string | null
}

/**
 * Of a test that ended at the banner. No answer also ends what the last full test had proved: the
 * pod that opened a session then is not there now.
 */
export function rememberAnswer(report: TestReport, asked: Asked): Partial<SetupState> {
  const change = reachedChange(report, asked.target)
  return report.verdict === 'ok' ? change : { ...change, lastTest: outcome(report, asked) }
}

/** Of a full test. */
export function rememberTest(report: TestReport, asked: Asked): Partial<SetupState> {
  return { ...reachedChange(report, asked.target), lastTest: outcome(report, asked) }
}

const NETWORK: readonly StageId[] = ['resolve', 'tcp', 'banner']

/** Who answered, or that nobody did; nothing when the test ended before it asked. */
function reachedChange(report: TestReport, target: Target): Pick<Partial<SetupState>, 'reached'> {
  const asked = report.stages.filter(({ id, state }) => NETWORK.includes(id) && state !== 'skipped')
  if (asked.some(({ state }) => state === 'failed')) return { reached: null }
  if (!asked.some(({ id }) => id === 'banner')) return {}
  return {
    reached: {
      at: report.finishedAt,
      address: addressOf(target),
      software: report.serverSoftware ?? 'SSH',
    },
  }
}

function outcome(report: TestReport, { target, keyId }: Asked): SetupState['lastTest'] {
  return {
    at: report.finishedAt,
    ok: report.verdict === 'ok',
    cause: report.cause,
    address: addressOf(target),
    keyId: report.acceptedKey ?? keyId,
  }
}
