/** The `.pub` file: what OpenSSH would find in it, and what happened to it where that is nothing. */

import {
  checkPublicKeys,
  type PublicKey,
  parsePublicKeyBlob,
  parsePublicKeyLine,
} from '../../public-keys/index.ts'
import { decodeText } from '../formats/text.ts'
import type { PairProblemCode } from '../pair-problems.ts'
import type { KeyFileRead } from '../read-key-file.ts'
import { looksPrivate } from '../sniff.ts'

export type PublicFileVerdict =
  | { readonly state: 'key'; readonly key: PublicKey }
  | { readonly state: 'damaged'; readonly problem: PairProblemCode }

/** Longest text in which a bent key is looked for: one of 16,384 bits has 2,800 characters. */
const MAX_SEARCHED_LENGTH = 8_192
const CERTIFICATE_LINE = /^[ \t]*\S{1,64}-cert-v01@openssh\.com[ \t]/m

/** From bytes alone, as `sshkey_try_load_public` of OpenSSH's `authfile.c` reads it. */
export function judgePublicFile(read: KeyFileRead): PublicFileVerdict {
  if (read.kind !== 'data') return { state: 'damaged', problem: 'public-file-unreadable' }
  if (looksPrivate(read.data)) return { state: 'damaged', problem: 'private-in-public-file' }
  const key = firstKey(read.data)
  return key === null ? { state: 'damaged', problem: damageOf(read.data) } : { state: 'key', key }
}

/** The first line that is a key, with the comment exactly as `ssh-keygen -l` prints it. */
function firstKey(file: Buffer): PublicKey | null {
  for (const line of file.toString('utf8').split('\n')) {
    if (line.startsWith('-----BEGIN')) return null
    const text = line.replace(/^[ \t]+/, '')
    // A byte order mark or another odd space hides the key from OpenSSH; trimming would drop it.
    const key = /^[!-~]/.test(text) ? parsePublicKeyLine(text) : null
    if (key === null) continue
    if (isCertificate(key)) return null
    return { ...key, comment: /^\S+[ \t]+\S+[ \t]*([^\r]*)/.exec(text)?.[1] ?? '' }
  }
  return null
}

function damageOf(file: Buffer): PairProblemCode {
  const { text, bom, encoding } = decodeText(file)
  if (text.trim() === '') return 'public-file-empty'
  if (encoding === 'utf16') return 'public-file-utf16'
  if (bom) return 'public-file-bom'
  if (text.includes('BEGIN SSH2 PUBLIC KEY')) return 'public-file-rfc4716'
  if (CERTIFICATE_LINE.test(text)) return 'public-file-certificate'
  const problems = entriesIn(text).flatMap((entry) => entry.problems)
  const wrapped = problems.some(({ code }) => code === 'wrapped-line')
  return wrapped ? 'public-file-wrapped' : 'public-file-unreadable'
}

function entriesIn(text: string) {
  return text.length > MAX_SEARCHED_LENGTH ? [] : checkPublicKeys({ text }).entries
}

/**
 * The one public key that a damaged file still holds, in whatever form; null when there is none,
 * several, or anything private beside it.
 */
export function recoverPublicKey(file: Buffer): PublicKey | null {
  if (looksPrivate(file)) return null
  const entries = entriesIn(decodeText(file).text)
  const [entry, ...others] = entries.filter(({ verdict }) => verdict !== 'rejected')
  if (entry === undefined || others.length > 0 || entry.repaired === null) return null
  const key = parsePublicKeyLine(entry.repaired)
  return key === null || isCertificate(key)
    ? null
    : parsePublicKeyBlob(key.blob, entry.comment.trim())
}

function isCertificate(key: PublicKey): boolean {
  return key.typeWord.endsWith('-cert-v01@openssh.com')
}
