/**
 * Decrypts PEM keys where the runtime may not: Electron's OpenSSL substitute knows few of the
 * key derivations of PKCS#5 (RFC 8018), and OpenSSL 3 no longer has DES.
 */

import { createDecipheriv, createHash, pbkdf2Sync, scryptSync } from 'node:crypto'
import { DerError, DerReader } from './der.ts'

/**
 * - `foreign`: not of a kind that is decrypted here
 * - `too-costly`: would take minutes, or more memory than there is
 * - `passphrase`: does not fit
 */
export type DecryptFault = 'foreign' | 'too-costly' | 'passphrase'

interface BlockCipher {
  readonly algorithm: 'aes-128-cbc' | 'aes-192-cbc' | 'aes-256-cbc' | 'des-ede3-cbc'
  readonly keyLength: number
  /** Single DES is three times DES with the same key. */
  readonly repeatKey: 1 | 3
}

const DES: BlockCipher = { algorithm: 'des-ede3-cbc', keyLength: 8, repeatKey: 3 }
const CIPHERS: { readonly [oid: string]: BlockCipher } = {
  '1.3.14.3.2.7': DES,
  '1.2.840.113549.3.7': { algorithm: 'des-ede3-cbc', keyLength: 24, repeatKey: 1 },
  '2.16.840.1.101.3.4.1.2': { algorithm: 'aes-128-cbc', keyLength: 16, repeatKey: 1 },
  '2.16.840.1.101.3.4.1.22': { algorithm: 'aes-192-cbc', keyLength: 24, repeatKey: 1 },
  '2.16.840.1.101.3.4.1.42': { algorithm: 'aes-256-cbc', keyLength: 32, repeatKey: 1 },
}
const PBES2 = '1.2.840.113549.1.5.13'
const PBKDF2 = '1.2.840.113549.1.5.12'
const SCRYPT = '1.3.6.1.4.1.11591.4.11'
/** pbeWithMD5AndDES-CBC and pbeWithSHA1AndDES-CBC: what OpenSSL wrote before version 1.1. */
const PBES1_HASHES: { readonly [oid: string]: string } = {
  '1.2.840.113549.1.5.3': 'md5',
  '1.2.840.113549.1.5.10': 'sha1',
}
const HMAC_SHA1 = '1.2.840.113549.2.7'
const HMAC_HASHES: { readonly [oid: string]: string } = {
  [HMAC_SHA1]: 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}
/** Some 10 seconds; OpenSSL writes 2,048, careful people a few hundred thousand. */
const MAX_ROUNDS = 20_000_000
/** Bytes, as for PuTTY's keys. */
const MAX_MEMORY = 2 ** 30

/** The PKCS#8 key inside an `ENCRYPTED PRIVATE KEY`. Slow: not on the main thread. */
export function decryptPkcs8(der: Buffer, passphrase: string): Buffer | DecryptFault {
  const secret = Buffer.from(passphrase, 'utf8')
  try {
    const outer = new DerReader(der).sequence()
    const algorithm = outer.sequence()
    const sealed = outer.octets()
    const scheme = algorithm.oid()
    if (scheme === PBES2) return decryptPbes2(algorithm.sequence(), sealed, secret)
    const hash = PBES1_HASHES[scheme]
    return hash === undefined ? 'foreign' : decryptPbes1(algorithm.sequence(), hash, sealed, secret)
  } catch (error) {
    if (error instanceof DerError) return 'foreign'
    throw error
  } finally {
    secret.fill(0)
  }
}

/** The key inside an old PEM file whose `DEK-Info` says `DES-CBC`; `iv` is that header's number. */
export function decryptDesPem(
  sealed: Buffer,
  iv: Buffer,
  passphrase: string,
): Buffer | DecryptFault {
  if (iv.length !== 8) return 'foreign'
  // EVP_BytesToKey with one round: one MD5 is twice as long as a DES key.
  const key = createHash('md5').update(passphrase, 'utf8').update(iv).digest().subarray(0, 8)
  return decrypt(DES, key, iv, sealed)
}

/** RFC 8018, section 6.2. */
function decryptPbes2(options: DerReader, sealed: Buffer, secret: Buffer): Buffer | DecryptFault {
  const derivation = options.sequence()
  const encryption = options.sequence()
  const cipher = CIPHERS[encryption.oid()]
  if (cipher === undefined) return 'foreign'
  const iv = encryption.octets()
  const kind = derivation.oid()
  const derive = kind === PBKDF2 ? byPbkdf2 : kind === SCRYPT ? byScrypt : null
  if (derive === null) return 'foreign'
  const key = derive(derivation.sequence(), secret, cipher.keyLength)
  return typeof key === 'string' ? key : decrypt(cipher, key, iv, sealed)
}

/** RFC 8018, section 5.2 and appendix A.2. */
function byPbkdf2(options: DerReader, secret: Buffer, length: number): Buffer | DecryptFault {
  const salt = options.octets()
  const rounds = options.integer()
  if (options.nextIs('integer') && options.integer() !== length) return 'foreign'
  const hash = HMAC_HASHES[options.nextIs('sequence') ? options.sequence().oid() : HMAC_SHA1]
  if (hash === undefined || rounds < 1) return 'foreign'
  return rounds > MAX_ROUNDS ? 'too-costly' : pbkdf2Sync(secret, salt, rounds, length, hash)
}

/** RFC 7914, sections 2 and 7. */
function byScrypt(options: DerReader, secret: Buffer, length: number): Buffer | DecryptFault {
  const salt = options.octets()
  const [N, r, p] = [options.integer(), options.integer(), options.integer()]
  const isPowerOfTwo = N > 1 && N < 2 ** 31 && (N & (N - 1)) === 0
  if (!isPowerOfTwo || r < 1 || p < 1) return 'foreign'
  if (128 * N * r > MAX_MEMORY || 128 * N * r * p > 4 * MAX_MEMORY) return 'too-costly'
  // A little more than the table takes.
  return scryptSync(secret, salt, length, { N, r, p, maxmem: 128 * r * (N + p + 8) })
}

/** RFC 8018, section 6.1: one hash over and over gives both the key and the start. */
function decryptPbes1(
  options: DerReader,
  hash: string,
  sealed: Buffer,
  secret: Buffer,
): Buffer | DecryptFault {
  const salt = options.octets()
  const rounds = options.integer()
  if (rounds < 1) return 'foreign'
  if (rounds > MAX_ROUNDS) return 'too-costly'
  let value = createHash(hash).update(secret).update(salt).digest()
  for (let round = 1; round < rounds; round++) value = createHash(hash).update(value).digest()
  return decrypt(DES, value.subarray(0, 8), value.subarray(8, 16), sealed)
}

function decrypt(
  { algorithm, repeatKey }: BlockCipher,
  key: Buffer,
  iv: Buffer,
  sealed: Buffer,
): Buffer | DecryptFault {
  if (iv.length !== (algorithm === 'des-ede3-cbc' ? 8 : 16)) return 'foreign'
  const wholeKey = Buffer.concat(Array.from({ length: repeatKey }, () => key))
  const decipher = createDecipheriv(algorithm, wholeKey, iv)
  try {
    return Buffer.concat([decipher.update(sealed), decipher.final()])
  } catch {
    // The padding is wrong.
    return 'passphrase'
  }
}
