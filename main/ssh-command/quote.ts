/** One word of a command line, quoted by the rules of the shell it is pasted into, only where needed. */

import { assertNever } from '../contract/errors.ts'
import type { ShellName } from '../contract/methods.ts'

export function quoteWord(shell: ShellName, word: string): string {
  switch (shell) {
    case 'posix':
    case 'wsl':
      return quotePosix(word)
    case 'powershell':
      return quotePowerShell(word)
    case 'cmd':
      return quoteCmd(word)
    default:
      return assertNever(shell)
  }
}

/**
 * For bash, zsh, dash and fish alike. Single quotes take everything as it is, except that fish alone
 * has `\'` and `\\` inside them: both characters therefore stand outside, where all four agree.
 */
export function quotePosix(word: string): string {
  // zsh expands a leading `=`.
  if (/^[\p{L}\p{N}_@+:,./-][\p{L}\p{N}_@+=:,./-]*$/u.test(word)) return word
  const parts = word.split(/(['\\])/).filter((part) => part !== '')
  const quoted = parts.map((part) => (part === "'" || part === '\\' ? `\\${part}` : `'${part}'`))
  return quoted.join('') || "''"
}

/**
 * PowerShell (about_Quoting_Rules): in single quotes only a quote is special, and is doubled. Its
 * tokenizer takes the typographic ones for quotes too.
 */
export function quotePowerShell(word: string): string {
  // `@` at the start would splat, `-` would name a parameter, `~` is expanded by some versions.
  if (/^[\p{L}\p{N}_+:./\\][\p{L}\p{N}_+=@:./\\-]*$/u.test(word)) return word
  return `'${word.replace(/['‘’‚‛]/g, '$&$&')}'`
}

/**
 * For the prompt of cmd.exe, whose programs split their own command line as the C runtime does.
 * In double quotes cmd still expands `%NAME%`, and nothing there escapes the percent sign. Such a word
 * is written with carets instead, so that cmd sees no quotes and the program does; each `%` is followed
 * by a caret, which makes the name between two of them one that no variable has.
 */
export function quoteCmd(word: string): string {
  if (/^[\p{L}\p{N}_+=@:./\\-]+$/u.test(word)) return word
  const quoted = quoteForC(word)
  if (!/[%"]/.test(word)) return quoted
  let afterPercent = false
  const escaped = [...quoted].map((char) => {
    const caret = afterPercent || '%"&|<>()^'.includes(char)
    afterPercent = char === '%'
    return caret ? `^${char}` : char
  })
  return escaped.join('')
}

/** Microsoft C's rules: backslashes count only in front of a quote, and are doubled there. */
function quoteForC(word: string): string {
  const escaped = word.replace(/(\\*)("|$)/g, (_, backslashes: string, quote: string) => {
    const doubled = backslashes + backslashes
    return quote === '' ? doubled : `${doubled}\\"`
  })
  return `"${escaped}"`
}
