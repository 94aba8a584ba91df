/** Checks type, size, comment and passphrase of a key to be made. */

import { AppError, assertNever } from '../contract/errors.ts'
import type { GenerateKeyParams } from '../contract/methods.ts'
import type { PairSpec } from './make-pair.ts'

const DEFAULT_RSA_BITS = 3_072
const MIN_RSA_BITS = 2_048
const MAX_RSA_BITS = 16_384
/** OpenSSH reads passphrases into a buffer of 1,024 bytes. */
const MAX_PASSPHRASE_BYTES = 1_000

/** @throws {AppError} `invalid-value` */
export function pairSpec(params: GenerateKeyParams): PairSpec {
  const comment = checkedComment(params.comment)
  const { passphrase, bits, type = 'ed25519' } = params
  const secret = passphrase === undefined ? {} : { passphrase: checkedPassphrase(passphrase) }
  switch (type) {
    case 'ed25519':
      if (bits !== undefined && bits !== 256) {
        throw invalid('An Ed25519 key has no choice of size. Leave the size out.')
      }
      return { type, comment, ...secret }
    case 'ecdsa': {
      const size = bits ?? 256
      if (size !== 256 && size !== 384 && size !== 521) {
        throw invalid('An ECDSA key has 256, 384 or 521 bits. Choose one of them.')
      }
      return { type, bits: size, comment, ...secret }
    }
    case 'rsa': {
      const size = bits ?? DEFAULT_RSA_BITS
      if (size < MIN_RSA_BITS || size > MAX_RSA_BITS || size % 2 !== 0) {
        throw invalid(
          `An RSA key has an even number of bits from ${MIN_RSA_BITS} to ${MAX_RSA_BITS}. ${DEFAULT_RSA_BITS} is a good choice.`,
        )
      }
      return { type, bits: size, comment, ...secret }
    }
    default:
      return assertNever(type)
  }
}

/** @throws {AppError} `invalid-value`; the text without the spaces around it otherwise */
export function checkedComment(comment: string): string {
  const trimmed = comment.trim()
  if (trimmed === '') {
    throw invalid(
      'The key needs a comment, because RunPod shows it as the name of the key. Something like “me@laptop” will do.',
    )
  }
  if (/[\p{Cc}\u2028\u2029]/u.test(trimmed)) {
    throw invalid('The comment must stay on one line and may not contain control characters.')
  }
  return trimmed
}

/**
 * The messages never repeat it.
 *
 * @throws {AppError} `invalid-value`
 */
export function checkedPassphrase(passphrase: string): string {
  if (passphrase === '')
    throw invalid('The passphrase is empty. Leave it out for a key without one.')
  if (/[\p{Cc}]/u.test(passphrase)) {
    throw invalid('The passphrase contains a line break or another character that cannot be typed.')
  }
  if (Buffer.byteLength(passphrase) > MAX_PASSPHRASE_BYTES) {
    throw invalid('The passphrase is longer than ssh can read. Use fewer than 1,000 characters.')
  }
  return passphrase
}

function invalid(message: string): AppError {
  return new AppError('invalid-value', message)
}
