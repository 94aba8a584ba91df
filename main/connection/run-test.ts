/** One connection test from the key file to the session: the stages in order, and their report. */

import type { CallContext } from '../contract/dispatch.ts'
import type { StageId, TestReport } from '../contract/methods.ts'
import type { KeyService } from '../keys/index.ts'
import type { KnownHosts } from '../known-hosts/index.ts'
import type { Paths } from '../storage/index.ts'
import { afterFailure, withClient } from './after-stages.ts'
import { type Facts, StageFailure } from './facts.ts'
import { createLadder, type Ladder } from './ladder.ts'
import type { Limits } from './limits.ts'
import type { OutsideFacts } from './outside-facts.ts'
import { failedReport, passedReport } from './report.ts'
import { reachServer, secureLink } from './rungs.ts'
import { createSockets, type Sockets } from './sockets.ts'
import type { SshLink } from './ssh-link.ts'
import { authTimeout, type Credential, logIn } from './stages/auth.ts'
import { probeCapabilities, requireFor, terminalOnly } from './stages/capabilities.ts'
import type { KeyRequest } from './stages/choose-key.ts'
import type { ClientOptions } from './stages/client.ts'
import { examineHostKey, judgeHostKey } from './stages/host-key.ts'
import { localTimeout, prepareKey } from './stages/local.ts'
import { proveSession, sessionTimeout } from './stages/session.ts'
import type { TcpConnection } from './stages/tcp.ts'

export interface TestRequest {
  readonly key: KeyRequest
  readonly passphrase: string | undefined
  readonly untilBanner: boolean
  /** The agent signs; its socket or pipe, null when none is named. */
  readonly agent?: { readonly address: string | null }
  readonly mayAskAboutOthers: boolean
  /** Null: not wanted, or not to be had. */
  readonly client: Omit<ClientOptions, 'limitMs'> | null
}

export interface TestServices {
  readonly paths: Paths
  readonly keys: KeyService
  readonly knownHosts: KnownHosts
  readonly limits: Limits
  readonly outside: OutsideFacts
}

/** What every stage can reach. */
export interface Run {
  readonly request: TestRequest
  readonly ladder: Ladder
  readonly facts: Facts
  readonly sockets: Sockets
  readonly services: TestServices
  readonly signal: AbortSignal
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
  const run: Run = { request, ladder, facts, sockets: createSockets(), services, signal }
  const order: readonly StageId[] = request.client === null ? ORDER : [...ORDER, 'client']
  try {
    return await climb(run, order)
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error
    const outcome = await afterFailure(run, error)
    return outcome.kind === 'passed'
      ? passedReport(facts, ladder.finish(order, 'Keypilot cannot look at this part.'))
      : failedReport(facts, outcome.failure, ladder.finish(order, 'Not reached.'))
  } finally {
    run.sockets.destroyAll()
  }
}

async function climb(run: Run, order: readonly StageId[]): Promise<TestReport> {
  const { facts, ladder, request } = run
  if (request.untilBanner) {
    ladder.skip('local', 'Not needed to see whether a server answers.')
    await reach(run)
    return passedReport(facts, ladder.finish(order, 'Not part of this check.'))
  }
  const key = await loadKey(run)
  const { socket } = await reach(run)
  const link = await secure(run, socket)
  await enter(run, link, key)
  link.client.end()
  await withClient(run)
  return passedReport(facts, ladder.finish(order, 'Not needed.'))
}

function loadKey({ ladder, facts, services, request, sockets }: Run): Promise<Credential> {
  const { keys, paths, limits, outside } = services
  const { key, passphrase, agent } = request
  return ladder.run(
    'local',
    limits.local,
    () => localTimeout(limits.local),
    () =>
      prepareKey({
        request: key,
        passphrase,
        // Less than the stage has, so that it is the agent that is named.
        ...(agent === undefined ? {} : { agent: { ...agent, signMs: limits.auth * 0.6 } }),
        keys,
        paths,
        facts,
        sockets,
        outside,
      }),
  )
}

/** From the name to the server's first words. */
async function reach({ ladder, facts, sockets, services }: Run): Promise<TcpConnection> {
  const climb = { ...services, ladder, sockets, target: facts.target }
  const { connection, software } = await reachServer(climb, (address) => {
    facts.address = address
  })
  facts.serverSoftware = software
  return connection
}

/** Encryption, and the server's key against known_hosts. */
async function secure(
  { ladder, facts, sockets, services }: Run,
  socket: TcpConnection['socket'],
): Promise<SshLink> {
  const { target, hostKeyPolicy } = facts
  const { knownHosts } = services
  return secureLink({ ...services, ladder, sockets, target }, socket, {
    onLines: (lines) => {
      facts.linkLines = lines
    },
    async judge(hostKey, entries) {
      const examined = await examineHostKey(target, hostKey, entries, knownHosts)
      facts.hostKey = examined.seen
      return judgeHostKey(target, examined, hostKeyPolicy, knownHosts)
    },
  })
}

/** The login, and what it is good for. */
async function enter(run: Run, link: SshLink, credential: Credential): Promise<void> {
  const { ladder, facts, services } = run
  const { limits } = services
  const { user, kind } = facts.target
  const isProxy = kind === 'runpod-proxy'
  const { isByKey } = await ladder.run(
    'auth',
    limits.auth,
    () => authTimeout(limits.auth),
    () =>
      logIn(link, user, credential, (methods) => {
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
  await lookAtUses(run, link)
}

/** Copying files and forwarding; a failure only where the connection is wanted for them. */
async function lookAtUses({ ladder, facts, services }: Run, link: SshLink): Promise<void> {
  const { purpose, capabilities } = facts
  const { limits } = services
  const isTerminalOnly = capabilities.sftp !== null
  if (isTerminalOnly && purpose === 'terminal') {
    ladder.skip('sftp', 'RunPod’s proxy cannot copy files; “SSH over exposed TCP” can.')
    return
  }
  await ladder.run(
    'sftp',
    // Files, then forwarding, each with the limit.
    2 * limits.sftp + 1_000,
    () => new StageFailure('unexpected', 'The check for copying files did not end.'),
    async (signal) => {
      if (isTerminalOnly) throw terminalOnly(purpose)
      const passed = await probeCapabilities(link, capabilities, limits.sftp, signal)
      facts.capabilities = passed.value
      requireFor(purpose, passed.value)
      return passed
    },
  )
}
