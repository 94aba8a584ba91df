/** Removes hidden files of ours that nobody will use any more. */

import { readdir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { ownerOf } from '../atomic-write.ts'
import type { Paths } from '../paths.ts'
import { hiddenNames } from './finish.ts'
import { findJournals } from './journal.ts'
import { tryLocks } from './locks.ts'

/**
 * A hidden file belongs to a living process as long as the lock of its folder or of the file it is
 * for is held. `named` are those of journals, which are completed first.
 */
export async function sweepFolder(
  paths: Paths,
  folder: string,
  named: ReadonlySet<string>,
): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names) {
    const owner = ownerOf(name)
    if (owner === null || named.has(join(folder, name))) continue
    await tryLocks(paths, [folder, join(folder, owner)], () => remove(paths, join(folder, name)))
  }
}

/** A change may have begun and died since the journals were read: its files are spared. */
async function remove(paths: Paths, path: string): Promise<void> {
  const found = await findJournals(paths)
  if (found.some(({ journal }) => journal.steps.flatMap(hiddenNames).includes(path))) return
  await unlink(path).catch(() => {})
}
