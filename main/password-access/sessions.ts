/**
 * Generated passwords, in memory and nowhere else: one for each text that was prepared, until it was
 * used, its time is over, or Keypilot ends.
 */

import { randomBytes, randomUUID } from 'node:crypto'
import { AppError } from '../contract/errors.ts'
import { makeSalt, sha512Crypt } from './sha512-crypt.ts'

/** Long enough to find the web terminal, and to install a server in it. */
const LIFETIME_MS = 30 * 60_000
/** The oldest gives way: nobody prepares more texts than this at a time. */
const MAX_SESSIONS = 20
/** 144 bits, which are 24 characters of base64url. */
const PASSWORD_BYTES = 18

export interface PasswordSession {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly expiresAt: string
  /** The `$6$` hash, safe to show: it cannot be turned back into the password. */
  readonly hash: string
}

export interface PasswordSessions {
  open(): PasswordSession
  /** @throws {AppError} `not-found` when it is unknown, used or over */
  passwordOf(id: string): string
  forget(id: string): void
}

/** @param now milliseconds since the epoch */
export function createPasswordSessions(now: () => number = Date.now): PasswordSessions {
  const held = new Map<string, { readonly password: Buffer; readonly until: number }>()
  const forget = (id: string) => {
    held.get(id)?.password.fill(0)
    held.delete(id)
  }
  const forgetWhatIsOver = () => {
    for (const [id, { until }] of held) if (until <= now()) forget(id)
  }
  return {
    forget,
    open() {
      forgetWhatIsOver()
      const [oldest] = held.keys()
      if (oldest !== undefined && held.size >= MAX_SESSIONS) forget(oldest)
      const id = randomUUID()
      const password = Buffer.from(randomBytes(PASSWORD_BYTES).toString('base64url'), 'latin1')
      const until = now() + LIFETIME_MS
      held.set(id, { password, until })
      // A timer as well, so that it does not lie in memory until somebody asks.
      setTimeout(() => forget(id), LIFETIME_MS).unref()
      return {
        id,
        expiresAt: new Date(until).toISOString(),
        hash: sha512Crypt(password, makeSalt()),
      }
    },
    passwordOf(id) {
      forgetWhatIsOver()
      const found = held.get(id)
      if (found !== undefined) return found.password.toString('latin1')
      throw new AppError(
        'not-found',
        'Keypilot has forgotten the password that it made for this text: it keeps one for half an hour, and only while it runs. Copy the text again and paste it once more; the new password then replaces the old one.',
      )
    },
  }
}
