/** Decides when the host has no more reason to run. */

/** Nobody has called for so long, and no page is open. */
const IDLE_LIMIT_MS = 15 * 60_000
/** The page was closed. Long enough to reload it, or to bring back a tab that was put to sleep. */
const CLOSED_LIMIT_MS = 60_000

export interface IdleWatch {
  /** An authorised request came in. */
  touch(): void
  /** The number of open event streams, which is the number of open pages. */
  pages(count: number): void
  stop(): void
}

export function watchIdle(onIdle: () => void): IdleWatch {
  let open = 0
  let stopped = false
  let limitMs = IDLE_LIMIT_MS
  let timer = setTimeout(onIdle, limitMs)
  const touch = () => {
    clearTimeout(timer)
    if (open === 0 && !stopped) timer = setTimeout(onIdle, limitMs)
  }
  return {
    touch,
    pages(count) {
      if (count < open) limitMs = CLOSED_LIMIT_MS
      open = count
      touch()
    },
    stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}
