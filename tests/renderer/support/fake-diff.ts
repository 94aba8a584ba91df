/** Differences of short files, with three lines around each change, as the service shows them. */

import type { DiffLine } from '../../../renderer/contract.ts'

const CONTEXT = 3

export function diffLines(
  before: readonly string[],
  after: readonly string[],
): readonly DiffLine[] {
  const all = walk(before, after, lengths(before, after))
  return all.filter((_, index) =>
    all
      .slice(Math.max(index - CONTEXT, 0), index + CONTEXT + 1)
      .some(({ kind }) => kind !== 'same'),
  )
}

/** Length of the longest common rest from every pair of positions. */
function lengths(before: readonly string[], after: readonly string[]): readonly number[][] {
  const table = Array.from({ length: before.length + 1 }, () =>
    new Array<number>(after.length + 1).fill(0),
  )
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const row = table[i] as number[]
      row[j] =
        before[i] === after[j]
          ? 1 + (table[i + 1]?.[j + 1] ?? 0)
          : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return table
}

function walk(
  before: readonly string[],
  after: readonly string[],
  table: readonly number[][],
): readonly DiffLine[] {
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < before.length || j < after.length) {
    const [old, made] = [before[i], after[j]]
    if (old !== undefined && old === made) {
      lines.push({ kind: 'same', before: i + 1, after: j + 1, text: old })
      i += 1
      j += 1
    } else if (
      old !== undefined &&
      (made === undefined || (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))
    ) {
      lines.push({ kind: 'removed', before: i + 1, after: null, text: old })
      i += 1
    } else {
      lines.push({ kind: 'added', before: null, after: j + 1, text: made ?? '' })
      j += 1
    }
  }
  return lines
}
