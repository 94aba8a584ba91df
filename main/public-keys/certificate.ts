/** OpenSSH certificates: the key that one is about (OpenSSH's PROTOCOL.certkeys). */

import type { PublicKey } from './public-key.ts'
import { CERTIFICATE, layoutOf, parsePublicKeyBlob, writeBlob } from './wire.ts'

export interface CertificateParts {
  /** The type word of the certificate itself, with its suffix. */
  readonly typeWord: string
  /** The plain key inside. */
  readonly key: PublicKey
  /** What follows the key's fields: serial number, kind, names, validity, and so on. */
  readonly rest: Buffer
}

/** Null when the blob is no certificate of a type we know. The certificate itself is not verified. */
export function splitCertificate(blob: Buffer, comment = ''): CertificateParts | null {
  const certified = parsePublicKeyBlob(blob)?.typeWord
  if (!certified?.endsWith(CERTIFICATE)) return null
  const name = certified.slice(0, -CERTIFICATE.length)
  // Security keys keep the ending in the name of the plain type too.
  const typeWord = name.startsWith('sk-') ? `${name}@openssh.com` : name
  // Type name and nonce, then the fields of the key.
  const strings = leadingStrings(blob, 2 + (layoutOf(typeWord)?.fields.length ?? 0))
  if (strings === null) return null
  const key = parsePublicKeyBlob(writeBlob(typeWord, ...strings.slice(2)), comment)
  const length = strings.reduce((total, string) => total + 4 + string.length, 0)
  return key === null ? null : { typeWord: certified, key, rest: blob.subarray(length) }
}

/** The plain key inside a certificate; null as for `splitCertificate`. */
export function keyOfCertificate(blob: Buffer, comment = ''): PublicKey | null {
  return splitCertificate(blob, comment)?.key ?? null
}

function leadingStrings(blob: Buffer, count: number): readonly Buffer[] | null {
  const strings: Buffer[] = []
  let offset = 0
  while (strings.length < count) {
    if (offset + 4 > blob.length) return null
    const end = offset + 4 + blob.readUInt32BE(offset)
    if (end > blob.length) return null
    strings.push(blob.subarray(offset + 4, end))
    offset = end
  }
  return strings
}
