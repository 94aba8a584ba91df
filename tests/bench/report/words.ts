/** Figures, ratios and budgets in words. */

import { type Row, ratioOf, type Unit, verdictOf } from './result.ts'

export const COLUMNS = ['what', 'Keypilot', 'beside it', 'ratio', 'budget', 'met'] as const

/** One text for each of COLUMNS. */
export function cellsOf(row: Row): readonly string[] {
  const verdict = { met: 'yes', missed: 'MISSED', none: '' }[verdictOf(row)]
  return [
    row.what,
    figure(row.ours, row.unit),
    `${figure(row.theirs, row.unit)}, ${row.beside}`,
    ratio(row),
    budget(row),
    verdict,
  ]
}

export function figure(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return value < 10_000 ? `${rounded(value)} ms` : `${rounded(value / 1_000)} s`
    case 'bytes':
      return value < 1_000_000 ? `${rounded(value / 1_000)} kB` : `${rounded(value / 1_000_000)} MB`
    case 'lines':
      return `${rounded(value)} ${value === 1 ? 'line' : 'lines'}`
    case 'count':
      return rounded(value)
  }
}

function ratio(row: Row): string {
  const value = ratioOf(row)
  const { less, more } = wordsOf(row.unit)
  if (!Number.isFinite(value)) return 'none'
  return value < 1 ? `${precise(1 / value)}× ${less}` : `${precise(value)}× ${more}`
}

function budget({ unit, atMost, atMostTimes }: Row): string {
  const { less, more } = wordsOf(unit)
  const limits = [
    ...(atMost === undefined ? [] : [`≤ ${figure(atMost, unit)}`]),
    ...(atMostTimes === undefined
      ? []
      : [
          atMostTimes < 1
            ? `≥ ${rounded(1 / atMostTimes)}× ${less}`
            : `≤ ${precise(atMostTimes)}× ${more}`,
        ]),
  ]
  return limits.join(', ')
}

function wordsOf(unit: Unit): { readonly less: string; readonly more: string } {
  return unit === 'ms' ? { less: 'faster', more: 'as long' } : { less: 'less', more: 'as much' }
}

/** Three digits that count, with commas between thousands; whole numbers as they are. */
function rounded(value: number): string {
  const digits = Number.isInteger(value) || value >= 100 ? 0 : value >= 10 ? 1 : 2
  return value.toLocaleString('en', { maximumFractionDigits: digits })
}

/** Two digits after the point where a budget such as 1.25 is near. */
function precise(value: number): string {
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)
}
