/** Copies of the old bytes of every file we change, with a note of where they came from. */

import { createHash, randomBytes } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { ensurePrivateDirectory, syncDirectory } from './directories.ts'
import { fileError } from './file-error.ts'
import type { Paths } from './paths.ts'
import { shortName } from './short-name.ts'

/** With the time before it and `.backup-info.json` after it within the 255 of file systems. */
const MAX_NAME_BYTES = 100

/** What stands in the JSON file beside a backup. */
export interface BackupInfo {
  readonly version: 1
  /** Name of the copy, in the same folder. */
  readonly file: string
  readonly originalPath: string
  /** Octal, e.g. `0600`; null where the system has none. */
  readonly mode: string | null
  /** ISO 8601, UTC. */
  readonly at: string
  readonly reason: string
  readonly size: number
  /** Hex. */
  readonly sha256: string
}

export interface BackupOptions {
  readonly reason: string
  readonly mode?: number
}

/**
 * Keeps bytes in the backup folder and returns the copy's path. It is on the disk when this
 * returns, so a change may go ahead; when it throws, nothing may be changed.
 *
 * @throws {AppError} `disk-full`, `read-only`, `permission-denied`
 */
export async function backupFile(
  paths: Paths,
  originalPath: string,
  data: Buffer,
  options: BackupOptions,
): Promise<string> {
  await ensurePrivateDirectory(paths.backupsDir)
  const at = new Date().toISOString()
  const unique = `${at.replaceAll(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}`
  const file = `${unique}-${shortName(basename(originalPath), MAX_NAME_BYTES)}`
  const info: BackupInfo = {
    version: 1,
    file,
    originalPath,
    mode: options.mode === undefined ? null : (options.mode & 0o7777).toString(8).padStart(4, '0'),
    at,
    reason: options.reason,
    size: data.length,
    sha256: createHash('sha256').update(data).digest('hex'),
  }
  const copy = join(paths.backupsDir, file)
  try {
    await writeDurably(copy, data)
    // Not `<copy>.json`: a file of that name may itself have been backed up.
    await writeDurably(`${copy}.backup-info.json`, `${JSON.stringify(info, null, 2)}\n`)
  } catch (error) {
    throw fileError(error, 'make a safety copy before changing anything, at', copy)
  }
  await syncDirectory(paths.backupsDir)
  return copy
}

async function writeDurably(path: string, data: Buffer | string): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await handle.writeFile(data)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
