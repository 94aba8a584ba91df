/** The ciphers OpenSSH encrypts private keys with, and the passphrase's way to their keys. */

/// <reference path="../bcrypt-pbkdf.d.ts" />

import { createCipheriv, createDecipheriv, getCiphers } from 'node:crypto'
import bcryptPbkdf from 'bcrypt-pbkdf'
import { openChacha20Poly1305 } from './chacha20-poly1305.ts'

export interface Cipher {
  readonly name: string
  /** OpenSSL's name; null for no encryption and for what needs code of our own. */
  readonly algorithm: string | null
  readonly keyLength: number
  readonly ivLength: number
  readonly blockSize: number
  readonly tagLength: number
}

/** What new keys are encrypted with: OpenSSH's own default. */
export const DEFAULT_CIPHER = 'aes256-ctr'
export const DEFAULT_ROUNDS = 24

/** name, OpenSSL's name, lengths in bytes: key, IV, block, tag (OpenSSH's `cipher.c`). */
const ROWS: readonly (readonly [string, string | null, number, number, number, number])[] = [
  ['none', null, 0, 0, 8, 0],
  ['aes128-ctr', 'aes-128-ctr', 16, 16, 16, 0],
  ['aes192-ctr', 'aes-192-ctr', 24, 16, 16, 0],
  ['aes256-ctr', 'aes-256-ctr', 32, 16, 16, 0],
  ['aes128-cbc', 'aes-128-cbc', 16, 16, 16, 0],
  ['aes192-cbc', 'aes-192-cbc', 24, 16, 16, 0],
  ['aes256-cbc', 'aes-256-cbc', 32, 16, 16, 0],
  ['rijndael-cbc@lysator.liu.se', 'aes-256-cbc', 32, 16, 16, 0],
  ['3des-cbc', 'des-ede3-cbc', 24, 8, 8, 0],
  ['aes128-gcm@openssh.com', 'aes-128-gcm', 16, 12, 16, 16],
  ['aes256-gcm@openssh.com', 'aes-256-gcm', 32, 12, 16, 16],
  ['chacha20-poly1305@openssh.com', null, 64, 0, 8, 16],
]

const CIPHERS: ReadonlyMap<string, Cipher> = new Map(
  ROWS.map(([name, algorithm, keyLength, ivLength, blockSize, tagLength]) => [
    name,
    { name, algorithm, keyLength, ivLength, blockSize, tagLength },
  ]),
)

export function cipherByName(name: string): Cipher | null {
  return CIPHERS.get(name) ?? null
}

/** Whether this runtime can decrypt it: Electron's OpenSSL substitute lacks a few old ones. */
export function canDecrypt(cipher: Cipher): boolean {
  return cipher.algorithm === null || getCiphers().includes(cipher.algorithm)
}

/** Key and IV from a passphrase. Takes about 10 ms per round: not on the main thread. */
export function deriveKey(
  cipher: Cipher,
  passphrase: string,
  salt: Buffer,
  rounds: number,
): { readonly key: Buffer; readonly iv: Buffer } | null {
  const secret = Buffer.from(passphrase, 'utf8')
  const output = Buffer.alloc(cipher.keyLength + cipher.ivLength)
  const failed = bcryptPbkdf.pbkdf(
    secret,
    secret.length,
    salt,
    salt.length,
    output,
    output.length,
    rounds,
  )
  secret.fill(0)
  if (failed !== 0) return null
  return { key: output.subarray(0, cipher.keyLength), iv: output.subarray(cipher.keyLength) }
}

/** Null when the tag does not fit the data: a wrong passphrase, or a damaged file. */
export function decrypt(
  cipher: Cipher,
  key: Buffer,
  iv: Buffer,
  sealed: Buffer,
  tag: Buffer,
): Buffer | null {
  if (cipher.name === 'none') return sealed
  if (cipher.algorithm === null) return openChacha20Poly1305(key, sealed, tag)
  if (cipher.tagLength > 0) {
    const algorithm = cipher.keyLength === 16 ? 'aes-128-gcm' : 'aes-256-gcm'
    const decipher = createDecipheriv(algorithm, key, iv, { authTagLength: cipher.tagLength })
    decipher.setAuthTag(tag)
    const data = decipher.update(sealed)
    try {
      return Buffer.concat([data, decipher.final()])
    } catch {
      return null
    }
  }
  const decipher = createDecipheriv(cipher.algorithm, key, iv)
  decipher.setAutoPadding(false)
  return Buffer.concat([decipher.update(sealed), decipher.final()])
}

/** Only for ciphers without a tag. */
export function encrypt(cipher: Cipher, key: Buffer, iv: Buffer, plain: Buffer): Buffer {
  if (cipher.algorithm === null) return plain
  const encipher = createCipheriv(cipher.algorithm, key, iv)
  encipher.setAutoPadding(false)
  return Buffer.concat([encipher.update(plain), encipher.final()])
}
