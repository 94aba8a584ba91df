/** One start of a staged app: how long until its window can be used, and what it holds then. */

import { setTimeout as sleep } from 'node:timers/promises'
import { launch } from './launch.ts'
import { memoryOfTree, type TreeMemory } from './process-tree.ts'

/** Nobody asks anything of a program for this long after it was started. */
const LEFT_ALONE_MS = 2_500

export interface Started extends TreeMemory {
  /** From the start of the process until the page was painted whole and did no long task any more. */
  readonly interactiveMs: number
  /** From the start of the process until anything was painted. */
  readonly paintedMs: number
  /** From the start of the process until the first screen shows what the host told it; NaN for another app. */
  readonly filledMs: number
}

/**
 * Chromium keeps what it noted of a page's beginning, so the page is asked afterwards. It is done
 * when two seconds passed in which it neither painted a larger content nor worked for 50 ms.
 */
const WATCH = `new Promise((resolve) => {
  const QUIET_MS = 2000
  let first = NaN
  let last = 0
  let filled = NaN
  const watch = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true })
  watch('paint', (entry) => { if (entry.name === 'first-contentful-paint') first = entry.startTime })
  watch('mark', (entry) => { if (entry.name === 'setup-shown') filled = entry.startTime })
  watch('largest-contentful-paint', (entry) => { last = Math.max(last, entry.startTime) })
  watch('longtask', (entry) => { last = Math.max(last, entry.startTime + entry.duration) })
  const look = () => {
    if (first > 0 && last > 0 && performance.now() - last > QUIET_MS)
      resolve([first, last, filled].map((time) => performance.timeOrigin + time))
    else setTimeout(look, 100)
  }
  look()
})`

/** The home is kept from start to start, and with it the profile. */
export async function startOnce(program: string, home: string): Promise<Started> {
  const launched = await launch({ program, home })
  try {
    await sleep(LEFT_ALONE_MS)
    // What is not a number arrives as null.
    const [first, last, filled] = (await launched.inPage(WATCH)) as [number, number, number | null]
    return {
      interactiveMs: Math.max(first, last) - launched.startedAt,
      paintedMs: first - launched.startedAt,
      filledMs: (filled ?? Number.NaN) - launched.startedAt,
      ...(await memoryOfTree(launched.pid)),
    }
  } finally {
    await launched.stop()
  }
}
