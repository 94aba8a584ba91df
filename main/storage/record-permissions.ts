/** Old modes and access lists, kept as a backup of their own before they are changed. */

import { rename } from 'node:fs/promises'
import {
  discardSet,
  type NewEntry,
  newSetId,
  pendingFolder,
  prepareSet,
  publishSet,
  setFolder,
} from './backup-set.ts'
import type { Paths } from './paths.ts'

/** What a file's permissions were. */
export interface SavedPermissions {
  readonly path: string
  /** Permission bits; null on Windows. */
  readonly mode: number | null
  /** The access list of Windows, in its text form; null elsewhere. */
  readonly sddl: string | null
}

/**
 * Keeps permissions so that they can be brought back, and returns the backup's id. It is on the
 * disk when this returns; when it throws, nothing may be changed.
 *
 * @throws {AppError} `disk-full`, `read-only`, `permission-denied`
 */
export async function recordPermissions(
  paths: Paths,
  title: string,
  saved: readonly SavedPermissions[],
): Promise<string> {
  const at = new Date()
  const id = newSetId(at)
  const entries = saved.map(({ path, mode, sddl }): NewEntry => {
    return { what: 'permissions', path, mode: mode === null ? null : mode & 0o7777, sddl }
  })
  await prepareSet(paths, { id, at, title }, entries)
  await publishSet(paths, id)
  return id
}

/** Takes such a backup out of the list, when none of it was changed after all. Never throws. */
export async function forgetPermissions(paths: Paths, id: string): Promise<void> {
  await rename(setFolder(paths, id), pendingFolder(paths, id)).catch(() => {})
  await discardSet(paths, id)
}
