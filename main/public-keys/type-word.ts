/** The word in front of a key: finding it, also when it is broken, misspelt or not there. */

import { isTypeName, KNOWN_TYPE_WORDS, MAX_TYPE_LENGTH } from './wire.ts'

/** A word in front of the base64, as it stands in the text. */
export interface TypeWord {
  readonly start: number
  readonly end: number
  /** The word without the white space that broke it. */
  readonly text: string
}

/** How far before the base64 a type word is looked for, white space included. */
const MAX_REACH = 320
const WORD_AT_START = new RegExp(
  `(?:${KNOWN_TYPE_WORDS.map((word) => word.replace(/[.]/g, '\\.')).join('|')})(?=\\s|AAAA)`,
  'y',
)
/** A word that was meant to be a type: `rsa`, `ssh_ed25519`, `ssh-ed25519:`. */
const MISSPELT =
  /(?:^|[\s"'`=,[(:>])((?:ssh|sk|ecdsa|ed25519|rsa|dsa|dss)(?:[-_][\w@.-]{0,64})?:?)[ \t]{0,8}$/i

/** Whether a key starts here: a known type word, or base64 that begins with a type name. */
export function isPublicKeyStart(text: string, index: number): boolean {
  WORD_AT_START.lastIndex = index
  return WORD_AT_START.test(text) || typeNameAt(text, index) !== null
}

/** The type name inside the base64 that starts here; null when there is none. */
export function typeNameAt(text: string, index: number): string | null {
  if (text.charAt(index) !== 'A') return null
  const start = text.slice(index, index + 128).replace(/\s/g, '')
  if (!start.startsWith('AAAA')) return null
  const head = Buffer.from(start, 'base64')
  if (head.length < 5) return null
  const name = head.subarray(4, 4 + Math.min(head.readUInt32BE(0), MAX_TYPE_LENGTH + 1))
  const typeName = name.toString('latin1')
  return isTypeName(typeName) ? typeName : null
}

/**
 * The type word that ends before `index`, at or after `floor`. White space inside it is overlooked,
 * for words that were wrapped; `expected`, the type inside the blob, is tried first.
 */
export function typeWordBefore(
  text: string,
  index: number,
  floor: number,
  expected: string | null,
): TypeWord | null {
  const letters = text.slice(Math.max(floor, index - MAX_REACH), index).replace(/\s/g, '')
  const lower = letters.slice(-MAX_TYPE_LENGTH).toLowerCase()
  const candidates = expected === null ? KNOWN_TYPE_WORDS : [expected, ...KNOWN_TYPE_WORDS]
  const word = candidates.find((candidate) => lower.endsWith(candidate))
  if (word !== undefined) return locate(text, index, word.length)
  const from = Math.max(floor, index - 80)
  const misspelt = MISSPELT.exec(text.slice(from, index))
  const found = misspelt?.[1]
  if (misspelt === null || found === undefined) return null
  const start = from + misspelt.index + misspelt[0].indexOf(found)
  return { start, end: start + found.length, text: found }
}

/** The last `count` letters before `index`, white space between them overlooked. */
function locate(text: string, index: number, count: number): TypeWord {
  let start = index
  let end = index
  let letters = ''
  while (letters.length < count) {
    start--
    const character = text.charAt(start)
    if (/\s/.test(character)) continue
    if (letters === '') end = start + 1
    letters = character + letters
  }
  return { start, end, text: letters }
}
