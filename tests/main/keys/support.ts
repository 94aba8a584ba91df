/** Keys made by the real `ssh-keygen`, and a folder of its own for one test. */

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createKeyService, type KeyService } from '../../../main/keys/index.ts'
import { createLog, type Paths, resolvePaths } from '../../../main/storage/index.ts'

const execute = promisify(execFile)

export interface TestFolder {
  readonly dir: string
  readonly sshDir: string
  readonly paths: Paths
  readonly service: KeyService
  remove(): Promise<void>
}

export async function testFolder(options: { create?: boolean } = {}): Promise<TestFolder> {
  const dir = await mkdtemp(join(homedir(), 'keys-'))
  const sshDir = join(dir, '.ssh')
  if (options.create !== false) await mkdir(sshDir, { mode: 0o700 })
  const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: join(dir, 'data') }
  const paths = resolvePaths({ env, platform: process.platform, home: dir })
  const service = createKeyService({ paths, log: createLog(paths) })
  return { dir, sshDir, paths, service, remove: () => rm(dir, { recursive: true, force: true }) }
}

/** A call that nobody cancels. */
export function quietContext() {
  return { signal: new AbortController().signal, progress: () => {} }
}

/** `ssh-keygen -q` with these arguments; passphrases on the command line are for test keys only. */
export async function sshKeygen(args: readonly string[]): Promise<string> {
  return (await execute('ssh-keygen', [...args])).stdout
}

/** Makes a pair with `ssh-keygen` and returns the private file's path. */
export async function makeKey(
  dir: string,
  name: string,
  args: readonly string[],
  passphrase = '',
): Promise<string> {
  const path = join(dir, name)
  await sshKeygen(['-q', ...args, '-N', passphrase, '-C', `${name}@test`, '-f', path])
  return path
}

/** What `ssh-keygen -y` says: the public key, or null when it refuses the file. */
export async function publicHalfByKeygen(path: string, passphrase = ''): Promise<string | null> {
  try {
    const { stdout } = await execute('ssh-keygen', ['-y', '-P', passphrase, '-f', path])
    return stdout.trim().split(' ').slice(0, 2).join(' ')
  } catch {
    return null
  }
}

/** Writes a file that only its owner can read. */
export async function writeKeyFile(path: string, data: Buffer | string): Promise<void> {
  await writeFile(path, data, { mode: 0o600 })
}
