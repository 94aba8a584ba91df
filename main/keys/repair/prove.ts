/** Proves a repaired file before it replaces anything: by our own strict reader and by ssh-keygen. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../contract/errors.ts'
import { checkPrivateKeyAccess, secureNewFile } from '../../permissions/index.ts'
import { parsePublicKeyLine } from '../../public-keys/index.ts'
import { createFile, type Paths, withWorkFolder } from '../../storage/index.ts'
import { run } from '../../system/run.ts'
import { diagnoseKeyFile } from '../diagnose.ts'
import { readPublicKeyFile } from '../inspect.ts'
import { askSshKeygen, firstLine, type KeygenAnswer } from '../ssh-keygen.ts'

export interface PrivateProof {
  /** The public key it must have; null when that cannot be known without a passphrase. */
  readonly publicBlob: Buffer | null
  readonly passphrase: string | undefined
  readonly signal: AbortSignal
}

const TIMEOUT_MS = 30_000

/**
 * The file must be usable for us, load in `ssh-keygen -y`, and hold that key.
 *
 * @throws {AppError} `verification-failed`, `cancelled`
 */
export async function provePrivateFile(
  paths: Paths,
  path: string,
  { publicBlob, passphrase, signal }: PrivateProof,
): Promise<void> {
  const diagnosis = await diagnoseKeyFile(path)
  if (diagnosis.state !== 'usable') throw unproven('it still cannot be read')
  const ours = diagnosis.publicKey?.blob ?? null
  if (ours !== null && publicBlob !== null && !ours.equals(publicBlob)) {
    throw unproven('it holds another key than before')
  }
  const secret = diagnosis.encrypted ? passphrase : undefined
  const answer = await onPrivateFile(paths, path, (file) =>
    secret === undefined ? loadWithout(file, signal) : askSshKeygen(paths, file, secret, signal),
  )
  if (answer.kind === 'unavailable') return
  if (answer.kind === 'refused') {
    if (diagnosis.encrypted && isPassphraseMissing(answer.detail)) return
    throw unproven(`ssh-keygen does not accept it (${answer.detail})`)
  }
  const theirs = parsePublicKeyLine(answer.line)?.blob
  const expected = publicBlob ?? ours
  if (theirs === undefined || (expected !== null && !theirs.equals(expected))) {
    throw unproven('ssh-keygen reads another key from it')
  }
}

/**
 * The file must be a public key for OpenSSH, and that one.
 *
 * @throws {AppError} `verification-failed`, `cancelled`
 */
export async function provePublicFile(
  path: string,
  publicBlob: Buffer,
  signal: AbortSignal,
): Promise<void> {
  const key = await readPublicKeyFile(path)
  if (!key?.blob.equals(publicBlob)) throw unproven('the new public key does not read back')
  const answer = await keygen(['-l', '-f', path], signal)
  if (answer.kind === 'unavailable') return
  if (answer.kind === 'refused' || !answer.line.includes(` ${key.fingerprint.sha256} `)) {
    throw unproven('ssh-keygen does not read the same public key from it')
  }
}

/** An empty passphrase is no secret, and keeps ssh-keygen from asking on the terminal. */
function loadWithout(path: string, signal: AbortSignal): Promise<KeygenAnswer> {
  return keygen(['-y', '-P', '', '-f', path], signal)
}

/** What ssh-keygen says of a key that it can read but not open. */
function isPassphraseMissing(detail: string): boolean {
  return detail.includes('incorrect passphrase supplied')
}

/** ssh-keygen looks at no key that others may read: of such a file it gets a private copy. */
async function onPrivateFile(
  paths: Paths,
  path: string,
  ask: (path: string) => Promise<KeygenAnswer>,
): Promise<KeygenAnswer> {
  if ((await checkPrivateKeyAccess(path)).ok) return ask(path)
  return withWorkFolder(paths, 'check', async (folder) => {
    const copy = join(folder, 'key')
    await createFile(copy, await readFile(path), 0o600, { secure: secureNewFile })
    return ask(copy)
  })
}

async function keygen(args: readonly string[], signal: AbortSignal): Promise<KeygenAnswer> {
  try {
    const env = { ...process.env, LC_ALL: 'C' }
    const result = await run(['ssh-keygen', ...args], { timeoutMs: TIMEOUT_MS, signal, env })
    if (result.exitCode === 0) return { kind: 'public-key', line: firstLine(result.stdout) }
    return { kind: 'refused', detail: result.stderr.trim().split('\n').at(-1)?.slice(0, 300) ?? '' }
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return { kind: 'unavailable' }
    throw error
  }
}

function unproven(reason: string): AppError {
  return new AppError(
    'verification-failed',
    `The repaired copy did not pass its check and was thrown away: ${reason}. The original is as it was.`,
  )
}
