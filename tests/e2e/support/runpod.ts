/** End-to-end tests with a local server in RunPod's place. */

import { type RunpodApiServer, startRunpodApi } from '../../support/runpod-api/index.ts'
import { test as base } from './keypilot.ts'

export { expect } from './keypilot.ts'

/** As the usual `test`; Keypilot asks `runpod`, and begins without an API key. */
export const test = base.extend<{ runpod: RunpodApiServer }>({
  // Playwright insists on a pattern here, even where nothing of it is used.
  runpod: async ({ hostKind: _hostKind }, use) => {
    const server = await startRunpodApi()
    await use(server)
    await server.stop()
  },
  throwaway: async ({ throwaway, runpod }, use) => {
    await use({ ...throwaway, env: { ...throwaway.env, KEYPILOT_RUNPOD_URL: runpod.url } })
  },
})
