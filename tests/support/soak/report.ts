/** What a soak found: as lines, as a file, and judged. */

import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Held, notBack } from './holdings.ts'
import type { SoakReport } from './soak.ts'

const MEGABYTE = 1_048_576
/** In the second half: in the first one V8 still compiles what has become hot, and keeps the code. */
const MAX_HEAP_GROWTH_BYTES = 1.5 * MEGABYTE
/** Of a soak that is too short for that. */
const SHORT_MINUTES = 10
const MAX_SHORT_GROWTH_BYTES = 6 * MEGABYTE
const FIRST_TIME_OBJECTS = 500
/** A few cycles on a busy machine are still all first times: up to 760 were seen. */
const SHORT_FIRST_TIME_OBJECTS = 2_000

/** What the figures are of. */
export interface SoakRun {
  readonly host: 'browser' | 'electron'
  /** Of Node or Electron. */
  readonly runtime: string
  readonly everyMs: number
  readonly wantedMinutes: number
}

/** Whole, or not at all, so that it can be read while the soak goes on. */
export async function writeSoak(file: string, run: SoakRun, report: SoakReport): Promise<void> {
  const { cycleMs, ms, before, after, eachMinute, ...rest } = report
  const minutes = Math.round(ms / 6_000) / 10
  const figures = {
    ...{ ...run, date: new Date().toISOString(), minutes, ...rest },
    cycleMs: { median: part(cycleMs, 0.5), of95: part(cycleMs, 0.95), slowest: part(cycleMs, 1) },
    ...{ before: counted(before), after: counted(after), eachMinute: eachMinute.map(counted) },
    over: overBudget(report),
  }
  await mkdir(dirname(file), { recursive: true })
  await writeFile(`${file}.new`, `${JSON.stringify(figures, null, 1)}\n`)
  await rename(`${file}.new`, file)
}

/** Budgets that were not kept, in words; empty when all were. */
export function overBudget(report: SoakReport): readonly string[] {
  const { before, after, eachMinute, warnings, failures } = report
  const isShort = eachMinute.length < SHORT_MINUTES
  const halfway = (isShort ? null : eachMinute[Math.floor(eachMinute.length / 2)]) ?? before
  const limit = isShort ? MAX_SHORT_GROWTH_BYTES : MAX_HEAP_GROWTH_BYTES
  const grown = heaps(after).flatMap(([what, bytes], index) => {
    const growth = bytes - (heaps(halfway)[index]?.[1] ?? 0)
    return growth > limit
      ? [`${what}: ${megabytes(growth)} more than ${isShort ? 'before' : 'halfway'}`]
      : []
  })
  return [...grown, ...moreObjects(report), ...notBack(before, after), ...warnings, ...failures]
}

/** One that each cycle leaves behind, and more than what is still made for the first time. */
function moreObjects({ objects, cycles, eachMinute }: SoakReport): readonly string[] {
  const isShort = eachMinute.length < SHORT_MINUTES
  const allowed = (isShort ? SHORT_FIRST_TIME_OBJECTS : FIRST_TIME_OBJECTS) + cycles / 2
  return objectRows(objects).flatMap(([what, from, to]) =>
    to - from > allowed ? [`${what}: ${from} before, ${to} after`] : [],
  )
}

function objectRows(
  objects: SoakReport['objects'],
): readonly (readonly [what: string, from: number, to: number])[] {
  if (objects === null) return []
  const [before, after] = objects
  const { page: from, process: first } = before
  const { page: to, process: last } = after
  const ofPage = from === null || to === null ? [] : ([['page’s objects', from, to]] as const)
  return [['objects', first, last], ...ofPage]
}

export function soakLines(run: SoakRun, report: SoakReport): readonly string[] {
  const { cycles, missedBeats, cycleMs, before, after, eachMinute, ms } = report
  const [first, last] = [before.process, after.process]
  const row = (what: string, from: unknown, to: unknown) =>
    `  ${`${what}:`.padEnd(14)}${from} before, ${to} after`
  const pages = before.page === null || after.page === null ? [] : [[before.page, after.page]]
  return [
    `Soak of ${(ms / 60_000).toFixed(0)} minutes (${run.host}): ${cycles} cycles, ${missedBeats} beats missed`,
    `  a cycle:      ${part(cycleMs, 0.5)} ms; 95 of 100 within ${part(cycleMs, 0.95)} ms`,
    row('heap', megabytes(first.heapBytes), megabytes(last.heapBytes)),
    `  each minute:  ${eachMinute.map((held) => megabytes(held.process.heapBytes)).join(', ')}`,
    row('whole', megabytes(first.rssBytes), megabytes(last.rssBytes)),
    ...objectRows(report.objects).map(([what, from, to]) => row(what, from, to)),
    row('handles', first.handles, last.handles),
    row('listeners', first.listeners, last.listeners),
    row('open files', first.openFiles, last.openFiles),
    row('files kept', before.files.length, after.files.length),
    ...pages.flatMap(([from, to]) => [
      row('page’s heap', megabytes(from?.heapBytes ?? 0), megabytes(to?.heapBytes ?? 0)),
      row('nodes', from?.nodes, to?.nodes),
      row('its listeners', from?.listeners, to?.listeners),
      row('its files', from?.openFiles, to?.openFiles),
    ]),
  ]
}

function heaps({ process, page }: Held): readonly (readonly [string, number])[] {
  const ofPage = page === null ? [] : ([['heap of the page', page.heapBytes]] as const)
  return [['heap', process.heapBytes], ...ofPage]
}

function counted({ files, ...counts }: Held): object {
  return { ...counts, files: files.length }
}

/** In whole milliseconds. @param share from 0 to 1 */
function part(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = Math.min(Math.floor(sorted.length * share), sorted.length - 1)
  return Math.round(sorted[at] ?? Number.NaN)
}

function megabytes(bytes: number): string {
  return `${(bytes / MEGABYTE).toFixed(1)} MB`
}
