/** Writes the new content of a change as hidden files beside their final names. */

import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { copyAccessList } from '../access-list.ts'
import { keepOwner } from '../atomic-write.ts'
import { syncDirectory } from '../directories.ts'
import { fileError } from '../file-error.ts'
import type { Staging } from './plan.ts'

/**
 * On the disk when this returns. What fails leaves hidden files, which the journal's draft names.
 *
 * @throws {AppError} `disk-full`, `read-only`, `permission-denied`
 */
export async function stageFiles(
  staging: readonly Staging[],
  secureNewFile: (path: string) => Promise<void>,
): Promise<void> {
  for (const file of staging) {
    try {
      await writeStaged(file)
      if (file.owner !== null) await copyAccessList(file.path, file.staged)
      if (file.secure) await secureNewFile(file.staged)
    } catch (error) {
      throw fileError(error, file.owner === null ? 'create' : 'save', file.path)
    }
  }
  for (const folder of new Set(staging.map((file) => dirname(file.staged)))) {
    await syncDirectory(folder)
  }
}

async function writeStaged(file: Staging): Promise<void> {
  const handle = await open(file.staged, 'wx', 0o600)
  try {
    await handle.writeFile(file.data)
    await setAttributes(handle, file)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function setAttributes(handle: FileHandle, file: Staging): Promise<void> {
  if (file.owner !== null) await keepOwner(handle, file.path, file.owner)
  // After the owner: changing that clears the set-id bits.
  await handle.chmod(file.mode)
}
