/**
 * Stage `auth`: logging in with exactly one key, whose private half is a file or held by the agent.
 * No other keys, no passwords.
 */

import type { AnyAuthMethod, ParsedKey } from 'ssh2'
import type { AgentKey } from '../agent-key.ts'
import { type Passed, StageFailure } from '../facts.ts'
import { printable } from '../printable.ts'
import { type AuthTurn, LinkLost, type SshLink } from '../ssh-link.ts'

export type Credential =
  | { readonly kind: 'private'; readonly key: ParsedKey }
  | { readonly kind: 'agent'; readonly key: AgentKey }

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
  credential: Credential,
  onOffered: (methods: readonly string[]) => void,
): Promise<Passed<Login>> {
  const proof = proofOf(credential, user)
  try {
    const first = await link.nextTurn()
    first.attempt({ type: 'none', username: user })
    const second = await nextTurnOrReady(link)
    if (second === 'ready') return withoutKey(user)
    const offered = second.offered ?? []
    onOffered(offered)
    if (!offered.includes('publickey')) throw refusesKeys(offered)
    second.attempt(proof.method)
    const third = await nextTurnOrReady(link)
    if (third === 'ready') {
      return {
        state: 'ok',
        detail: `The server accepted the key for ${user}.`,
        value: { isByKey: true },
      }
    }
    throw proof.failure() ?? refused(third, user, link.debugLines)
  } catch (error) {
    throw proof.failure() ?? (error instanceof LinkLost ? lostFailure(error) : error)
  }
}

/** How the key is presented, and what went wrong on this side of it. */
interface Proof {
  readonly method: AnyAuthMethod
  failure(): StageFailure | null
}

function proofOf(credential: Credential, username: string): Proof {
  if (credential.kind === 'agent') {
    const { agent, wantedSha1, wasRefused } = credential.key
    const failure = () => (wantedSha1() ? onlySha1() : wasRefused() ? agentRefused() : null)
    return { method: { type: 'agent', username, agent }, failure }
  }
  const guarded = withoutSha1(credential.key)
  return {
    method: { type: 'publickey', username, key: guarded.key },
    failure: () => (guarded.wasAsked() ? onlySha1() : null),
  }
}

function agentRefused(): StageFailure {
  return new StageFailure(
    'agent-refused',
    'The server would take the key, but the ssh-agent did not sign with it.',
  )
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
    'password-only',
    `The server takes no keys from this user at all; it offers: ${methods(offered)}.`,
  )
}

/** ssh2's debug lines: it found nothing in common, or was refused with a SHA-1 signature. */
const SHA1_ONLY = /no mutual hash algorithm|\(ssh-rsa\) auth failed/

function onlySha1(): StageFailure {
  return new StageFailure(
    'rsa-sha1-only',
    'The server takes RSA keys only with the outdated SHA-1 signature. An Ed25519 key would work.',
  )
}

function refused(turn: AuthTurn, user: string, debugLines: readonly string[]): StageFailure {
  const offered = turn.offered ?? []
  if (turn.isPartial) {
    return new StageFailure(
      'second-proof-needed',
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
