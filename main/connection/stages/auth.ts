/** Stage `auth`: logging in with exactly one key. No agent, no other keys, no passwords. */

import type { ParsedKey } from 'ssh2'
import { type Passed, StageFailure } from '../facts.ts'
import { printable } from '../printable.ts'
import { type AuthTurn, LinkLost, type SshLink } from '../ssh-link.ts'

export interface Login {
  /** False when the server wanted no key at all. */
  readonly isByKey: boolean
}

/**
 * Asks with `none` first, which every server answers with the methods it offers.
 *
 * @param onOffered called with these methods as soon as they are known
 */
export async function logIn(
  link: SshLink,
  user: string,
  key: ParsedKey,
  onOffered: (methods: readonly string[]) => void,
): Promise<Passed<Login>> {
  const guarded = withoutSha1(key)
  try {
    const first = await link.nextTurn()
    first.attempt({ type: 'none', username: user })
    const second = await nextTurnOrReady(link)
    if (second === 'ready') return withoutKey(user)
    const offered = second.offered ?? []
    onOffered(offered)
    if (!offered.includes('publickey')) throw refusesKeys(offered)
    second.attempt({ type: 'publickey', username: user, key: guarded.key })
    const third = await nextTurnOrReady(link)
    if (third === 'ready') {
      return {
        state: 'ok',
        detail: `The server accepted the key for ${user}.`,
        value: { isByKey: true },
      }
    }
    throw refused(third, user, link.debugLines)
  } catch (error) {
    if (guarded.wasAsked()) throw onlySha1()
    throw error instanceof LinkLost ? lostFailure(error) : error
  }
}

/**
 * For RSA keys ssh2 falls back to SHA-1 where a server names no signatures that it knows (RFC 8308);
 * OpenSSH has refused to since 8.8, and offers the key to nobody then. ssh2 takes the error for a
 * lost connection.
 */
function withoutSha1(key: ParsedKey): { readonly key: ParsedKey; wasAsked(): boolean } {
  let asked = false
  const sign: ParsedKey['sign'] = (data, algorithm) => {
    if (key.type !== 'ssh-rsa' || algorithm !== 'sha1') return key.sign(data, algorithm)
    asked = true
    // Typed as a buffer alone, but ssh2 looks for an error too.
    return new Error('only SHA-1') as Error & Buffer
  }
  const guarded: ParsedKey = Object.create(key, { sign: { value: sign } })
  return { key: guarded, wasAsked: () => asked }
}

export function authTimeout(limitMs: number): StageFailure {
  return new StageFailure(
    'auth-timeout',
    `The server did not decide about the key within ${limitMs / 1000} s.`,
  )
}

function nextTurnOrReady(link: SshLink): Promise<AuthTurn | 'ready'> {
  return Promise.race([link.ready().then(() => 'ready' as const), link.nextTurn()])
}

function withoutKey(user: string): Passed<Login> {
  return {
    state: 'warning',
    detail: `The server let ${user} in without asking for a key, so nothing was learned about the key.`,
    value: { isByKey: false },
  }
}

function refusesKeys(offered: readonly string[]): StageFailure {
  return new StageFailure(
    'key-not-accepted',
    `The server takes no keys from this user at all; it offers: ${methods(offered)}.`,
    { takesNoKeys: true },
  )
}

/** ssh2's debug lines: it found nothing in common, or was refused with a SHA-1 signature. */
const SHA1_ONLY = /no mutual hash algorithm|\(ssh-rsa\) auth failed/

function onlySha1(): StageFailure {
  return new StageFailure(
    'no-common-algorithm',
    'The server takes RSA keys only with the outdated SHA-1 signature. An Ed25519 key would work.',
  )
}

function refused(turn: AuthTurn, user: string, debugLines: readonly string[]): StageFailure {
  const offered = turn.offered ?? []
  if (turn.isPartial) {
    return new StageFailure(
      'unexpected',
      `The server accepted the key, but wants a second proof as well (${methods(offered)}), which Keypilot cannot give.`,
    )
  }
  if (debugLines.some((line) => SHA1_ONLY.test(line))) return onlySha1()
  return new StageFailure('key-not-accepted', `The server refused the key for ${user}.`)
}

/** Words of the disconnect message that sshd sends when its MaxAuthTries is reached. */
const TOO_MANY = /too many authentication failures/i

function lostFailure(lost: LinkLost): StageFailure {
  if (TOO_MANY.test(lost.message)) {
    return new StageFailure(
      'too-many-authentication-failures',
      `The server said “${printable(lost.message)}” and hung up.`,
    )
  }
  return new StageFailure(
    'connection-lost',
    `The connection ended while logging in: ${printable(lost.message)}`,
  )
}

function methods(offered: readonly string[]): string {
  return offered.length === 0
    ? 'nothing'
    : offered.map((method) => printable(method, 40)).join(', ')
}
