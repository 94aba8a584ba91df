/**
 * One SSH connection over a socket that is open already: ssh2's events as promises. ssh2 starts to
 * log in by itself after the key exchange; here each attempt waits until the caller has one, so
 * nothing is sent in the person's name before the host key was judged.
 */

import type { Socket } from 'node:net'
import {
  type AnyAuthMethod,
  type AuthHandlerMiddleware,
  Client,
  type ServerHostKeyAlgorithm,
} from 'ssh2'

/** The connection ended: with an error of ssh2's, or silently. */
export class LinkLost extends Error {
  override name = 'LinkLost' as const
  /** ssh2's `level`, e.g. `handshake`, `client-socket`, `protocol`. */
  readonly level: string | null
  /** An errno such as `ECONNRESET`, or the number of an SSH disconnect message. */
  readonly code: string | number | null

  constructor(message: string, level: string | null, code: string | number | null) {
    super(message)
    this.level = level
    this.code = code
  }
}

/** The server waits for the next attempt to log in. */
export interface AuthTurn {
  /** Methods the server offers now; null before the first attempt. */
  readonly offered: readonly string[] | null
  /** The last attempt succeeded, but the server wants another method as well. */
  readonly isPartial: boolean
  attempt(method: AnyAuthMethod): void
}

export interface SshLink {
  readonly client: Client
  /** The key exchange is complete, so the server has proven that it holds this host key. */
  handshake(): Promise<{ readonly hostKey: Buffer }>
  nextTurn(): Promise<AuthTurn>
  ready(): Promise<void>
  /** Never resolves; rejects with {@link LinkLost}. For races with anything that needs the link. */
  readonly lost: Promise<never>
  /** ssh2's debug lines, newest last, at most 200. */
  readonly debugLines: readonly string[]
}

const MAX_DEBUG_LINES = 200

export function openLink(options: {
  readonly socket: Socket
  readonly user: string
  readonly hostKeyAlgorithms: readonly ServerHostKeyAlgorithm[]
}): SshLink {
  const client = new Client()
  const lost = watchLoss(client)
  const turns = createTurns()
  const hostKey = rememberHostKey()
  const debug = createDebugLog()
  const handshake = new Promise<void>((resolve) => client.once('handshake', () => resolve()))
  const ready = new Promise<void>((resolve) => client.once('ready', resolve))
  client.connect({
    sock: options.socket,
    username: options.user,
    // The caller's stages have limits of their own.
    readyTimeout: 0,
    algorithms: { serverHostKey: [...options.hostKeyAlgorithms] },
    hostVerifier: hostKey.verify,
    authHandler: turns.handler,
    debug: debug.add,
  })
  return {
    client,
    lost,
    debugLines: debug.lines,
    handshake: async () => {
      await Promise.race([handshake, lost])
      return { hostKey: hostKey.seen() }
    },
    nextTurn: () => Promise.race([turns.next(), lost]),
    ready: () => Promise.race([ready, lost]),
  }
}

/**
 * ssh2 asks about the key before it checks the server's signature, so any key passes here and is
 * judged after the handshake. A later key exchange must show the same one.
 */
function rememberHostKey() {
  let first: Buffer | null = null
  return {
    verify: (key: Buffer): boolean => {
      first ??= Buffer.from(key)
      return first.equals(key)
    },
    seen: (): Buffer => first ?? Buffer.alloc(0),
  }
}

function createDebugLog() {
  const lines: string[] = []
  const add = (line: string) => {
    lines.push(line)
    if (lines.length > MAX_DEBUG_LINES) lines.shift()
  }
  return { lines, add }
}

/** The listener stays for good: an `error` event without one would end the process. */
function watchLoss(client: Client): Promise<never> {
  const lost = new Promise<never>((_resolve, reject) => {
    client.on('error', (error: Error & { level?: string; code?: string | number }) => {
      // An agent that does not sign: ssh2 goes on to the next method by itself.
      if (error.level === 'agent') return
      reject(new LinkLost(error.message, error.level ?? null, error.code ?? null))
    })
    const onEnd = () => reject(new LinkLost('The server closed the connection.', null, null))
    client.on('end', onEnd)
    client.on('close', onEnd)
  })
  lost.catch(() => {})
  return lost
}

/** Hands ssh2's requests for the next method to whoever waits for them, in order. */
function createTurns(): { handler: AuthHandlerMiddleware; next(): Promise<AuthTurn> } {
  const queue: AuthTurn[] = []
  const waiting: ((turn: AuthTurn) => void)[] = []
  return {
    handler: (offered, isPartial, attempt) => {
      const turn: AuthTurn = { offered, isPartial: isPartial === true, attempt }
      const waiter = waiting.shift()
      if (waiter) waiter(turn)
      else queue.push(turn)
    },
    next: () => {
      const turn = queue.shift()
      return turn ? Promise.resolve(turn) : new Promise((resolve) => waiting.push(resolve))
    },
  }
}
