/** SSH wire format of public keys: RFC 4253 §6.6, RFC 5656 §3.1, RFC 8709 §4, PROTOCOL.u2f. */

import type { KeyType } from '../contract/types/keys.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { PublicKey } from './public-key.ts'

/** Longest blob that is read: an RSA key of 16,384 bits takes 2 KiB, certificates a few more. */
export const MAX_BLOB_LENGTH = 16_384

/** Longest type name that is taken for one. */
export const MAX_TYPE_LENGTH = 64

/** How the type names of OpenSSH certificates end. */
export const CERTIFICATE = '-cert-v01@openssh.com'

/** Bytes that one field of a blob may have. */
export interface Field {
  readonly min: number
  readonly max: number
}

/** The fields that follow the type name in a blob. */
export interface Layout {
  readonly type: KeyType
  readonly fields: readonly Field[]
  /** Bits and curve of the key; null when a field cannot be what it should be. */
  readonly measure: (fields: readonly Buffer[]) => Measure | null
}

interface Measure {
  readonly bits: number
  readonly curve: string | null
}

const exactly = (length: number): Field => ({ min: length, max: length })
// OpenSSH reads integers of at most 16,384 bits, with one more byte for the sign (sshbuf.h).
const INTEGER: Field = { min: 1, max: 2_049 }
const EXPONENT: Field = { min: 1, max: 32 }
const APPLICATION: Field = { min: 0, max: 1_024 }

const RSA: Layout = {
  type: 'rsa',
  fields: [EXPONENT, INTEGER],
  measure: ([exponent, modulus]) => {
    const bits = integerBits(modulus)
    return bits === null || integerBits(exponent) === null ? null : { bits, curve: null }
  },
}

const DSA: Layout = {
  type: 'dsa',
  fields: [INTEGER, INTEGER, INTEGER, INTEGER],
  measure: (fields) => {
    const bits = integerBits(fields[0])
    const wellFormed = fields.every((field) => integerBits(field) !== null)
    return bits === null || !wellFormed ? null : { bits, curve: null }
  },
}

const ED25519: Layout = {
  type: 'ed25519',
  fields: [exactly(32)],
  measure: () => ({ bits: 256, curve: null }),
}

const LAYOUTS: ReadonlyMap<string, Layout> = new Map([
  ['ssh-ed25519', ED25519],
  ['ssh-rsa', RSA],
  ['ssh-dss', DSA],
  ['ecdsa-sha2-nistp256', ecdsa('nistp256', 256)],
  ['ecdsa-sha2-nistp384', ecdsa('nistp384', 384)],
  ['ecdsa-sha2-nistp521', ecdsa('nistp521', 521)],
  [
    'sk-ssh-ed25519@openssh.com',
    { ...ED25519, type: 'sk-ed25519', fields: [exactly(32), APPLICATION] },
  ],
  ['sk-ecdsa-sha2-nistp256@openssh.com', securityKeyEcdsa()],
])

/** Words that may stand in front of a key, longest first, so that none hides a longer one. */
export const KNOWN_TYPE_WORDS: readonly string[] = [
  ...LAYOUTS.keys(),
  'ssh-mldsa44-ed25519@openssh.com',
  'ssh-ed25519-cert-v01@openssh.com',
  'ssh-rsa-cert-v01@openssh.com',
  'ssh-dss-cert-v01@openssh.com',
  'ecdsa-sha2-nistp256-cert-v01@openssh.com',
  'ecdsa-sha2-nistp384-cert-v01@openssh.com',
  'ecdsa-sha2-nistp521-cert-v01@openssh.com',
  'sk-ssh-ed25519-cert-v01@openssh.com',
  'sk-ecdsa-sha2-nistp256-cert-v01@openssh.com',
].sort((a, b) => b.length - a.length)

/** The fields of a type; null when the type is unknown to us. */
export function layoutOf(typeWord: string): Layout | null {
  return LAYOUTS.get(typeWord) ?? null
}

/** Whether a text has the form of a key type name (RFC 4251 §6). */
export function isTypeName(text: string): boolean {
  return text.length <= MAX_TYPE_LENGTH && /^[a-z][a-z0-9]*-[a-z0-9-]+(?:@[a-z0-9.-]+)?$/.test(text)
}

