/** The Bridge over HTTP, for the page that Keypilot serves on this computer's loopback address. */

import type { Bridge, EventName, Events, MethodName, Params, Result, Value } from '../contract.ts'
import { readJsonLines } from './ndjson.ts'

export interface HttpBridgeOptions {
  /** Scheme, host and port, without a final slash. */
  readonly origin: string
  readonly token: string
  /** Called once, when the host refuses the token or stays unreachable. */
  readonly onEnded: () => void
  /** Waits between attempts to reopen the event stream; after the last one the session has ended. */
  readonly retryDelaysMs?: readonly number[]
}

export interface HttpBridge extends Bridge {
  /** Ends the event stream. */
  close(): void
}

const RETRY_DELAYS_MS = [250, 500, 1_000, 2_000, 4_000]

export function createHttpBridge(options: HttpBridgeOptions): HttpBridge {
  const closing = new AbortController()
  const listeners = new Map<string, Set<(value: never) => void>>()
  let ended = false
  const end = () => {
    if (ended || closing.signal.aborted) return
    ended = true
    closing.abort()
    options.onEnded()
  }
  const post = (path: string, body: unknown) => send(options, path, body, closing.signal)

  void followEvents(options, post, closing.signal, end, (name, value) => {
    for (const listener of listeners.get(name) ?? []) listener(value as never)
  })

  return {
    async call<M extends MethodName>(method: M, params: Params<M>, callId?: string) {
      const response = await post(`/rpc/${method}`, { params, callId }).catch(() => null)
      if (response?.status === 401) end()
      return await readResult<Value<M>>(response)
    },
    cancel(callId) {
      post('/cancel', { callId }).catch(() => {})
    },
    subscribe<E extends EventName>(event: E, listener: (value: Events[E]) => void) {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set.add(listener as (value: never) => void))
      return () => void set.delete(listener as (value: never) => void)
    },
    close() {
      closing.abort()
    },
  }
}

type Post = (path: string, body: unknown) => Promise<Response>

function send(
  options: HttpBridgeOptions,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(`${options.origin}${path}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${options.token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    signal,
  })
}

/** Keeps one event stream open. A stream that delivered something counts as a fresh start. */
async function followEvents(
  options: HttpBridgeOptions,
  post: Post,
  signal: AbortSignal,
  end: () => void,
  emit: (name: string, value: unknown) => void,
): Promise<void> {
  const delays = options.retryDelaysMs ?? RETRY_DELAYS_MS
  for (let failures = 0; !signal.aborted; failures += 1) {
    const delay = delays[failures - 1]
    if (failures > delays.length) return end()
    if (delay !== undefined) await pause(delay, signal)
    try {
      const response = await post('/events', {})
      if (response.status === 401) return end()
      if (!response.ok || response.body === null) continue
      for await (const line of readJsonLines(response.body)) {
        failures = 0
        if (isEvent(line)) emit(line.event, line.value)
      }
    } catch {
      // Not reachable, or the stream broke: the next round tries again.
    }
  }
}

function isEvent(line: unknown): line is { readonly event: string; readonly value: unknown } {
  return typeof line === 'object' && line !== null && 'event' in line && 'value' in line
}

/** The envelope of an answer; anything else becomes an error the person can act on. */
async function readResult<T>(response: Response | null): Promise<Result<T>> {
  const body: unknown = await response?.json().catch(() => null)
  if (typeof body === 'object' && body !== null && 'ok' in body) return body as Result<T>
  return {
    ok: false,
    error: {
      code: 'internal',
      message:
        response === null
          ? 'Keypilot did not answer. Try again; if the same happens, start Keypilot again.'
          : `Keypilot refused the request (HTTP ${response.status}). Reload the page and try again.`,
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
