/** Just enough of the shell's grammar (POSIX.1-2024, XCU 2) to place one command inside another. */

import { quoteForShell } from '../system/quote-for-shell.ts'

/** One word for the shell, in quotes only where it needs them. */
export function quoteWord(word: string): string {
  return /^[\w@%+:,./-]+$/.test(word) ? word : quoteForShell(word)
}

export interface BashCommand {
  /** What stands before the script, e.g. `bash -lc `. */
  readonly head: string
  readonly script: string
}

/** The script of `bash -c '…'` or `sh -c "…"`; null for any other command. */
export function unwrapBash(command: string): BashCommand | null {
  const head = /^(?:\/bin\/|\/usr\/bin\/)?(?:ba)?sh\s+-l?c\s+(?=['"])/.exec(command)?.[0]
  if (head === undefined) return null
  const word = readWord(command, head.length)
  // More words after the script would be its parameters.
  const whole = word !== null && command.slice(word.end).trim() === ''
  return whole ? { head, script: word.text } : null
}

export type ScriptShape = 'simple' | 'compound' | 'unbalanced'

/** Words that open a construct or are builtins: exec can start none of these. */
const NO_PROGRAM = new Set(
  'if for while until case select function time coproc { [[ ! cd source . : export eval exec set unset alias trap ulimit umask declare local readonly shopt wait builtin command'.split(
    ' ',
  ),
)
const ASSIGNMENT = /^[A-Za-z_]\w*\+?=/

/** Whether a script is one simple command, and whether its quotes are closed. */
export function inspectScript(script: string): ScriptShape {
  const first = firstWord(script)
  let compound = NO_PROGRAM.has(first) || ASSIGNMENT.test(first)
  for (let at = 0; at < script.length; ) {
    const char = script.charAt(at)
    // The text of a here-document follows rules of its own.
    if (script.startsWith('<<', at)) return 'compound'
    if (char === "'" || char === '"') {
      const end = closingQuote(script, at)
      if (end < 0) return 'unbalanced'
      at = end + 1
    } else if (char === '#' && (at === 0 || /[\s;&|()]/.test(script.charAt(at - 1)))) {
      compound = true
      const lineEnd = script.indexOf('\n', at)
      at = lineEnd < 0 ? script.length : lineEnd
    } else if (char === '\\') {
      if (at + 1 === script.length) return 'unbalanced'
      at += 2
    } else {
      if (';&|\n()`{}'.includes(char)) compound = true
      at += 1
    }
  }
  return compound ? 'compound' : 'simple'
}

function firstWord(script: string): string {
  return /^\S*/.exec(script)?.[0] ?? ''
}

/** Index of the quote that closes the one at `open`; -1 when none does. */
function closingQuote(script: string, open: number): number {
  const quote = script.charAt(open)
  // Only double quotes and $'…' know escapes.
  const escapes = quote === '"' || script[open - 1] === '$'
  if (!escapes) return script.indexOf(quote, open + 1)
  for (let at = open + 1; at < script.length; at += script[at] === '\\' ? 2 : 1) {
    if (script[at] === quote) return at
  }
  return -1
}

/** One word made of quoted and plain parts, as the shell would pass it on; null when not closed. */
function readWord(command: string, start: number): { text: string; end: number } | null {
  let text = ''
  let at = start
  while (at < command.length && !/\s/.test(command.charAt(at))) {
    const char = command.charAt(at)
    if (char === "'" || char === '"') {
      const end = closingQuote(command, at)
      if (end < 0) return null
      const inside = command.slice(at + 1, end)
      // In double quotes a backslash escapes only these; before a line end both disappear.
      text += char === "'" ? inside : inside.replace(/\\(["\\$`])/g, '$1').replaceAll('\\\n', '')
      at = end + 1
    } else if (char === '\\') {
      text += command.charAt(at + 1)
      at += 2
    } else {
      text += char
      at += 1
    }
  }
  return { text, end: at }
}
