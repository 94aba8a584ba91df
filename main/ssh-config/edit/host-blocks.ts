/** Whole blocks: added, removed, moved, and lines taken out of use without being lost. */

import { type ConfigDocument, changedLine, encodeBytes } from '../document.ts'
import { type Block, indentOf, isBlank } from './blocks.ts'
import { endingOf, replaceLines } from './replace-lines.ts'

/** Begins what Keypilot has taken out of use. */
export const COMMENT_MARK = '# Keypilot: '

/** Adds a block after everything else, set off by one blank line. `texts` are its lines. */
export function appendBlock(document: ConfigDocument, texts: readonly string[]): ConfigDocument {
  const { lines } = document
  const apart = lines.length === 0 || isBlank(lines.at(-1)) ? [] : ['']
  return replaceLines(document, lines.length, 0, [...apart, ...texts.map(encodeBytes)])
}

/** Removes a block, the comments directly above it, and the blank lines that set it off. */
export function removeBlock(document: ConfigDocument, block: Block): ConfigDocument {
  const { from, end } = withBlankLines(document, block)
  return replaceLines(document, from, end - from, [])
}

/**
 * Moves a block, with its comments, before another one that stands earlier. A file whose last line
 * is not ended has an ended one afterwards when its last block moves.
 */
export function moveBlockBefore(
  document: ConfigDocument,
  block: Block,
  target: Block,
): ConfigDocument {
  if (target.head >= block.head) throw new Error('a block moves up only')
  const { lines } = document
  const { from, end } = withBlankLines(document, block)
  const ending = endingOf(document)
  const blanksFirst = from < block.from
  const own = lines.slice(block.from, block.bodyEnd)
  const blanks = blanksFirst ? lines.slice(from, block.from) : lines.slice(block.bodyEnd, end)
  const moved = [...own, ...blanks].map((line) =>
    line.ending === '' ? changedLine(line, { ending }) : line,
  )
  const rest = [...lines.slice(target.from, from), ...lines.slice(end)]
  const all = [...lines.slice(0, target.from), ...moved, ...rest]
  return { lines: all.map((line, index) => changedLine(line, { number: index + 1 })) }
}

/** The block and the blank lines that go with it: those after it, or at the end those before it. */
function withBlankLines(
  { lines }: ConfigDocument,
  block: Block,
): { readonly from: number; readonly end: number } {
  let from = block.from
  if (block.end === block.bodyEnd && block.end === lines.length) {
    while (from > 0 && isBlank(lines[from - 1])) from--
  }
  return { from, end: block.end }
}

/** Makes one line a comment, its text kept. */
export function commentOutLine(document: ConfigDocument, index: number): ConfigDocument {
  return commentOutRange(document, index, index + 1)
}

/** Makes every line of a block that says something a comment. */
export function commentOutBlock(document: ConfigDocument, block: Block): ConfigDocument {
  return commentOutRange(document, block.head, block.bodyEnd)
}

function commentOutRange(document: ConfigDocument, from: number, end: number): ConfigDocument {
  const lines = document.lines.slice(from, end)
  const texts = lines.map((line) => {
    if (line.directive === null) return line.text
    const indent = indentOf(line)
    return indent + COMMENT_MARK + line.text.slice(indent.length)
  })
  return replaceLines(document, from, end - from, texts)
}

/** Takes one alias out of a Host line that has others. */
export function removePattern(
  document: ConfigDocument,
  block: Block,
  pattern: string,
): ConfigDocument {
  const line = document.lines[block.head]
  const words = line?.directive?.words ?? []
  const index = words.findIndex(({ value }) => value === pattern)
  const word = words[index]
  if (line === undefined || word === undefined || words.length < 2) {
    throw new Error('no such pattern, or the only one')
  }
  const next = words[index + 1]
  const [start, end] =
    next === undefined ? [words[index - 1]?.end ?? word.start, word.end] : [word.start, next.start]
  const text = line.text.slice(0, start) + line.text.slice(end)
  return replaceLines(document, block.head, 1, [text])
}

/** Whether ssh reads nothing in it: only comments and blank lines. */
export function saysNothing({ lines }: ConfigDocument): boolean {
  return lines.every(({ directive }) => directive === null)
}
