/** Reads files' access lists through the calls to Windows, many at a time where it can. */

import type { BigIntStats } from 'node:fs'
import { realpath, stat } from 'node:fs/promises'
import { AppError } from '../../contract/errors.ts'
import { fileError } from '../../storage/index.ts'
import type { Snapshot } from '../platform.ts'
import type { ReadAccess, WindowsCalls } from './calls.ts'
import { quoteForWindows } from './command-line.ts'
import type { World } from './facts.ts'
import { locate } from './location.ts'

/** Answers that were read ahead are used once, and no longer than this. */
const AHEAD_FOR_MS = 10_000

export interface Reader {
  /** Never throws. */
  readAhead(paths: readonly string[]): Promise<void>
  /** @throws {AppError} `not-found`, `permission-denied`, `unreadable`, `unsupported` */
  look(path: string): Promise<Snapshot>
  /** A look whose answer serves the next one too: each costs half a second. @throws {AppError} */
  lookAndKeep(path: string): Promise<Snapshot>
  /** Before and after a change: the next look asks Windows. */
  forget(): void
  /** Who we are, and the drives that were met so far. @throws {AppError} `unsupported` */
  world(): Promise<World>
}

export function createReader(calls: WindowsCalls): Reader {
  let world: World | null = null
  /** Why reading ahead failed: each file would fail the same way, with a start of PowerShell each. */
  let refusal: { readonly at: number; readonly error: unknown } | null = null
  const ahead = createAhead()

  const read = async (paths: readonly string[]): Promise<readonly ReadAccess[]> => {
    const { account, drives, files } = await calls.readAccess(paths)
    world = { account, drives: { ...world?.drives, ...drives } }
    return files
  }
  const look = async (path: string): Promise<Snapshot> => {
    try {
      const truePath = await realpath(path)
      const stats = await stat(truePath, { bigint: true })
      const known = ahead.take(truePath)
      if (known === undefined && refusal !== null && isRecent(refusal.at)) throw refusal.error
      const access = known ?? (await read([truePath]))[0]
      const keepsLists = locate(truePath, world?.drives ?? {}).kind === 'local'
      return snapshotOf(stats, sddlOf(access, path, keepsLists))
    } catch (error) {
      throw fileError(error, 'look at the permissions of', path)
    }
  }
  return {
    async readAhead(paths) {
      ahead.clear()
      const found = await Promise.all(paths.map((path) => realpath(path).catch(() => null)))
      const truePaths = [...new Set(found.filter((path) => path !== null))]
      refusal = null
      const files = await read(truePaths).catch((error: unknown) => {
        refusal = { at: performance.now(), error }
        return []
      })
      ahead.add(truePaths, files)
    },
    look,
    async lookAndKeep(path) {
      const snapshot = await look(path)
      const { sddl } = snapshot
      if (sddl !== null) ahead.add([await realpath(path)], [{ sddl, error: null }])
      return snapshot
    },
    forget() {
      refusal = null
      ahead.clear()
    },
    async world() {
      if (world === null) await read([])
      if (world === null) throw new AppError('unsupported', 'Windows did not say who you are.')
      return world
    },
  }
}

function isRecent(at: number): boolean {
  return performance.now() - at < AHEAD_FOR_MS
}

function createAhead() {
  const answers = new Map<string, { readonly at: number; readonly access: ReadAccess }>()
  return {
    add(paths: readonly string[], accesses: readonly ReadAccess[]): void {
      const at = performance.now()
      accesses.forEach((access, index) => {
        const path = paths[index]
        if (path !== undefined) answers.set(path, { at, access })
      })
    },
    take(path: string): ReadAccess | undefined {
      const known = answers.get(path)
      answers.delete(path)
      return known !== undefined && isRecent(known.at) ? known.access : undefined
    },
    clear: () => answers.clear(),
  }
}

function snapshotOf(stats: BigIntStats, sddl: string | null): Snapshot {
  return {
    dev: String(stats.dev),
    ino: String(stats.ino),
    isFile: stats.isFile(),
    mode: null,
    uid: null,
    gid: null,
    sddl,
    ctimeNs: String(stats.ctimeNs),
  }
}

/** Null where there is none to be read: a share, a Linux file, a drive without access lists. */
function sddlOf(access: ReadAccess | undefined, path: string, keepsLists: boolean): string | null {
  if (access?.sddl != null) return access.sddl
  switch (access?.error) {
    case 'FileNotFoundException':
    case 'DirectoryNotFoundException':
      throw new AppError('not-found', `${path} is no longer there.`)
    case 'UnauthorizedAccessException':
      throw new AppError(
        'permission-denied',
        `Windows does not let you see who may read ${path}, so it belongs to another account. An administrator can give it to you: takeown /f ${quoteForWindows(path)}`,
      )
    default:
      if (!keepsLists) return null
      throw new AppError('unreadable', `Windows did not say who may read ${path}.`)
  }
}
