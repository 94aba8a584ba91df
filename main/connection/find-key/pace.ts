/**
 * How fast connections may follow each other. Since 9.8 OpenSSH's server adds 5 s to a source's
 * account for each failed login and turns it away from 15 s on; the account empties with time
 * (sshd_config(5), PerSourcePenalties: authfail and min). Offers that are never signed count as
 * failed logins.
 */

const PENALTY_MS = 5_000
const ENFORCED_FROM_MS = 15_000
/** Clocks and networks are not exact. */
const MARGIN_MS = 1_500

export interface Pace {
  /** How long to wait before the next connection, in milliseconds; it is taken to be made then. */
  next(software: string | null): number
}

/** @param now a clock that never goes back, in milliseconds */
export function createPace(now: () => number): Pace {
  let accountMs = 0
  let countedAt = now()
  return {
    next(software) {
      const at = now()
      accountMs = Math.max(0, accountMs - (at - countedAt))
      const most = ENFORCED_FROM_MS - PENALTY_MS - MARGIN_MS
      const waitMs = hasPenalties(software) ? Math.max(0, accountMs - most) : 0
      accountMs = Math.max(0, accountMs - waitMs) + PENALTY_MS
      countedAt = at + waitMs
      return waitMs
    },
  }
}

function hasPenalties(software: string | null): boolean {
  const match = /OpenSSH_(?:for_Windows_)?(\d+)\.(\d+)/.exec(software ?? '')
  if (match === null) return false
  const [major, minor] = [Number(match[1]), Number(match[2])]
  return major > 9 || (major === 9 && minor >= 8)
}
