/** Gives a file a name without ever taking the name from another: rename(2) alone would. */

import { link, lstat, open, readdir, readlink, rename, symlink, unlink } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { retry } from '../atomic-write.ts'
import { noHardLinks } from '../create-file.ts'

export interface PlaceOptions {
  /** An empty file of that name is our own claim, left by a process that was killed. */
  readonly claimed?: boolean
  /** Replaces `link(2)` in tests of file systems without it. */
  readonly linkFile?: (existing: string, name: string) => Promise<void>
}

/**
 * Gives a file one more name; where there are no hard links it is renamed. The system's own errors
 * pass, `EEXIST` when the name is taken.
 *
 * @returns whether the old name is still there
 */
export async function placeFile(
  existing: string,
  name: string,
  options: PlaceOptions = {},
): Promise<boolean> {
  if (options.claimed && (await isClaim(name))) {
    await rename(existing, name)
    return false
  }
  try {
    await retry(() => (options.linkFile ?? link)(existing, name))
    return true
  } catch (error) {
    if (!noHardLinks(error)) throw error
    // An empty file claims the name, so that the rename covers nothing but that.
    await (await open(name, 'wx', 0o600)).close()
    await rename(existing, name).catch(async (failure: unknown) => {
      await unlink(name).catch(() => {})
      throw failure
    })
    return false
  }
}

/** Moves a file, or a symbolic link itself, to a free name; `EEXIST` when it is taken. */
export async function moveEntry(
  from: string,
  to: string,
  options: PlaceOptions = {},
): Promise<void> {
  if ((await lstat(from)).isSymbolicLink()) {
    await symlink(await readlink(from), to)
    return unlink(from)
  }
  const isLeft = await placeFile(from, to, options)
  // Another program may have put its own file there in the meantime.
  if (isLeft && (await sameFile(from, to))) await retry(() => unlink(from))
}

export async function isClaim(path: string): Promise<boolean> {
  const stats = await lstat(path).catch(() => null)
  return stats?.isFile() === true && stats.size === 0
}

/** Whether two names lead to one file: by a hard link, or on a drive that ignores case. */
export async function sameFile(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all([lstat(a), lstat(b)].map((s) => s.catch(() => null)))
  if (!first || !second) return false
  return first.dev === second.dev && first.ino === second.ino && first.ino !== 0
}

/**
 * Which of two names of one file its folder lists. Drives that ignore case list one of them, and
 * removing "the other" would remove the file.
 */
export async function listedNames(
  from: string,
  to: string,
): Promise<{ readonly from: boolean; readonly to: boolean }> {
  const names = await readdir(dirname(to))
  const sources = dirname(from) === dirname(to) ? names : await readdir(dirname(from))
  return { from: sources.includes(basename(from)), to: names.includes(basename(to)) }
}
