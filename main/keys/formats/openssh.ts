/**
 * Reads the OpenSSH private-key format (OpenSSH's PROTOCOL.key) exactly as strictly as OpenSSH
 * does: what this refuses, `ssh` refuses too. (`sshkey.c`: private2_uudecode, private2_decrypt)
 */

import { cipherByName } from './ciphers.ts'
import { isPrivateScalar } from './curve-point.ts'
import { WireError, WireReader, wireMpint, wireString } from './wire.ts'

export const OPENSSH_BEGIN = '-----BEGIN OPENSSH PRIVATE KEY-----'
export const OPENSSH_END = '-----END OPENSSH PRIVATE KEY-----'
const MAGIC = Buffer.from('openssh-key-v1\0')

/** The outer part, readable without a passphrase. */
export interface Envelope {
  /** `none` for a key without passphrase. */
  readonly cipher: string
  readonly kdf: 'none' | 'bcrypt'
  readonly salt: Buffer
  readonly rounds: number
  /** The public key in wire format. */
  readonly publicBlob: Buffer
  /** The private part, encrypted unless `cipher` is `none`. */
  readonly sealed: Buffer
  /** Authentication tag of ciphers that have one, otherwise empty. */
  readonly tag: Buffer
}

/** The inner part of a decrypted key. Private: never leaves `main/`. */
export interface PrivateSection {
  /** Type word and numbers, as they stand between the check bytes and the comment. */
  readonly fields: Buffer
  /** The public key that belongs to those numbers, in wire format. */
  readonly publicBlob: Buffer
  readonly comment: string
  /** As it stands in the file: older systems did not write UTF-8. */
  readonly commentBytes: Buffer
}

/**
 * - `markers`: the first or last line is not exactly as it must be
 * - `base64`: other characters between them
 * - `truncated`: ends before its own lengths say
 * - `damaged`: anything else that is not as the format says
 * - `cipher`: an encryption that OpenSSH does not have
 */
export type EnvelopeFault = 'markers' | 'base64' | 'truncated' | 'damaged' | 'cipher'

export type EnvelopeResult =
  | { readonly ok: true; readonly envelope: Envelope }
  | { readonly ok: false; readonly fault: EnvelopeFault }

export function readEnvelope(file: Buffer): EnvelopeResult {
  const encoded = bodyOf(file)
  if (encoded === null) return { ok: false, fault: 'markers' }
  const data = decodeBase64(encoded)
  if (data === null) return { ok: false, fault: 'base64' }
  if (!data.subarray(0, MAGIC.length).equals(MAGIC)) {
    return {
      ok: false,
      fault: MAGIC.subarray(0, data.length).equals(data) ? 'truncated' : 'damaged',
    }
  }
  try {
    return readFields(new WireReader(data.subarray(MAGIC.length)))
  } catch (error) {
    if (error instanceof WireError) return { ok: false, fault: 'truncated' }
    throw error
  }
}

/** The characters between the markers. Carriage returns are dropped there, but not in the markers. */
function bodyOf(file: Buffer): string | null {
  const text = file.toString('latin1')
  if (!text.startsWith(`${OPENSSH_BEGIN}\n`)) return null
  const end = text.indexOf(`\n${OPENSSH_END}\n`, OPENSSH_BEGIN.length)
  if (end < 0) return null
  return text.slice(OPENSSH_BEGIN.length, end).replaceAll(/[\r\n]/g, '')
}

/** Strict: `Buffer.from` would skip over foreign characters. White space is allowed, as in `b64_pton`. */
function decodeBase64(text: string): Buffer | null {
  const compact = text.replaceAll(/[ \t\v\f]/g, '')
  if (compact.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(compact)) return null
  const data = Buffer.from(compact, 'base64')
  return data.toString('base64') === compact ? data : null
}

