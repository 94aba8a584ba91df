/** Lists of patterns, as OpenSSH reads them (match.c, match_pattern_list). */

import { matchesPattern } from '../../known-hosts/index.ts'

export { matchesPattern }

/** A longer part of a list makes ssh give the whole list up. */
const MAX_PART_LENGTH = 1_022

/**
 * Whether a comma list means this text: one pattern of it matches, and none that is negated with `!`.
 * `lower`: the patterns are compared in lower case; the text is taken as it is.
 */
export function matchesPatternList(text: string, list: string, lower: boolean): boolean {
  let matched = false
  for (const part of list.split(',')) {
    const negated = part.startsWith('!')
    const pattern = negated ? part.slice(1) : part
    if (pattern.length > MAX_PART_LENGTH) return false
    if (!matchesPattern(lower ? asciiLower(pattern) : pattern, text)) continue
    if (negated) return false
    matched = true
  }
  return matched
}

/** As C's tolower does in ssh's locale: other letters than A to Z stay. */
export function asciiLower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}
