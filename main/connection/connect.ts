/** One connection up to the point where the server waits for a login: the stages of a test, reused. */

import type { HostKeyPolicy, KnownHostEntry, SeenHostKey, Target } from '../contract/methods.ts'
import type { KnownHosts } from '../known-hosts/index.ts'
import { StageFailure } from './facts.ts'
import { createLadder } from './ladder.ts'
import type { Limits } from './limits.ts'
import { reachServer, secureLink } from './rungs.ts'
import type { Sockets } from './sockets.ts'
import type { SshLink } from './ssh-link.ts'
import { examineHostKey, judgeHostKey } from './stages/host-key.ts'

export interface ConnectOptions {
  readonly target: Target
  readonly policy: HostKeyPolicy
  readonly knownHosts: KnownHosts
  readonly limits: Limits
  readonly signal: AbortSignal
  readonly sockets: Sockets
  /** A new key that the policy accepts is recorded, as a test does. Default: it is not. */
  readonly recordsNew?: boolean
  /** Told as soon as they are known, for the case that a later step fails. */
  readonly seen: {
    address: string | null
    software: string | null
    hostKey: SeenHostKey | null
    /** Connections that the server has taken. */
    connections: number
  }
}

/** @throws {StageFailure} a stage failed; {AppError} `cancelled` */
export async function connect(options: ConnectOptions): Promise<SshLink> {
  const { seen } = options
  const climb = { ...options, ladder: createLadder(options.signal, () => {}) }
  const onAddress = (address: string) => {
    seen.address = address
    seen.connections += 1
  }
  // An SSH server has answered before: a connection that asks for a web page would only annoy it.
  const { connection, software } = await reachServer(climb, onAddress, seen.software === null)
  seen.software = software
  return secureLink(climb, connection.socket, {
    judge: (hostKey, entries) => judge(hostKey, entries, options),
  })
}

/** As a test judges it, but a new key is recorded only if wished, and no key may change on the way. */
async function judge(
  blob: Buffer,
  entries: readonly KnownHostEntry[],
  { target, policy, knownHosts, seen, recordsNew = false }: ConnectOptions,
) {
  const examined = await examineHostKey(target, blob, entries, knownHosts)
  const first = seen.hostKey
  seen.hostKey = examined.seen
  if (first !== null && first.key !== examined.seen.key) {
    throw new StageFailure(
      'host-key-changed',
      `The server showed a different host key than a moment ago: ${examined.seen.type} ${examined.seen.sha256}.`,
    )
  }
  if (recordsNew) return judgeHostKey(target, examined, policy, knownHosts)
  if (examined.seen.status === 'new' && policy === 'accept-new') {
    return { state: 'ok', detail: 'A new host key, which was not recorded.', value: null } as const
  }
  return judgeHostKey(target, examined, 'strict', knownHosts)
}
