/** Decrypts PuTTY's private-key files and proves them with their authentication code. */

import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { argon2d, argon2i, argon2id } from '@noble/hashes/argon2.js'
import type { KeyMaterial } from './openssh-write.ts'
import { type Argon2Parameters, type PpkFile, readPpkPrivate } from './ppk.ts'
import { WireError, WireReader, wireMpint, wireString } from './wire.ts'

export type OpenPpkResult =
  | { readonly ok: true; readonly material: KeyMaterial }
  | {
      readonly ok: false
      readonly reason: 'passphrase-needed' | 'passphrase-wrong' | 'unreadable' | 'unsupported'
      /** For `unsupported`: what is. */
      readonly what: string
    }

const FLAVOURS = { Argon2d: argon2d, Argon2i: argon2i, Argon2id: argon2id } as const
const MAX_MEMORY_KIB = 1_048_576
/** About a minute: memory times passes, of which a computer does some 250 MiB per second. */
const MAX_WORK_KIB = 16 * 1_048_576

/** Too much for this computer or this person's patience: PuTTYgen's own choice is 8 MiB, 0.1 s. */
export function isTooCostly({ memoryKib, passes, parallelism }: Argon2Parameters): boolean {
  return (
    memoryKib > MAX_MEMORY_KIB || memoryKib * passes > MAX_WORK_KIB || parallelism > memoryKib / 8
  )
}

/** Slow for encrypted files of version 3: not on the main thread. */
export function openPpk(ppk: PpkFile, passphrase: string | undefined): OpenPpkResult {
  if (ppk.encryption === 'none') return openWith(ppk, Buffer.alloc(0))
  if (passphrase === undefined) return failure('passphrase-needed')
  if (ppk.argon2 !== null && isTooCostly(ppk.argon2)) {
    return failure('unsupported', 'a passphrase protection of this strength')
  }
  const opened = openWith(ppk, Buffer.from(passphrase, 'utf8'))
  const older = olderSpelling(passphrase)
  if (older === null || opened.ok || opened.reason !== 'passphrase-wrong') return opened
  return openWith(ppk, older)
}

/** PuTTYgen on Windows took passphrases in the system's own character set for most of its life. */
function olderSpelling(passphrase: string): Buffer | null {
  const isAscii = /^[\x00-\x7f]*$/.test(passphrase)
  return isAscii || /[^\x00-\xff]/.test(passphrase) ? null : Buffer.from(passphrase, 'latin1')
}

interface Keys {
  readonly cipherKey: Buffer
  readonly iv: Buffer
  readonly macKey: Buffer
}

function openWith(ppk: PpkFile, passphrase: Buffer): OpenPpkResult {
  const keys = ppk.version === 3 ? keysOfVersion3(ppk, passphrase) : keysOfVersion2(passphrase)
  const plain = decrypted(ppk, keys)
  const fits = timingSafeEqual(macOf(ppk, plain, keys.macKey), ppk.mac)
  const numbers = readPpkPrivate(ppk.algorithm, plain)
  if (!fits) {
    // With a wrong passphrase what comes out is noise, which has no such lengths.
    const isNoise = ppk.encryption !== 'none' && numbers === null
    return failure(isNoise ? 'passphrase-wrong' : 'unreadable')
  }
  const material = numbers === null ? null : materialOf(ppk, numbers)
  return material === null ? failure('unreadable') : { ok: true, material }
}

/** Appendix C.4: two hashes with a counter before the passphrase, and an all-zero start. */
function keysOfVersion2(passphrase: Buffer): Keys {
  const part = (number: number) =>
    createHash('sha1')
      .update(Buffer.from([0, 0, 0, number]))
      .update(passphrase)
      .digest()
  return {
    cipherKey: Buffer.concat([part(0), part(1)]).subarray(0, 32),
    iv: Buffer.alloc(16),
    macKey: createHash('sha1').update('putty-private-key-file-mac-key').update(passphrase).digest(),
  }
}

/** Appendix C.3: Argon2 gives all three; without a passphrase there is no key at all. */
function keysOfVersion3({ argon2 }: PpkFile, passphrase: Buffer): Keys {
  if (argon2 === null) {
    return { cipherKey: Buffer.alloc(0), iv: Buffer.alloc(0), macKey: Buffer.alloc(0) }
  }
  const { flavour, memoryKib, passes, parallelism, salt } = argon2
  const options = { m: memoryKib, t: passes, p: parallelism, dkLen: 80, maxmem: 2 ** 31 }
  const derived = Buffer.from(FLAVOURS[flavour](passphrase, salt, options))
  return {
    cipherKey: derived.subarray(0, 32),
    iv: derived.subarray(32, 48),
    macKey: derived.subarray(48),
  }
}

function decrypted({ encryption, privateBlob }: PpkFile, { cipherKey, iv }: Keys): Buffer {
  if (encryption === 'none') return privateBlob
  const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv)
  decipher.setAutoPadding(false)
  return Buffer.concat([decipher.update(privateBlob), decipher.final()])
}

/** Over everything in the file, with the private part decrypted and its padding. */
function macOf(ppk: PpkFile, plain: Buffer, key: Buffer): Buffer {
  const { version, algorithm, encryption, commentBytes, publicBlob } = ppk
  const mac = createHmac(version === 3 ? 'sha256' : 'sha1', key)
  for (const part of [algorithm, encryption, commentBytes, publicBlob, plain]) {
    mac.update(wireString(part))
  }
  return mac.digest()
}

/** The numbers in OpenSSH's order, out of both parts. Null for types that are not supported. */
function materialOf(ppk: PpkFile, numbers: readonly Buffer[]): KeyMaterial | null {
  try {
    const { algorithm, publicBlob } = ppk
    const reader = new WireReader(publicBlob)
    if (reader.text() !== algorithm) return null
    const fields = privateFields(algorithm, reader, publicBlob, numbers)
    return fields === null ? null : { publicBlob, fields }
  } catch (error) {
    if (error instanceof WireError) return null
    throw error
  }
}

/** `reader`: the public part, behind its type word. */
function privateFields(
  algorithm: string,
  reader: WireReader,
  publicBlob: Buffer,
  [first, second, third, fourth]: readonly Buffer[],
): Buffer | null {
  if (first === undefined) return null
  if (algorithm === 'ssh-ed25519') {
    // A number with its lowest byte first: zeros at its end may be left out.
    const seed = Buffer.concat([first, Buffer.alloc(32)]).subarray(0, 32)
    return Buffer.concat([publicBlob, wireString(Buffer.concat([seed, reader.string()]))])
  }
  if (/^ecdsa-sha2-nistp(?:256|384|521)$/.test(algorithm)) {
    return Buffer.concat([publicBlob, wireMpint(first)])
  }
  const isWhole = second !== undefined && third !== undefined && fourth !== undefined
  if (algorithm !== 'ssh-rsa' || !isWhole) return null
  const [e, n] = [reader.mpint(), reader.mpint()]
  const inOrder = [n, e, first, fourth, second, third].map((value) => wireMpint(value))
  return Buffer.concat([wireString(algorithm), ...inOrder])
}

function failure(
  reason: 'passphrase-needed' | 'passphrase-wrong' | 'unreadable' | 'unsupported',
  what = '',
): OpenPpkResult {
  return { ok: false, reason, what }
}
