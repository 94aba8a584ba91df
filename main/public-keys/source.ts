/** The pasted text made readable: plain line breaks, nothing invisible, and a note of what was changed where. */

import { ownValue } from '../system/own-value.ts'
import type { ProblemCode } from './problems.ts'

export interface Source {
  readonly text: string
  /** Line of the pasted text, from 1, that holds this index of `text`. */
  lineOf(index: number): number
  /** What was cleaned in the lines that this part of `text` touches. */
  notesOf(start: number, end: number): readonly ProblemCode[]
  /** What was cleaned anywhere in the text; empty when nothing had to be. */
  readonly notes: readonly ProblemCode[]
}

// The bound on CR keeps a long run of them from being searched again and again.
const LINE_BREAK = /\r{0,3}\n|[\r\u2028\u2029\u0085]/g

interface Replacement {
  readonly pattern: RegExp
  readonly by: string | ((found: string) => string)
  readonly code: ProblemCode
}

const WEB_TAG =
  /<\/?(?:pre|code|samp|p|br|div|span|td|tr|li|b|strong|em|i)(?:\s[^<>]{0,200})?\/?>/gi
const WEB_ENTITY = /&(?:quot|apos|amp|lt|gt|nbsp|#[0-9]{2,5}|#x[0-9a-f]{2,4});/gi
const NAMED_ENTITIES: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
}

/** In this order: a byte order mark is also a hidden character. */
const REPLACEMENTS: readonly Replacement[] = [
  { code: 'hidden-characters', by: '', pattern: /\u001b\[[0-9;?]{0,32}[A-Za-z]/g },
  {
    code: 'hidden-characters',
    by: '',
    pattern:
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g,
  },
  // Joiners are part of how emoji and some scripts are written; nothing else of a key line is.
  {
    code: 'hidden-characters',
    by: '',
    pattern: /(?<!(?![\x00-\x7f])[\p{L}\p{M}\p{S}])[\u200c\u200d]/gu,
  },
  { code: 'web-codes', by: '', pattern: WEB_TAG },
  { code: 'web-codes', by: decodeEntity, pattern: WEB_ENTITY },
  {
    code: 'odd-spaces',
    by: ' ',
    pattern: /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g,
  },
  {
    code: 'odd-dashes',
    by: '$1-',
    pattern: /(?<![A-Za-z0-9])(ssh|sk|ecdsa|sha2)[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/gi,
  },
  { code: 'extra-text', by: '', pattern: /^ {0,8}(?:> ?){1,8}(?=\s{0,8}\S)/gm },
  { code: 'json', by: '/', pattern: /(?<=[A-Za-z0-9+/])\\\/(?=[A-Za-z0-9+/=\\])/g },
]
const WRITTEN_BREAK = /(?:\\r)?\\n(?=\s*(?:$|["'`#]|-{2,5}|AAAA|(?:ssh|ecdsa|sk)-|\\[rn]))/
const ANY_WRITTEN_BREAK = /(?:\\r)?\\n/

interface CleanLine {
  readonly text: string
  readonly number: number
  readonly codes: readonly ProblemCode[]
}

/** Cleans a pasted text. Indexes of `text` do not fit the original; `lineOf` leads back to it. */
export function readSource(pasted: string): Source {
  const marked = pasted.startsWith('\ufeff')
  const body = marked ? pasted.slice(1) : pasted
  // Most texts are clean, and some have very many lines.
  const needed = REPLACEMENTS.filter(({ pattern }) => body.search(pattern) !== -1)
  const lines = splitLines(body).flatMap((line, index) => {
    const cleaned = cleanLine(line, index + 1, needed)
    return marked && index === 0 ? cleaned.map(withMark) : cleaned
  })
  const text = lines.map((line) => line.text).join('\n')
  const starts: number[] = []
  let next = 0
  for (const line of lines) {
    starts.push(next)
    next += line.text.length + 1
  }
  return {
    text,
    lineOf: (index) => lines[lastAtMost(starts, index)]?.number ?? 1,
    notesOf: (start, end) => {
      const first = lastAtMost(starts, start)
      const last = lastAtMost(starts, Math.max(start, end - 1))
      return [...new Set(lines.slice(first, last + 1).flatMap((line) => line.codes))]
    },
    notes: [...new Set(lines.flatMap((line) => line.codes))],
  }
}

function withMark(line: CleanLine): CleanLine {
  return { ...line, codes: ['byte-order-mark', ...line.codes] }
}

function splitLines(pasted: string): readonly { text: string; ending: string }[] {
  const lines: { text: string; ending: string }[] = []
  let start = 0
  for (const match of pasted.matchAll(LINE_BREAK)) {
    lines.push({ text: pasted.slice(start, match.index), ending: match[0] })
    start = match.index + match[0].length
  }
  return [...lines, { text: pasted.slice(start), ending: '' }]
}

function cleanLine(
  line: { readonly text: string; readonly ending: string },
  number: number,
  replacements: readonly Replacement[],
): readonly CleanLine[] {
  const codes: ProblemCode[] = line.ending.includes('\r') ? ['carriage-return'] : []
  let text = line.text
  for (const { pattern, by, code } of replacements) {
    const replaced = typeof by === 'string' ? text.replace(pattern, by) : text.replace(pattern, by)
    if (replaced !== text) codes.push(code)
    text = replaced
  }
  if (!text.includes('\\n')) return [{ text, number, codes }]
  const parts = text.split(text.includes('BEGIN ') ? ANY_WRITTEN_BREAK : WRITTEN_BREAK)
  if (parts.length > 1) codes.push('literal-newline')
  return parts.map((part) => ({ text: part, number, codes }))
}

/** `&#x2F;`, `&#43;`, `&quot;`: a web page's spelling of one character. */
function decodeEntity(entity: string): string {
  const name = entity.slice(1, -1).toLowerCase()
  if (!name.startsWith('#')) return ownValue(NAMED_ENTITIES, name) ?? entity
  const isHex = name.startsWith('#x')
  const code = Number.parseInt(name.slice(isHex ? 2 : 1), isHex ? 16 : 10)
  // A code for a control character stays as it is: it could only hide something.
  return code >= 32 && code <= 0xffff ? String.fromCharCode(code) : entity
}

/** Position of the last start that is not after `index`; the starts ascend from 0. */
function lastAtMost(starts: readonly number[], index: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= index) low = middle
    else high = middle - 1
  }
  return low
}
