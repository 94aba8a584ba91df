/** Proves that no test touched the real `~/.ssh`: its listing before and after the run must agree. */

import { lstat, readdir } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'

export async function setup(): Promise<() => Promise<void>> {
  const before = await listing()
  return async () => {
    const after = await listing()
    if (before !== after) {
      throw new Error(`a test touched the real ssh folder.\nbefore:\n${before}\nafter:\n${after}`)
    }
  }
}

/** The account's home, from the user database: `$HOME` may already be a throwaway folder. */
async function listing(): Promise<string> {
  const folder = join(userInfo().homedir, '.ssh')
  const names = await readdir(folder).catch(() => null)
  if (names === null) return '(none)'
  const rows = await Promise.all(
    [folder, ...names.sort().map((name) => join(folder, name))].map(async (path) => {
      const stats = await lstat(path)
      return `${path} ${stats.mode.toString(8)} ${stats.size} ${stats.mtimeMs} ${stats.ino}`
    }),
  )
  return rows.join('\n')
}
