/** A RunPod account on this computer, known to Keypilot by its address alone, as the real one is. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RunpodApiServer, startRunpodApi } from '../../support/runpod-api/index.ts'
import { test as base } from './keypilot.ts'
import { createThrowaway } from './throwaway.ts'

export const test = base.extend<{ account: RunpodApiServer }>({
  account: async ({ hostKind: _hostKind }, use) => {
    const account = await startRunpodApi()
    await use(account)
    await account.stop()
  },
  throwaway: async ({ account }, use) => {
    const throwaway = createThrowaway()
    await use({ ...throwaway, env: { ...throwaway.env, KEYPILOT_RUNPOD_URL: account.url } })
    throwaway.remove()
  },
})

/** Files below a folder that hold a text. */
export function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path, 'latin1').includes(text))
}
