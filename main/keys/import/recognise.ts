/** What a file or text holds that can be imported: exactly one key. Leniently, unlike ssh. */

import type { KeyFormat, KeyType } from '../../contract/methods.ts'
import { type PublicKey, parsePublicKeyBlob } from '../../public-keys/index.ts'
import { canDecrypt, cipherByName } from '../formats/ciphers.ts'
import { isOnCurve } from '../formats/curve-point.ts'
import { materialOf } from '../formats/jwk.ts'
import { readEnvelope, readPrivateSection } from '../formats/openssh.ts'
import { findPem, openPem } from '../formats/pem.ts'
import { commentOf, findPpk, type PpkFault, type PpkFile, readPpk } from '../formats/ppk.ts'
import { isTooCostly } from '../formats/ppk-open.ts'
import { type DecodedText, decodeText } from '../formats/text.ts'
import type { KeyFileProblemCode } from '../key-file-problems.ts'
import { findPrivateBlocks, type PrivateBlock } from './clean-key-text.ts'
import { recogniseOther } from './recognise-other.ts'
import { type PublicCandidate, recognisePublic } from './recognise-public.ts'
import { type Refusal, refusal } from './refusals.ts'

export interface PrivateCandidate {
  readonly kind: 'private'
  readonly format: KeyFormat
  readonly encrypted: boolean
  /** Null when it can only be read with the passphrase; with the comment as far as it is known. */
  readonly publicKey: PublicKey | null
  /** `unknown` when it takes the passphrase to tell. */
  readonly type: KeyType
  /** The key alone, such that our readers can open it. Private. */
  readonly file: Buffer
  /** What had to be put right to read it. */
  readonly repairs: readonly KeyFileProblemCode[]
}

const MIN_RSA_BITS = 1_024
/** OpenSSL, and so ssh, reads PEM files with all else that may happen to them. */
const MATTERS_IN_PEM: readonly KeyFileProblemCode[] = [
  'utf16',
  'missing-markers',
  'changed-dashes',
  'indented',
  'one-line',
]
const PPK_HEAD = /PuTTY-User-Key-File-\d{1,3}:/g

/** @throws {AppError} `unreadable`, `unsupported` */
export function recognise(file: Buffer): PrivateCandidate | PublicCandidate {
  const decoded = decodeText(file)
  if (decoded.text.trim() === '') throw refusal('empty')
  const blocks = findPrivateBlocks(decoded.text)
  const ppks = decoded.text.match(PPK_HEAD)?.length ?? 0
  if (blocks.length + ppks > 1) throw refusal('several-private-keys')
  const [block] = blocks
  if (block !== undefined) return recogniseBlock(block, decoded)
  if (ppks > 0) return recognisePpk(file, decoded)
  const other = recogniseOther(file, decoded.text)
  if (other !== null) throw refusal(other)
  const found = recognisePublic(decoded.text)
  const { type, typeWord } = found.publicKey
  if (typeWord.includes('-cert-')) throw refusal('certificate')
  // As a .pub file any key will do, and so will types that are newer than this program.
  if (type !== 'unknown' && !type.startsWith('sk-')) refuseType(found.publicKey)
  return found
}

function recogniseBlock(block: PrivateBlock, decoded: DecodedText): PrivateCandidate {
  const { label, clean, fault } = block
  if (label === 'DSA PRIVATE KEY') throw refusal('dsa')
  if (clean === null) throw refusal(refusalOf(fault))
  if (label === 'OPENSSH PRIVATE KEY') {
    return { ...recogniseOpenssh(clean), repairs: [...savedAs(decoded), ...block.repairs] }
  }
  const repairs = [...savedAs(decoded), ...block.repairs]
  return {
    ...recognisePem(clean),
    repairs: repairs.filter((code) => MATTERS_IN_PEM.includes(code)),
  }
}

function refusalOf(fault: KeyFileProblemCode | null): Refusal {
  return fault === 'unknown-cipher' || fault === 'truncated' ? fault : 'damaged'
}

function savedAs({ encoding, bom }: DecodedText): readonly KeyFileProblemCode[] {
  if (encoding === 'utf16') return ['utf16']
  return bom ? ['bom'] : []
}

