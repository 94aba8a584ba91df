/** The one way to change a file of the person's. */

import type { Stats } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../contract/errors.ts'
import { removeLeftovers, replaceFile, resolveTarget } from './atomic-write.ts'
import { backupFile } from './backup.ts'
import { createFile } from './create-file.ts'
import { ensurePrivateDirectory } from './directories.ts'
import { errnoOf, fileError } from './file-error.ts'
import type { Paths } from './paths.ts'
import { withFiles } from './transaction/with-files.ts'

export interface FileChange {
  readonly changed: boolean
  /** Where the old bytes are kept; null when nothing was changed or there was no file. */
  readonly backup: string | null
}

export interface ChangeOptions {
  /** Mode of a file that has to be created. Default 0600. */
  readonly mode?: number
  /** Why, for the note beside the backup. */
  readonly reason?: string
  /** False only for the app's own files, which hold nothing that cannot be made again. */
  readonly backup?: boolean
}

const UNCHANGED: FileChange = { changed: false, backup: null }

/**
 * Lock, read, change, backup of the old bytes, atomic replacement that keeps owner, mode or access
 * list, and symbolic link, read back. `change` gets null when there is no file; returning null or
 * equal bytes changes nothing.
 *
 * @throws {AppError} `busy`, `changed-meanwhile`, `disk-full`, `permission-denied`, `read-only`,
 * `verification-failed`; before anything was written, except for the last
 */
export async function changeFile(
  paths: Paths,
  file: string,
  change: (old: Buffer | null) => Buffer | null,
  options: ChangeOptions = {},
): Promise<FileChange> {
  // The lock goes by the file itself, since several links may lead to it.
  const target = await resolveTarget(file)
  return withFiles(paths, [target], async () => {
    await removeLeftovers(target)
    const old = await readOld(target)
    const data = change(old === null ? null : Buffer.from(old.data))
    if (data === null || (old !== null && data.equals(old.data))) return UNCHANGED
    if (old === null) {
      await ensurePrivateDirectory(dirname(target))
      await createFile(target, data, options.mode ?? 0o600)
      return { changed: true, backup: null }
    }
    const backup =
      options.backup === false
        ? null
        : await backupFile(paths, target, old.data, {
            reason: options.reason ?? 'change',
            mode: old.stats.mode,
          })
    await refuseIfChanged(target, old.data)
    await replaceFile(target, data, old.stats)
    return { changed: true, backup }
  })
}

async function readOld(
  target: string,
): Promise<{ readonly data: Buffer; readonly stats: Stats } | null> {
  try {
    const stats = await stat(target)
    if (!stats.isFile()) {
      throw new AppError('unreadable', `Could not read ${target}: it is not an ordinary file.`)
    }
    return { data: await readFile(target), stats }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw fileError(error, 'read', target)
  }
}

/** Other programs do not know our locks. */
async function refuseIfChanged(target: string, old: Buffer): Promise<void> {
  const now = await readOld(target)
  if (now?.data.equals(old)) return
  throw new AppError(
    'changed-meanwhile',
    `Another program changed ${target} at the same moment. Nothing was written; try again.`,
  )
}
