/** A backup as the interface shows it. */

import { assertNever } from '../contract/errors.ts'
import type { Backup, BackupFile } from '../contract/methods.ts'
import type { SetEntry, StoredBackup } from '../storage/index.ts'

/** `fault`: what of it is missing or damaged. */
export function describeBackup(backup: StoredBackup, fault: string | null): Backup {
  const { id, at, title } = backup
  const notes = [backup.note, fault].filter((text) => text !== null)
  return {
    id,
    at,
    title,
    files: (backup.entries ?? []).map(describeFile),
    restorable: fault === null,
    note: notes.length === 0 ? null : notes.join(' '),
  }
}

function describeFile(entry: SetEntry): BackupFile {
  const { path } = entry
  switch (entry.what) {
    case 'content':
    case 'absent':
      return { path, what: entry.what, size: entry.size, mode: entry.mode }
    case 'link':
      return { path, what: 'content', size: Buffer.byteLength(entry.target), mode: null }
    case 'permissions': {
      const mode = entry.mode === null ? null : entry.mode.toString(8).padStart(4, '0')
      return { path, what: 'permissions', size: null, mode }
    }
    default:
      return assertNever(entry)
  }
}
