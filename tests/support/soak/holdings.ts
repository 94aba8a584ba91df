/** What a host holds: memory, handles, listeners, open files; and what lies in Keypilot's folders. */

import { readdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'

/** Of the process that runs the services. */
export interface ProcessHeld {
  /** Bytes in use after everything that can be given back was. */
  readonly heapBytes: number
  readonly rssBytes: number
  /** Sockets, pipes, processes and timers that keep it alive. */
  readonly handles: number
  /** Of `process`; in Electron also of the app, its window and its channels. */
  readonly listeners: number
  /** Null where the system does not tell. */
  readonly openFiles: number | null
}

/** Of the process that draws the page. */
export interface PageHeld {
  readonly heapBytes: number
  readonly rssBytes: number | null
  readonly nodes: number
  readonly listeners: number
  readonly openFiles: number | null
}

export interface Held {
  readonly process: ProcessHeld
  /** Null where no page is drawn. */
  readonly page: PageHeld | null
  /** In the ssh, data and temporary folders, but for the log, which has one for each day. */
  readonly files: readonly string[]
}

const SETTLE_LIMIT_MS = 8_000
const STEP_MS = 200

/** Of the process it runs in. Uses nothing from around it, since Electron gets it as text. */
export function countProcess(): ProcessHeld {
  const { setFlagsFromString } = process.getBuiltinModule('node:v8')
  const { runInNewContext } = process.getBuiltinModule('node:vm')
  const { readdirSync } = process.getBuiltinModule('node:fs')
  // Without the flag that would be needed at the start.
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('memory cannot be measured here')
  // What the first round only marks as dead goes in the second.
  for (let round = 0; round < 2; round += 1) collect()
  const { heapUsed, rss } = process.memoryUsage()
  const files = process.platform === 'linux' ? readdirSync('/proc/self/fd') : null
  return {
    heapBytes: heapUsed,
    rssBytes: rss,
    handles: process.getActiveResourcesInfo().length,
    listeners: process
      .eventNames()
      .reduce((sum, name) => sum + process.listenerCount(name as NodeJS.Signals), 0),
    openFiles: files?.length ?? null,
  }
}

/** What is closed at the end of a cycle takes a moment to go: the last count is the lowest of a while. */
export async function settled(count: () => Promise<Held>, wanted: Held): Promise<Held> {
  const limit = performance.now() + SETTLE_LIMIT_MS
  for (;;) {
    const held = await count()
    if (notBack(wanted, held).length === 0 || performance.now() > limit) return held
    await sleep(STEP_MS)
  }
}

/** What is held that was not held before, memory aside; in words, empty when all is back. */
export function notBack(before: Held, after: Held): readonly string[] {
  const compared: readonly (readonly [string, number | null, number | null])[] = [
    ['handles', before.process.handles, after.process.handles],
    ['listeners', before.process.listeners, after.process.listeners],
    ['open files', before.process.openFiles, after.process.openFiles],
    ['nodes of the page', before.page?.nodes ?? null, after.page?.nodes ?? null],
    ['listeners of the page', before.page?.listeners ?? null, after.page?.listeners ?? null],
    ['open files of the page', before.page?.openFiles ?? null, after.page?.openFiles ?? null],
  ]
  const more = compared
    .filter(([, from, to]) => (to ?? 0) > (from ?? 0))
    .map(([what, from, to]) => `${what}: ${from} before, ${to} after`)
  const files = after.files.join() === before.files.join()
  return files
    ? more
    : [...more, `files: ${before.files.join(' ')} became ${after.files.join(' ')}`]
}

/** Chromium's own profile lies in a folder `electron`, and is its own business. */
export async function filesBelow(folders: readonly string[]): Promise<readonly string[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true })
      return entries
        .filter((entry) => entry.isFile())
        .map((entry) => `${entry.parentPath.slice(folder.length)}/${entry.name}`)
        .filter((path) => !/^[\\/](?:logs|electron)[\\/]/.test(path))
    }),
  )
  return found.flat().sort()
}
