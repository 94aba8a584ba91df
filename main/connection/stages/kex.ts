/** Stage `kex`: the key exchange, at the end of which the server has proven its host key. */

import type { Socket } from 'node:net'
import type { ServerHostKeyAlgorithm } from 'ssh2'
import type { CauseCode } from '../../contract/methods.ts'
import { errnoOf } from '../../storage/index.ts'
import { type Passed, StageFailure } from '../facts.ts'
import { printable } from '../printable.ts'
import { LinkLost, openLink, type SshLink } from '../ssh-link.ts'

export interface KeyExchange {
  readonly link: SshLink
  readonly hostKey: Buffer
}

/**
 * OpenSSH's order. `ssh-rsa` with SHA-1 is left out because OpenSSH refuses it since 8.8: a test
 * that took it would promise a login that `ssh` does not give.
 */
const ALGORITHMS: readonly {
  readonly algorithm: ServerHostKeyAlgorithm
  readonly keyType: string
}[] = [
  { algorithm: 'ssh-ed25519', keyType: 'ssh-ed25519' },
  { algorithm: 'ecdsa-sha2-nistp256', keyType: 'ecdsa-sha2-nistp256' },
  { algorithm: 'ecdsa-sha2-nistp384', keyType: 'ecdsa-sha2-nistp384' },
  { algorithm: 'ecdsa-sha2-nistp521', keyType: 'ecdsa-sha2-nistp521' },
  { algorithm: 'rsa-sha2-512', keyType: 'ssh-rsa' },
  { algorithm: 'rsa-sha2-256', keyType: 'ssh-rsa' },
]

export async function exchangeKeys(options: {
  readonly socket: Socket
  readonly user: string
  /** Key types that known_hosts has for the host. */
  readonly recordedTypes: readonly string[]
  /** Is given the list to which ssh2's words are added from now on. */
  readonly onLines?: (lines: readonly string[]) => void
}): Promise<Passed<KeyExchange>> {
  const { socket } = options
  // It may have ended while nobody looked at it, and ssh2 would wait for it then.
  if (socket.destroyed) throw hungUp(socket)
  const link = openLink({
    socket,
    user: options.user,
    hostKeyAlgorithms: orderAlgorithms(options.recordedTypes),
  })
  options.onLines?.(link.debugLines)
  const { hostKey } = await link.handshake().catch((error: unknown) => {
    throw error instanceof LinkLost ? failureOf(error, link.debugLines, socket) : error
  })
  const detail = 'Encryption is agreed, and the server has proven its host key.'
  return { state: 'ok', detail, value: { link, hostKey } }
}

export function kexTimeout(limitMs: number): StageFailure {
  return new StageFailure(
    'handshake-timeout',
    `The server introduced itself, but did not agree on encryption within ${limitMs / 1000} s.`,
  )
}

/** Recorded types first, as OpenSSH's `order_hostkeyalgs` does: a server with several keys shows that one. */
export function orderAlgorithms(
  recordedTypes: readonly string[],
): readonly ServerHostKeyAlgorithm[] {
  const isRecorded = ({ keyType }: { keyType: string }) => recordedTypes.includes(keyType)
  return [
    ...ALGORITHMS.filter(isRecorded),
    ...ALGORITHMS.filter((entry) => !isRecorded(entry)),
  ].map(({ algorithm }) => algorithm)
}

function failureOf(lost: LinkLost, debugLines: readonly string[], socket: Socket): StageFailure {
  if (/no matching/i.test(lost.message)) {
    const what = printable(lost.message.replace(/^Handshake failed: /, ''))
    return new StageFailure(causeOf(what), `${what}.${offerOf(lost.message, debugLines)}`)
  }
  if (lost.code === 'ECONNRESET' || (lost.level === null && lost.code === null)) {
    return hungUp(socket, lost.code)
  }
  return new StageFailure('unexpected', `The key exchange failed: ${printable(lost.message)}.`)
}

/** A reset that came before ssh2 listened is told by the socket alone. */
function hungUp(socket: Socket, code: LinkLost['code'] = null): StageFailure {
  const isReset = code === 'ECONNRESET' || errnoOf(socket.errored) === 'ECONNRESET'
  return isReset
    ? new StageFailure(
        'connection-reset',
        'The server reset the connection while encryption was being agreed.',
      )
    : new StageFailure(
        'closed-before-handshake',
        'The server hung up while encryption was being agreed.',
      )
}

/** ssh2's words: `no matching key exchange algorithm`, `host key format`, `C->S cipher`, `S->C MAC`. */
function causeOf(what: string): CauseCode {
  if (/key exchange/i.test(what)) return 'no-common-kex'
  if (/host key/i.test(what)) return 'no-common-host-key'
  return /cipher|MAC/.test(what) ? 'no-common-cipher' : 'no-common-algorithm'
}

/** What the server would have taken, from ssh2's `Handshake: (remote) KEX method: …`. */
function offerOf(message: string, debugLines: readonly string[]): string {
  const what = /no matching (key exchange|host key|[CS]->[CS] (?:cipher|MAC))/i.exec(message)?.[1]
  if (what === undefined) return ''
  const label = what === 'key exchange' ? 'KEX method' : what
  const line = debugLines.find((text) =>
    text.toLowerCase().startsWith(`handshake: (remote) ${label.toLowerCase()}`),
  )
  const offer = line?.slice(line.lastIndexOf(': ') + 2)
  return offer ? ` The server offers: ${printable(offer, 300)}.` : ''
}
