// The differences that are shown lead from the old file to the new one, and from nothing else.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseDocument } from '../../../../main/ssh-config/document.ts'
import { diffLines } from '../../../../main/ssh-config/managed/diff.ts'
import { changedSteps } from '../../../../main/ssh-config/managed/verify/difference.ts'

const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 14 })

it('is complete and the shortest', () => {
  fc.assert(
    fc.property(letters, letters, (before, after) => {
      const steps = changedSteps(before, after)
      const removed = new Set(steps.flatMap((one) => (one.kind === 'removed' ? [one.before] : [])))
      const added = new Set(steps.flatMap((one) => (one.kind === 'added' ? [one.after] : [])))
      const kept = before.filter((_, index) => !removed.has(index))
      expect(after.filter((_, index) => !added.has(index))).toEqual(kept)
      expect(kept.length).toBe(longestCommon(before, after))
    }),
    { numRuns: 500 },
  )
})

it('shows three lines around each change, with their numbers', () => {
  fc.assert(
    fc.property(letters, letters, (before, after) => {
      const [old, now] = [before, after].map((lines) =>
        parseDocument(Buffer.from(lines.map((line) => `${line}\n`).join(''))),
      )
      if (old === undefined || now === undefined) return
      const rows = diffLines(old, now)
      for (const row of rows) {
        if (row.before !== null) expect(row.text).toBe(before[row.before - 1])
        if (row.after !== null) expect(row.text).toBe(after[row.after - 1])
      }
      const shown = new Set(rows.map((row) => row.before))
      for (const [index, row] of rows.entries()) {
        if (row.kind === 'same' || row.before === null) continue
        for (const near of [row.before - 3, row.before + 3]) {
          if (near >= 1 && near <= before.length) expect(shown.has(near)).toBe(true)
        }
        const next = rows[index + 1]
        if (next?.before != null) expect(next.before).toBeGreaterThan(row.before)
      }
    }),
    { numRuns: 500 },
  )
})

it('gives a file that is all new at once as a whole', () => {
  const before = Array.from({ length: 2_000 }, (_, index) => `a${index}`)
  const after = Array.from({ length: 2_000 }, (_, index) => `b${index}`)
  expect(changedSteps(before, after)).toHaveLength(4_000)
})

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const rows = Array.from({ length: a.length + 1 }, () => Array<number>(b.length + 1).fill(0))
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const [row, above] = [rows[i] ?? [], rows[i - 1] ?? []]
      const longer = Math.max(above[j] ?? 0, row[j - 1] ?? 0)
      row[j] = a[i - 1] === b[j - 1] ? (above[j - 1] ?? 0) + 1 : longer
    }
  }
  return rows[a.length]?.[b.length] ?? 0
}
