/** From a recognised private key to a proven one in OpenSSH's format. What is opened stays in `main/`. */

import { AppError, assertNever } from '../../contract/errors.ts'
import {
  formatPublicKeyLine,
  type PublicKey,
  parsePublicKeyBlob,
  parsePublicKeyLine,
} from '../../public-keys/index.ts'
import type { KeyDeps } from '../deps.ts'
import { readPublicKeyFile } from '../inspect.ts'
import type { RewriteOptions } from '../rewrite.ts'
import type { UnlockFailure } from '../unlock.ts'
import { tidyComment } from './comment.ts'
import type { PrivateCandidate } from './recognise.ts'
import { refusal } from './refusals.ts'

export interface OpenedKey {
  /** In OpenSSH's format, not encrypted. Private. */
  readonly file: Buffer
  /** With the comment that `file` has, too. */
  readonly publicKey: PublicKey
}

type Worker = Pick<KeyDeps, 'worker'>

export interface OpenOptions {
  readonly passphrase: string | undefined
  /** Null keeps the source's. */
  readonly comment: string | null
  /** Where the source lies; undefined for a text. */
  readonly path: string | undefined
}

/**
 * Opens the key and proves that its halves belong together.
 *
 * @throws {AppError} `passphrase-needed`, `passphrase-wrong`, `unreadable`, `unsupported`, `cancelled`
 */
export async function openPrivate(
  deps: Worker,
  { file, encrypted, publicKey: claimed }: PrivateCandidate,
  { passphrase, comment, path }: OpenOptions,
  signal: AbortSignal,
): Promise<OpenedKey> {
  const secret = encrypted ? passphrase : undefined
  const opened = await rewriteOrThrow(deps, file, { passphrase: secret, comment }, signal)
  const own = tidyComment(opened.comment)
  const isOpen = own === '' && comment === null && path !== undefined
  const tidy = isOpen ? await commentBeside(path, opened.publicBlob) : own
  const again = { passphrase: undefined, comment: tidy }
  const clean =
    tidy === opened.comment ? opened : await rewriteOrThrow(deps, opened.privateFile, again, signal)
  const publicKey = parsePublicKeyBlob(clean.publicBlob, tidy)
  if (publicKey === null) throw refusal('unsupported-curve')
  if (claimed !== null && !claimed.blob.equals(publicKey.blob)) throw refusal('damaged')
  const { privateFile } = clean
  const publicFile = publicLine(publicKey, tidy)
  const fault = await deps.worker.verify({ privateFile, publicFile }, undefined, signal)
  if (fault !== null) throw refusal('damaged')
  return { file: privateFile, publicKey }
}

/** The opened file under a passphrase, or as it is without one. Slow: 24 rounds of bcrypt. */
export async function sealPrivate(
  { worker }: Worker,
  file: Buffer,
  passphrase: string | undefined,
  signal: AbortSignal,
): Promise<Buffer> {
  if (passphrase === undefined) return Buffer.from(file)
  const options = { passphrase: undefined, newPassphrase: passphrase, comment: null }
  const sealed = await worker.rewrite(file, options, signal)
  if (!sealed.ok) throw openError(sealed)
  return sealed.privateFile
}

/**
 * One line of a `.pub` file with its newline, proven to read back as the same key.
 *
 * @throws {AppError} `unsupported`
 */
export function publicLine(publicKey: PublicKey, comment: string): string {
  const line = formatPublicKeyLine({ ...publicKey, comment })
  const read = parsePublicKeyLine(line)
  if (read?.blob.equals(publicKey.blob) !== true || read.comment !== comment) {
    throw new AppError(
      'unsupported',
      'The comment of this key does not fit on the line of a .pub file. Enter another comment and import it again.',
    )
  }
  return `${line}\n`
}

/** PEM files have no room for a comment: it stands in the `.pub` file beside them. */
async function commentBeside(path: string, publicBlob: Buffer): Promise<string> {
  const beside = await readPublicKeyFile(`${path}.pub`)
  return beside?.blob.equals(publicBlob) === true ? tidyComment(beside.comment) : ''
}

async function rewriteOrThrow(
  { worker }: Worker,
  file: Buffer,
  options: Pick<RewriteOptions, 'passphrase' | 'comment'>,
  signal: AbortSignal,
) {
  const result = await worker.rewrite(file, { ...options, newPassphrase: undefined }, signal)
  if (!result.ok) throw openError(result)
  return result
}

function openError({ reason, what }: UnlockFailure): AppError {
  switch (reason) {
    case 'passphrase-needed':
      return new AppError(
        reason,
        'This key is protected by a passphrase. Enter it to import the key.',
      )
    case 'passphrase-wrong':
      return new AppError(
        reason,
        'That passphrase does not open the key. Check capital letters and the keyboard layout, and try again.',
      )
    case 'unreadable':
      return refusal('damaged')
    case 'unsupported':
      return new AppError(
        reason,
        `Keypilot cannot open this key, because it does not support ${what}. Remove its passphrase with the program that made it, and import it again.`,
      )
    default:
      return assertNever(reason)
  }
}
