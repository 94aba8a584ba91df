/** User certificates beside a key (OpenSSH's PROTOCOL.certkeys). Signatures are the server's business. */

import { splitCertificate } from '../../public-keys/index.ts'
import { WireError, WireReader } from '../formats/wire.ts'

export interface Certificate {
  /** The certified key in wire format. */
  readonly publicBlob: Buffer
  readonly kind: 'user' | 'host'
  /** Seconds since 1970. */
  readonly validAfter: bigint
  /** Seconds since 1970; the largest value means for ever. */
  readonly validBefore: bigint
}

const SUFFIX = '-cert-v01@openssh.com'
const USER = 1
const LINE = /^[ \t]*(\S{1,64})[ \t]+([A-Za-z0-9+/]{16,32768}={0,2})(?:[ \t\r]|$)/

/** The first certificate of a `-cert.pub` file; null when there is none that can be read. */
export function readCertificate(file: Buffer): Certificate | null {
  for (const line of file.toString('latin1').split('\n')) {
    const [, typeWord = '', base64 = ''] = LINE.exec(line) ?? []
    if (typeWord.endsWith(SUFFIX)) return parseCertificate(typeWord, Buffer.from(base64, 'base64'))
  }
  return null
}

function parseCertificate(typeWord: string, blob: Buffer): Certificate | null {
  const parts = splitCertificate(blob)
  if (parts?.typeWord !== typeWord) return null
  try {
    const reader = new WireReader(parts.rest)
    reader.bytes(8)
    const kind = reader.uint32() === USER ? 'user' : 'host'
    reader.string()
    reader.string()
    const validAfter = reader.bytes(8).readBigUInt64BE()
    const validBefore = reader.bytes(8).readBigUInt64BE()
    return { publicBlob: parts.key.blob, kind, validAfter, validBefore }
  } catch (error) {
    if (error instanceof WireError) return null
    throw error
  }
}
