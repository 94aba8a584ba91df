/** Patterns of Host lines (ssh_config(5), PATTERNS; OpenSSH's match.c, match_pattern). */

import { matchesPattern } from '../known-hosts/index.ts'

/** Whether a Host line with these words holds for a name. A negated match wins over all others. */
export function matchesHostLine(words: readonly string[], name: string): boolean {
  let matched = false
  for (const word of words) {
    const negated = word.startsWith('!')
    if (!matchesPattern(negated ? word.slice(1) : word, name)) continue
    if (negated) return false
    matched = true
  }
  return matched
}

export function isPattern(word: string): boolean {
  return /[*?]/.test(word) || word.startsWith('!')
}
