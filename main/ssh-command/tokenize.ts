/**
 * Splits a pasted command line into words. Nobody says which shell a line comes from, so the rules of
 * POSIX shells, PowerShell and cmd are merged where they agree or cannot be confused.
 */

import { tokenizeCmd } from './tokenize-cmd.ts'
import type { Word, Words } from './words.ts'

const QUOTES: Readonly<Record<string, string>> = {
  "'": "'",
  '"': '"',
  '‘': "'",
  '’': "'",
  '‚': "'",
  '‛': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
}
const TYPOGRAPHIC_SINGLE = '‘’‚‛'
const TYPOGRAPHIC_DOUBLE = '“”„‟'
/** What a backslash escapes outside quotes; before anything else it is part of a Windows path. */
const ESCAPABLE = new Set(' \t\'"\\$`!#&;|<>()[]{}*?^~%=')
const WINDOWS_START =
  /^(?:-i|["']?IdentityFile=)?["'“‘]{0,2}(?:[A-Za-z]:[\\/]|\\\\[A-Za-z0-9]|\.{1,2}\\|~\\|%[A-Za-z]+%\\|\$(?:env:)?[A-Za-z]+\\)/
/** The first quote of the line is one that cmd was told not to see, which no other shell writes. */
const CMD_QUOTE = /^[^'"]*(?<=^|\s)\^"/
const OPERATORS = new Set(';|&<>')
/** `<podid>`, `<your key>`: documentation's placeholder, and no redirection. */
const PLACEHOLDER = /<[\p{L}\p{N} _.:/-]{1,40}>/uy

export function tokenize(line: string): Words {
  return CMD_QUOTE.test(line) ? tokenizeCmd(line) : new Tokenizer(line).run()
}

class Tokenizer {
  private readonly line: string
  private readonly lastQuote: Readonly<Record<string, number>>
  private readonly words: Word[] = []
  private at = 0
  private text = ''
  private start = -1
  private quoted = false
  /** The current word is a Windows path, where a backslash escapes nothing. */
  private windows = false
  private unclosedQuote = false

  constructor(line: string) {
    this.line = line
    // Known ends keep the scan linear: a quote without a partner is never searched for again.
    this.lastQuote = Object.fromEntries(
      Object.keys(QUOTES).map((quote) => [quote, lastOf(line, family(quote))]),
    )
  }

  run(): Words {
    while (this.at < this.line.length) {
      const char = this.line.charAt(this.at)
      if (/\s/.test(char)) {
        this.endWord()
        this.at += 1
      } else if (char === '#' && this.start < 0) {
        break
      } else if (OPERATORS.has(char)) {
        if (!this.takePlaceholder()) return this.finish(this.line.slice(this.at))
      } else this.takeCharacter(char)
    }
    return this.finish('')
  }

  private finish(rest: string): Words {
    // In `2>/dev/null` the number belongs to the redirection.
    if (/^[<>]/.test(rest) && !this.quoted && /^\d$/.test(this.text)) this.start = -1
    this.endWord()
    return { words: this.words, unclosedQuote: this.unclosedQuote, rest }
  }

  private endWord(): void {
    if (this.start >= 0) {
      this.words.push({ text: this.text, quoted: this.quoted })
    }
    this.text = ''
    this.start = -1
    this.quoted = false
  }

  /** Adds to the current word and moves on by `length` characters of the line. */
  private append(text: string, length: number): void {
    if (this.start < 0) {
      this.start = this.at
      this.windows = WINDOWS_START.test(this.line.slice(this.at, this.at + 48))
    }
    this.text += text
    this.at += length
  }

  private takePlaceholder(): boolean {
    PLACEHOLDER.lastIndex = this.at
    const match = PLACEHOLDER.exec(this.line)
    if (!match) return false
    this.append(match[0], match[0].length)
    return true
  }

  private takeCharacter(char: string): void {
    const next = this.line.charAt(this.at + 1)
    if (this.start < 0) this.append('', 0)
    if (char === '\\' && ESCAPABLE.has(next) && !this.windows) this.takeEscaped(next)
    else if (char === '`' && /[\s$"'`()&;|<>{}]/.test(next)) this.takeEscaped(next)
    else if (char === '^' && /[&|<>^()%!@]/.test(next)) this.takeEscaped(next)
    else if (QUOTES[char] !== undefined && this.opensQuote(char)) this.takeQuoted(char)
    else this.append(char, 1)
  }

  private takeEscaped(next: string): void {
    this.quoted = true
    this.append(next, 2)
  }

  private opensQuote(char: string): boolean {
    const atStart = this.text === '' || this.line.charAt(this.at - 1) === '='
    // A typographic quote inside a word, or an apostrophe in a Windows path, is a letter of a name.
    if (char !== '"' && !atStart && (char !== "'" || this.windows)) return false
    if ((this.lastQuote[char] ?? -1) > this.at) return true
    this.unclosedQuote = true
    return false
  }

  private takeQuoted(open: string): void {
    const closers = family(open)
    const single = QUOTES[open] === "'"
    this.append('', 1)
    this.quoted = true
    while (this.at < this.line.length) {
      const char = this.line.charAt(this.at)
      const next = this.line.charAt(this.at + 1)
      if (closers.includes(char)) {
        this.at += 1
        // PowerShell writes a quote inside single quotes twice.
        if (!single || next === '' || !closers.includes(next)) return
        this.append(next, 1)
      } else if (single && this.windows && isSingle(char) && isSingle(next)) {
        // …and so it does with typographic ones.
        this.append(next, 2)
      } else if (!single && char === '\\' && isDoubleQuoteEscape(next, this.windows)) {
        this.append(next, 2)
      } else if (!single && !this.windows && char === '`' && /[$"`]/.test(next))
        this.append(next, 2)
      else this.append(char, 1)
    }
  }
}

/** POSIX: only before `$`, backtick, `"` and itself. In a Windows path a backslash is always itself. */
function isDoubleQuoteEscape(next: string, windows: boolean): boolean {
  return !windows && (next === '"' || next === '\\' || next === '$' || next === '`')
}

function isSingle(char: string): boolean {
  return QUOTES[char] === "'"
}

function family(quote: string): string {
  if (TYPOGRAPHIC_SINGLE.includes(quote)) return TYPOGRAPHIC_SINGLE
  if (TYPOGRAPHIC_DOUBLE.includes(quote)) return TYPOGRAPHIC_DOUBLE
  return quote
}

function lastOf(line: string, characters: string): number {
  return Math.max(...[...characters].map((char) => line.lastIndexOf(char)))
}
