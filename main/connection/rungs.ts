/** The rungs that every connection climbs before a login, for tests, searches and visits alike. */

import type { KnownHostEntry, Target } from '../contract/methods.ts'
import type { KnownHosts } from '../known-hosts/index.ts'
import type { Passed } from './facts.ts'
import type { Ladder } from './ladder.ts'
import type { Limits } from './limits.ts'
import type { Sockets } from './sockets.ts'
import type { SshLink } from './ssh-link.ts'
import { bannerTimeout, readServerBanner } from './stages/banner.ts'
import { hostKeyTimeout, recordedEntries } from './stages/host-key.ts'
import { probeHttp } from './stages/http-probe.ts'
import { exchangeKeys, kexTimeout } from './stages/kex.ts'
import { resolveHost, resolveTimeout } from './stages/resolve.ts'
import { connectTcp, type TcpConnection, tcpTimeout } from './stages/tcp.ts'

export interface Climb {
  readonly ladder: Ladder
  readonly target: Target
  readonly limits: Limits
  readonly sockets: Sockets
  readonly knownHosts: KnownHosts
}

export interface Reached {
  readonly connection: TcpConnection
  /** The server's first words. */
  readonly software: string
}

/**
 * From the name to the server's first words.
 *
 * @param mayProbe whether a silent server may be asked for a web page, by a connection of its own
 * @param onAddress told before the server has said anything
 * @throws {StageFailure}
 */
export async function reachServer(
  { ladder, target, limits, sockets }: Climb,
  onAddress: (address: string) => void,
  mayProbe = true,
): Promise<Reached> {
  const { host, port } = target
  const addresses = await ladder.run(
    'resolve',
    limits.resolve,
    () => resolveTimeout(host, limits.resolve),
    () => resolveHost(host),
  )
  const connection = await ladder.run(
    'tcp',
    limits.tcp,
    () => tcpTimeout(addresses, port, limits.tcp),
    () => connectTcp({ addresses, port, limitMs: limits.tcp }, sockets),
  )
  const { socket, address } = connection
  onAddress(address)
  const software = await ladder.run(
    'banner',
    // The reader keeps the limit itself, and may ask for a web server at the end of it.
    limits.banner + limits.httpProbe + 1_000,
    () => bannerTimeout(limits.banner),
    () =>
      readServerBanner({
        socket,
        limitMs: limits.banner,
        silenceMs: limits.silenceBeforeHttpProbe,
        probeHttp: mayProbe
          ? () => probeHttp(sockets, address, port, limits.httpProbe)
          : async () => null,
      }),
  )
  return { connection, software }
}

export interface SecureOptions {
  /** ssh2's own words. */
  readonly onLines?: (lines: readonly string[]) => void
  /** Decides about the server's key, with what known_hosts has for it. */
  judge(hostKey: Buffer, entries: readonly KnownHostEntry[]): Promise<Passed<unknown>>
}

/** Encryption, and the server's key. @throws {StageFailure} */
export async function secureLink(
  { ladder, target, limits, knownHosts }: Climb,
  socket: TcpConnection['socket'],
  { onLines, judge }: SecureOptions,
): Promise<SshLink> {
  const entries = await recordedEntries(target, knownHosts)
  const recordedTypes = entries.filter(({ marker }) => marker === null).map(({ type }) => type)
  const { link, hostKey } = await ladder.run(
    'kex',
    limits.kex,
    () => kexTimeout(limits.kex),
    () =>
      exchangeKeys({
        ...{ socket, user: target.user, recordedTypes },
        ...(onLines !== undefined && { onLines }),
      }),
  )
  await ladder.run(
    'host-key',
    limits.hostKey,
    () => hostKeyTimeout(limits.hostKey),
    () => judge(hostKey, entries),
  )
  return link
}