/**
 * Decodes a public key blob; null when it is malformed or when bytes are left over. Unknown
 * well-formed types and certificates give type `unknown`.
 */
export function parsePublicKeyBlob(blob: Buffer, comment = ''): PublicKey | null {
  const typeWord = typeNameOf(blob)
  if (typeWord === null) return null
  const layout = layoutOf(typeWord)
  const fields = blobFields(blob)
  const measure = layout === null || fields === null ? null : measureFields(layout, fields)
  const wellFormed = layout === null ? fields !== null && fields.length > 0 : measure !== null
  // A certificate holds plain numbers between its strings (PROTOCOL.certkeys).
  if (!wellFormed && !typeWord.endsWith(CERTIFICATE)) return null
  return {
    typeWord,
    type: layout?.type ?? 'unknown',
    bits: measure?.bits ?? null,
    curve: measure?.curve ?? null,
    blob,
    comment,
    fingerprint: fingerprintOf(blob),
  }
}

/** The fields of a blob without the type name; null when it is not a whole sequence of strings. */
export function blobFields(blob: Buffer): readonly Buffer[] | null {
  return readStrings(blob)?.slice(1) ?? null
}

/** A blob of a type name and its fields (RFC 4251 §5, `string`). */
export function writeBlob(typeWord: string, ...fields: readonly Buffer[]): Buffer {
  return Buffer.concat(
    [Buffer.from(typeWord, 'latin1'), ...fields].flatMap((field) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(field.length)
      return [length, field]
    }),
  )
}

/** A positive integer as the bytes of an `mpint` (RFC 4251 §5): no needless zeros, sign bit clear. */
export function integerBytes(bigEndian: Buffer): Buffer {
  const start = bigEndian.findIndex((byte) => byte !== 0)
  const digits = start === -1 ? Buffer.alloc(0) : bigEndian.subarray(start)
  return (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), digits]) : digits
}

function typeNameOf(blob: Buffer): string | null {
  if (blob.length < 4) return null
  const name = blob.toString('latin1', 4, 4 + Math.min(blob.readUInt32BE(0), MAX_TYPE_LENGTH + 1))
  return name.length === blob.readUInt32BE(0) && isTypeName(name) ? name : null
}

function readStrings(blob: Buffer): readonly Buffer[] | null {
  if (blob.length > MAX_BLOB_LENGTH) return null
  const strings: Buffer[] = []
  let offset = 0
  while (offset < blob.length) {
    if (offset + 4 > blob.length) return null
    const end = offset + 4 + blob.readUInt32BE(offset)
    if (end > blob.length) return null
    strings.push(blob.subarray(offset + 4, end))
    offset = end
  }
  return strings
}

function measureFields(layout: Layout, fields: readonly Buffer[]): Measure | null {
  if (fields.length !== layout.fields.length) return null
  const fits = layout.fields.every(({ min, max }, index) => {
    const length = fields[index]?.length ?? -1
    return length >= min && length <= max
  })
  return fits ? layout.measure(fields) : null
}

/** Size of a positive `mpint` in bits; null when it is negative, zero or padded. */
function integerBits(bytes: Buffer | undefined): number | null {
  const [first, second] = bytes ?? []
  if (bytes === undefined || first === undefined || first >= 0x80) return null
  if (first === 0 && (second === undefined || second < 0x80)) return null
  return bytes.length * 8 - (Math.clz32(first) - 24)
}

function ecdsa(curve: string, bits: number): Layout {
  const coordinate = Math.ceil(bits / 8)
  return {
    type: 'ecdsa',
    fields: [exactly(curve.length), exactly(1 + 2 * coordinate)],
    measure: ([name, point]) =>
      name?.toString('latin1') === curve && point?.[0] === 4 ? { bits, curve } : null,
  }
}

function securityKeyEcdsa(): Layout {
  const { fields, measure } = ecdsa('nistp256', 256)
  return { type: 'sk-ecdsa', fields: [...fields, APPLICATION], measure }
}
