/** The config as one list of blocks in the order in which ssh reads them, includes in their places. */

import type { ConfigLine } from '../../document.ts'
import { matchesHostLine } from '../../host-patterns.ts'
import { MAX_INCLUDE_DEPTH } from '../../include.ts'
import type { Tree } from './read-tree.ts'

export type Condition =
  | { readonly kind: 'host'; readonly words: readonly string[] }
  /** Not evaluated: it counts as one that may hold. */
  | { readonly kind: 'match'; readonly text: string }

export interface FlatBlock {
  /** All must hold: a file that is included in a block holds only where the block does. */
  readonly conditions: readonly Condition[]
  readonly file: string
  readonly lines: readonly ConfigLine[]
  /** Equal for two blocks that say the same. */
  readonly key: string
}

/** A file that includes itself is read no deeper than ssh would. */
export function flatten(tree: Tree): readonly FlatBlock[] {
  const blocks: FlatBlock[] = []
  if (tree.root !== null) visit({ tree, blocks }, tree.root, [], 0)
  return blocks
}

interface Flattening {
  readonly tree: Tree
  readonly blocks: FlatBlock[]
}

const MAX_BLOCKS = 2_000_000

function visit(flat: Flattening, path: string, outer: readonly Condition[], depth: number): void {
  const file = flat.tree.files.get(path)
  if (file === undefined || depth > MAX_INCLUDE_DEPTH) return
  let conditions = outer
  let lines: ConfigLine[] = []
  const close = () => {
    if (lines.length > 0 && flat.blocks.length < MAX_BLOCKS) {
      flat.blocks.push({ conditions, file: path, lines, key: keyOf(conditions, lines) })
    }
    lines = []
  }
  for (const [index, line] of file.document.lines.entries()) {
    const keyword = line.directive?.keyword
    if (keyword === undefined) continue
    if (keyword === 'host' || keyword === 'match') {
      close()
      conditions = [...outer, conditionOf(line)]
    }
    lines.push(line)
    const included = keyword === 'include' ? file.includes.get(index) : undefined
    if (included === undefined || included === null) continue
    lines.pop()
    close()
    for (const one of included) visit(flat, one, conditions, depth + 1)
  }
  close()
}

function conditionOf({ directive }: ConfigLine): Condition {
  const words = directive?.words.map(({ value }) => value) ?? []
  if (directive?.keyword === 'host') return { kind: 'host', words }
  // `Match all` is as good as `Host *` (its only criterion, by readconf.c).
  if (words.length === 1 && words[0]?.toLowerCase() === 'all') return { kind: 'host', words: ['*'] }
  return { kind: 'match', text: words.join(' ') }
}

function keyOf(conditions: readonly Condition[], lines: readonly ConfigLine[]): string {
  const when = conditions.map((one) => (one.kind === 'host' ? one.words.join(' ') : one.text))
  return `${when.join('\0')}\0\0${lines.map(({ text }) => text.trim()).join('\n')}`
}

/** `maybe`: it depends on a Match that is not evaluated here. */
export function holdsFor({ conditions }: FlatBlock, name: string): 'yes' | 'no' | 'maybe' {
  let result: 'yes' | 'maybe' = 'yes'
  for (const condition of conditions) {
    if (condition.kind === 'match') result = 'maybe'
    else if (!matchesHostLine(condition.words, name)) return 'no'
  }
  return result
}

export interface AppliedLine {
  readonly file: string
  readonly line: ConfigLine
  readonly sure: boolean
  /** What it says, and under which unevaluated conditions: equal texts mean equal things. */
  readonly text: string
}

/** Every setting that holds for a name, in ssh's order: the first of a keyword wins. */
export function linesFor(blocks: readonly FlatBlock[], name: string): readonly AppliedLine[] {
  const applied: AppliedLine[] = []
  for (const block of blocks) {
    const holds = holdsFor(block, name)
    if (holds === 'no') continue
    const when = block.conditions.flatMap((one) => (one.kind === 'match' ? [one.text] : []))
    for (const line of block.lines) {
      const { keyword = '', words = [], fault } = line.directive ?? {}
      if (keyword === 'host' || keyword === 'match') continue
      const values = words.map(({ value }) => value)
      const text = JSON.stringify([when, keyword, values, fault ?? null])
      applied.push({ file: block.file, line, sure: holds === 'yes', text })
    }
  }
  return applied
}
