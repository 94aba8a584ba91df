/**
 * Who may call: whoever brought the one-time code of the launch address. The code is exchanged for
 * a token that lives until the host stops, or until a new code is exchanged: one session at a time.
 */

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const SECRET_BYTES = 32
const CODE_LIFE_MS = 60_000
const CODE_TRIES = 5

export interface Session {
  /** A new one-time code in hex; an older one that was not used stops working. */
  newCode(): string
  /** The session token in hex; null for a code that is wrong, used, too old or tried too often. */
  redeem(code: string): string | null
  isToken(token: string): boolean
  /** A code was given out that still works. */
  awaitsCode(): boolean
}

/** `now` in milliseconds, from a clock that only goes forward. */
export function createSession(now: () => number = () => performance.now()): Session {
  let pending: { digest: Buffer; expiresAt: number; triesLeft: number } | null = null
  let tokenDigest: Buffer | null = null
  return {
    newCode() {
      const code = randomBytes(SECRET_BYTES).toString('hex')
      pending = { digest: digestOf(code), expiresAt: now() + CODE_LIFE_MS, triesLeft: CODE_TRIES }
      return code
    },
    redeem(code) {
      if (pending === null) return null
      pending.triesLeft -= 1
      const expired = now() >= pending.expiresAt
      const valid = !expired && timingSafeEqual(pending.digest, digestOf(code))
      if (valid || expired || pending.triesLeft === 0) pending = null
      if (!valid) return null
      const token = randomBytes(SECRET_BYTES).toString('hex')
      tokenDigest = digestOf(token)
      return token
    },
    awaitsCode: () => pending !== null && now() < pending.expiresAt,
    isToken: (token) => tokenDigest !== null && timingSafeEqual(tokenDigest, digestOf(token)),
  }
}

/** Digests have one length and reveal nothing by the time that comparing them takes. */
function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}
