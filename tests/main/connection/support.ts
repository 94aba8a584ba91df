/** Connection tests with the real services in an ssh folder of their own. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import {
  type ClientStage,
  createConnectionService,
  type Limits,
  type OutsideFacts,
} from '../../../main/connection/index.ts'
import type {
  StageId,
  StageProgress,
  Target,
  TestConnectionParams,
  TestReport,
} from '../../../main/contract/methods.ts'
import { createKeyService } from '../../../main/keys/index.ts'
import { createKnownHosts } from '../../../main/known-hosts/index.ts'
import { type Log, resolvePaths } from '../../../main/storage/index.ts'

export const SILENT_LOG: Log = { file: '', info() {}, warn() {}, error() {} }

/** For tests that wait for a limit: short, and still long enough for a busy machine. */
export const SHORT_LIMITS: Partial<Limits> = {
  tcp: 1_000,
  banner: 2_500,
  kex: 800,
  auth: 1_500,
  session: 1_500,
  sftp: 500,
  silenceBeforeHttpProbe: 300,
  httpProbe: 1_500,
  terminal: 600,
}

export interface RunOptions {
  readonly signal?: AbortSignal
  readonly limits?: Partial<Limits>
  /** Called when a stage begins. */
  readonly onStage?: (id: StageId) => void
  readonly outside?: OutsideFacts
  readonly client?: ClientStage
  /** Socket of the ssh-agent. Default: none is named. */
  readonly agentAddress?: string | null
}

export interface Bench {
  readonly sshDir: string
  readonly knownHostsFile: string
  readonly knownHosts: ReturnType<typeof createKnownHosts>
  run(
    params: Partial<TestConnectionParams>,
    options?: RunOptions,
  ): Promise<{ report: TestReport; progress: readonly StageProgress[] }>
  /** Makes a pair with the real ssh-keygen and returns its paths and public line. */
  makeKey(name: string, args?: readonly string[]): MadeKey
}

export interface MadeKey {
  readonly path: string
  readonly publicLine: string
  readonly id: string
}

export function createBench(): Bench {
  const home = mkdtempSync(join(homedir(), 'bench-'))
  const sshDir = join(home, '.ssh')
  mkdirSync(sshDir, { mode: 0o700 })
  const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: join(home, 'data') }
  const paths = resolvePaths({ env, platform: process.platform, home })
  const keys = createKeyService({ paths, log: SILENT_LOG })
  const knownHosts = createKnownHosts({ paths })
  return {
    sshDir,
    knownHostsFile: join(sshDir, 'known_hosts'),
    knownHosts,
    async run(params, options = {}) {
      const progress: StageProgress[] = []
      const service = createConnectionService({
        paths,
        keys,
        knownHosts,
        log: SILENT_LOG,
        limits: options.limits ?? {},
        ...options.outside,
        ...(options.client === undefined ? {} : { client: options.client }),
        agentAddress: () => options.agentAddress ?? null,
      })
      const report = await service.test(
        { hostKeyPolicy: 'accept-new', ...params },
        {
          signal: options.signal ?? new AbortController().signal,
          progress: (event) => {
            if (event.method !== 'connection.test') return
            progress.push(event.progress)
            if (event.progress.kind === 'stage-started') options.onStage?.(event.progress.stage)
          },
        },
      )
      return { report, progress }
    },
    makeKey: (name, args = []) => makeKey(join(sshDir, name), args),
  }
}

export function makeKey(path: string, args: readonly string[] = []): MadeKey {
  const withoutPassphrase = args.includes('-N') ? [] : ['-N', '']
  execFileSync('ssh-keygen', [
    '-q',
    ...(args.includes('-t') ? [] : ['-t', 'ed25519']),
    ...withoutPassphrase,
    '-C',
    'me@laptop',
    '-f',
    path,
    ...args,
  ])
  const publicLine = readFileSync(`${path}.pub`, 'utf8').trim()
  const [, id = ''] = execFileSync('ssh-keygen', ['-lf', `${path}.pub`], {
    encoding: 'utf8',
  }).split(' ')
  return { path, publicLine, id }
}

export function targetOf(
  server: { readonly host: string; readonly port: number; readonly user?: string },
  kind: Target['kind'] = 'generic',
): Target {
  return { user: server.user ?? 'root', host: server.host, port: server.port, kind }
}

export function stateOf(report: TestReport, id: string): string | undefined {
  return report.stages.find((stage) => stage.id === id)?.state
}
