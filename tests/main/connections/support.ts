/** The service in a home of its own, with real keys and real connection tests. */

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createConnectionService, type Limits } from '../../../main/connection/index.ts'
import {
  type ConfigHostEntry,
  type ConnectionsService,
  createConnectionsService,
} from '../../../main/connections/index.ts'
import type {
  LastResult,
  SavedConnection,
  SetupState,
  Target,
} from '../../../main/contract/methods.ts'
import { createKeyService, type KeyService } from '../../../main/keys/index.ts'
import { createKnownHosts } from '../../../main/known-hosts/index.ts'
import { type Log, type Paths, resolvePaths } from '../../../main/storage/index.ts'

export interface World {
  readonly paths: Paths
  readonly keys: KeyService
  readonly service: ConnectionsService
  /** Events of the log, by name. */
  readonly logged: string[]
  /** What the ssh config says; tests fill it. */
  readonly configHosts: ConfigHostEntry[]
  /** What Setup remembers, and learns of tests. */
  setup: SetupState
  /** Another service on the same files, as another window has one. */
  another(options?: { readonly limits?: Partial<Limits> }): ConnectionsService
  write(content: string): void
  stored(): { readonly version: number; readonly connections: readonly SavedConnection[] }
  remove(): void
}

const EMPTY: SetupState = {
  keyId: null,
  command: '',
  publicKeys: null,
  reached: null,
  lastTest: null,
}

export function createWorld(): World {
  const home = mkdtempSync(join(homedir(), 'connections-'))
  const sshDir = join(home, '.ssh')
  mkdirSync(sshDir, { mode: 0o700 })
  const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: join(home, 'data') }
  const paths = resolvePaths({ env, platform: process.platform, home })
  const logged: string[] = []
  const note = (event: string) => void logged.push(event)
  const log: Log = { file: '', info: note, warn: note, error: note }
  const keys = createKeyService({ paths, log })
  const knownHosts = createKnownHosts({ paths })
  const configHosts: ConfigHostEntry[] = []
  const another: World['another'] = ({ limits = {} } = {}) =>
    createConnectionsService({
      paths,
      log,
      keys: async () => keys,
      connection: async () => createConnectionService({ paths, keys, knownHosts, log, limits }),
      configHosts: async (alias) =>
        configHosts.filter((each) => alias === undefined || each.alias === alias),
      setup: {
        read: async () => world.setup,
        keep: async (change) => {
          world.setup = { ...world.setup, ...change }
        },
      },
    })
  const world: World = {
    paths,
    keys,
    service: another(),
    logged,
    configHosts,
    setup: EMPTY,
    another,
    write(content) {
      mkdirSync(paths.dataDir, { recursive: true })
      writeFileSync(paths.connectionsFile, content)
    },
    stored: () => JSON.parse(readFileSync(paths.connectionsFile, 'utf8')),
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
  return world
}

/** A login shell of the account that the tests run as may take seconds over its own start-up files. */
export const QUICK_SHELL = ['SetEnv HOME=/nonexistent']

/** For servers that never answer; what does answer has the usual time. */
export const IMPATIENT: Partial<Limits> = {
  banner: 2_500,
  silenceBeforeHttpProbe: 300,
  httpProbe: 1_500,
}

export function direct(host = '203.0.113.7', port = 10022): Target {
  return { user: 'root', host, port, kind: 'runpod-direct' }
}

export function quiet(signal = new AbortController().signal) {
  return { signal, progress: () => {} }
}

export const PASSED: LastResult = {
  at: '2026-01-02T03:04:05.000Z',
  verdict: 'ok',
  cause: null,
  title: 'You can log in',
  ms: 640,
  capabilities: { exec: true, sftp: true, pty: true, forwarding: null },
}

export function saved(change: Partial<SavedConnection> = {}): SavedConnection {
  return {
    id: 'one',
    name: 'one',
    target: direct(),
    keyId: null,
    notes: '',
    alias: null,
    podId: null,
    createdAt: '2026-01-01T00:00:00.000Z',
    lastUsedAt: null,
    lastResult: null,
    ...change,
  }
}

export function fileOf(connections: readonly unknown[], version = 1): string {
  return JSON.stringify({ version, connections })
}
