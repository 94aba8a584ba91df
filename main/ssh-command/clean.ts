/** Takes out of a pasted text what editors, chats and terminals put into it, and splits it into lines. */

import type { Note } from './reading.ts'

export interface Cleaned {
  readonly lines: readonly string[]
  readonly notes: readonly Note[]
}

// CSI and OSC sequences as terminals write them, e.g. colours and the marks of a bracketed paste.
const ANSI = /\x1b(?:\[[0-9;?]{0,32}[@-~]|\][^\x07\x1b\n]{0,256}(?:\x07|\x1b\\))/g
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g
const ODD_SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g
const LINE_ENDS = /\r\n?|[\u0085\u2028\u2029]/g
/** A line that goes on: the last character is the escape of a POSIX shell, PowerShell or cmd. */
const CONTINUED = /\s[\\`^]$/
const FENCE = /^\s*(?:```|~~~)/

export function clean(text: string): Cleaned {
  const notes: Note[] = []
  const replace = (from: string, pattern: RegExp, to: string, code: Note['code']) => {
    const result = from.replace(pattern, to)
    if (result !== from) notes.push({ code, about: '' })
    return result
  }
  let rest = replace(text, ANSI, '', 'terminal-codes')
  rest = replace(rest, INVISIBLE, '', 'invisible-characters')
  rest = replace(rest, ODD_SPACES, ' ', 'odd-spaces')
  const all = rest.replace(LINE_ENDS, '\n').split('\n')
  const lines = all.filter((line) => !FENCE.test(line))
  if (lines.length < all.length) notes.push({ code: 'code-marks', about: '' })
  return { lines: joinContinued(lines.filter((line) => line !== '')), notes }
}

function joinContinued(lines: readonly string[]): string[] {
  const joined: string[][] = []
  let open: string[] | null = null
  for (const line of lines) {
    const trimmed = line.trimEnd()
    const parts: string[] = open ?? []
    if (open === null) joined.push(parts)
    // A backtick that closes inline code is no continuation.
    const continued =
      CONTINUED.test(trimmed) && !(trimmed.endsWith('`') && line.trimStart()[0] === '`')
    parts.push(continued ? trimmed.slice(0, -1) : trimmed)
    open = continued ? parts : null
  }
  return joined.map((parts) => parts.join(' '))
}
