/** Splits a config line into words and quotes words, as OpenSSH does (misc.c: strdelim, argv_split). */

/** One argument. Offsets count from the start of the line; quotes belong to the word. */
export interface Word {
  readonly start: number
  readonly end: number
  /** Without quotes and escapes; still one character per byte. */
  readonly value: string
}

export interface Directive {
  /** In lower case. */
  readonly keyword: string
  readonly words: readonly Word[]
  /** Offset of the first argument. */
  readonly argumentsAt: number
  /** Everything from there on as ssh reads it, comments and quotes included. */
  readonly rest: string
  /** What makes ssh refuse the line whatever the keyword: no argument, or a quote that is not closed. */
  readonly fault: 'no-argument' | 'quotes' | null
}

/** Where a keyword ends. */
const DELIMITER = /[ \t\r\n"=]/g
const NOT_ASCII = /[\x80-\xff]/
/** What stands for itself in a word. */
const PLAIN = /[^ \t'"\\]*/y
/** A form feed counts as white space only there. */
const TRAILING_SPACE = ' \t\r\n\f'

/**
 * Reads one line from `from` on; null when ssh passes over it: blank lines, comments, and a few
 * broken ones. One character of `line` is one byte (latin1).
 */
export function readDirective(line: string, from = 0): Directive | null {
  const text = line.slice(0, contentEnd(line, from))
  const first = delimited(text, from)
  // An empty first word is leading white space.
  const named = first?.word === '' && first.next !== null ? delimited(text, first.next) : first
  if (named === null || named.word === '' || named.word.startsWith('#')) return null
  const keyword = lowerCase(named.word)
  const argumentsAt = skipSpace(text, named.next ?? text.length)
  if (argumentsAt >= text.length) {
    return { keyword, words: [], argumentsAt, rest: '', fault: 'no-argument' }
  }
  const rest = text.slice(argumentsAt)
  const words = splitWords(text, argumentsAt)
  return words === null
    ? { keyword, words: [], argumentsAt, rest, fault: 'quotes' }
    : { keyword, words, argumentsAt, rest, fault: null }
}

/**
 * The words of a `Match` line as ssh before 9.9 splits them: at one `=` too, and without escapes in
 * quotes. The list ends where a quote is not closed.
 */
export function delimitedWords(rest: string): readonly string[] {
  const words: string[] = []
  for (let at: number | null = 0; at !== null; ) {
    const found: ReturnType<typeof delimited> = delimited(rest, at)
    if (found === null || found.word === '') break
    words.push(found.word)
    at = found.next
  }
  return words
}

/** Only ASCII letters have another case for ssh. */
function lowerCase(word: string): string {
  if (!NOT_ASCII.test(word)) return word.toLowerCase()
  return word.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

/** ssh reads up to a NUL, and without trailing white space. */
function contentEnd(line: string, from: number): number {
  const nul = line.indexOf('\0', from)
  let end = nul < 0 ? line.length : nul
  while (end > from + 1 && TRAILING_SPACE.includes(line.charAt(end - 1))) end--
  return end
}

/** The next word before white space or one `=`; null when its quote is not closed. */
function delimited(text: string, from: number): { word: string; next: number | null } | null {
  DELIMITER.lastIndex = from
  const at = DELIMITER.exec(text)?.index
  if (at === undefined) return { word: text.slice(from), next: null }
  if (text.charAt(at) === '"') {
    const close = text.indexOf('"', at + 1)
    if (close < 0) return null
    const word = text.slice(from, at) + text.slice(at + 1, close)
    return { word, next: skipSpace(text, close + 1) }
  }
  let next = skipSpace(text, at + 1)
  if (text.charAt(at) !== '=' && text.charAt(next) === '=') next = skipSpace(text, next + 1)
  return { word: text.slice(from, at), next }
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (isSpace(text.charCodeAt(at))) at++
  return at
}

/** Null when a quote is not closed. A `#` where a word would start begins a comment. */
function splitWords(text: string, from: number): readonly Word[] | null {
  const words: Word[] = []
  for (let at = from; at < text.length; at++) {
    if (isBlank(text, at)) continue
    if (text.charAt(at) === '#') break
    const word = readWord(text, at)
    if (word === null) return null
    words.push(word)
    at = word.end
  }
  return words
}

function readWord(text: string, start: number): Word | null {
  PLAIN.lastIndex = start
  PLAIN.test(text)
  const plainEnd = PLAIN.lastIndex
  if (plainEnd >= text.length || isBlank(text, plainEnd)) {
    return { start, end: plainEnd, value: text.slice(start, plainEnd) }
  }
  let quote = ''
  let value = ''
  let at = start
  for (; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '\\' && isEscaped(text.charAt(at + 1), quote)) {
      value += text.charAt(++at)
    } else if (!quote && isBlank(text, at)) break
    else if (!quote && `'"`.includes(character)) quote = character
    else if (quote && character === quote) quote = ''
    else value += character
  }
  return quote ? null : { start, end: at, value }
}

/** Whether a backslash before this character is an escape; otherwise it stands for itself. */
function isEscaped(character: string, quote: string): boolean {
  return character !== '' && (`'"\\`.includes(character) || (quote === '' && character === ' '))
}

/** Space, tab, carriage return or newline. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a
}

function isBlank(text: string, at: number): boolean {
  return text.charAt(at) === ' ' || text.charAt(at) === '\t'
}

/**
 * Writes a value so that ssh reads exactly it. `like` is the word it replaces: its quotes are kept
 * where it has them, and added only where they are needed.
 */
export function quoteWord(value: string, like: string): string {
  const first = like.charAt(0)
  const enclosed = like.length > 1 && like.endsWith(first) && `'"`.includes(first)
  const bare = !enclosed && value !== '' && !/[\s'"]|^[#=]/.test(value)
  const quote = bare ? '' : enclosed ? first : '"'
  let raw = ''
  for (let at = 0; at < value.length; at++) {
    const character = value.charAt(at)
    const next = value.charAt(at + 1)
    const escaped =
      (quote !== '' && character === quote) ||
      (character === '\\' && (next === '' || `'"\\`.includes(next)))
    raw += escaped ? `\\${character}` : character
  }
  return `${quote}${raw}${quote}`
}
