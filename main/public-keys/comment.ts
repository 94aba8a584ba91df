/** Cleans what stands behind a key on its line, and leaves the comment. */

import type { ProblemCode } from './problems.ts'

export interface CleanComment {
  readonly comment: string
  readonly codes: readonly ProblemCode[]
}

const DOUBLE = '"“”„‟«»'
const SINGLE = "'‘’‚‛"
const CURLY = /[“”„‟‘’‚‛«»]/

/**
 * The comment in the text behind a key. `before` is the character in front of the type word: a
 * quote there ends the comment at its closing quote.
 */
export function cleanComment(text: string, before: string): CleanComment {
  const codes = new Set<ProblemCode>()
  let rest = text
  const family = quoteFamily(before)
  if (family !== null) {
    const close = indexOfAny(rest, family)
    if (close !== -1) rest = rest.slice(0, close).replace(/\\$/, '')
  }
  const unmarked = withoutMarks(rest, before)
  if (unmarked !== rest) codes.add('extra-text')
  rest = unmarked
  const redirect = indexOfRedirect(rest)
  if (redirect !== -1) {
    codes.add('shell-wrapper')
    rest = rest.slice(0, redirect)
  }
  return { comment: stripStrange(rest.trim(), codes), codes: [...codes] }
}

const FRAME = /-{2,5} ?(?:BEGIN|END) [A-Z0-9 ]{0,16}PUBLIC KEY.*$/
const ZSH_MARK = /^(\s*[\w.-]+@[\w.-]+)%(?=\s*$)/

/**
 * Without what nobody writes in a comment: the `%` of zsh behind a file without a line end, chat
 * marks such as `**` that close again, and the BEGIN or END line of a public key.
 */
function withoutMarks(text: string, before: string): string {
  const rest = text.replace(FRAME, '').replace(ZSH_MARK, '$1')
  return before !== '' && '*_~|'.includes(before) ? rest.replace(/[*_~|]{1,3}\s*$/, '') : rest
}

/** One thing taken off can bare the next; a text that needs more rounds is no comment. */
const MAX_ROUNDS = 8

function stripStrange(text: string, codes: Set<ProblemCode>): string {
  let rest = text
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const kept = rest.replace(LONG_CODED, '').trim()
    if (kept !== rest) codes.add('extra-text')
    const ended = kept.replace(/\\[nr]$/, '')
    if (ended !== kept) codes.add('literal-newline')
    const stripped = stripTrailing(ended, codes)
    if (stripped === rest) return rest
    rest = stripped
  }
  return ''
}

/** A comment has no words like this; a piece of some other key, public or private, has. */
const LONG_CODED = /(?<![^\s])[A-Za-z0-9+/=_-]{48,}(?![^\s])\s*/g

/** Quotes that may close what this character opened; null when it is no quote. */
function quoteFamily(character: string): string | null {
  if (character === '`') return '`'
  if (character !== '' && DOUBLE.includes(character)) return DOUBLE
  return character !== '' && SINGLE.includes(character) ? SINGLE : null
}

function indexOfAny(text: string, characters: string): number {
  for (let index = 0; index < text.length; index++) {
    if (characters.includes(text.charAt(index))) return index
  }
  return -1
}

/** `>> ~/.ssh/authorized_keys` and the like belong to a command. */
function indexOfRedirect(text: string): number {
  const index = text.search(/(?:^|\s)>{1,2}\s/)
  return index !== -1 &&
    /^\s?>{1,2}\s+["']?\S*(?:authorized_keys|\.pub|\/|~|\$)/.test(text.slice(index))
    ? index
    : -1
}

/** Takes closing quotes, brackets and commas off the end, where nothing in the comment opened them. */
function stripTrailing(text: string, codes: Set<ProblemCode>): string {
  const counts = new Map<string, number>()
  for (const character of text) {
    const name = groupOf(character)
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const count = (name: string) => counts.get(name) ?? 0
  let end = text.length
  while (end > 0) {
    const character = text.charAt(end - 1)
    const name = groupOf(character)
    const code = trailingCode(character, count)
    if (code === null) break
    if (code !== 'space') codes.add(code)
    if (name !== null) counts.set(name, count(name) - 1)
    end--
  }
  return text.slice(0, end)
}

function trailingCode(
  character: string,
  count: (name: string) => number,
): ProblemCode | 'space' | null {
  if (/\s/.test(character)) return 'space'
  if (',;|\\'.includes(character)) return 'json'
  if (character === ']' && count(']') > count('[')) return 'json'
  if (character === '}' && count('}') > count('{')) return 'json'
  const family = quoteFamily(character)
  if (family === null || count(family) % 2 === 0) return null
  return CURLY.test(character) ? 'smart-quotes' : 'surrounding-quotes'
}

function groupOf(character: string): string | null {
  return quoteFamily(character) ?? ('[]{}'.includes(character) ? character : null)
}
