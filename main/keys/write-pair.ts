/** New key pairs on disk: never over anything, both halves or none, and proven before they appear. */

import { lstat, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError, throwIfCancelled } from '../contract/errors.ts'
import { secureNewFile } from '../permissions/index.ts'
import { changeFiles, fileError } from '../storage/index.ts'
import type { KeyDeps } from './deps.ts'
import { checkKeyName } from './key-name.ts'
import { provePair } from './prove-pair.ts'

export interface NewPairFiles {
  readonly privateKeyPath: string
  readonly publicKeyPath: string
}

export interface NewPair {
  /** File name in the ssh folder, without `.pub`. */
  readonly name: string
  /** In OpenSSH's format. */
  readonly privateFile: Buffer
  /** One line with the same comment, and its newline. */
  readonly publicFile: string
  /** What opens `privateFile`; undefined when nothing is needed. */
  readonly passphrase: string | undefined
}

/**
 * Folder 0700, private half 0600, public half 0644; on Windows the access list of
 * `ssh-keygen.exe`. Whatever fails, and whenever the process ends, both halves are there or none.
 *
 * @throws {AppError} `invalid-name`, `already-exists`, `cancelled`, `verification-failed`, and the
 * errors of writing files
 */
export async function writeNewPair(
  deps: Pick<KeyDeps, 'paths' | 'worker'>,
  pair: NewPair,
  title: string,
  signal: AbortSignal,
): Promise<NewPairFiles> {
  const { privateFile, publicFile, passphrase } = pair
  const files = await freePaths(deps, pair.name)
  const { privateKeyPath, publicKeyPath } = files
  throwIfCancelled(signal)
  const verify = async (staged: ReadonlyMap<string, string>) => {
    const privatePath = stagedPath(staged, privateKeyPath)
    await provePair(deps, { privatePath, privateFile, publicFile, passphrase }, signal)
    throwIfCancelled(signal)
  }
  const publicData = Buffer.from(publicFile)
  await changeFiles(
    deps.paths,
    [
      { kind: 'create', path: privateKeyPath, data: privateFile, mode: 0o600, secure: true },
      { kind: 'create', path: publicKeyPath, data: publicData, mode: 0o644 },
    ],
    { title, secureNewFile, verify },
  )
  await readBack(privateKeyPath, privateFile)
  await readBack(publicKeyPath, publicData)
  return files
}

/**
 * Where a new pair of that name goes.
 *
 * @throws {AppError} `invalid-name`; `already-exists`, also when only one half is taken: a `.pub`
 * without its private key belongs to somebody
 */
export async function freePaths(
  { paths }: Pick<KeyDeps, 'paths'>,
  name: string,
): Promise<NewPairFiles> {
  checkKeyName(name)
  const privateKeyPath = join(paths.sshDir, name)
  const files = { privateKeyPath, publicKeyPath: `${privateKeyPath}.pub` }
  for (const path of [files.privateKeyPath, files.publicKeyPath]) await refuseIfTaken(path)
  return files
}

/** @throws {AppError} `already-exists`, for a symbolic link that leads nowhere too */
export async function refuseIfTaken(path: string): Promise<void> {
  const exists = await lstat(path).then(
    () => true,
    () => false,
  )
  if (!exists) return
  throw new AppError(
    'already-exists',
    `There is already a key file at ${path}. Keypilot never overwrites one: choose another name.`,
  )
}

/** Where the new bytes of a file wait to be put in place. */
export function stagedPath(staged: ReadonlyMap<string, string>, path: string): string {
  const found = staged.get(path)
  if (found === undefined) throw new Error('a file was not staged')
  return found
}

async function readBack(path: string, data: Buffer): Promise<void> {
  const written = await readFile(path).catch((error: unknown) => {
    throw fileError(error, 'read back', path)
  })
  if (data.equals(written)) return
  throw new AppError(
    'verification-failed',
    `${path} does not hold what was just written to it; another program may have changed it. Look at the list of keys before you use it.`,
  )
}
