/** The last check of key files that are about to be put in place: ours, ssh's rules, and ssh-keygen. */

import { readFile } from 'node:fs/promises'
import { AppError } from '../contract/errors.ts'
import { checkPrivateKeyAccess } from '../permissions/index.ts'
import { parsePublicKeyLine } from '../public-keys/index.ts'
import type { KeyDeps } from './deps.ts'
import { askSshKeygen } from './ssh-keygen.ts'

export interface PairToProve {
  /** The private file as it lies on the disk, perhaps under a temporary name. */
  readonly privatePath: string
  /** What must be in it. */
  readonly privateFile: Buffer
  /** The public half it must have, as one line with the same comment. */
  readonly publicFile: string
  readonly passphrase: string | undefined
}

/**
 * Whatever is found wrong stops the change while nothing of the person's has been touched.
 *
 * @throws {AppError} `verification-failed` with what does not fit, `cancelled`
 */
export async function provePair(
  { paths, worker }: Pick<KeyDeps, 'paths' | 'worker'>,
  { privatePath, privateFile, publicFile, passphrase }: PairToProve,
  signal: AbortSignal,
): Promise<void> {
  const written = await readFile(privatePath)
  if (!written.equals(privateFile)) throw faulty('the file does not hold what was written to it')
  const access = await checkPrivateKeyAccess(privatePath)
  if (!access.ok) {
    throw faulty(
      'the drive does not keep the file private, so ssh would refuse the key. Use an ssh folder in your home',
    )
  }
  const fault = await worker.verify({ privateFile: written, publicFile }, passphrase, signal)
  if (fault !== null) throw faulty(fault)
  const answer = await askSshKeygen(paths, privatePath, passphrase, signal)
  if (answer.kind === 'refused') throw faulty(`ssh-keygen does not accept it (${answer.detail})`)
  if (answer.kind === 'unavailable') return
  const judged = parsePublicKeyLine(answer.line)?.blob
  const expected = parsePublicKeyLine(publicFile.trim())?.blob
  if (judged === undefined || expected === undefined || !judged.equals(expected)) {
    throw faulty('ssh-keygen reads another public key from it')
  }
}

function faulty(reason: string): AppError {
  return new AppError(
    'verification-failed',
    `The new key file did not pass its check and was thrown away: ${reason}. Nothing was changed.`,
  )
}
