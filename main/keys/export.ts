/** Public keys in the formats other programs want. Never anything private. */

import { createPublicKey } from 'node:crypto'
import { AppError, assertNever } from '../contract/errors.ts'
import type { ExportKeyParams } from '../contract/methods.ts'
import { formatPublicKeyLine, onOneLine, type PublicKey } from '../public-keys/index.ts'
import { publicJwk } from './formats/jwk.ts'

/** RFC 4716, section 3: at most 72 bytes in a line. `ssh-keygen -e` breaks at 70. */
const BODY_LINE_LENGTH = 70
const HEADER_LINE_LENGTH = 72

/** Ends with a newline. @throws {AppError} `unsupported` for types a format does not have */
export function exportPublicKey(key: PublicKey, format: ExportKeyParams['format']): string {
  switch (format) {
    case 'openssh-public':
      return `${formatPublicKeyLine(key)}\n`
    case 'rfc4716':
      return rfc4716(key)
    case 'pem-public':
      return pem(key)
    default:
      return assertNever(format)
  }
}

function rfc4716(key: PublicKey): string {
  const body = key.blob.toString('base64').match(new RegExp(`.{1,${BODY_LINE_LENGTH}}`, 'g')) ?? []
  return [
    '---- BEGIN SSH2 PUBLIC KEY ----',
    ...commentHeader(key.comment),
    ...body,
    '---- END SSH2 PUBLIC KEY ----',
    '',
  ].join('\n')
}

/** A long header goes on in the next line after a backslash (RFC 4716, section 3.3). */
function commentHeader(comment: string): readonly string[] {
  if (comment === '') return []
  const lines: string[] = []
  let line = ''
  for (const character of `Comment: "${onOneLine(comment)}"`) {
    if (Buffer.byteLength(line + character) >= HEADER_LINE_LENGTH) {
      lines.push(`${line}\\`)
      line = ''
    }
    line += character
  }
  return [...lines, line]
}

function pem(key: PublicKey): string {
  const jwk = publicJwk(key.typeWord, key.blob)
  if (jwk === null) {
    throw new AppError(
      'unsupported',
      `There is no PEM form for keys of the type ${key.typeWord}. Copy the OpenSSH form instead.`,
    )
  }
  return createPublicKey({ key: jwk, format: 'jwk' })
    .export({ type: 'spki', format: 'pem' })
    .toString()
}
