/** The name behind a key: RunPod's console shows each key under it, so none is published without. */

import type { PublicKeyEntry } from '../../contract/methods.ts'
import { checkPublicKeys, formatPublicKeyLine, type PublicKey } from '../../public-keys/index.ts'

const MAX_LABEL = 200

/** A comment without control and invisible characters, at most 200 characters long. */
export function cleanLabel(text: string): string {
  const plain = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').replaceAll(/\s+/g, ' ')
  return [...plain.trim()].slice(0, MAX_LABEL).join('').trim()
}

/**
 * The key as one line under the first of these names that can stand there: a comment may itself hold
 * what looks like a key or a command. Null when the key cannot be used, or no name fits.
 */
export function namedLine(key: PublicKey, labels: readonly string[]): string | null {
  for (const label of labels) {
    const entry = onlyEntry(key, cleanLabel(label))
    if (entry !== null && entry.comment !== '' && entry.repaired !== null) return entry.repaired
  }
  return null
}

/** The judgement of the key under this name; null when more than the key is found in the line. */
export function onlyEntry(key: PublicKey, comment: string): PublicKeyEntry | null {
  const { entries } = checkPublicKeys({ text: formatPublicKeyLine({ ...key, comment }) })
  const [entry] = entries
  const isOwn = entry?.fingerprint?.sha256 === key.fingerprint.sha256
  return entries.length === 1 && entry !== undefined && isOwn ? entry : null
}
