/** The last soak of each host, as its file in out/bench/results tells it: a part of the page. */

import type { Row } from './result.ts'

export const SOAK_HOSTS = ['browser', 'electron'] as const
export type SoakHostName = (typeof SOAK_HOSTS)[number]

/** What of such a file is shown. */
export interface SoakFigures {
  readonly host: SoakHostName
  /** Such as `Node 20.20.2`. */
  readonly runtime: string
  /** ISO 8601, of the end. */
  readonly date: string
  readonly minutes: number
  readonly everyMs: number
  readonly cycles: number
  readonly missedBeats: number
  readonly cycleMs: { readonly median: number; readonly of95: number }
  readonly before: SoakCounts
  readonly after: SoakCounts
  readonly eachMinute: readonly SoakCounts[]
  /** Budgets that were missed, in words. */
  readonly over: readonly string[]
}

interface SoakCounts {
  readonly process: Counts & { readonly handles: number }
  /** Null where no page is drawn. */
  readonly page: (Counts & { readonly nodes: number }) | null
  readonly files: number
}

interface Counts {
  readonly heapBytes: number
  readonly rssBytes: number | null
  readonly listeners: number
  readonly openFiles: number | null
}

const NAMES = { browser: 'the browser host', electron: 'the desktop app' } as const

export function soakTitle({ host, minutes }: SoakFigures): string {
  return `${Math.round(minutes).toLocaleString('en')} minutes of ${NAMES[host]}`
}

export function soakText(figures: SoakFigures): string {
  const { date, runtime, cycles, everyMs, missedBeats, over } = figures
  const kept =
    over.length === 0
      ? 'Every budget was kept: no heap more than 1.5 MB above what it was halfway, and everything that is counted back ' +
        'where it was.'
      : `Budgets that were missed: ${over.join('; ')}.`
  return (
    `${date.slice(0, 10)}, ${runtime}: ${cycles.toLocaleString('en')} cycles, one every ${everyMs / 1_000} seconds ` +
    `(${missedBeats.toLocaleString('en')} beats missed), of listing the keys, making one, testing a connection to a real ` +
    'sshd, changing a comment, taking that back and removing the key. Counted after a warm-up and again at the end. ' +
    kept
  )
}

export function soakRows({ before, after, eachMinute, cycleMs }: SoakFigures): readonly Row[] {
  const halfway = eachMinute[Math.floor(eachMinute.length / 2)] ?? before
  const page = (counts: SoakCounts) => counts.page
  const own = (counts: SoakCounts) => counts.process
  const [pageBefore, pageHalfway, pageAfter] = [page(before), page(halfway), page(after)]
  const count = (what: string, ours: number | null, theirs: number | null): readonly Row[] =>
    ours === null || theirs === null
      ? []
      : [{ what, unit: 'count', ours, theirs, beside: 'after the warm-up' }]
  return [
    ...countsOf('', own(before), own(halfway), own(after)),
    ...count('Handles', own(after).handles, own(before).handles),
    ...(pageBefore && pageHalfway && pageAfter
      ? [
          ...countsOf(' of the page', pageBefore, pageHalfway, pageAfter),
          ...count('Nodes of the page', pageAfter.nodes, pageBefore.nodes),
        ]
      : []),
    ...count('Files in our folders', after.files, before.files),
    {
      ...{ what: 'Slow cycle, 95 of 100', unit: 'ms', ours: cycleMs.of95 },
      ...{ theirs: cycleMs.median, beside: 'the median cycle' },
    },
  ]
}

function countsOf(of: string, before: Counts, halfway: Counts, after: Counts): readonly Row[] {
  const row = (
    what: string,
    unit: Row['unit'],
    beside: string,
    ours: number | null,
    theirs: number | null,
  ): readonly Row[] =>
    ours === null || theirs === null ? [] : [{ what: `${what}${of}`, unit, ours, theirs, beside }]
  const warm = 'after the warm-up'
  return [
    ...row('Heap', 'bytes', 'halfway', after.heapBytes, halfway.heapBytes),
    ...row('Heap', 'bytes', warm, after.heapBytes, before.heapBytes),
    ...row('Whole process', 'bytes', warm, after.rssBytes, before.rssBytes),
    ...row('Listeners', 'count', warm, after.listeners, before.listeners),
    ...row('Open files', 'count', warm, after.openFiles, before.openFiles),
  ]
}
