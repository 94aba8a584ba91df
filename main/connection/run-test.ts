/** One connection test from the key file to the session: the stages in order, and their report. */

import type { ParsedKey } from 'ssh2'
import type { CallContext } from '../contract/dispatch.ts'
import { AppError } from '../contract/errors.ts'
import type { KnownHostEntry, StageId, Target, TestReport } from '../contract/methods.ts'
import type { KeyService } from '../keys/index.ts'
import type { KnownHosts } from '../known-hosts/index.ts'
import type { Paths } from '../storage/index.ts'
import { type Facts, StageFailure } from './facts.ts'
import { createLadder, type Ladder } from './ladder.ts'
import type { Limits } from './limits.ts'
import { failedReport, passedReport } from './report.ts'
import { createSockets, type Sockets } from './sockets.ts'
import type { SshLink } from './ssh-link.ts'
import { authTimeout, logIn } from './stages/auth.ts'
import { bannerTimeout, readServerBanner } from './stages/banner.ts'
import type { KeyRequest } from './stages/choose-key.ts'
import { examineHostKey, hostKeyTimeout, judgeHostKey } from './stages/host-key.ts'
import { probeHttp } from './stages/http-probe.ts'
import { exchangeKeys, kexTimeout } from './stages/kex.ts'
import { localTimeout, prepareKey } from './stages/local.ts'
import { resolveHost, resolveTimeout } from './stages/resolve.ts'
import { proveSession, sessionTimeout } from './stages/session.ts'
import { trySftp } from './stages/sftp.ts'
import { connectTcp, type TcpConnection, tcpTimeout } from './stages/tcp.ts'

export interface TestRequest {
  readonly key: KeyRequest
  readonly passphrase: string | undefined
  readonly untilBanner: boolean
}

export interface TestServices {
  readonly paths: Paths
  readonly keys: KeyService
  readonly knownHosts: KnownHosts
  readonly limits: Limits
}

/** What every stage can reach. */
interface Run {
  readonly ladder: Ladder
  readonly facts: Facts
  readonly sockets: Sockets
  readonly services: TestServices
}

const ORDER: readonly StageId[] = [
  'local',
  'resolve',
  'tcp',
  'banner',
  'kex',
  'host-key',
  'auth',
  'session',
  'sftp',
]

/** @throws {AppError} `cancelled`; everything else ends as a report */
export async function runTest(
  request: TestRequest,
  facts: Facts,
  services: TestServices,
  { signal, progress }: Pick<CallContext, 'signal' | 'progress'>,
): Promise<TestReport> {
  const ladder = createLadder(signal, (stage) =>
    progress({ method: 'connection.test', progress: stage }),
  )
  const run: Run = { ladder, facts, sockets: createSockets(), services }
  try {
    if (request.untilBanner) {
      ladder.skip('local', 'Not needed to see whether a server answers.')
      await reach(run)
      return passedReport(facts, ladder.finish(ORDER, 'Not part of this check.'))
    }
    const key = await loadKey(run, request)
    const { socket } = await reach(run)
    const link = await secure(run, socket)
    await enter(run, link, key)
    link.client.end()
    return passedReport(facts, ladder.finish(ORDER, 'Not needed.'))
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error
    return failedReport(facts, error, ladder.finish(ORDER, 'Not reached.'))
  } finally {
    run.sockets.destroyAll()
  }
}

function loadKey({ ladder, facts, services }: Run, request: TestRequest): Promise<ParsedKey> {
  const { keys, paths, limits } = services
  return ladder.run(
    'local',
    limits.local,
    () => localTimeout(limits.local),
    () => prepareKey({ request: request.key, passphrase: request.passphrase, keys, paths, facts }),
  )
}

/** From the name to the server's first words. */
async function reach({ ladder, facts, sockets, services }: Run): Promise<TcpConnection> {
  const { limits } = services
  const { host, port } = facts.target
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
  facts.address = connection.address
  facts.serverSoftware = await ladder.run(
    'banner',
    // The reader keeps the limit itself, and may ask for a web server at the end of it.
    limits.banner + limits.httpProbe + 1_000,
    () => bannerTimeout(limits.banner),
    () =>
      readServerBanner({
        socket: connection.socket,
        limitMs: limits.banner,
        silenceMs: limits.silenceBeforeHttpProbe,
        probeHttp: () => probeHttp(sockets, connection.address, port, limits.httpProbe),
      }),
  )
  return connection
}

/** Encryption, and the server's key against known_hosts. */
async function secure(
  { ladder, facts, services }: Run,
  socket: TcpConnection['socket'],
): Promise<SshLink> {
  const { limits, knownHosts } = services
  const { target } = facts
  const { link, hostKey } = await ladder.run(
    'kex',
    limits.kex,
    () => kexTimeout(limits.kex),
    async () => {
      const entries = await recordedEntries(target, knownHosts)
      const recordedTypes = entries.filter(({ marker }) => marker === null).map(({ type }) => type)
      return exchangeKeys({ socket, user: target.user, recordedTypes })
    },
  )
  await ladder.run(
    'host-key',
    limits.hostKey,
    () => hostKeyTimeout(limits.hostKey),
    async () => {
      const examined = await examineHostKey(target, hostKey, knownHosts)
      facts.hostKey = examined.seen
      return judgeHostKey(target, examined, facts.hostKeyPolicy, knownHosts)
    },
  )
  return link
}

/** A file that cannot be read is told about when the host key is judged. */
async function recordedEntries(
  { host, port }: Target,
  knownHosts: Pick<KnownHosts, 'lookup'>,
): Promise<readonly KnownHostEntry[]> {
  try {
    return await knownHosts.lookup(host, port)
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

/** The login, and what it is good for. */
async function enter({ ladder, facts, services }: Run, link: SshLink, key: ParsedKey) {
  const { limits } = services
  const { user, kind } = facts.target
  const isProxy = kind === 'runpod-proxy'
  const { isByKey } = await ladder.run(
    'auth',
    limits.auth,
    () => authTimeout(limits.auth),
    () =>
      logIn(link, user, key, (methods) => {
        facts.offeredMethods = methods
      }),
  )
  facts.acceptedKey = isByKey ? (facts.key?.id ?? null) : null
  facts.capabilities = await ladder.run(
    'session',
    limits.session,
    () => sessionTimeout(limits.session),
    () => proveSession({ link, isProxy, terminalMs: limits.terminal }),
  )
  if (facts.capabilities.sftp !== null) {
    ladder.skip('sftp', 'RunPod’s proxy cannot copy files; “SSH over exposed TCP” can.')
    return
  }
  const sftp = await ladder.run(
    'sftp',
    limits.sftp + 1_000,
    () => new StageFailure('unexpected', 'The check for copying files did not end.'),
    (signal) => trySftp(link, limits.sftp, signal),
  )
  facts.capabilities = { ...facts.capabilities, sftp }
}
