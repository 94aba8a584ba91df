/** How long RunPod wants to be left alone. */

import type { IncomingHttpHeaders } from 'node:http'

const MAX_WAIT_MS = 3_600_000
/** When RunPod refuses and does not say for how long. */
const DEFAULT_WAIT_MS = 30_000

/** `Retry-After` in ms: seconds or a date (RFC 9110, section 10.2.3). Null when absent or garbled. */
export function retryAfterMs(headers: IncomingHttpHeaders, now: number): number | null {
  const text = headers['retry-after']?.trim()
  if (text === undefined) return null
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now
  return Number.isNaN(ms) ? null : Math.min(Math.max(0, ms), MAX_WAIT_MS)
}

/**
 * How long until a window with nothing left begins anew, in ms, from
 * `RateLimit: "minute";r=0;t=12, "hour";r=2800;t=1812`; 0 when something is left in each.
 */
export function windowWaitMs(headers: IncomingHttpHeaders): number {
  const header = headers.ratelimit
  if (typeof header !== 'string' || header.length > 1_024) return 0
  const waits = [...header.matchAll(/;\s*r=0\s*;\s*t=(\d{1,6})(?!\d)/g)].map(
    ([, seconds]) => Number(seconds) * 1_000,
  )
  return Math.min(Math.max(0, ...waits), MAX_WAIT_MS)
}

/** After 429. */
export function refusedWaitMs(headers: IncomingHttpHeaders, now: number): number {
  return retryAfterMs(headers, now) ?? (windowWaitMs(headers) || DEFAULT_WAIT_MS)
}
