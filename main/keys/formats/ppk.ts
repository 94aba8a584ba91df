/** Reads PuTTY's private-key files, versions 2 and 3 (PuTTY manual, appendix C). Nothing is decrypted. */

import { WireError, WireReader } from './wire.ts'

export interface PpkFile {
  readonly version: 2 | 3
  readonly algorithm: string
  readonly encryption: 'none' | 'aes256-cbc'
  /** As it stands in the file: the authentication code is over these bytes. */
  readonly commentBytes: Buffer
  /** In SSH's wire format. */
  readonly publicBlob: Buffer
  /** Encrypted, unless `encryption` is `none`. */
  readonly privateBlob: Buffer
  readonly mac: Buffer
  /** How an encrypted file of version 3 gets from passphrase to key; otherwise null. */
  readonly argon2: Argon2Parameters | null
}

export interface Argon2Parameters {
  readonly flavour: 'Argon2d' | 'Argon2i' | 'Argon2id'
  readonly memoryKib: number
  readonly passes: number
  readonly parallelism: number
  readonly salt: Buffer
}

/**
 * - `version`: a version that is not 2 or 3
 * - `cipher`: an encryption or key derivation that PuTTY does not have
 * - `truncated`: the end is missing; `damaged`: anything else
 */
export type PpkFault = 'version' | 'cipher' | 'truncated' | 'damaged'

export type PpkResult =
  | { readonly ok: true; readonly ppk: PpkFile }
  | { readonly ok: false; readonly fault: PpkFault }

export const PPK_MARK = 'PuTTY-User-Key-File-'
const MAC_BYTES = { 2: 20, 3: 32 } as const

/** The first PuTTY file in these bytes up to their end, as latin1 characters; null when there is none. */
export function findPpk(file: Buffer): string | null {
  const text = file.toString('latin1')
  const start = text.search(/PuTTY-User-Key-File-\d{1,3}:/)
  return start < 0 ? null : text.slice(start)
}

/**
 * `text`: bytes as latin1 characters, from the mark on. Line ends may be of any kind, or lost: the
 * names of the fields say where they begin, and the authentication code says if all is right.
 */
export function readPpk(text: string): PpkResult {
  const version = /^PuTTY-User-Key-File-(\d{1,3}):/.exec(text)?.[1]
  if (version === undefined) return { ok: false, fault: 'damaged' }
  if (version !== '2' && version !== '3') return { ok: false, fault: 'version' }
  const fields = splitFields(text)
  if (fields === null) return { ok: false, fault: isCutOff(text) ? 'truncated' : 'damaged' }
  return readFields(version === '2' ? 2 : 3, fields)
}

/** In a file these names come in this order; the middle ones only where a passphrase protects it. */
const NAMES = [
  PPK_MARK,
  'Encryption',
  'Comment',
  'Public-Lines',
  'Key-Derivation',
  'Argon2-Memory',
  'Argon2-Passes',
  'Argon2-Parallelism',
  'Argon2-Salt',
  'Private-Lines',
  'Private-MAC',
] as const
type Name = (typeof NAMES)[number]
const OPTIONAL = /^(?:Key-Derivation|Argon2-)/

/** The text after each name's colon, up to the next name; null when one is missing. */
function splitFields(text: string): ReadonlyMap<Name, string> | null {
  const found: { readonly name: Name; readonly start: number; readonly value: number }[] = []
  let position = 0
  for (const name of NAMES) {
    const start = name === PPK_MARK ? 0 : indexOfName(text, name, position)
    if (start < 0 && OPTIONAL.test(name)) continue
    const colon = start < 0 ? -1 : text.indexOf(':', start)
    if (colon < 0) return null
    position = colon + 1
    found.push({ name, start, value: position })
  }
  return new Map(
    found.map(({ name, value }, index) => [name, text.slice(value, found[index + 1]?.start)]),
  )
}

/** Names begin a line; where the line breaks are gone, they stand after a space or after base64. */
function indexOfName(text: string, name: Name, from: number): number {
  const line = text.indexOf(`\n${name}:`, from)
  return line >= 0 ? line + 1 : text.indexOf(`${name}: `, from)
}

function isCutOff(text: string): boolean {
  return !/Private-MAC: *[0-9a-f]/i.test(text)
}

