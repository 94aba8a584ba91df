/**
 * A config file as lines, held so that printing gives back every byte: text is latin1, one character
 * per byte, whatever the encoding. Only what is edited changes.
 */

import { isUtf8 } from 'node:buffer'
import { printable } from '../system/printable.ts'
import { type Directive, quoteWord, readDirective, type Word } from './words.ts'

export interface ConfigLine {
  /** From 1, as ssh counts. */
  readonly number: number
  /** Without the line ending. */
  readonly text: string
  /** Empty for a last line that is not ended. */
  readonly ending: '' | '\n' | '\r\n'
  /** Null for lines that say nothing. */
  readonly directive: Directive | null
}

export interface ConfigDocument {
  readonly lines: readonly ConfigLine[]
}

/** A byte order mark in UTF-8, as latin1. It makes ssh refuse the whole file. */
export const BOM = '\xEF\xBB\xBF'

export function parseDocument(data: Buffer): ConfigDocument {
  const lines: ConfigLine[] = []
  const text = data.toString('latin1')
  const known: KnownDirectives = new Map()
  let start = 0
  while (start < text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline
    const isCrlf = end > start && newline >= 0 && text.charCodeAt(end - 1) === 0x0d
    const ending = newline < 0 ? '' : isCrlf ? '\r\n' : '\n'
    const content = text.slice(start, isCrlf ? end - 1 : end)
    lines.push(lineOf(content, ending, lines.length + 1, known))
    start = end + 1
  }
  return { lines }
}

/** Of a config with 10,000 hosts, most lines say the same as another. */
type KnownDirectives = Map<string, Directive | null>

export function printDocument(document: ConfigDocument): Buffer {
  let text = ''
  for (const line of document.lines) text += line.text + line.ending
  return Buffer.from(text, 'latin1')
}

/** The line with one of its words replaced by a value, quoted in the manner of the old one. */
export function replaceWord(line: ConfigLine, word: Word, value: string): ConfigLine {
  const { text, ending, number } = line
  const raw = quoteWord(encodeBytes(value), text.slice(word.start, word.end))
  return parseLine(text.slice(0, word.start) + raw + text.slice(word.end) + ending, number)
}

/** A value as text; null when its bytes are not UTF-8. */
export function decodeValue(value: string): string | null {
  if (isAscii(value)) return value
  const bytes = Buffer.from(value, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : null
}

/** A value as text for people: bytes that are not UTF-8 become replacement characters. */
export function readableValue(value: string): string {
  return isAscii(value) ? value : Buffer.from(value, 'latin1').toString('utf8')
}

/** The same as a short line: what no person typed may hold colours, other writing directions, anything. */
export function shownValue(value: string): string {
  return printable(readableValue(value))
}

function isAscii(value: string): boolean {
  return !/[\x80-\xff]/.test(value)
}

/** Text as the document holds it: one character per byte. */
export function encodeBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

/** `whole` with its line ending; `number` from 1. */
export function parseLine(whole: string, number: number): ConfigLine {
  const ending = whole.endsWith('\r\n') ? '\r\n' : whole.endsWith('\n') ? '\n' : ''
  return lineOf(whole.slice(0, whole.length - ending.length), ending, number, new Map())
}

function lineOf(
  text: string,
  ending: ConfigLine['ending'],
  number: number,
  known: KnownDirectives,
): ConfigLine {
  return new Line(text, ending, number, known)
}

/** The same line at another place, or ended in another way. */
export function changedLine(
  line: ConfigLine,
  change: Partial<Pick<ConfigLine, 'number' | 'ending'>>,
): ConfigLine {
  const { number = line.number, ending = line.ending } = change
  return line instanceof Line ? line.moved(number, ending) : { ...line, number, ending }
}

/** Its words are read when they are asked for: of a long file, most never are. */
class Line implements ConfigLine {
  readonly number: number
  readonly text: string
  readonly ending: ConfigLine['ending']
  /** Lines that say the same share what they say. */
  readonly #known: KnownDirectives

  constructor(text: string, ending: ConfigLine['ending'], number: number, known: KnownDirectives) {
    this.text = text
    this.ending = ending
    this.number = number
    this.#known = known
  }

  get directive(): Directive | null {
    const { text } = this
    // Only in the first line a byte order mark is no part of the text.
    if (this.number === 1 && text.startsWith(BOM)) return readDirective(text, BOM.length)
    let directive = this.#known.get(text)
    if (directive === undefined) {
      directive = readDirective(text)
      this.#known.set(text, directive)
    }
    return directive
  }

  moved(number: number, ending: ConfigLine['ending']): Line {
    return new Line(this.text, ending, number, this.#known)
  }
}