function recogniseOpenssh(file: Buffer): Omit<PrivateCandidate, 'repairs'> {
  const result = readEnvelope(file)
  if (!result.ok) throw refusal('damaged')
  const { envelope } = result
  const encrypted = envelope.cipher !== 'none'
  const section = encrypted ? null : readPrivateSection(envelope.sealed)
  const publicKey = parsePublicKeyBlob(envelope.publicBlob, section?.comment ?? '')
  if (publicKey === null) throw refusal('damaged')
  refuseType(publicKey)
  const cipher = cipherByName(envelope.cipher)
  if (cipher === null || !canDecrypt(cipher)) throw refusal('unknown-cipher')
  const fits = encrypted
    ? envelope.salt.length > 0 && envelope.rounds > 0
    : section?.publicBlob.equals(envelope.publicBlob) === true
  if (!fits) throw refusal('damaged')
  return { kind: 'private', format: 'openssh', encrypted, publicKey, type: publicKey.type, file }
}

function recognisePem(file: Buffer): Omit<PrivateCandidate, 'repairs'> {
  const pem = findPem(file)
  if (pem === null) throw refusal('damaged')
  const { format, encrypted } = pem
  if (encrypted) {
    return {
      kind: 'private',
      format,
      encrypted,
      publicKey: null,
      type: pem.type ?? 'unknown',
      file,
    }
  }
  const opened = openPem(pem, undefined)
  if (!opened.ok) throw refusal(opened.reason === 'unsupported' ? 'unsupported-curve' : 'damaged')
  const material = materialOf(opened.key)
  if (material === null) throw refusal(refusalOfType(opened.key.asymmetricKeyType ?? ''))
  const publicKey = parsePublicKeyBlob(material.publicBlob, '')
  if (publicKey === null) throw refusal('unsupported-curve')
  refuseType(publicKey)
  return { kind: 'private', format, encrypted, publicKey, type: publicKey.type, file }
}

function recognisePpk(file: Buffer, decoded: DecodedText): PrivateCandidate {
  // The comment may be in any character set, and the authentication code is over its bytes.
  const bytes = decoded.encoding === 'utf16' ? Buffer.from(decoded.text, 'utf8') : file
  const text = findPpk(bytes)
  const result = text === null ? null : readPpk(text)
  if (text === null || result === null) throw refusal('damaged')
  if (!result.ok) throw refusal(PPK_REFUSALS[result.fault])
  const { ppk } = result
  const publicKey = publicKeyOfPpk(ppk)
  const { version, encryption } = ppk
  return {
    kind: 'private',
    format: version === 3 ? 'ppk3' : 'ppk2',
    encrypted: encryption !== 'none',
    publicKey,
    type: publicKey.type,
    file: Buffer.from(text, 'latin1'),
    repairs: [],
  }
}

const PPK_REFUSALS: { readonly [fault in PpkFault]: Refusal } = {
  version: 'ppk1',
  cipher: 'unknown-cipher',
  truncated: 'truncated',
  damaged: 'damaged',
}

function publicKeyOfPpk(ppk: PpkFile): PublicKey {
  const { algorithm, argon2, publicBlob } = ppk
  if (algorithm === 'ssh-dss') throw refusal('dsa')
  if (algorithm === 'ssh-ed448') throw refusal('ed448')
  if (algorithm.includes('-cert-')) throw refusal('ppk-certificate')
  const publicKey = parsePublicKeyBlob(publicBlob, commentOf(ppk))
  if (publicKey === null || publicKey.typeWord !== algorithm) throw refusal('damaged')
  refuseType(publicKey)
  if (argon2 !== null && isTooCostly(argon2)) throw refusal('ppk-argon2')
  return publicKey
}

function refuseType(key: PublicKey): void {
  const { type, typeWord, blob } = key
  if (type === 'sk-ed25519' || type === 'sk-ecdsa') throw refusal('security-key')
  if (type === 'dsa') throw refusal('dsa')
  if (type === 'unknown') throw refusal('unsupported-curve')
  if (!isOnCurve(typeWord, blob)) throw refusal('damaged')
  if (type === 'rsa' && (key.bits ?? 0) < MIN_RSA_BITS) throw refusal('rsa-too-short')
}

function refusalOfType(asymmetricKeyType: string): Refusal {
  if (asymmetricKeyType === 'dsa') return 'dsa'
  return asymmetricKeyType === 'ed448' ? 'ed448' : 'unsupported-curve'
}
