/** The folders that sshd's StrictModes judges (`misc.c` safe_path). */

import { readlink, realpath } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { errnoOf, type Paths } from '../storage/index.ts'

/** Whether they exist or not. sshd looks into ~/.ssh and nowhere else. */
export function authorizedKeysFiles({ home, sshDir }: Paths): readonly string[] {
  if (sshDir !== join(home, '.ssh')) return []
  return ['authorized_keys', 'authorized_keys2'].map((name) => join(sshDir, name))
}

/**
 * From where each authorized_keys truly is, up to home or else to the root. Home and the ssh folder
 * under the names they have in `paths`; empty when there is no such file.
 */
export async function findStrictFolders(paths: Paths): Promise<readonly string[]> {
  const { home, sshDir } = paths
  const [trueHome, trueSshDir] = await Promise.all([home, sshDir].map(truePath))
  const judged = new Set<string>()
  for (const path of authorizedKeysFiles(paths)) {
    let folder = await folderOf(path)
    while (folder !== null && folder !== trueHome) {
      judged.add(folder === trueSshDir ? sshDir : folder)
      folder = folder === dirname(folder) ? null : dirname(folder)
    }
    if (folder !== null) judged.add(home)
  }
  return [...judged]
}

/** Null when there is no such file. Where a link leads behind a closed folder, that folder. */
async function folderOf(path: string): Promise<string | null> {
  try {
    return dirname(await realpath(path))
  } catch (error) {
    const link = errnoOf(error) === 'EACCES' ? await readlink(path).catch(() => null) : null
    if (link === null) return null
    let folder: string | null = null
    for (let at = resolve(await truePath(dirname(path)), link); folder === null; at = dirname(at)) {
      folder = await realpath(dirname(at)).catch(() => null)
    }
    return folder
  }
}

export function truePath(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}
