/** Offers some keys over one connection, one after the other. */

import { StageFailure } from '../facts.ts'
import { printable } from '../printable.ts'
import { type AuthTurn, LinkLost, type SshLink } from '../ssh-link.ts'
import { within } from '../within.ts'
import type { Candidate } from './candidates.ts'
import { type Answer, OfferAgent } from './offer-agent.ts'

export interface OfferOptions {
  readonly link: SshLink
  readonly user: string
  readonly candidates: readonly Candidate[]
  /** Asks first which methods there are; once is enough for a search. */
  readonly asksForMethods: boolean
  readonly onMethods: (methods: readonly string[]) => void
  readonly onAnswer: (candidate: Candidate, answer: Answer) => void
  readonly signal: AbortSignal
  /** For each answer, in milliseconds. */
  readonly limitMs: number
}

/**
 * - `all`: every key was answered
 * - `hung-up`: the server ended the connection before that
 * - `no-key-needed`: it let the user in without any key
 */
export type OfferEnd = 'all' | 'hung-up' | 'no-key-needed'

/** @throws {StageFailure} the server takes no keys, or does not answer; {AppError} `cancelled` */
export async function offerKeys(options: OfferOptions): Promise<OfferEnd> {
  const { link, user, candidates } = options
  const limited = <T>(action: () => Promise<T>) =>
    within(options.limitMs, options.signal, () => noAnswer(options.limitMs), action)
  let turn = await limited(() => link.nextTurn()).catch(hungUp)
  if (turn !== null && options.asksForMethods) {
    turn.attempt({ type: 'none', username: user })
    const next = await limited(() => turnOrReady(link)).catch(hungUp)
    if (next === 'ready') return 'no-key-needed'
    if (next !== null) checkMethods(next.offered ?? [], options)
    turn = next
  }
  for (const candidate of candidates) {
    if (turn === null) return 'hung-up'
    const agent = new OfferAgent(candidate.publicKey)
    turn.attempt({ type: 'agent', username: user, agent })
    const next = await limited(() => turnOrReady(link)).catch((error: unknown) => {
      const lost = asLost(error)
      // sshd says so instead of answering the last try that it allows.
      if (TOO_MANY.test(lost.message)) options.onAnswer(candidate, 'refused')
      return null
    })
    if (next === 'ready') return 'no-key-needed'
    if (next !== null) options.onAnswer(candidate, wasSkipped(agent, link) ?? agent.answer)
    turn = next
  }
  return turn === null ? 'hung-up' : 'all'
}

/** Words of the disconnect message that sshd sends when its MaxAuthTries is reached. */
const TOO_MANY = /too many authentication failures/i

function turnOrReady(link: SshLink): Promise<AuthTurn | 'ready'> {
  return Promise.race([link.ready().then(() => 'ready' as const), link.nextTurn()])
}

function hungUp(error: unknown): null {
  asLost(error)
  return null
}

function asLost(error: unknown): LinkLost {
  if (error instanceof LinkLost) return error
  throw error
}

/** ssh2 offers no RSA key to a server that names none of the signatures it may give for one. */
function wasSkipped(agent: OfferAgent, { debugLines }: SshLink): Answer | null {
  // The last one says that the agent has no more keys.
  const line = debugLines.filter((text) => text.startsWith('Agent: ')).at(-2) ?? ''
  return agent.answer === 'refused' && SKIPPED.test(line) ? 'sha1-only' : null
}

const SKIPPED = /^Agent: Skipping key .*no mutual hash algorithm/

function checkMethods(methods: readonly string[], { onMethods }: OfferOptions): void {
  onMethods(methods)
  if (methods.includes('publickey')) return
  const named = methods.map((method) => printable(method, 40)).join(', ') || 'nothing'
  throw new StageFailure(
    'password-only',
    `The server takes no keys from this user at all; it offers: ${named}.`,
  )
}

function noAnswer(limitMs: number): StageFailure {
  return new StageFailure(
    'auth-timeout',
    `The server did not decide about a key within ${limitMs / 1_000} s.`,
  )
}
