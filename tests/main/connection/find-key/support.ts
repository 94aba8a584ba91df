/** A person with many keys, who asks a server which of them it accepts. */

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { createKeyFinder, type KeyFinderOptions } from '../../../../main/connection/index.ts'
import { AppError } from '../../../../main/contract/errors.ts'
import type {
  FindKeyParams,
  FindKeyProgress,
  FindKeyReport,
} from '../../../../main/contract/methods.ts'
import { createKeyService, type InspectedPair } from '../../../../main/keys/index.ts'
import { makePair } from '../../../../main/keys/make-pair.ts'
import { createKnownHosts } from '../../../../main/known-hosts/index.ts'
import { formatPublicKeyLine, parsePublicKeyBlob } from '../../../../main/public-keys/index.ts'
import { resolvePaths } from '../../../../main/storage/index.ts'
import { SILENT_LOG } from '../support.ts'

export interface Person {
  readonly sshDir: string
  readonly knownHostsFile: string
  /** Writes pairs of the quickest kind, without ssh-keygen. */
  addKeys(count: number, passphrase?: string): Promise<void>
  listPublic(): Promise<readonly InspectedPair[]>
  know(server: { readonly port: number; readonly hostKeys: readonly { line: string }[] }): void
  find(
    params: FindKeyParams,
    options?: Partial<KeyFinderOptions> & { readonly signal?: AbortSignal } & {
      readonly onProgress?: (progress: FindKeyProgress) => void
    },
  ): Promise<{ readonly report: FindKeyReport; readonly progress: readonly FindKeyProgress[] }>
}

export function createPerson(
  agentKeys?: NonNullable<Parameters<typeof createKeyService>[0]['agentKeys']>,
): Person {
  const home = mkdtempSync(join(homedir(), 'person-'))
  const sshDir = join(home, '.ssh')
  mkdirSync(sshDir, { mode: 0o700 })
  const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: join(home, 'data') }
  const paths = resolvePaths({ env, platform: process.platform, home })
  const given = agentKeys === undefined ? {} : { agentKeys }
  const keys = createKeyService({ paths, log: SILENT_LOG, ...given })
  const knownHosts = createKnownHosts({ paths })
  let made = 0
  return {
    sshDir,
    knownHostsFile: join(sshDir, 'known_hosts'),
    async addKeys(count, passphrase) {
      for (let index = 0; index < count; index++) {
        const path = join(sshDir, `key${String(made++).padStart(3, '0')}`)
        await writePair(path, passphrase)
      }
    },
    listPublic: () => keys.listPublic(),
    know({ port, hostKeys }) {
      const lines = hostKeys.map(({ line }) => `[127.0.0.1]:${port} ${line}\n`)
      writeFileSync(join(sshDir, 'known_hosts'), lines.join(''), { flag: 'a' })
    },
    async find(params, { signal, onProgress, ...options } = {}) {
      const progress: FindKeyProgress[] = []
      const finder = createKeyFinder({
        keys,
        knownHosts,
        log: SILENT_LOG,
        savedConnection: async () => {
          throw new AppError('not-found', 'This connection is no longer saved.')
        },
        retryMs: 50,
        ...options,
      })
      const report = await finder.find(params, {
        signal: signal ?? new AbortController().signal,
        progress: (event) => {
          if (event.method !== 'connection.findKey') return
          progress.push(event.progress)
          onProgress?.(event.progress)
        },
      })
      return { report, progress }
    },
  }
}

async function writePair(path: string, passphrase: string | undefined): Promise<void> {
  const secret = passphrase === undefined ? {} : { passphrase }
  const pair = await makePair({ type: 'ed25519', comment: path, ...secret })
  const key = parsePublicKeyBlob(pair.publicBlob, 'me@laptop')
  if (key === null) throw new Error('a key was made that cannot be read')
  writeFileSync(path, pair.privateFile, { mode: 0o600 })
  writeFileSync(`${path}.pub`, `${formatPublicKeyLine(key)}\n`)
}

export function lineOf({ publicKey }: InspectedPair): string {
  if (publicKey === null) throw new Error('no public key')
  return formatPublicKeyLine(publicKey)
}

/** Connections that sshd has written down; each has a line of this kind. */
export function connectionsIn(log: string): number {
  return log.split('\n').filter((line) => line.startsWith('Connection from ')).length
}
