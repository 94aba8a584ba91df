/** What follows our own stages: why a key was refused, and what the person's own ssh says. */

import { AppError } from '../contract/errors.ts'
import type { CauseCode } from '../contract/methods.ts'
import type { Passed } from './facts.ts'
import { StageFailure } from './facts.ts'
import type { Run } from './run-test.ts'
import { askClient, clientTimeout, judgeClient } from './stages/client.ts'
import { whyRefused } from './why-refused.ts'
import { within } from './within.ts'

export type Outcome =
  | { readonly kind: 'failed'; readonly failure: StageFailure }
  /** The person's own ssh gets in where only Keypilot's test cannot. */
  | { readonly kind: 'passed' }

/** What ssh2 cannot do and OpenSSH may: ssh decides. */
const OUR_LIMITS: readonly CauseCode[] = ['no-common-kex', 'no-common-host-key', 'no-common-cipher']

/** Failures where a second opinion says something, and another attempt does no harm. */
const WORTH_ASKING: readonly CauseCode[] = [
  ...OUR_LIMITS,
  'key-not-accepted',
  'rsa-sha1-only',
  'agent-refused',
  'second-proof-needed',
]

/** @throws {AppError} `cancelled` */
export async function afterFailure(run: Run, failure: StageFailure): Promise<Outcome> {
  const isDecidedBySsh = OUR_LIMITS.includes(failure.causeCode)
  const said = WORTH_ASKING.includes(failure.causeCode) ? await secondOpinion(run) : null
  if (said === 'ok' && isDecidedBySsh) return { kind: 'passed' }
  return { kind: 'failed', failure: await explain(run, failure) }
}

/** @throws {StageFailure} ssh does not get in; {AppError} `cancelled` */
export async function withClient(run: Run): Promise<void> {
  const { facts, ladder, services, request } = run
  const { client } = request
  if (client === null) return
  const limitMs = services.limits.client
  let skipped: string | null = null
  await ladder.attempt(
    'client',
    limitMs + 1_000,
    () => clientTimeout(limitMs),
    async (signal) => {
      const result = await askClient(facts, 'ok', { ...client, limitMs }, signal)
      const judged = result === null ? 'skipped' : judgeClient(result, facts, client.uses)
      if (judged !== 'skipped') return judged
      skipped = result?.detail ?? 'There is no key file that ssh could be given.'
      return null
    },
  )
  if (skipped !== null) ladder.skip('client', skipped)
}

/** What ssh says where our own test failed: shown with its stage, whatever it is. */
async function secondOpinion(run: Run): Promise<'ok' | 'failed' | null> {
  const { facts, ladder, services, request } = run
  const { client } = request
  if (client === null) return null
  const limitMs = services.limits.client
  let verdict: 'ok' | 'failed' | null = null
  const ask = async (signal: AbortSignal): Promise<Passed<null> | null> => {
    const result = await askClient(facts, 'failed', { ...client, limitMs }, signal)
    if (result === null || result.state === 'skipped') return null
    verdict = result.state === 'failed' ? 'failed' : 'ok'
    if (result.state === 'failed') throw new StageFailure('client-disagrees', result.detail)
    return { state: result.state, detail: result.detail, value: null }
  }
  try {
    await ladder.attempt('client', limitMs + 1_000, () => clientTimeout(limitMs), ask)
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error
  }
  return verdict
}

/** Side questions are bounded together; when they take too long, the refusal stays as it is. */
async function explain(run: Run, failure: StageFailure): Promise<StageFailure> {
  if (failure.causeCode !== 'key-not-accepted') return failure
  const { facts, services, sockets, signal, request } = run
  const { keys, outside, limits } = services
  const { mayAskAboutOthers } = request
  try {
    return await within(
      limits.whyRefused,
      signal,
      () => failure,
      () => whyRefused({ failure, facts, keys, sockets, outside, mayAskAboutOthers }),
    )
  } catch (error) {
    if (signal.aborted) throw new AppError('cancelled', 'Stopped at your request.')
    if (error instanceof StageFailure) return error
    throw error
  }
}
