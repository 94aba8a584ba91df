/** The Host and Match blocks of a document, with what a person would take for a part of them. */

import type { ConfigDocument, ConfigLine } from '../document.ts'

/** Indexes count from 0; the ends are exclusive. */
export interface Block {
  readonly keyword: 'host' | 'match'
  /** Comment lines directly above belong to the block; without any, the same as `head`. */
  readonly from: number
  /** The Host or Match line. */
  readonly head: number
  /** After the last setting, or the indented comment lines that follow it. */
  readonly bodyEnd: number
  /** Up to the next block: blank lines after the body. */
  readonly end: number
  /** Arguments of the Host or Match line, one character per byte. */
  readonly words: readonly string[]
}

/**
 * A cheap look before the words of a line are read: `Host` or `Match` where the keyword begins, or a
 * quote inside a word that begins like them, since `Ho"st"` is the same to ssh.
 */
const MAY_OPEN_A_BLOCK =
  /^[ \t\r\n\f"=\xEF\xBB\xBF]*(?:(?:host|match)(?:[^a-z]|$)|[hm][^ \t\r\n=]*")/i

export function blocksOf({ lines }: ConfigDocument): readonly Block[] {
  const heads = headsOf(lines)
  return heads.map((_, index) => blockFrom(lines, heads, index))
}

/** The blocks that name an alias literally, in their order. */
export function blocksOfAlias({ lines }: ConfigDocument, alias: string): readonly Block[] {
  const heads = headsOf(lines)
  return heads.flatMap((head, index) => {
    const directive = lines[head]?.directive
    const isNamed = directive?.words.some(({ value }) => value === alias) ?? false
    return directive?.keyword === 'host' && isNamed ? [blockFrom(lines, heads, index)] : []
  })
}

/** Indexes of the Host and Match lines. */
function headsOf(lines: readonly ConfigLine[]): readonly number[] {
  const heads: number[] = []
  for (const [index, line] of lines.entries()) {
    if (!MAY_OPEN_A_BLOCK.test(line.text)) continue
    const keyword = line.directive?.keyword
    if (keyword === 'host' || keyword === 'match') heads.push(index)
  }
  return heads
}

function blockFrom(lines: readonly ConfigLine[], heads: readonly number[], index: number): Block {
  const head = heads[index] ?? lines.length
  const next = heads[index + 1]
  const end = next === undefined ? lines.length : commentsAbove(lines, next)
  const bodyEnd = bodyEndOf(lines, head, end)
  const directive = lines[head]?.directive
  return {
    keyword: directive?.keyword === 'host' ? 'host' : 'match',
    from: commentsAbove(lines, head),
    head,
    bodyEnd,
    end: blankEnd(lines, bodyEnd, end),
    words: directive?.words.map(({ value }) => value) ?? [],
  }
}

/** The block whose lines include this one (index from 0); null for lines before the first block. */
export function blockAt(document: ConfigDocument, index: number): Block | null {
  return blocksOf(document).findLast(({ head }) => head <= index) ?? null
}

/** Index where the comments that stand on this line begin: unbroken, and indented no deeper. */
export function commentsAbove(lines: readonly ConfigLine[], index: number): number {
  if (!isComment(lines[index - 1])) return index
  const indent = indentOf(lines[index]).length
  let from = index
  while (from > 0 && isComment(lines[from - 1]) && indentOf(lines[from - 1]).length <= indent) {
    from--
  }
  return from
}

function bodyEndOf(lines: readonly ConfigLine[], head: number, end: number): number {
  let at = end
  while (at > head + 1 && lines[at - 1]?.directive === null) at--
  if (at >= end || !isComment(lines[at])) return at
  const indent = indentOf(lines[head]).length
  while (at < end && isComment(lines[at]) && indentOf(lines[at]).length > indent) at++
  return at
}

function blankEnd(lines: readonly ConfigLine[], from: number, end: number): number {
  let at = from
  while (at < end && isBlank(lines[at])) at++
  return at
}

export function isBlank(line: ConfigLine | undefined): boolean {
  return line !== undefined && line.text.trim() === ''
}

export function isComment(line: ConfigLine | undefined): boolean {
  return line !== undefined && line.directive === null && /^[ \t\r]*#/.test(line.text)
}

export function indentOf(line: ConfigLine | undefined): string {
  return /^[ \t]*/.exec(line?.text ?? '')?.[0] ?? ''
}
