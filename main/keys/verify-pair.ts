/** Proves that two files hold the two halves of one key pair, before anyone relies on them. */

import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import { onOneLine, type PublicKey, parsePublicKeyLine } from '../public-keys/index.ts'
import { privateJwk, publicJwk } from './formats/jwk.ts'
import { type PrivateSection, readEnvelope } from './formats/openssh.ts'
import { publicBlobBySshpk } from './sshpk.ts'
import { openSection } from './unlock.ts'

/** Types that can be made to sign here: no DSA, and no keys of which a security key holds the rest. */
const SIGNING_TYPES: readonly string[] = ['ed25519', 'ecdsa', 'rsa']

/**
 * Reads both with our own reader and the private one also with sshpk, compares the halves, and
 * checks a signature. Returns what does not fit, in a few words; null when all does. Slow with a
 * passphrase.
 */
export function pairFault(
  privateFile: Buffer,
  publicFile: string,
  passphrase: string | undefined,
): string | null {
  const publicKey = parsePublicKeyLine(publicFile.replace(/\n$/, ''))
  if (publicKey === null) return 'the public key cannot be read'
  const result = readEnvelope(privateFile)
  if (!result.ok) return 'the private key cannot be read'
  const { envelope } = result
  if ((envelope.cipher === 'none') !== (passphrase === undefined)) {
    return 'the private key is not encrypted as asked'
  }
  const section = openSection(envelope, passphrase)
  if (section === null) return 'the passphrase does not open the private key'
  const halves = [envelope.publicBlob, section.publicBlob]
  if (!halves.every((half) => half.equals(publicKey.blob))) return 'the two halves differ'
  // A line cannot hold every comment that the private half can.
  if (onOneLine(section.comment).trim() !== publicKey.comment) return 'the comments differ'
  if (!SIGNING_TYPES.includes(publicKey.type)) return null
  const second = publicBlobBySshpk(privateFile, passphrase)
  if (second === null) return 'a second reader cannot read the private key'
  if (!second.equals(publicKey.blob)) return 'a second reader reads another public key'
  return signatureFits(section, publicKey) ? null : 'a signature does not fit'
}

/** The numbers of the private half sign, those of the public half check. */
function signatureFits(section: PrivateSection, publicKey: PublicKey): boolean {
  try {
    const privateNumbers = privateJwk(section.fields)
    const publicNumbers = publicJwk(publicKey.typeWord, publicKey.blob)
    if (privateNumbers === null || publicNumbers === null) return false
    const hash = publicKey.type === 'ed25519' ? null : 'sha256'
    const message = Buffer.from('both halves of one key pair')
    const signature = sign(hash, message, createPrivateKey({ key: privateNumbers, format: 'jwk' }))
    const checker = createPublicKey({ key: publicNumbers, format: 'jwk' })
    return verify(hash, message, checker, signature)
  } catch {
    return false
  }
}
