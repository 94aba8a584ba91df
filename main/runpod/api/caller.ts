/** Sends requests with the API key: reads are tried again, writes never, and pauses are kept. */

import { AppError } from '../../contract/errors.ts'
import {
  type Answer,
  type Environment,
  exchange,
  proxyFor,
  TransportError,
} from '../../network/index.ts'
import { baseUrl } from './base-url.ts'
import {
  answerError,
  outcomeUnknown,
  rateLimited,
  transportAppError,
  unexpectedAnswer,
} from './errors.ts'
import { refusedWaitMs, retryAfterMs, windowWaitMs } from './rate.ts'

export interface Call {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly path: string
  readonly body?: unknown
  /** A read may be sent again when it failed. */
  readonly isRead: boolean
  /** What Keypilot is doing, to follow “could not”. */
  readonly what: string
  readonly signal?: AbortSignal | undefined
}

export interface CallerOptions {
  readonly apiKey: () => Promise<string | null>
  readonly version: string
  readonly env: Environment
  readonly limits?: Partial<CallLimits>
  /** Certificates to trust instead of Node's own list, PEM; for tests. */
  readonly ca?: string
}

export interface CallLimits {
  /** Of one attempt. */
  readonly attemptMs: number
  /** Of all attempts and the pauses between them. */
  readonly totalMs: number
  readonly attempts: number
  /** A longer pause that RunPod asks for is told instead of waited for. */
  readonly longestPauseMs: number
  /** Before the second attempt; twice as long before each further one. */
  readonly backoffMs: number
}

/** The parsed JSON of the answer. */
export type Caller = (call: Call) => Promise<unknown>

const LIMITS: CallLimits = {
  attemptMs: 15_000,
  totalMs: 30_000,
  attempts: 3,
  longestPauseMs: 5_000,
  backoffMs: 500,
}
const TRIED_AGAIN = new Set([500, 502, 503, 504])

interface Pause {
  readonly apiKey: string
  /** By the clock that nobody sets: `performance.now()`. */
  readonly until: number
}

export function createCaller(options: CallerOptions): Caller {
  const limits = { ...LIMITS, ...options.limits }
  let pause: Pause = { apiKey: '', until: 0 }
  return async (call) => {
    const apiKey = await knownKey(options)
    const pausedMs = () =>
      pause.apiKey === apiKey ? Math.max(0, pause.until - performance.now()) : 0
    const remember = (waitMs: number) => {
      // Of two answers at once, the one that asks for less does not end the other's pause.
      const waited = Math.max(waitMs, pausedMs())
      if (waited > 0) pause = { apiKey, until: performance.now() + waited }
    }
    const send = (timeoutMs: number) => sendOnce(options, call, apiKey, timeoutMs)
    const host = baseUrl(options.env).hostname
    return withAttempts({ call, limits, apiKey, host, send, pausedMs, remember })
  }
}

async function knownKey({ apiKey }: CallerOptions): Promise<string> {
  const known = await apiKey()
  if (known !== null) return known
  throw new AppError(
    'no-api-key',
    'Keypilot has no RunPod API key yet. Enter one on Keypilot’s RunPod page; without it, everything works by copy and paste.',
  )
}

function sendOnce(
  options: CallerOptions,
  { method, path, body, signal }: Call,
  apiKey: string,
  timeoutMs: number,
): Promise<Answer> {
  const url = new URL(path, baseUrl(options.env))
  return exchange({
    url,
    proxy: proxyFor(url, options.env),
    method,
    headers: {
      authorization: `Bearer ${apiKey}`,
      accept: 'application/json, application/problem+json',
      // Cloudflare turns away requests without one.
      'user-agent': `Keypilot/${options.version}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    timeoutMs,
    signal,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  })
}

interface Attempts {
  readonly call: Call
  readonly limits: CallLimits
  readonly apiKey: string
  readonly host: string
  readonly send: (timeoutMs: number) => Promise<Answer>
  readonly pausedMs: () => number
  readonly remember: (waitMs: number) => void
}

async function withAttempts(attempts: Attempts): Promise<unknown> {
  const { call, limits, send, pausedMs } = attempts
  const end = performance.now() + limits.totalMs
  for (let attempt = 1; ; attempt += 1) {
    if (pausedMs() > limits.longestPauseMs) throw rateLimited(pausedMs())
    if (pausedMs() > 0) await sleep(pausedMs(), call.signal)
    const timeoutMs = Math.min(limits.attemptMs, Math.max(1, end - performance.now()))
    const outcome = await send(timeoutMs).catch((error: unknown) => {
      if (error instanceof TransportError) return error
      throw error
    })
    const verdict = judge(outcome, attempts)
    if ('value' in verdict) return verdict.value
    const backoffMs = limits.backoffMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2)
    const waitMs = Math.max(verdict.waitMs, backoffMs)
    const isWorthIt =
      call.isRead &&
      attempt < limits.attempts &&
      verdict.waitMs <= limits.longestPauseMs &&
      performance.now() + waitMs < end
    if (!isWorthIt) throw verdict.error
    await sleep(waitMs, call.signal)
  }
}

type Verdict =
  | { readonly value: unknown }
  /** A later attempt could succeed, no sooner than in `waitMs`; `error` when there is none. */
  | { readonly waitMs: number; readonly error: AppError }

/** @throws {AppError} for what no further attempt would change */
function judge(outcome: Answer | TransportError, attempts: Attempts): Verdict {
  const { call, apiKey, host, remember } = attempts
  if (outcome instanceof TransportError) {
    const error = transportFailure(outcome, call, host)
    if (outcome.reason === 'cut' || outcome.reason === 'timeout') return { waitMs: 0, error }
    throw error
  }
  if (outcome.status === 429) {
    const waitMs = refusedWaitMs(outcome.headers, Date.now())
    remember(waitMs)
    return { waitMs, error: rateLimited(waitMs) }
  }
  remember(windowWaitMs(outcome.headers))
  if (TRIED_AGAIN.has(outcome.status)) {
    const waitMs = retryAfterMs(outcome.headers, Date.now()) ?? 0
    return { waitMs, error: failure(outcome, call, apiKey) }
  }
  return { value: parsedValue(outcome, call, apiKey) }
}

function parsedValue(answer: Answer, call: Call, apiKey: string): unknown {
  if (answer.status < 200 || answer.status > 299) throw failure(answer, call, apiKey)
  try {
    return JSON.parse(answer.text)
  } catch {
    if (!call.isRead) throw outcomeUnknown(call.what)
    throw unexpectedAnswer(call.what, 'the answer is not one of RunPod’s, or it is damaged.')
  }
}

/** A server error says nothing about what happened before it. */
function failure(answer: Answer, call: Call, apiKey: string): AppError {
  if (!call.isRead && answer.status >= 500) return outcomeUnknown(call.what)
  return answerError(answer, call.what, (text) => text.replaceAll(apiKey, '[API key removed]'))
}

function transportFailure(error: TransportError, call: Call, host: string): AppError {
  if (!call.isRead && error.sent) return outcomeUnknown(call.what)
  return transportAppError(error, call.what, host)
}

/** @throws {AppError} `cancelled` */
function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(new AppError('cancelled', 'Stopped at your request.'))
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