function readFields(version: 2 | 3, fields: ReadonlyMap<Name, string>): PpkResult {
  const value = (name: Name) => fields.get(name)?.trim() ?? ''
  const encryption = value('Encryption')
  if (encryption !== 'none' && encryption !== 'aes256-cbc') return { ok: false, fault: 'cipher' }
  const publicBlob = readLines(value('Public-Lines'))
  const privateBlob = readLines(value('Private-Lines'))
  const mac = /^[0-9a-f]+/i.exec(value('Private-MAC'))?.[0] ?? ''
  if (privateBlob === null || mac.length < MAC_BYTES[version] * 2) {
    return { ok: false, fault: mac === '' ? 'truncated' : 'damaged' }
  }
  const isEncrypted = encryption === 'aes256-cbc'
  const argon2 = version === 3 && isEncrypted ? readArgon2(value) : null
  if (argon2 === 'cipher') return { ok: false, fault: 'cipher' }
  const isWhole = !isEncrypted || (privateBlob.length > 0 && privateBlob.length % 16 === 0)
  if (publicBlob === null || argon2 === 'damaged' || !isWhole) {
    return { ok: false, fault: 'damaged' }
  }
  const ppk: PpkFile = {
    version,
    algorithm: value(PPK_MARK),
    encryption,
    commentBytes: commentBytes(fields.get('Comment') ?? ''),
    publicBlob,
    privateBlob,
    mac: Buffer.from(mac.slice(0, MAC_BYTES[version] * 2), 'hex'),
    argon2,
  }
  return { ok: true, ppk }
}

/** The number of lines, then base64. What the number says is lost with the line breaks. */
function readLines(value: string): Buffer | null {
  const base64 = /^\d{1,5}\s([A-Za-z0-9+/=\s]*)$/.exec(value)?.[1]?.replaceAll(/\s/g, '')
  if (base64 === undefined) return null
  const data = Buffer.from(base64, 'base64')
  return data.toString('base64') === base64 ? data : null
}

/** One space belongs to the file, and so does the line break; all else is part of the comment. */
function commentBytes(value: string): Buffer {
  const hasBreak = /\r?\n[ \t]*$/
  const line = hasBreak.test(value) ? value.replace(hasBreak, '') : value.trimEnd()
  return Buffer.from(line.replace(/^ /, ''), 'latin1')
}

function readArgon2(value: (name: Name) => string): Argon2Parameters | 'cipher' | 'damaged' {
  const flavour = value('Key-Derivation')
  if (flavour !== 'Argon2d' && flavour !== 'Argon2i' && flavour !== 'Argon2id') return 'cipher'
  const number = (name: Name) => (/^\d{1,10}$/.test(value(name)) ? Number(value(name)) : 0)
  const parameters: Argon2Parameters = {
    flavour,
    memoryKib: number('Argon2-Memory'),
    passes: number('Argon2-Passes'),
    parallelism: number('Argon2-Parallelism'),
    salt: Buffer.from(value('Argon2-Salt'), 'hex'),
  }
  const { memoryKib, passes, parallelism, salt } = parameters
  // RFC 9106, section 3.1.
  const isPossible = parallelism >= 1 && parallelism < 2 ** 24 && memoryKib >= 8 * parallelism
  return isPossible && passes >= 1 && salt.length >= 8 ? parameters : 'damaged'
}

/** The comment in characters: UTF-8, or what Windows wrote before. */
export function commentOf(ppk: PpkFile): string {
  const text = ppk.commentBytes.toString('utf8')
  return text.includes('\uFFFD') ? ppk.commentBytes.toString('latin1') : text
}

/** The numbers of a decrypted private part; null when it cannot be one. Private. */
export function readPpkPrivate(algorithm: string, plain: Buffer): readonly Buffer[] | null {
  try {
    const reader = new WireReader(plain)
    const count = algorithm === 'ssh-rsa' ? 4 : 1
    const numbers = Array.from({ length: count }, () => reader.string())
    // Encryption needs whole blocks of 16 bytes; there is no other reason for more.
    return reader.left < 16 ? numbers : null
  } catch (error) {
    if (error instanceof WireError) return null
    throw error
  }
}
