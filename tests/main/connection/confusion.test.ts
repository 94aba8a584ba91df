/** Every situation has one right verdict; how many are right is printed, and all must be. */

import { expect, test } from 'vitest'
import { DIAGNOSES } from '../../../main/connection/diagnosis/index.ts'
import type { Limits } from '../../../main/connection/index.ts'
import { whyNoSmallServers, whyNoSshd } from '../../support/servers/index.ts'
import { CLIENT } from './scenarios/client.ts'
import { LOCAL } from './scenarios/local.ts'
import { LOGIN } from './scenarios/login.ts'
import { NETWORK } from './scenarios/network.ts'
import type { Scenario } from './scenarios/scenario.ts'
import { SESSION } from './scenarios/session.ts'
import { createBench } from './support.ts'

const SCENARIOS: readonly Scenario[] = [...NETWORK, ...LOCAL, ...LOGIN, ...SESSION, ...CLIENT]
/** Most of a situation is waiting for a server. */
const AT_ONCE = 4
/** Not verdicts of a test: a stopped test rejects, and what has no name has no situation. */
const WITHOUT_SITUATION = ['cancelled', 'unexpected']

/** Limits that a situation waits for are its own; all others leave room for a busy machine. */
const PATIENT: Partial<Limits> = {
  local: 60_000,
  banner: 60_000,
  kex: 60_000,
  hostKey: 60_000,
  auth: 60_000,
  session: 60_000,
  sftp: 60_000,
  whyRefused: 60_000,
  client: 60_000,
}

interface Outcome {
  readonly name: string
  readonly expected: string
  readonly actual: string
  readonly explanation: string
  readonly isRight: boolean
}

test('every cause has a situation', () => {
  const shown = new Set(SCENARIOS.map(({ cause }) => cause))
  const missing = Object.keys(DIAGNOSES).filter((cause) => !shown.has(cause as never))
  expect(missing.sort()).toEqual(WITHOUT_SITUATION)
})

const isPossible = whyNoSshd() === null && whyNoSmallServers() === null
test.skipIf(!isPossible)('every situation gets its own verdict', { timeout: 600_000 }, async () => {
  const waiting = [...SCENARIOS]
  const outcomes: Outcome[] = []
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      outcomes.push(await judge(next))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const right = outcomes.filter(({ isRight }) => isRight)
  // The number is part of what a run of the tests tells.
  process.stdout.write(`connection verdicts: ${right.length} right of ${outcomes.length}\n`)
  expect(outcomes.filter(({ isRight }) => !isRight)).toEqual([])
  expect(right.length).toBe(SCENARIOS.length)
})

async function judge({ name, cause, evidence, arrange }: Scenario): Promise<Outcome> {
  const bench = createBench()
  const { params, options, stop } = await arrange(bench, bench.makeKey('id_ed25519'))
  try {
    const limits = { ...PATIENT, ...options?.limits }
    const { report } = await bench.run(params, { ...options, limits })
    const actual = report.cause ?? report.verdict
    const expected = cause ?? 'ok'
    const isRight = actual === expected && evidence.test(report.explanation)
    return { name, expected, actual, explanation: report.explanation, isRight }
  } finally {
    await stop?.()
  }
}
