/** Whether a backup still holds what was kept, without reading everything again at every list. */

import { lstat } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../contract/errors.ts'
import { type ContentEntry, readCopy, type StoredBackup } from '../storage/index.ts'

export interface Checker {
  /** What is missing or damaged, in words; null when everything is there. */
  fault(backup: StoredBackup): Promise<string | null>
}

/** A copy is read once; then its size and times tell whether it is still the one that was read. */
export function createChecker(): Checker {
  const intact = new Map<string, string>()

  const check = async (backup: StoredBackup, entry: ContentEntry): Promise<string | null> => {
    const copy = join(backup.folder, entry.file)
    const stats = await lstat(copy, { bigint: true }).catch(() => null)
    const state =
      stats === null
        ? ''
        : [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs, entry.sha256].join(' ')
    if (state !== '' && intact.get(copy) === state) return null
    try {
      await readCopy(backup, entry)
    } catch (error) {
      intact.delete(copy)
      if (error instanceof AppError) return error.message
      throw error
    }
    intact.set(copy, state)
    return null
  }

  return {
    async fault(backup) {
      if (backup.entries === null) {
        return `The note of this backup cannot be read, so it cannot be brought back from here. Its files are in ${backup.folder}.`
      }
      const faults: string[] = []
      for (const entry of backup.entries) {
        const fault = entry.what === 'content' ? await check(backup, entry) : null
        if (fault !== null) faults.push(fault)
      }
      return faults.length === 0 ? null : faults.join(' ')
    },
  }
}
