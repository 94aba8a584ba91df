/** A key of the account in words. */

import type { AccountKey } from '../../../contract.ts'

/** So much of an entry without a name is enough to know it by. */
const SHOWN_TEXT = 60

/** Its comment, as RunPod's own page shows it; the beginning of what stands there where it has none. */
export function keyTitle({ comment, fingerprint, text }: AccountKey): string {
  if (comment !== '') return comment
  if (fingerprint !== null) return 'A key without a comment'
  return text.length > SHOWN_TEXT ? `${text.slice(0, SHOWN_TEXT)}…` : text
}

/** Type and the pair of this computer, in one line. */
export function describeKey({ type, fingerprint, keyName }: AccountKey): string {
  if (fingerprint === null) return 'No usable key: it opens no pod'
  const owner = keyName === null ? 'not on this computer' : `your key ${keyName}`
  return [type, owner].filter(Boolean).join(' · ')
}

/** Each key with a name of its own for lists: RunPod may hold the same line twice. */
export function withNames(
  keys: readonly AccountKey[],
): readonly (readonly [name: string, key: AccountKey])[] {
  const seen = new Map<string, number>()
  return keys.map((key) => {
    const count = seen.get(key.text) ?? 0
    seen.set(key.text, count + 1)
    return [`${count} ${key.text}`, key]
  })
}
