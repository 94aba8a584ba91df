/** A publish in a process of its own, which is killed; see kill.test.ts. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../../../main/contract/errors.ts'
import { createKeyService } from '../../../../main/keys/index.ts'
import { createAccountKeysService } from '../../../../main/runpod/account-keys/index.ts'
import { createRunpodApi } from '../../../../main/runpod/index.ts'
import { type Log, resolvePaths } from '../../../../main/storage/index.ts'

/** Publishes a line; plans anew when another Keypilot was quicker. */
export async function run(url: string, apiKey: string, home: string, line: string): Promise<void> {
  const env = { KEYPILOT_SSH_DIR: join(home, '.ssh'), KEYPILOT_DATA_DIR: join(home, 'data') }
  const paths = resolvePaths({ env, platform: process.platform, home })
  const log: Log = { file: '', info: () => {}, warn: () => {}, error: () => {} }
  mkdirSync(paths.dataDir, { recursive: true, mode: 0o700 })
  writeFileSync(join(home, 'pid'), `${process.pid}`)
  const keys = createKeyService({ paths, log })
  const api = createRunpodApi({
    apiKey: async () => apiKey,
    version: '1.2.3',
    env: { KEYPILOT_RUNPOD_URL: url },
  })
  const service = createAccountKeysService({
    paths,
    log,
    api,
    apiKey: async () => apiKey,
    pairs: () => keys.listPublic(),
    hostName: 'laptop',
  })
  const change = { kind: 'publish-text', text: line } as const
  const context = { confirm: async () => true, signal: new AbortController().signal }
  for (;;) {
    const { id } = await service.plan(change)
    try {
      await service.apply({ change, planId: id }, context)
      return
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'changed-meanwhile') throw error
    }
  }
}
