/** Tells files that hold no key we could import apart from each other, to say the right thing. */

import { isWholeSequence } from '../formats/pem.ts'
import { sniffProblem } from '../sniff.ts'
import type { Refusal } from './refusals.ts'

/** First bytes of Java's two keystore formats. */
const KEYSTORE_MARKS = [0xfeedfeed, 0xcececece]
/** PFX, version 3 (RFC 7292, section 4). */
const PKCS12_VERSION = Buffer.from([0x02, 0x01, 0x03])

const MARKS: readonly (readonly [RegExp, Refusal])[] = [
  [/SSH PRIVATE KEY FILE FORMAT/, 'ssh1-key'],
  [/BEGIN SSH2 (?:ENCRYPTED )?PRIVATE KEY/, 'ssh.com-key'],
  [/BEGIN PGP (?:PRIVATE|PUBLIC) KEY BLOCK/, 'pgp-key'],
  [/BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY/, 'damaged'],
  [/PuTTY-User-Key-File-/, 'damaged'],
  [/^\s*\S{1,64}-cert-v01@openssh\.com\s/, 'certificate'],
  [/BEGIN (?:TRUSTED |X509 )?CERTIFICATE/, 'x509-certificate'],
]

/** Null for what may hold a public key. */
export function recogniseOther(file: Buffer, text: string): Refusal | null {
  const binary = recogniseBinary(file)
  if (binary !== null) return binary
  const mark = MARKS.find(([pattern]) => pattern.test(text))
  if (mark !== undefined) return mark[1]
  const code = sniffProblem(file)
  return code === 'fingerprint' || code === 'html-page' || code === 'certificate' ? code : null
}

function recogniseBinary(file: Buffer): Refusal | null {
  if (file.length < 8) return null
  if (KEYSTORE_MARKS.includes(file.readUInt32BE(0))) return 'keystore'
  const length = file[1] ?? 0
  const start = length < 0x80 ? 2 : 2 + (length & 0x7f)
  if (file[0] === 0x30 && file.subarray(start, start + 3).equals(PKCS12_VERSION)) return 'pkcs12'
  return isWholeSequence(file) ? 'der' : null
}
