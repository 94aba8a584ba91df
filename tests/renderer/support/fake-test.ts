/** A stand-in for `main/connection`: stages that take a moment, and a few outcomes. */

import { rememberAnswer, rememberTest } from '../../../main/connections/setup-result.ts'
import type {
  CauseCode,
  Fix,
  SeenHostKey,
  Settings,
  StageId,
  StageProgress,
  Target,
  TestConnectionParams,
  TestReport,
  TestStage,
} from '../../../renderer/contract.ts'
import { fakeParse } from './fake-commands.ts'
import type { FakeConnections } from './fake-connections.ts'
import { ED25519 } from './fake-data.ts'

export type TestOutcome =
  | 'ok'
  | 'refused'
  | 'host-key-new'
  | 'host-key-changed'
  | 'not-accepted'
  | 'passphrase-wrong'

interface Run {
  readonly stageMs: number
  readonly isCancelled: () => boolean
  readonly progress: (progress: StageProgress) => void
}

interface Failure {
  readonly cause: CauseCode
  readonly at: StageId
  readonly title: string
  readonly explanation: string
  readonly fixes: readonly Fix[]
}

const STAGES: readonly StageId[] = [
  'local',
  'resolve',
  'tcp',
  'banner',
  'kex',
  'host-key',
  'auth',
  'session',
]

const DETAILS: { readonly [stage in StageId]?: string } = {
  local: '/home/ada/.ssh/id_ed25519 can be read',
  resolve: '213.173.108.12',
  tcp: 'Connected to port 17445',
  banner: 'SSH-2.0-OpenSSH_8.9p1 Ubuntu-3ubuntu0.10',
  kex: 'curve25519-sha256',
}

const FAILURES: { readonly [outcome in Exclude<TestOutcome, 'ok'>]: Failure } = {
  refused: {
    cause: 'connection-refused',
    at: 'tcp',
    title: 'Nothing listens on that port',
    explanation:
      '213.173.108.12 answered, but refused a connection to port 17445. The pod is running, and no SSH server runs in it; or it was restarted and has another port now.',
    fixes: [
      { kind: 'ask', label: 'Check the command', ask: 'edit-command' },
      { kind: 'link', label: 'Open your pods', link: 'runpod-pods' },
      { kind: 'ask', label: 'Test again', ask: 'test-again' },
    ],
  },
  'host-key-new': {
    cause: 'host-key-new',
    at: 'host-key',
    title: 'Is this your pod?',
    explanation: 'Keypilot has not seen this server before, so it asks once.',
    fixes: [
      {
        kind: 'call',
        label: 'Remember this host key',
        method: 'knownHosts.accept',
        params: { host: '1.2.3.4', port: 22001, key: 'ssh-ed25519 AAAA' },
      },
      { kind: 'ask', label: 'Test again', ask: 'test-again' },
    ],
  },
  'host-key-changed': {
    cause: 'host-key-changed',
    at: 'host-key',
    title: 'The server shows another identity than before',
    explanation:
      'known_hosts has another host key for [213.173.108.12]:17445. That is normal after a pod was made anew, and a warning sign otherwise.',
    fixes: [
      {
        kind: 'call',
        label: 'Forget the old host key',
        method: 'knownHosts.forget',
        params: { host: '213.173.108.12', port: 17445 },
      },
      {
        kind: 'copy',
        label: 'Or in a terminal',
        text: 'ssh-keygen -R "[213.173.108.12]:17445"',
      },
    ],
  },
  'not-accepted': {
    cause: 'key-not-accepted',
    at: 'auth',
    title: 'The pod refused this key',
    explanation:
      'The server offered publickey and password, and did not accept id_ed25519.\nMost likely: 1. the key was added to RunPod after this pod was made. 2. The line on RunPod is not this key.',
    fixes: [
      { kind: 'ask', label: 'Check what is on RunPod', ask: 'check-paste' },
      { kind: 'ask', label: 'Choose another key', ask: 'choose-key' },
    ],
  },
  'passphrase-wrong': {
    cause: 'passphrase-wrong',
    at: 'local',
    title: 'That passphrase does not open the key',
    explanation: 'The key stayed locked, so no connection was tried.',
    fixes: [{ kind: 'ask', label: 'Type it again', ask: 'passphrase' }],
  },
}

