/** What Setup remembers of a test of its own place: kept here, since its page may crash meanwhile. */

import type { SetupState, StageId, Target, TestReport } from '../contract/methods.ts'
import { addressOf } from './address.ts'

/** Where Setup's command led when the test began, and the key that was chosen then. */
export interface SetupPlace {
  readonly target: Target
  readonly keyId: string | null
}

type Remembered = Partial<Pick<SetupState, 'reached' | 'lastTest'>>

/** Of a full test with Setup's key. */
export function rememberTest(report: TestReport, place: SetupPlace): Remembered {
  return { ...reachedChange(report, place.target), lastTest: outcome(report, place) }
}

/**
 * Of a test that ended at the banner. No answer also ends what the last full test had proved: the
 * pod that opened a session then is not there now.
 */
export function rememberAnswer(report: TestReport, place: SetupPlace): Remembered {
  return report.verdict === 'ok' ? reachedChange(report, place.target) : rememberTest(report, place)
}

const NETWORK: readonly StageId[] = ['resolve', 'tcp', 'banner']

/** Who answered, or that nobody did; nothing when the test ended before it asked. */
function reachedChange(report: TestReport, target: Target): Pick<Remembered, 'reached'> {
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

function outcome(report: TestReport, { target, keyId }: SetupPlace): SetupState['lastTest'] {
  return {
    at: report.finishedAt,
    ok: report.verdict === 'ok',
    cause: report.cause,
    title: report.title,
    address: addressOf(target),
    keyId: report.acceptedKey ?? keyId,
  }
}
