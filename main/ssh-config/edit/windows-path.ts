/** Paths as Windows writes them, in the form that ssh reads whatever stands beside them. */

import type { ConfigLine } from '../document.ts'
import { quoteWord } from '../words.ts'

/** Keywords that take exactly one path: what looks like several arguments is one path with spaces. */
const ONE_PATH: ReadonlySet<string> = new Set([
  'identityfile',
  'certificatefile',
  'identityagent',
  'controlpath',
  'revokedhostkeys',
  'securitykeyprovider',
  'pkcs11provider',
  'xauthlocation',
])
const SEVERAL_PATHS: ReadonlySet<string> = new Set([
  'userknownhostsfile',
  'globalknownhostsfile',
  'include',
])

/** The line with forward slashes, quoted where needed; null when it names no such path. */
export function withForwardSlashes(line: ConfigLine): string | null {
  const { directive, text } = line
  if (directive === null || !text.includes('\\')) return null
  const { keyword, words, fault, argumentsAt } = directive
  if (ONE_PATH.has(keyword)) {
    const end = fault === null ? (words.at(-1)?.end ?? text.length) : unclosedEnd(text)
    const path = plainPath(text.slice(argumentsAt, end))
    return text.slice(0, argumentsAt) + quoted(path) + text.slice(end)
  }
  if (!SEVERAL_PATHS.has(keyword) || fault !== null) return null
  let result = text
  for (const word of words.toReversed()) {
    const raw = text.slice(word.start, word.end)
    if (!raw.includes('\\')) continue
    result = result.slice(0, word.start) + quoted(plainPath(raw)) + result.slice(word.end)
  }
  return result === text ? null : result
}

/** Where a path ends whose closing quote a backslash took away: at the quote before a comment. */
function unclosedEnd(text: string): number {
  const comment = /["'][ \t]+#.*$/.exec(text)
  return comment === null ? text.trimEnd().length : comment.index + 1
}

/** What was meant: quotes are not a part of any path, and neither are doubled backslashes. */
function plainPath(raw: string): string {
  const network = /^['"]?\\\\/.test(raw)
  const path = raw.replaceAll(/['"]/g, '').replaceAll(/\\+/g, '/')
  return network ? `/${path}` : path
}

function quoted(path: string): string {
  return quoteWord(path, '')
}
