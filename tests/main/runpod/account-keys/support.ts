/** An account in memory: RunPod's servers cannot be had in a test. The keys are real. */

import { generateKeyPairSync } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createKeyService } from '../../../../main/keys/index.ts'
import {
  type AccountKeysService,
  createAccountKeysService,
} from '../../../../main/runpod/account-keys/index.ts'
import type { RunpodApi } from '../../../../main/runpod/api/types.ts'
import { type Log, type Paths, resolvePaths } from '../../../../main/storage/index.ts'

/** RunPod's check of an entry, from its specification: not the code under test. */
export const RUNPOD_PATTERN = /^(ssh|ecdsa|sk)-[^\s]+ [^\s]+([ \t][^\n\r]*)?$/

function wireText(text: string | Buffer): Buffer {
  const bytes = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return Buffer.concat([length, bytes])
}

/** The base64 of a new Ed25519 public key. */
export function newBlob(): string {
  const { publicKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const point = Buffer.from(x, 'base64url')
  return Buffer.concat([wireText('ssh-ed25519'), wireText(point)]).toString('base64')
}

export function newLine(comment = ''): string {
  return `ssh-ed25519 ${newBlob()}${comment === '' ? '' : ` ${comment}`}`
}

const VECTORS = new URL('../../../vectors/public-keys/', import.meta.url)

/** Type and base64 of a key of OpenSSH's own, by the name of its file. */
export function vector(name: 'dsa-1024' | 'ed25519-cert'): string {
  const text = readFileSync(new URL(`${name}.pub`, VECTORS), 'utf8')
  return text.split(' ').slice(0, 2).join(' ').trim()
}

export type KeyApi = Pick<RunpodApi, 'readAccountKeys' | 'replaceAccountKeys'>

export interface MemoryAccount {
  readonly api: RunpodApi
  keys: readonly string[]
  /** `GET` and `PUT`, in order. */
  readonly calls: string[]
  /** Runs before a call is carried out. */
  before: (call: 'GET' | 'PUT', keys?: readonly string[]) => void | Promise<void>
  /** Runs after it took effect, before it is answered. */
  after: (call: 'GET' | 'PUT') => void | Promise<void>
}

export function memoryAccount(keys: readonly string[] = []): MemoryAccount {
  const account: Omit<MemoryAccount, 'api'> = {
    keys,
    calls: [],
    before: () => {},
    after: () => {},
  }
  const calls: KeyApi = {
    async readAccountKeys() {
      await account.before('GET')
      account.calls.push('GET')
      const answer = [...account.keys]
      await account.after('GET')
      return answer
    },
    async replaceAccountKeys(next) {
      await account.before('PUT', next)
      account.calls.push('PUT')
      const wrong = next.find((key) => !RUNPOD_PATTERN.test(key))
      if (wrong !== undefined) throw new Error(`RunPod would refuse ${wrong}`)
      account.keys = [...next]
      const answer = [...next]
      await account.after('PUT')
      return answer
    },
  }
  // What has nothing to do with keys is never asked for here.
  return Object.assign(account, { api: calls as RunpodApi })
}

export interface World {
  readonly paths: Paths
  readonly sshDir: string
  readonly logged: { readonly event: string; readonly fields: unknown }[]
  service(api: RunpodApi, apiKey?: () => Promise<string | null>): AccountKeysService
  /** Puts a public half into the ssh folder and returns its id. */
  addPair(name: string, line: string): Promise<string>
  remove(): void
}

export function createWorld(): World {
  const home = mkdtempSync(join(homedir(), 'account-keys-'))
  const sshDir = join(home, '.ssh')
  mkdirSync(sshDir, { mode: 0o700 })
  const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: join(home, 'data') }
  const paths = resolvePaths({ env, platform: process.platform, home })
  const logged: { event: string; fields: unknown }[] = []
  const note = (event: string, fields?: unknown) => void logged.push({ event, fields })
  const log: Log = { file: '', info: note, warn: note, error: note }
  const keys = createKeyService({ paths, log })
  return {
    paths,
    sshDir,
    logged,
    service: (api, apiKey = async () => 'rpa_test') =>
      createAccountKeysService({
        paths,
        log,
        api,
        apiKey,
        pairs: () => keys.listPublic(),
        hostName: 'laptop',
        pausesMs: [0, 1, 1],
      }),
    async addPair(name, line) {
      writeFileSync(join(sshDir, `${name}.pub`), `${line}\n`, { mode: 0o644 })
      const pair = (await keys.list()).find((each) => each.name === name)
      if (pair === undefined) throw new Error(`${name} is not listed`)
      return pair.id
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  }
}

/** A call that nobody cancels; `answer` is what the person says, and `asked` what was shown. */
export function asking(answer = true) {
  const asked: { readonly title: string; readonly detail: string }[] = []
  return {
    asked,
    signal: new AbortController().signal,
    confirm: async (prompt: { readonly title: string; readonly detail: string }) => {
      asked.push(prompt)
      return answer
    },
  }
}
