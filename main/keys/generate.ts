/** New key pairs on disk: never over anything, never half a pair, and proven before they count. */

import { lstat, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { CallContext } from '../contract/dispatch.ts'
import { AppError, throwIfCancelled } from '../contract/errors.ts'
import type { GenerateKeyParams } from '../contract/methods.ts'
import { checkPrivateKeyAccess, secureNewFile } from '../permissions/index.ts'
import {
  formatPublicKeyLine,
  parsePublicKeyBlob,
  parsePublicKeyLine,
} from '../public-keys/index.ts'
import { createFile, ensurePrivateDirectory, type Paths, withLock } from '../storage/index.ts'
import { checkKeyName } from './key-name.ts'
import { pairSpec } from './key-options.ts'
import type { PairSpec } from './make-pair.ts'
import { askSshKeygen } from './ssh-keygen.ts'
import type { KeyWorker } from './worker-client.ts'

export interface NewPairFiles {
  readonly privateKeyPath: string
  readonly publicKeyPath: string
}

interface Contents {
  readonly privateFile: Buffer
  readonly publicFile: string
}

type Context = Pick<CallContext, 'signal' | 'progress'>

/**
 * Makes and writes a pair: folder 0700, private half 0600, public half 0644; on Windows the access
 * list of `ssh-keygen.exe`. Whatever fails, the folder is as it was before.
 *
 * @throws {AppError} `invalid-name`, `invalid-value`, `already-exists`, `cancelled`,
 * `verification-failed`, and the errors of writing files
 */
export async function generatePair(
  paths: Paths,
  worker: KeyWorker,
  params: GenerateKeyParams,
  context: Context,
): Promise<NewPairFiles> {
  checkKeyName(params.name)
  const spec = pairSpec(params)
  const privateKeyPath = join(paths.sshDir, params.name)
  const files = { privateKeyPath, publicKeyPath: `${privateKeyPath}.pub` }
  await refuseIfTaken(files)
  report(context, workingDetail(spec))
  const contents = await makeContents(spec, worker, context.signal)
  throwIfCancelled(context.signal)
  await ensurePrivateDirectory(paths.sshDir)
  await withLock(paths, paths.sshDir, () => writePair(files, contents))
  try {
    report(context, 'Checking the new key')
    await verifyFiles(paths, worker, files, contents, spec.passphrase, context.signal)
    throwIfCancelled(context.signal)
  } catch (error) {
    await removeOurs(files.publicKeyPath, Buffer.from(contents.publicFile))
    await removeOurs(files.privateKeyPath, contents.privateFile)
    throw error
  }
  return files
}

async function makeContents(
  spec: PairSpec,
  worker: KeyWorker,
  signal: AbortSignal,
): Promise<Contents> {
  const { privateFile, publicBlob } = await worker.make(spec, signal)
  const publicKey = parsePublicKeyBlob(publicBlob, spec.comment)
  if (publicKey === null) throw faulty('the public key cannot be read')
  return { privateFile, publicFile: `${formatPublicKeyLine(publicKey)}\n` }
}

/** Either half alone is taken too: a `.pub` without its private key belongs to somebody. */
async function refuseIfTaken(files: NewPairFiles): Promise<void> {
  for (const path of [files.privateKeyPath, files.publicKeyPath]) {
    const exists = await lstat(path).then(
      () => true,
      () => false,
    )
    if (!exists) continue
    throw new AppError(
      'already-exists',
      `There is already a key file at ${path}. Keypilot never overwrites one: choose another name.`,
    )
  }
}

async function writePair(files: NewPairFiles, contents: Contents): Promise<void> {
  await refuseIfTaken(files)
  await createFile(files.privateKeyPath, contents.privateFile, 0o600, { secure: secureNewFile })
  try {
    await createFile(files.publicKeyPath, contents.publicFile, 0o644)
  } catch (error) {
    await removeOurs(files.privateKeyPath, contents.privateFile)
    throw error
  }
}

/** Removes a file only if it still holds what was just written. */
async function removeOurs(path: string, content: Buffer): Promise<void> {
  const now = await readFile(path).catch(() => null)
  if (now?.equals(content)) await unlink(path).catch(() => {})
}

async function verifyFiles(
  paths: Paths,
  worker: KeyWorker,
  files: NewPairFiles,
  contents: Contents,
  passphrase: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const privateFile = await readFile(files.privateKeyPath)
  const publicFile = await readFile(files.publicKeyPath, 'utf8')
  if (!privateFile.equals(contents.privateFile) || publicFile !== contents.publicFile) {
    throw faulty('the files do not hold what was written to them')
  }
  const access = await checkPrivateKeyAccess(files.privateKeyPath)
  if (!access.ok) {
    throw faulty(
      `the drive of ${paths.sshDir} does not keep a file private, so ssh would refuse the key. Use an ssh folder in your home`,
    )
  }
  const fault = await worker.verify({ privateFile, publicFile }, passphrase, signal)
  if (fault !== null) throw faulty(fault)
  const answer = await askSshKeygen(paths, files.privateKeyPath, passphrase, signal)
  if (answer.kind === 'refused') throw faulty(`ssh-keygen does not accept it (${answer.detail})`)
  if (answer.kind === 'unavailable') return
  const judged = parsePublicKeyLine(answer.line)?.blob
  const written = parsePublicKeyLine(publicFile.trim())?.blob
  if (judged === undefined || written === undefined || !judged.equals(written)) {
    throw faulty('ssh-keygen reads another public key from it')
  }
}

function faulty(reason: string): AppError {
  return new AppError(
    'verification-failed',
    `The new key did not pass its check and was removed again: ${reason}. Nothing else was changed.`,
  )
}

function report(context: Context, detail: string): void {
  context.progress({ method: 'keys.generate', progress: { kind: 'working', detail } })
}

function workingDetail(spec: PairSpec): string {
  if (spec.type === 'rsa' && spec.bits > 4_096) {
    return `Making an RSA key of ${spec.bits} bits. This can take several minutes`
  }
  return 'Making the key'
}
