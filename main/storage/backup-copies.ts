/** Where the files of one backup lie. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseSetInfo, pendingFolder, SET_FILE, setFolder } from './backup-set.ts'
import { fileError } from './file-error.ts'
import type { Paths } from './paths.ts'

export interface BackupCopy {
  /** Where the file was. */
  readonly from: string
  /** Its copy; of a symbolic link, the note that says where it led. */
  readonly to: string
}

/** @throws {AppError} `not-found`, `permission-denied`, `unreadable` */
export async function backupCopies(paths: Paths, id: string): Promise<readonly BackupCopy[]> {
  const folder = setFolder(paths, id)
  const note = join(folder, SET_FILE)
  try {
    // Where listing it has failed, the next call lists it: its files are there already.
    const pending = join(pendingFolder(paths, id), SET_FILE)
    const text = await readFile(note, 'utf8').catch(() => readFile(pending, 'utf8'))
    const info = parseSetInfo(text)
    return (info?.entries ?? []).flatMap((entry) => {
      if (entry.what === 'content') return [{ from: entry.path, to: join(folder, entry.file) }]
      return entry.what === 'link' ? [{ from: entry.path, to: note }] : []
    })
  } catch (error) {
    throw fileError(error, 'read the note of the backup', note)
  }
}