function readFields(reader: WireReader): EnvelopeResult {
  const cipherName = reader.text()
  const kdf = reader.text()
  const kdfOptions = reader.string()
  const keys = reader.uint32()
  const publicBlob = reader.string()
  const sealedLength = reader.uint32()
  const cipher = cipherByName(cipherName)
  if (cipher === null || (kdf !== 'none' && kdf !== 'bcrypt')) return { ok: false, fault: 'cipher' }
  const plain = cipherName === 'none'
  const badSize = sealedLength < cipher.blockSize || sealedLength % cipher.blockSize !== 0
  if (keys !== 1 || badSize || plain !== (kdf === 'none')) return { ok: false, fault: 'damaged' }
  const { salt, rounds } = kdf === 'bcrypt' ? readKdf(kdfOptions) : { salt: kdfOptions, rounds: 0 }
  const sealed = reader.bytes(sealedLength)
  const tag = reader.bytes(cipher.tagLength)
  if (reader.left > 0) return { ok: false, fault: 'damaged' }
  const envelope: Envelope = { cipher: cipherName, kdf, salt, rounds, publicBlob, sealed, tag }
  return { ok: true, envelope }
}

function readKdf(options: Buffer): { salt: Buffer; rounds: number } {
  const reader = new WireReader(options)
  return { salt: reader.string(), rounds: reader.uint32() }
}

/**
 * Reads a decrypted private part. Null when the check bytes differ (a wrong passphrase), or when
 * numbers or padding are not as the format says.
 */
export function readPrivateSection(plain: Buffer): PrivateSection | null {
  try {
    const reader = new WireReader(plain)
    const check = reader.uint32()
    if (reader.uint32() !== check) return null
    const start = reader.offset
    const publicBlob = readPrivateFields(reader)
    if (publicBlob === null) return null
    const fields = plain.subarray(start, reader.offset)
    const commentBytes = reader.string()
    for (let expected = 1; reader.left > 0; expected++) {
      if (reader.byte() !== (expected & 0xff)) return null
    }
    return { fields, publicBlob, comment: commentBytes.toString('utf8'), commentBytes }
  } catch (error) {
    if (error instanceof WireError) return null
    throw error
  }
}

/** Reads type word and numbers; returns the public key in wire format, null for unknown types. */
function readPrivateFields(reader: WireReader): Buffer | null {
  const type = reader.text()
  const strings = (count: number) => Array.from({ length: count }, () => reader.string())
  const numbers = (count: number) => Array.from({ length: count }, () => reader.mpint())
  switch (type) {
    case 'ssh-ed25519': {
      const [publicKey, secret] = strings(2)
      if (publicKey?.length !== 32 || secret?.length !== 64) return null
      return Buffer.concat([wireString(type), wireString(publicKey)])
    }
    case 'ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp521': {
      const publicFields = strings(2)
      return isPrivateScalar(type, reader.mpint()) ? joined(type, publicFields) : null
    }
    case 'ssh-rsa': {
      const [n, e] = numbers(6)
      if (n === undefined || e === undefined) return null
      return Buffer.concat([wireString(type), wireMpint(e), wireMpint(n)])
    }
    case 'ssh-dss':
      return joined(type, numbers(5).slice(0, 4))
    case 'sk-ssh-ed25519@openssh.com':
      return readSecurityKey(reader, type, 2)
    case 'sk-ecdsa-sha2-nistp256@openssh.com':
      return readSecurityKey(reader, type, 3)
    default:
      return null
  }
}

/** The public fields, then flags, key handle, and a reserved string (PROTOCOL.u2f). */
function readSecurityKey(reader: WireReader, type: string, publicFields: number): Buffer {
  const values = Array.from({ length: publicFields }, () => reader.string())
  reader.byte()
  reader.string()
  reader.string()
  return joined(type, values)
}

function joined(type: string, values: readonly Buffer[]): Buffer {
  return Buffer.concat([wireString(type), ...values.map((value) => wireString(value))])
}