export async function fakeTest(
  params: TestConnectionParams,
  outcome: TestOutcome,
  run: Run,
): Promise<TestReport> {
  const target = params.target ?? fakeParse(params.command ?? '').target
  const failure = outcome === 'ok' ? null : FAILURES[outcome]
  const planned = params.until === 'banner' ? STAGES.slice(1, 4) : STAGES
  const stages: TestStage[] = []
  for (const id of planned) {
    run.progress({ kind: 'stage-started', stage: id })
    await new Promise((resolve) => setTimeout(resolve, run.stageMs))
    if (run.isCancelled()) throw new Error('Stopped at your request.')
    const stage: TestStage = {
      id,
      state: failure?.at === id ? 'failed' : 'ok',
      ms: 12,
      detail: DETAILS[id] ?? '',
    }
    stages.push(stage)
    run.progress({ kind: 'stage-ended', stage })
    if (stage.state === 'failed') break
  }
  const failed = stages.some(({ state }) => state === 'failed') ? failure : null
  return toReport(params, target, failed, stages)
}

/** A saved connection stands for its target and key, and remembers what the test came to. */
export async function testAndKeep(
  connections: FakeConnections,
  params: TestConnectionParams,
  test: (params: TestConnectionParams) => Promise<TestReport>,
): Promise<TestReport> {
  const { connectionId, ...rest } = params
  if (connectionId === undefined) return await test(params)
  const { target, keyId } = connections.find(connectionId)
  const report = await test({ target, ...(keyId !== null && { keyId }), ...rest })
  connections.keepResult(connectionId, report)
  return report
}

/** With what Setup remembers of a test of its place, by the rules of the real service. */
export function afterTest(
  settings: Settings,
  params: TestConnectionParams,
  report: TestReport,
): Settings {
  const { command, keyId } = settings.setup
  const { target } = fakeParse(command)
  const isOfSetup = target !== null && JSON.stringify(target) === JSON.stringify(report.target)
  const hasKey = params.until === 'banner' || params.keyId === keyId
  if (!isOfSetup || !hasKey || params.connectionId !== undefined) return settings
  const remember = params.until === 'banner' ? rememberAnswer : rememberTest
  return { ...settings, setup: { ...settings.setup, ...remember(report, { target, keyId }) } }
}

function toReport(
  params: TestConnectionParams,
  target: Target | null,
  failure: Failure | null,
  stages: readonly TestStage[],
): TestReport {
  const keyId = params.keyId ?? null
  return {
    verdict: failure === null ? 'ok' : 'failed',
    cause: failure?.cause ?? null,
    title: failure?.title ?? 'Logged in',
    explanation: failure?.explanation ?? 'The server accepted id_ed25519 and ran a command.',
    fixes: failure?.fixes ?? [],
    stages,
    acceptedKey: failure === null && params.until === undefined ? keyId : null,
    hostKey: hostKeyFor(failure),
    capabilities: { exec: true, sftp: true, pty: true, forwarding: true },
    target,
    key: { id: keyId, path: ED25519.privateKeyPath ?? '' },
    serverSoftware: 'SSH-2.0-OpenSSH_8.9p1',
    offeredMethods: ['publickey', 'password'],
    finishedAt: '2026-11-21T08:00:00.000Z',
  }
}

function hostKeyFor(failure: Failure | null): SeenHostKey | null {
  if (failure?.at !== 'host-key') return null
  const changed = failure.cause === 'host-key-changed'
  return {
    type: 'ssh-ed25519',
    sha256: 'SHA256:Vb3kq0yXW9tL5mZrN8sJ2dHcF7uEoP1aGiK4xTzQ6wM',
    status: changed ? 'changed' : 'new',
    key: 'AAAAC3NzaC1lZDI1NTE5AAAAIHostKeyOfThePodInThisTest000000000000000000',
    recorded: changed
      ? [
          {
            type: 'ssh-ed25519',
            sha256: 'SHA256:9mTr4wYpL0cXvQ2nB7hJd5sKf8gUeRz3iOaE6tVxNq1',
            line: 7,
          },
        ]
      : [],
  }
}
