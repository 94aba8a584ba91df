/**
 * Asks a server which of several public keys it would accept, on a connection of its own. Nothing is
 * signed, so no private half is needed and nobody is logged in (RFC 4252 §7).
 */

import { once } from 'node:events'
import type { ParsedKey } from 'ssh2'
import { publicHalves } from './agent-key.ts'
import type { Sockets } from './sockets.ts'
import { LinkLost, openLink } from './ssh-link.ts'
import { orderAlgorithms } from './stages/kex.ts'

/** One below what servers allow by default (MaxAuthTries 6). */
export const MAX_KEYS_PER_CONNECTION = 5

export interface Question {
  readonly address: string
  readonly port: number
  readonly user: string
  /** At most {@link MAX_KEYS_PER_CONNECTION}; more are not asked about. */
  readonly keys: readonly ParsedKey[]
  /** The host key that was judged already: another server is told nothing. */
  readonly hostKey: { readonly type: string; readonly key: string }
}

/** The first key that would be accepted; null when none is, or the server does not say. */
export async function askServer(question: Question, sockets: Sockets): Promise<ParsedKey | null> {
  const { address, port, user, hostKey } = question
  const keys = question.keys.slice(0, MAX_KEYS_PER_CONNECTION)
  if (keys.length === 0) return null
  const socket = sockets.open(address, port)
  let accepted: ParsedKey | null = null
  try {
    await once(socket, 'connect')
    const link = openLink({ socket, user, hostKeyAlgorithms: orderAlgorithms([hostKey.type]) })
    const seen = await link.handshake()
    if (seen.hostKey.toString('base64') !== hostKey.key) return null
    const agent = publicHalves(keys, (key) => {
      accepted ??= key
    })
    const first = await link.nextTurn()
    first.attempt({ type: 'none', username: user })
    const second = await link.nextTurn()
    if (!second.offered?.includes('publickey')) return null
    second.attempt({ type: 'agent', username: user, agent })
    await link.nextTurn()
    return accepted
  } catch (error) {
    // Being asked to sign, ssh2 takes the refusal for the end of the connection.
    if (error instanceof LinkLost || isSystemError(error)) return accepted
    throw error
  } finally {
    socket.destroy()
  }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
