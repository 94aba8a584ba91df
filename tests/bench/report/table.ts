/** The one table that a run prints on the terminal. */

import type { BenchResult } from './result.ts'
import { COLUMNS, cellsOf } from './words.ts'

/** Columns that hold a number first stand at the right. */
const RIGHT = ['Keypilot']

export function renderTable(results: readonly BenchResult[]): string {
  const rows = [COLUMNS, ...results.flatMap(({ rows }) => rows.map(cellsOf))]
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]))))
  const lines = rows.map((row) =>
    row
      .map((text, column) => {
        const padding = ' '.repeat((widths[column] ?? 0) - widthOf(text))
        return RIGHT.includes(COLUMNS[column] ?? '') ? padding + text : text + padding
      })
      .join('  ')
      .trimEnd(),
  )
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  const leftOut = results.flatMap(({ title, leftOut }) =>
    leftOut === undefined ? [] : `left out: ${title} (${leftOut})`,
  )
  return `${[lines[0], rule, ...lines.slice(1), ...leftOut].join('\n')}\n`
}

function widthOf(text: string | undefined): number {
  return [...(text ?? '')].length
}
