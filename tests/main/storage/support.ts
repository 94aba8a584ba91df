/** A folder of its own for one test, with the app's paths inside. */

import { lstat, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Paths, resolvePaths } from '../../../main/storage/index.ts'

export interface TestFolder {
  readonly dir: string
  readonly paths: Paths
  remove(): Promise<void>
}

export async function testFolder(): Promise<TestFolder> {
  const dir = await mkdtemp(join(homedir(), 'case-'))
  const env = { KEYPILOT_SSH_DIR: join(dir, '.ssh'), KEYPILOT_DATA_DIR: join(dir, 'data') }
  return {
    dir,
    paths: resolvePaths({ env, platform: process.platform, home: dir }),
    remove: () => rm(dir, { recursive: true, force: true }),
  }
}

/** By name: mode and content, or where a symbolic link leads. */
export type FolderState = { readonly [name: string]: string }

export async function describeFolder(dir: string): Promise<FolderState> {
  const names = (await readdir(dir)).sort()
  const entries = await Promise.all(
    names.map(async (name) => {
      const path = join(dir, name)
      const stats = await lstat(path)
      if (stats.isSymbolicLink()) return [name, `-> ${await readlink(path)}`]
      const mode = (stats.mode & 0o7777).toString(8)
      return [name, stats.isFile() ? `${mode} ${await readFile(path, 'latin1')}` : `${mode} folder`]
    }),
  )
  return Object.fromEntries(entries)
}
