/** What becomes of the results of a run: a table, a page, and what has to be put right. */

import { lookAtMachine, type Machine } from './machine.ts'
import { renderPage } from './markdown.ts'
import { type BenchResult, complaintsAbout } from './result.ts'
import type { SoakFigures } from './soak.ts'
import { renderTable } from './table.ts'

export { SOAK_HOSTS } from './soak.ts'
export { lookAtMachine }

export interface Collected {
  readonly machine: Machine
  readonly results: readonly BenchResult[]
  /** Whether every benchmark ran. */
  readonly isWhole: boolean
  /** The last soak of each host, where its figures are at hand. */
  readonly soaks: readonly SoakFigures[]
  /** docs/benchmarks.md as it is. */
  readonly page: string
}

export interface Summary {
  readonly table: string
  readonly page: string
  readonly complaints: readonly string[]
  readonly exitCode: 0 | 1
}

export function summarise({ machine, results, isWhole, soaks, page }: Collected): Summary {
  const complaints = complaintsAbout(results)
  return {
    table: renderTable(results),
    page: renderPage({ run: isWhole ? { machine, results } : null, soaks }, page),
    complaints,
    exitCode: complaints.length > 0 ? 1 : 0,
  }
}
