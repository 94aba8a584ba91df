/** Private keys in OpenSSL's PEM formats: PKCS#1, SEC1, PKCS#8 (RFC 7468, RFC 1421, RFC 5958). */

import { createPrivateKey, type KeyObject } from 'node:crypto'
import type { KeyFormat, KeyType } from '../../contract/methods.ts'
import { type DecryptFault, decryptDesPem, decryptPkcs8 } from './pem-encryption.ts'

export interface PemKey {
  /** What stands between `BEGIN` and the dashes, e.g. `RSA PRIVATE KEY`. */
  readonly label: string
  readonly format: KeyFormat
  readonly encrypted: boolean
  /** Told by the label alone; null for PKCS#8. */
  readonly type: KeyType | null
  /** False when there is no `END` line for it. */
  readonly complete: boolean
  /** The whole block. */
  readonly text: string
}

const LABELS: { readonly [label: string]: { format: KeyFormat; type: KeyType | null } } = {
  'RSA PRIVATE KEY': { format: 'pkcs1', type: 'rsa' },
  'EC PRIVATE KEY': { format: 'sec1', type: 'ecdsa' },
  'DSA PRIVATE KEY': { format: 'unknown', type: 'dsa' },
  'PRIVATE KEY': { format: 'pkcs8', type: null },
  'ENCRYPTED PRIVATE KEY': { format: 'pkcs8', type: null },
}

/**
 * Finds the first private key of these formats, as OpenSSL does: other lines and blocks are
 * skipped, and so is a byte order mark (the three characters, as latin1 shows them).
 */
export function findPem(file: Buffer): PemKey | null {
  const text = file.toString('latin1')
  // Lines end with a newline only: with the flag `m`, a lone carriage return would end one too.
  for (const match of text.matchAll(
    /(?<=^|\n)(\u00ef\u00bb\u00bf)?-----BEGIN ([A-Z ]+)-----[ \t]*\r?(?=\n|$)/g,
  )) {
    const [, mark = '', label = ''] = match
    const kind = Object.hasOwn(LABELS, label) ? LABELS[label] : undefined
    if (kind === undefined) continue
    const rest = text.slice(match.index + mark.length)
    const end = new RegExp(`\\n-----END ${label}-----(?=[\\0- ]*(?:\\n|$))`).exec(rest)
    const block = end === null ? rest : rest.slice(0, end.index + end[0].length)
    return {
      label,
      ...kind,
      encrypted: label === 'ENCRYPTED PRIVATE KEY' || /^Proc-Type: *4, *ENCRYPTED/m.test(block),
      complete: end !== null,
      text: `${block}\n`,
    }
  }
  return null
}

/** What OpenSSL 3 still decrypts; Electron's substitute may not, which is no fault of the file. */
const PEM_CIPHER = /^(?:des-ede3|(?:aes|camellia|aria)-(?:128|192|256))-cbc$/i

export type OpenPemResult =
  | { readonly ok: true; readonly key: KeyObject }
  | { readonly ok: false; readonly reason: 'unreadable' | 'passphrase' | 'unsupported' }

/** Reads the key; for an encrypted one, `passphrase` is also the answer to damage inside. */
export function openPem(pem: PemKey, passphrase: string | undefined): OpenPemResult {
  const decrypted = pem.encrypted ? decryptPem(pem, passphrase ?? '') : 'foreign'
  if (Buffer.isBuffer(decrypted)) return openDecrypted(pem, decrypted)
  if (decrypted === 'passphrase') return { ok: false, reason: 'passphrase' }
  if (decrypted === 'too-costly') return { ok: false, reason: 'unsupported' }
  try {
    const secret = pem.encrypted ? { passphrase: passphrase ?? '' } : {}
    return { ok: true, key: createPrivateKey({ key: pem.text, format: 'pem', ...secret }) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (UNKNOWN_ENCRYPTION.test(code)) return { ok: false, reason: 'unsupported' }
    return { ok: false, reason: pem.encrypted ? 'passphrase' : 'unreadable' }
  }
}

/** What OpenSSL 3 and Electron's substitute call an encryption they do not have. */
const UNKNOWN_ENCRYPTION =
  /^ERR_OSSL_(?:EVP_UNSUPPORTED|PEM_UNSUPPORTED_ENCRYPTION|UNSUPPORTED_(?:CIPHER|PRF|KEY_DERIVATION_FUNCTION)|UNKNOWN_ALGORITHM)$/

function decryptPem(pem: PemKey, passphrase: string): Buffer | DecryptFault {
  const body = bodyOf(pem)
  if (body === null) return 'foreign'
  if (pem.label === 'ENCRYPTED PRIVATE KEY') return decryptPkcs8(body, passphrase)
  const iv = /^DEK-Info: *DES-CBC,([0-9A-F]{16})\s*$/im.exec(pem.text)?.[1]
  return iv === undefined ? 'foreign' : decryptDesPem(body, Buffer.from(iv, 'hex'), passphrase)
}

function openDecrypted(pem: PemKey, der: Buffer): OpenPemResult {
  const type = pem.format === 'pkcs1' || pem.format === 'sec1' ? pem.format : 'pkcs8'
  try {
    return { ok: true, key: createPrivateKey({ key: der, format: 'der', type }) }
  } catch {
    // One wrong passphrase in 256 leaves padding that looks right.
    return { ok: false, reason: isWholeSequence(der) ? 'unreadable' : 'passphrase' }
  } finally {
    der.fill(0)
  }
}

/** Whether an encrypted key looks whole: all that can be known without its passphrase. */
export function looksWhole(pem: PemKey): boolean {
  const data = pem.complete ? bodyOf(pem) : null
  if (data === null) return false
  if (pem.label === 'ENCRYPTED PRIVATE KEY') return isWholeSequence(data)
  const cipher = /^DEK-Info: *([A-Za-z0-9-]+),[0-9A-Fa-f]+\s*$/m.exec(pem.text)?.[1] ?? ''
  return PEM_CIPHER.test(cipher) && data.length % 8 === 0
}

/** The bytes between the markers, without headers. */
function bodyOf(pem: PemKey): Buffer | null {
  const lines = pem.text.split(/\r?\n/).slice(1, pem.complete ? -2 : undefined)
  const body = lines.filter((line) => !line.includes(':')).join('')
  const compact = body.replaceAll(/\s/g, '')
  return /^[A-Za-z0-9+/]+={0,2}$/.test(compact) ? Buffer.from(compact, 'base64') : null
}

/** A DER sequence whose length is that of the data (X.690, section 8.1.3). */
export function isWholeSequence(data: Buffer): boolean {
  const first = data[1]
  if (data[0] !== 0x30 || first === undefined) return false
  if (first < 0x80) return data.length === 2 + first
  const count = first & 0x7f
  if (count < 1 || count > 4 || data.length < 2 + count) return false
  return data.length === 2 + count + data.readUIntBE(2, count)
}
