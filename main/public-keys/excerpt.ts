/** What is shown of the original: short, on one line, and without the long coded part. */

const MAX_LENGTH = 120
/** Of a public key the beginning and the end are enough to find it again. */
const BLOB = /AAAA[A-Za-z0-9+/_-]{36,}={0,2}/g
const CODED = /(?<!…|SHA256:|[A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{40,}={0,2}/g

/** An excerpt of at most 120 characters. */
export function excerptOf(text: string): string {
  // Longer text than this cannot show, shortened or not.
  const line = text.slice(0, 32_768).replace(/\s+/g, ' ').trim()
  const short = line
    .replace(BLOB, (blob) => `${blob.slice(0, 20)}…${blob.slice(-8)}`)
    .replace(CODED, '…')
    .replace(/…(?: …)+/g, '…')
  const characters = [...short]
  return characters.length <= MAX_LENGTH
    ? short
    : `${characters.slice(0, MAX_LENGTH - 1).join('')}…`
}
