/** What is in a folder, to compare it with what is there later. */

import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Each path below with its kind, mode and content; `except` is left out. */
export async function treeOf(
  folder: string,
  ...except: readonly string[]
): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {}
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const path = join(folder, name)
    if (except.includes(path)) continue
    const stats = await lstat(path)
    found[name] =
      `${stats.mode.toString(8)} ${stats.isFile() ? await readFile(path, 'base64') : ''}`
  }
  return found
}
