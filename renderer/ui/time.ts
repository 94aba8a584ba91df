/** Moments as people write them here. */

/** @param iso ISO 8601, UTC */
export function formatTime(iso: string): string {
  const time = new Date(iso)
  if (Number.isNaN(time.getTime())) return 'at an unknown time'
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(
    time,
  )
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** What is longer ago is told by its date. */
const RECENT_MS = 7 * DAY_MS

/**
 * How long ago, in words: `just now`, `5 minutes ago`, `yesterday`, and a date after a week.
 *
 * @param iso ISO 8601, UTC
 * @param nowMs Unix time in milliseconds
 */
export function formatAgo(iso: string, nowMs: number): string {
  const ageMs = nowMs - new Date(iso).getTime()
  // A clock that was set back: the date is true at least.
  if (Number.isNaN(ageMs) || ageMs > RECENT_MS || ageMs < -MINUTE_MS) return formatTime(iso)
  if (ageMs < MINUTE_MS) return 'just now'
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
  if (ageMs < HOUR_MS) return words.format(-Math.floor(ageMs / MINUTE_MS), 'minute')
  if (ageMs < DAY_MS) return words.format(-Math.floor(ageMs / HOUR_MS), 'hour')
  return words.format(-Math.floor(ageMs / DAY_MS), 'day')
}
