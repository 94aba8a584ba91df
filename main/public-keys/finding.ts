/** What the stages of the check hand to each other. */

import type { ProblemCode } from './problems.ts'
import type { PublicKey } from './public-key.ts'

/** A problem and the values its wording needs. Values come from public material only. */
export interface Note {
  readonly code: ProblemCode
  readonly values?: { readonly [name: string]: string }
}

/** Something found in the cleaned text, from `start` up to but not including `end`. */
export interface Finding {
  readonly start: number
  readonly end: number
  /** The key, with its cleaned comment; null when there is none or it cannot be read. */
  readonly key: PublicKey | null
  readonly notes: readonly Note[]
}

/** A part of the text: from `start` up to but not including `end`. */
export interface Range {
  readonly start: number
  readonly end: number
}

/** The text with the ranges blanked out, line breaks kept, so that every index stays valid. */
export function blank(text: string, ranges: readonly Range[]): string {
  let result = ''
  let done = 0
  for (const { start, end } of ranges) {
    result += text.slice(done, start)
    result += text.slice(Math.max(start, done), end).replace(/[^\n]/g, ' ')
    done = Math.max(done, end)
  }
  return result + text.slice(done)
}

/** Index of the first character of the line that holds `index`. */
export function lineStart(text: string, index: number): number {
  return index === 0 ? 0 : text.lastIndexOf('\n', index - 1) + 1
}

/** Index just after the last character of the line that holds `index`. */
export function lineEnd(text: string, index: number): number {
  const end = text.indexOf('\n', index)
  return end === -1 ? text.length : end
}
