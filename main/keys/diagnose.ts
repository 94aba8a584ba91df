/** What OpenSSH would make of a private-key file. Judged from its bytes, never from ssh's messages. */

import type { KeyFormat, Problem } from '../contract/methods.ts'
import { type PublicKey, parsePublicKeyBlob } from '../public-keys/index.ts'
import { isOnCurve } from './formats/curve-point.ts'
import { materialOf } from './formats/jwk.ts'
import { type Envelope, readEnvelope, readPrivateSection } from './formats/openssh.ts'
import { findPem, looksWhole, openPem, type PemKey } from './formats/pem.ts'
import { type KeyFileProblemCode, keyFileProblem } from './key-file-problems.ts'
import { opensshVersion } from './openssh-version.ts'
import { type KeyFileRead, readKeyFile } from './read-key-file.ts'
import { sniffProblem } from './sniff.ts'
import { publicBlobBySshpk } from './sshpk.ts'

export type KeyFileDiagnosis =
  | {
      readonly state: 'usable'
      readonly format: KeyFormat
      readonly encrypted: boolean
      /** Null when it can only be read with the passphrase: encrypted PEM files. */
      readonly publicKey: PublicKey | null
    }
  | { readonly state: 'missing' }
  | { readonly state: 'unusable'; readonly problem: Problem }

/** `ssh` reads Ed25519 keys in PKCS#8 from this version on. */
const ED25519_PKCS8_SINCE = 9.6
/** OpenSSL skips a byte order mark before PEM from this version on; LibreSSL does not. */
const PEM_BOM_SINCE = 3
const BOM = Buffer.from([0xef, 0xbb, 0xbf])
const DENIED = ['EACCES', 'EPERM']
const MIN_RSA_BITS = 1_024

/** Follows symbolic links. Permissions are judged elsewhere (`main/permissions`). */
export async function diagnoseKeyFile(path: string): Promise<KeyFileDiagnosis> {
  return diagnoseRead(await readKeyFile(path))
}

/** The same for a file that was read already. */
export async function diagnoseRead(read: KeyFileRead): Promise<KeyFileDiagnosis> {
  switch (read.kind) {
    case 'data':
      return diagnoseBytes(read.data)
    case 'missing':
      return { state: 'missing' }
    case 'failed':
      return unusable(DENIED.includes(read.errno) ? 'unreadable-by-us' : 'read-error')
    default:
      return unusable(read.kind)
  }
}

export async function diagnoseBytes(file: Buffer): Promise<KeyFileDiagnosis> {
  const result = readEnvelope(file)
  if (result.ok) return diagnoseEnvelope(result.envelope)
  const pem = findPem(file)
  if (pem === null) return unusable(sniffProblem(file))
  const hasBom = file.subarray(0, BOM.length).equals(BOM)
  if (hasBom && ((await opensshVersion())?.openssl ?? 0) < PEM_BOM_SINCE) return unusable('bom')
  if (pem.encrypted) return looksWhole(pem) ? usable(pem, null) : unusable(sniffProblem(file))
  return diagnosePem(file, pem)
}

function diagnoseEnvelope(envelope: Envelope): KeyFileDiagnosis {
  const encrypted = envelope.cipher !== 'none'
  const section = encrypted ? null : readPrivateSection(envelope.sealed)
  const publicKey = parsePublicKeyBlob(envelope.publicBlob, section?.comment ?? '')
  if (publicKey === null || !isOnCurve(publicKey.typeWord, publicKey.blob)) {
    return unusable('damaged')
  }
  if (isShortRsa(publicKey)) return unusable('rsa-too-short')
  if (encrypted) {
    const usesKdf = envelope.salt.length > 0 && envelope.rounds > 0
    return usesKdf
      ? { state: 'usable', format: 'openssh', encrypted, publicKey }
      : unusable('damaged')
  }
  if (section === null || !section.publicBlob.equals(envelope.publicBlob)) {
    return unusable('damaged')
  }
  return { state: 'usable', format: 'openssh', encrypted, publicKey }
}

async function diagnosePem(file: Buffer, pem: PemKey): Promise<KeyFileDiagnosis> {
  const opened = openPem(pem, undefined)
  if (!opened.ok) return unusable(sniffProblem(file))
  const type = opened.key.asymmetricKeyType
  const blob =
    type === 'dsa'
      ? publicBlobBySshpk(file, undefined)
      : (materialOf(opened.key)?.publicBlob ?? null)
  const publicKey = blob === null ? null : parsePublicKeyBlob(blob, '')
  if (publicKey === null) return unusable('unsupported-curve')
  if (isShortRsa(publicKey)) return unusable('rsa-too-short')
  if (type === 'ed25519' && ((await opensshVersion())?.version ?? 0) < ED25519_PKCS8_SINCE) {
    return unusable('ed25519-pkcs8')
  }
  return usable(pem, publicKey)
}

function usable(pem: PemKey, publicKey: PublicKey | null): KeyFileDiagnosis {
  return { state: 'usable', format: pem.format, encrypted: pem.encrypted, publicKey }
}

function isShortRsa(key: PublicKey): boolean {
  return key.type === 'rsa' && (key.bits ?? 0) < MIN_RSA_BITS
}

function unusable(code: KeyFileProblemCode): KeyFileDiagnosis {
  return { state: 'unusable', problem: keyFileProblem(code) }
}
