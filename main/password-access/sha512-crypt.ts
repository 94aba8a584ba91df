/**
 * SHA-512-crypt, the `$6$` hash of /etc/shadow, after Ulrich Drepper's specification
 * (https://akkadia.org/drepper/SHA-crypt.txt; the steps there have these numbers). Only what is
 * needed to make one: the usual 5,000 rounds, and no checking of passwords.
 */

import { createHash, randomBytes } from 'node:crypto'

const ROUNDS = 5_000
const DIGEST_BYTES = 64
/** The most that the format takes. */
const SALT_LENGTH = 16
const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Random characters that a hash can carry as its salt. */
export function makeSalt(): string {
  return [...randomBytes(SALT_LENGTH)].map((byte) => ALPHABET[byte % 64]).join('')
}

/** @param salt of at most 16 characters, without `$` */
export function sha512Crypt(password: Buffer, salt: string): string {
  const saltBytes = Buffer.from(salt, 'latin1').subarray(0, SALT_LENGTH)
  const first = firstDigest(password, saltBytes)
  // Steps 13 to 20: the password and the salt, stretched to their own lengths by a hash of each.
  const p = stretch(digest(...Array(password.length).fill(password)), password.length)
  const s = stretch(digest(...Array(16 + (first[0] ?? 0)).fill(saltBytes)), saltBytes.length)
  let result = first
  // Step 21.
  for (let round = 0; round < ROUNDS; round += 1) {
    const isOdd = round % 2 === 1
    result = digest(
      isOdd ? p : result,
      ...(round % 3 === 0 ? [] : [s]),
      ...(round % 7 === 0 ? [] : [p]),
      isOdd ? result : p,
    )
  }
  return `$6$${saltBytes.toString('latin1')}$${encode(result)}`
}

/** Steps 1 to 12. */
function firstDigest(password: Buffer, salt: Buffer): Buffer {
  const b = digest(password, salt, password)
  const parts = [password, salt, stretch(b, password.length)]
  for (let bits = password.length; bits > 0; bits >>= 1) {
    parts.push(bits % 2 === 1 ? b : password)
  }
  return digest(...parts)
}

function digest(...parts: readonly Buffer[]): Buffer {
  const hash = createHash('sha512')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

/** The digest over and over, cut at `length` bytes. */
function stretch(bytes: Buffer, length: number): Buffer {
  return Buffer.alloc(length, bytes)
}

/** Step 22: three bytes at a time, 21 apart and turning, as four characters, lowest bits first. */
function encode(bytes: Buffer): string {
  let text = ''
  for (let index = 0; index < 21; index += 1) {
    const triple = [index, index + 21, index + 42]
    const at = (place: number) => bytes[triple[(place + index) % 3] ?? 0] ?? 0
    text += characters((at(0) << 16) | (at(1) << 8) | at(2), 4)
  }
  return text + characters(bytes[DIGEST_BYTES - 1] ?? 0, 2)
}

function characters(value: number, count: number): string {
  return Array.from({ length: count }, (_, index) => ALPHABET[(value >> (6 * index)) & 63]).join('')
}
