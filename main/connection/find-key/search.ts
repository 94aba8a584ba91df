/** The search: few keys a connection, one connection at a time, until a key is accepted. */

import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../../contract/errors.ts'
import type { HostKeyPolicy, Target } from '../../contract/methods.ts'
import type { KnownHosts } from '../../known-hosts/index.ts'
import { type ConnectOptions, connect } from '../connect.ts'
import { StageFailure } from '../facts.ts'
import type { Limits } from '../limits.ts'
import { createSockets } from '../sockets.ts'
import type { Candidate } from './candidates.ts'
import type { Answer } from './offer-agent.ts'
import { type OfferEnd, offerKeys } from './offer-keys.ts'
import type { Pace } from './pace.ts'

export interface SearchOptions {
  readonly target: Target
  readonly policy: HostKeyPolicy
  readonly candidates: readonly Candidate[]
  readonly knownHosts: KnownHosts
  readonly limits: Limits
  readonly signal: AbortSignal
  readonly pace: Pace
  /** How long to wait before a connection that was turned away is tried once more, in milliseconds. */
  readonly retryMs: number
  readonly onTried: (tried: number) => void
}

export interface SearchResult {
  readonly answers: ReadonlyMap<Candidate, Answer>
  readonly seen: ConnectOptions['seen']
  readonly methods: readonly string[]
  /** Why it ended early. */
  readonly stopped: string | null
  /** The failure before any key was answered. */
  readonly failure: StageFailure | null
}

/** sshd allows six tries by default (MaxAuthTries), and the sixth ends the connection. */
const KEYS_PER_CONNECTION = 5
/** Connections in a row that brought no answer. */
const MAX_FRUITLESS = 2

interface Search {
  readonly options: SearchOptions
  readonly answers: Map<Candidate, Answer>
  readonly seen: ConnectOptions['seen']
  methods: readonly string[]
  /** Keys for the next connection: fewer once the server has hung up early. */
  size: number
  fruitless: number
}

/** @throws {AppError} `cancelled`; no connection is left in any case */
export async function search(options: SearchOptions): Promise<SearchResult> {
  const run: Search = {
    options,
    answers: new Map(),
    seen: { address: null, software: null, hostKey: null, connections: 0 },
    methods: [],
    size: KEYS_PER_CONNECTION,
    fruitless: 0,
  }
  const end = (stopped: string | null, failure: StageFailure | null = null): SearchResult => ({
    answers: run.answers,
    seen: run.seen,
    methods: run.methods,
    stopped,
    failure,
  })
  while (open(run).length > 0 && !hasAccepted(run)) {
    await pause(options.pace.next(run.seen.software), options.signal)
    try {
      const stopped = afterConnection(run, await oneConnection(run))
      if (stopped !== null) return end(stopped)
    } catch (error) {
      if (!(error instanceof StageFailure)) throw error
      if (run.answers.size === 0 && run.fruitless === 0) return end(null, error)
      if (!mayRetry(error) || ++run.fruitless >= MAX_FRUITLESS) return end(sentence(error, run))
      await pause(options.retryMs, options.signal)
    }
  }
  return end(null)
}

function open({ options, answers }: Search): readonly Candidate[] {
  return options.candidates.filter((candidate) => !answers.has(candidate))
}

function hasAccepted({ answers }: Search): boolean {
  return [...answers.values()].includes('accepted')
}

async function oneConnection(run: Search): Promise<{ end: OfferEnd; answered: number }> {
  const { options, answers, seen } = run
  const { target, limits, signal } = options
  const sockets = createSockets()
  const before = answers.size
  try {
    const link = await connect({ ...options, sockets, seen })
    const end = await offerKeys({
      link,
      user: target.user,
      candidates: open(run).slice(0, run.size),
      asksForMethods: run.methods.length === 0,
      onMethods: (methods) => {
        run.methods = methods
      },
      onAnswer: (candidate, answer) => {
        answers.set(candidate, answer)
        options.onTried(answers.size)
      },
      signal,
      limitMs: limits.auth,
    })
    link.client.end()
    return { end, answered: answers.size - before }
  } finally {
    sockets.destroyAll()
  }
}

/** Null to go on. */
function afterConnection(
  run: Search,
  { end, answered }: { readonly end: OfferEnd; readonly answered: number },
): string | null {
  if (end === 'no-key-needed') {
    return `The server lets ${run.options.target.user} in without any key, so it does not tell keys apart.`
  }
  if (end === 'all') {
    run.fruitless = 0
    return null
  }
  // The server allows fewer tries, or takes them for an attack.
  run.size = Math.max(1, Math.min(run.size, answered))
  run.fruitless = answered > 0 ? 0 : run.fruitless + 1
  return run.fruitless < MAX_FRUITLESS
    ? null
    : `The server hung up without an answer. ${notTried(run)} Wait some minutes before you search again.`
}

/** Turned away without a reason: that may have been chance (MaxStartups). */
function mayRetry({ causeCode, message }: StageFailure): boolean {
  if (/Not allowed at this time/.test(message)) return false
  if (/Exceeded MaxStartups/.test(message)) return true
  return causeCode === 'closed-before-handshake' || causeCode === 'connection-reset'
}

function sentence(failure: StageFailure, run: Search): string {
  const { connections } = run.seen
  if (failure.causeCode === 'host-key-changed' || failure.causeCode === 'host-key-revoked') {
    return `${failure.message} The search was stopped. ${notTried(run)}`
  }
  return `After ${connections} connections the server takes no more for now: ${failure.message} ${notTried(run)} Servers turn away anyone who fails to log in again and again; wait some minutes before you search again.`
}

function notTried(run: Search): string {
  const { length } = open(run)
  return length === 1 ? 'One key was not tried.' : `${length} keys were not tried.`
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return
  await delay(ms, undefined, { signal }).catch(() => {
    throw new AppError('cancelled', 'Stopped at your request.')
  })
}
