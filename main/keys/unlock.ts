/** From the bytes of a usable private-key file and a passphrase to an unencrypted key, in memory. */

import { canDecrypt, cipherByName, decrypt, deriveKey } from './formats/ciphers.ts'
import { materialOf } from './formats/jwk.ts'
import {
  type Envelope,
  type PrivateSection,
  readEnvelope,
  readPrivateSection,
} from './formats/openssh.ts'
import { writeOpensshPrivateKey } from './formats/openssh-write.ts'
import { findPem, openPem, type PemKey } from './formats/pem.ts'
import { commentOf, findPpk, readPpk } from './formats/ppk.ts'
import { openPpk } from './formats/ppk-open.ts'
import { opensshFileBySshpk } from './sshpk.ts'

export type UnlockResult = { readonly ok: true; readonly file: Buffer } | UnlockFailure

export interface UnlockFailure {
  readonly ok: false
  readonly reason: 'passphrase-needed' | 'passphrase-wrong' | 'unreadable' | 'unsupported'
  /** For `unsupported`: what is. */
  readonly what: string
}

/** More would block for a minute and longer; `ssh-keygen` writes 24 (older versions 16). */
const MAX_ROUNDS = 4_096

/** An unencrypted file in OpenSSH's format. Slow for encrypted keys: not on the main thread. */
export function unlock(file: Buffer, passphrase: string | undefined): UnlockResult {
  const result = readEnvelope(file)
  if (result.ok) return unlockOpenssh(file, result.envelope, passphrase)
  const pem = findPem(file)
  if (pem !== null) return unlockPem(pem, passphrase)
  const ppk = findPpk(file)
  return ppk === null ? failure('unreadable') : unlockPpk(ppk, passphrase)
}

function unlockOpenssh(
  file: Buffer,
  envelope: Envelope,
  passphrase: string | undefined,
): UnlockResult {
  if (envelope.cipher === 'none') {
    return readPrivateSection(envelope.sealed) === null
      ? failure('unreadable')
      : { ok: true, file: Buffer.from(file) }
  }
  if (passphrase === undefined) return failure('passphrase-needed')
  const cipher = cipherByName(envelope.cipher)
  if (cipher === null || !canDecrypt(cipher)) return failure('unsupported', envelope.cipher)
  if (envelope.rounds > MAX_ROUNDS) {
    return failure('unsupported', `bcrypt with ${envelope.rounds} rounds`)
  }
  const section = openSection(envelope, passphrase)
  if (section === null) return failure('passphrase-wrong')
  return { ok: true, file: writeOpensshPrivateKey(section, section.commentBytes, undefined) }
}

/** The private part of a key; null when the passphrase does not fit. */
export function openSection(
  envelope: Envelope,
  passphrase: string | undefined,
): PrivateSection | null {
  if (envelope.cipher === 'none') return readPrivateSection(envelope.sealed)
  const cipher = cipherByName(envelope.cipher)
  if (cipher === null || passphrase === undefined) return null
  const derived = deriveKey(cipher, passphrase, envelope.salt, envelope.rounds)
  if (derived === null) return null
  const plain = decrypt(cipher, derived.key, derived.iv, envelope.sealed, envelope.tag)
  derived.key.fill(0)
  return plain === null ? null : readPrivateSection(plain)
}

function unlockPem(pem: PemKey, passphrase: string | undefined): UnlockResult {
  if (pem.encrypted && passphrase === undefined) return failure('passphrase-needed')
  const opened = openPem(pem, passphrase)
  if (!opened.ok) {
    if (opened.reason === 'unsupported') return failure('unsupported', 'its kind of encryption')
    return failure(opened.reason === 'passphrase' ? 'passphrase-wrong' : 'unreadable')
  }
  const material = materialOf(opened.key)
  if (material !== null) return { ok: true, file: writeOpensshPrivateKey(material, '', undefined) }
  // DSA: node:crypto reads it, but does not give out its numbers.
  const converted = opensshFileBySshpk(Buffer.from(pem.text, 'latin1'), passphrase)
  return converted === null
    ? failure('unsupported', 'this type of key')
    : { ok: true, file: converted }
}

/** For imports: ssh itself cannot use such a file. */
function unlockPpk(text: string, passphrase: string | undefined): UnlockResult {
  const result = readPpk(text)
  if (!result.ok) return failure('unreadable')
  const opened = openPpk(result.ppk, passphrase)
  if (!opened.ok) return opened
  const comment = commentOf(result.ppk)
  return { ok: true, file: writeOpensshPrivateKey(opened.material, comment, undefined) }
}

function failure(reason: UnlockFailure['reason'], what = ''): UnlockFailure {
  return { ok: false, reason, what }
}
