/** Whether a config file is ours to change. */

import { constants } from 'node:fs'
import { access, realpath } from 'node:fs/promises'
import { dirname, relative, sep } from 'node:path'
import type { Paths } from '../storage/index.ts'

/** Null when the file may be changed: ours to change is what lies in the home or the ssh folder. */
export async function whyUntouched(paths: Paths, file: string): Promise<string | null> {
  const target = await realpath(file).catch(() => file)
  const homes = [paths.home, paths.sshDir]
  const roots = [
    ...homes,
    ...(await Promise.all(homes.map((dir) => realpath(dir).catch(() => dir)))),
  ]
  if (!roots.some((root) => isInside(target, root))) return 'it lies outside your home folder'
  try {
    await access(target, constants.W_OK)
    await access(dirname(target), constants.W_OK)
    return null
  } catch {
    return 'this account may not write to it'
  }
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && way !== path
}
