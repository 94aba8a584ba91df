/** Opens a private key for a connection. What it returns must never leave `main/`. */

import { AppError, assertNever } from '../contract/errors.ts'
import { diagnoseRead } from './diagnose.ts'
import { readKeyFile } from './read-key-file.ts'
import type { UnlockFailure } from './unlock.ts'
import { createKeyWorker, type KeyWorker } from './worker-client.ts'

let sharedWorker: KeyWorker | undefined

/**
 * The private key as unencrypted OpenSSH-format PEM text, only in memory. Files that OpenSSH would
 * refuse are refused here too.
 *
 * @throws {AppError} `not-found`, `unreadable`, `passphrase-needed`, `passphrase-wrong`, `unsupported`
 */
export async function loadPrivateKey(
  path: string,
  passphrase: string | undefined,
): Promise<Buffer> {
  const read = await readKeyFile(path)
  const diagnosis = await diagnoseRead(read)
  if (diagnosis.state === 'missing') {
    throw new AppError('not-found', `There is no key file at ${path}.`)
  }
  if (diagnosis.state === 'unusable' || read.kind !== 'data') {
    const problem = diagnosis.state === 'unusable' ? diagnosis.problem : null
    throw new AppError(
      'unreadable',
      `${path}: ${problem?.title ?? 'it cannot be read'}. ${problem?.detail ?? ''}`.trim(),
    )
  }
  sharedWorker ??= createKeyWorker()
  const result = await sharedWorker.unlock(read.data, diagnosis.encrypted ? passphrase : undefined)
  if (result.ok) return result.file
  throw unlockError(path, result)
}

/** Why a private key could not be opened, for the person. */
export function unlockError(path: string, { reason, what }: UnlockFailure): AppError {
  switch (reason) {
    case 'passphrase-needed':
      return new AppError(
        reason,
        `The key ${path} is protected by a passphrase. Enter it to go on.`,
      )
    case 'passphrase-wrong':
      return new AppError(
        reason,
        `That passphrase does not open ${path}. Check capital letters and the keyboard layout, and try again.`,
      )
    case 'unreadable':
      return new AppError(
        reason,
        `The key in ${path} is damaged: its content does not fit together.`,
      )
    case 'unsupported':
      return new AppError(
        reason,
        `Keypilot cannot open ${path}, because it does not support ${what}. ssh itself may well be able to use this key.`,
      )
    default:
      return assertNever(reason)
  }
}
