/** What a benchmark hands over: rows of two figures from the same run, which make one ratio each. */

export type Unit = 'ms' | 'bytes' | 'lines' | 'count'

/** Keypilot's figure beside another one of the same run. */
export interface Row {
  readonly what: string
  readonly unit: Unit
  readonly ours: number
  readonly theirs: number
  /** What the other figure is of. */
  readonly beside: string
  /** Budget: ours is at most so many of the unit. */
  readonly atMost?: number
  /** Budget: ours is at most so many times theirs. */
  readonly atMostTimes?: number
}

export interface BenchResult {
  /** Of the file in tests/bench, without `.ts`. */
  readonly name: string
  readonly title: string
  /** How it is measured, and why the budget is what it is: Markdown, one paragraph. */
  readonly how: string
  readonly rows: readonly Row[]
  /** Why it could not be measured on this machine. */
  readonly leftOut?: string
}

/** Above 1, Keypilot's figure is the larger one. Two figures of nothing are the same. */
export function ratioOf({ ours, theirs }: Pick<Row, 'ours' | 'theirs'>): number {
  return ours === theirs ? 1 : ours / theirs
}

export type Verdict = 'met' | 'missed' | 'none'

/** A figure that is no number has missed every budget. */
export function verdictOf(row: Row): Verdict {
  const limits = [
    ...(row.atMost === undefined ? [] : [row.ours <= row.atMost]),
    ...(row.atMostTimes === undefined ? [] : [ratioOf(row) <= row.atMostTimes]),
  ]
  if (limits.length === 0) return Number.isFinite(ratioOf(row)) ? 'none' : 'missed'
  return limits.every((isKept) => isKept) ? 'met' : 'missed'
}

/** What has to be put right before a run counts as good, in words; empty when nothing has. */
export function complaintsAbout(results: readonly BenchResult[]): readonly string[] {
  return results.flatMap(({ name, rows, leftOut }) => {
    const missed = rows.filter((row) => verdictOf(row) === 'missed').map(({ what }) => what)
    const silent = rows.length === 0 && leftOut === undefined ? ['gave no figures'] : []
    return [...missed, ...silent].map((what) => `${name}: ${what}`)
  })
}
