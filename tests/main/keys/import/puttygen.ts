/** Keys made and converted by the real `puttygen`. */

import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Whether there is a puttygen; without one the tests that ask it are skipped, and it is said. */
export const HAS_PUTTYGEN = spawnSync('puttygen', ['--version']).status === 0
if (!HAS_PUTTYGEN) process.stderr.write('puttygen is not installed: tests against it are skipped\n')

/** Cheap Argon2 parameters: what is tested is the format. */
export const CHEAP = 'memory=64,passes=2'

export async function puttygen(args: readonly string[]): Promise<string> {
  return (await execute('puttygen', [...args])).stdout
}

/** Calls `action` with files that hold these passphrases, as puttygen wants them. */
export async function withSecrets<T>(
  secrets: readonly (Buffer | string)[],
  action: (...paths: string[]) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'keypilot-secrets-'))
  try {
    const paths = secrets.map((_, index) => join(folder, String(index)))
    await Promise.all(paths.map((path, index) => writeFile(path, secrets[index] ?? '')))
    return await action(...paths)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** A new unencrypted key in PuTTY's format. */
export function makePpk(path: string, type: readonly string[], comment: string): Promise<string> {
  return withSecrets([''], (empty = '') => {
    return puttygen(['-q', '-t', ...type, '-C', comment, '--new-passphrase', empty, '-o', path])
  })
}

/** The unencrypted key at `from` saved again: another version, passphrase, or cost. */
export function savePpk(
  from: string,
  to: string,
  parameters: string,
  passphrase: Buffer | string = '',
): Promise<string> {
  return withSecrets([passphrase], (secret = '') => {
    const format = ['--reencrypt', '-O', 'private', '--ppk-param', parameters]
    return puttygen([from, ...format, '--new-passphrase', secret, '-o', to])
  })
}

/** What puttygen itself says the public key is. */
export async function publicByPuttygen(path: string, passphrase = ''): Promise<string> {
  return withSecrets([passphrase], async (secret = '') => {
    return (await puttygen([path, '-O', 'public-openssh', '--old-passphrase', secret])).trim()
  })
}
