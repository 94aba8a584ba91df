/** One public key as a line of a `.pub` file (`sshd(8)`, AUTHORIZED_KEYS FILE FORMAT). */

import { decodeBase64 } from './base64.ts'
import type { PublicKey } from './public-key.ts'
import { parsePublicKeyBlob } from './wire.ts'

const LINE = /^(\S{1,64})[ \t]{1,256}([A-Za-z0-9+/]{16,32768}={0,2})(?:[ \t]([^\r\n]*))?$/

/**
 * Reads one `type base64 comment` line without options, as OpenSSH would; null when it is not one,
 * when the base64 is damaged or when the word disagrees with the blob.
 */
export function parsePublicKeyLine(line: string): PublicKey | null {
  const [, typeWord, base64, comment = ''] = LINE.exec(line.trim()) ?? []
  if (typeWord === undefined || base64 === undefined) return null
  const blob = decodeBase64(base64)
  const key = blob === null ? null : parsePublicKeyBlob(blob, comment.trim())
  return key?.typeWord === typeWord ? key : null
}

/** The key as one line without newline: `ssh-ed25519 AAAA… comment`. */
export function formatPublicKeyLine(key: PublicKey): string {
  const line = `${key.typeWord} ${key.blob.toString('base64')}`
  const comment = onOneLine(key.comment)
  return comment === '' ? line : `${line} ${comment}`
}

/**
 * A comment as a line can hold it. The one inside a private file may have line breaks, after which
 * anything could follow, another key too.
 */
export function onOneLine(comment: string): string {
  return comment.replaceAll(/[^\P{Cc}\t]+/gu, ' ')
}
