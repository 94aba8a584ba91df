/** A folder of its own for one test, with the app's paths inside. */

import { mkdtemp, rm } from 'node:fs/promises'
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
