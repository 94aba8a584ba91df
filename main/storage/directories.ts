/** Folders that only their owner may look into. */

import { mkdir, open, stat } from 'node:fs/promises'
import { AppError } from '../contract/errors.ts'
import { errnoOf, fileError } from './file-error.ts'

/**
 * Makes sure that a folder is there: 0700 when it has to be created, its missing parents too. An
 * existing one keeps its mode.
 *
 * @throws {AppError} `permission-denied`, `read-only`, `disk-full`, `already-exists` when a file is in the way
 */
export async function ensurePrivateDirectory(dir: string): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    if ((await stat(dir)).isDirectory()) return
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw fileError(error, 'create the folder', dir)
  }
  throw new AppError(
    'already-exists',
    `Could not create the folder ${dir}: a file or a broken link with that name is in the way. Rename it and try again.`,
  )
}

/** Makes a rename or a new name in a folder survive a power cut, where the system can do that. */
export async function syncDirectory(dir: string): Promise<void> {
  if (process.platform === 'win32') return
  try {
    const handle = await open(dir, 'r')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  } catch {
    // Some network and FUSE file systems cannot sync a folder; the file itself is synced already.
  }
}
