/** Which blocks of a file can matter to a host, so that thousands of hosts can be evaluated. */

import type { ProgramBlock, ProgramFile } from './program.ts'

/** Those with patterns or criteria, and those that name this host, in their order. */
export function relevantBlocks(file: ProgramFile, host: string): readonly ProgramBlock[] {
  const index = indexOf(file)
  const exact = index.exact.get(host) ?? []
  return [...index.general, ...exact].toSorted((a, b) => a.index - b.index)
}

interface BlockIndex {
  readonly general: readonly ProgramBlock[]
  readonly exact: ReadonlyMap<string, readonly ProgramBlock[]>
}

const indexes = new WeakMap<ProgramFile, BlockIndex>()

/** Blocks by the names in them, for those that have nothing but names. */
function indexOf(file: ProgramFile): BlockIndex {
  const known = indexes.get(file)
  if (known !== undefined) return known
  const exact = new Map<string, ProgramBlock[]>()
  const general: ProgramBlock[] = []
  for (const block of file.blocks) {
    const plain = block.patterns.length > 0 && block.patterns.every((one) => !/[*?!]/.test(one))
    if (!plain || block.alwaysMatters) general.push(block)
    else {
      for (const name of new Set(block.patterns)) {
        const named = exact.get(name)
        if (named === undefined) exact.set(name, [block])
        else named.push(block)
      }
    }
  }
  const index = { general, exact }
  indexes.set(file, index)
  return index
}
