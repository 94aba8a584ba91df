/** One setting of a block: found, changed in the style it is written, or added in the block's style. */

import { type ConfigDocument, type ConfigLine, encodeBytes, replaceWord } from '../document.ts'
import { quoteWord } from '../words.ts'
import { type Block, indentOf } from './blocks.ts'
import { replaceLines } from './replace-lines.ts'

const DEFAULT_INDENT = '    '
/** Separators that are taken over; others line values up in columns that a new name would not fit. */
const SEPARATORS = [' ', '\t', '=', ' = ']

/** Indexes of the block's lines with this keyword, in lower case. */
export function settingLines(
  { lines }: ConfigDocument,
  block: Block,
  keyword: string,
): readonly number[] {
  const found: number[] = []
  for (let index = block.head + 1; index < block.bodyEnd; index++) {
    if (lines[index]?.directive?.keyword === keyword) found.push(index)
  }
  return found
}

/**
 * Gives the block's first line of this name the value, or adds a line. `name` as it is usually
 * written; `value` as text, without quotes. Nothing changes when the value stands there already.
 */
export function setSetting(
  document: ConfigDocument,
  block: Block,
  name: string,
  value: string,
): ConfigDocument {
  const [index] = settingLines(document, block, name.toLowerCase())
  const line = index === undefined ? undefined : document.lines[index]
  if (index === undefined || line === undefined) {
    return addSetting(document, block, name, value, block.bodyEnd)
  }
  const text = withArgument(line, value)
  return text === line.text ? document : replaceLines(document, index, 1, [text])
}

/** Adds a line before index `at`, which lies in the block or at the end of its body. */
export function addSetting(
  document: ConfigDocument,
  block: Block,
  name: string,
  value: string,
  at: number,
): ConfigDocument {
  const { indent, separator } = styleOf(document, block)
  const text = `${indent}${name}${separator}${quoteWord(encodeBytes(value), '')}`
  return replaceLines(document, at, 0, [text])
}

/** The line's text with one argument in the place of all it has; comments after them stay. */
export function withArgument(line: ConfigLine, value: string): string {
  const { directive, text } = line
  if (directive === null) throw new Error('a line without a setting')
  const [word, ...more] = directive.words
  if (word !== undefined && more.length === 0) {
    return word.value === encodeBytes(value) ? text : replaceWord(line, word, value).text
  }
  const raw = quoteWord(encodeBytes(value), '')
  if (directive.fault === 'no-argument') return `${text.trimEnd()} ${raw}`
  const start = word?.start ?? directive.argumentsAt
  return text.slice(0, start) + raw + text.slice(more.at(-1)?.end ?? text.length)
}

/** How the block's own settings are written; of other blocks where it has none. */
function styleOf(
  { lines }: ConfigDocument,
  block: Block,
): { readonly indent: string; readonly separator: string } {
  for (const index of [...range(block.head + 1, block.bodyEnd), ...range(0, lines.length)]) {
    const line = lines[index]
    const keyword = line?.directive?.keyword ?? 'host'
    if (line === undefined || keyword === 'host' || keyword === 'match') continue
    const indent = indentOf(line)
    // A line before the first block says nothing about lines within one.
    if (indent === '' && index < block.head) continue
    const nameEnd = indent.length + keyword.length
    const separator = line.text.slice(nameEnd, line.directive?.argumentsAt)
    return { indent, separator: SEPARATORS.includes(separator) ? separator : ' ' }
  }
  return { indent: DEFAULT_INDENT, separator: ' ' }
}

function* range(from: number, to: number): Generator<number> {
  for (let index = from; index < to; index++) yield index
}
