/** Which rows of the list are drawn. */

import { defaultRangeExtractor, type Range } from '@tanstack/react-virtual'

/** Those in view, and the one with the keyboard's place: it must not go away with the scrolling. */
export function withRow(range: Range, row: number): number[] {
  const rows = defaultRangeExtractor(range)
  if (rows.includes(row) || row < 0 || row >= range.count) return rows
  return [...rows, row].toSorted((a, b) => a - b)
}
