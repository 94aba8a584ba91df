/** Folders of our own that live as long as one check, also when the process is killed in it. */

import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ensurePrivateDirectory } from './directories.ts'
import { fileError } from './file-error.ts'
import type { Paths } from './paths.ts'

const NAME = /^(?:askpass|check)-[A-Za-z0-9]{6}$/
/** Far longer than any check takes. */
const STALE_MS = 300_000

/**
 * Only this account can look into the folder; it is gone when this settles.
 *
 * @throws {AppError} `disk-full`, `permission-denied`, `read-only`; what `action` throws
 */
export async function withWorkFolder<T>(
  { dataDir }: Pick<Paths, 'dataDir'>,
  purpose: 'askpass' | 'check',
  action: (folder: string) => Promise<T>,
): Promise<T> {
  await ensurePrivateDirectory(dataDir)
  try {
    const folder = await mkdtemp(join(dataDir, `${purpose}-`))
    try {
      return await action(folder)
    } finally {
      // What cannot be removed now, `sweepWorkFolders` removes later.
      await rm(folder, { recursive: true, force: true }).catch(() => {})
    }
  } catch (error) {
    throw fileError(error, 'make the copies for a check in', dataDir)
  }
}

/** Removes what killed processes left: a copy of a private key may be in it. Costs one readdir. */
export async function sweepWorkFolders({ dataDir }: Pick<Paths, 'dataDir'>): Promise<void> {
  const names = await readdir(dataDir).catch(() => [])
  for (const name of names.filter((one) => NAME.test(one))) {
    const folder = join(dataDir, name)
    const stats = await stat(folder).catch(() => null)
    if (stats === null || Date.now() - stats.mtimeMs < STALE_MS) continue
    await rm(folder, { recursive: true, force: true }).catch(() => {})
  }
}
