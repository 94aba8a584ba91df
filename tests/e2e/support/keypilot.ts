/** The fixture of every end-to-end test: a throwaway home, and Keypilot running in one of its hosts. */

import { test as base } from 'playwright/test'
import { setup as watchRealHome } from '../../support/guard-real-home.ts'
import {
  electronMissing,
  electronProgram,
  type RunningKeypilot,
  startElectron,
  startInChromium,
} from './hosts.ts'
import { createThrowaway, type Throwaway } from './throwaway.ts'
import { listenIn } from './traffic.ts'

export interface HostOptions {
  hostKind: 'browser' | 'electron'
}

interface Fixtures {
  /** A packaged Keypilot to start instead of our files in Electron. */
  packaged: string | undefined
  throwaway: Throwaway
  /** What the page's console complained about; a test that provokes complaints empties it. */
  complaints: string[]
  keypilot: RunningKeypilot
}

interface WorkerFixtures {
  /** Fails the run when a test touched the real ssh folder. */
  realHome: undefined
}

export const test = base.extend<HostOptions & Fixtures, WorkerFixtures>({
  realHome: [
    async ({ browserName: _browserName }, use) => {
      const expectUntouched = await watchRealHome()
      await use(undefined)
      await expectUntouched()
    },
    { scope: 'worker', auto: true },
  ],
  hostKind: ['browser', { option: true }],
  packaged: async ({ hostKind: _hostKind }, use) => use(undefined),
  // Playwright insists on a pattern here, even where nothing of it is used.
  throwaway: async ({ hostKind: _hostKind }, use) => {
    const throwaway = createThrowaway()
    await use(throwaway)
    throwaway.remove()
  },
  complaints: async ({ hostKind: _hostKind }, use) => use([]),
  keypilot: async ({ throwaway, packaged, complaints, hostKind }, use, info) => {
    info.skip(hostKind === 'electron' && electronProgram === undefined, electronMissing)
    const keypilot =
      hostKind === 'electron'
        ? await startElectron(throwaway, packaged)
        : await startInChromium(throwaway)
    const { page } = keypilot
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    const stopListening = await listenIn(keypilot, throwaway)
    await use(keypilot)
    await stopListening().catch(() => {})
    await keypilot.close()
    if (complaints.length > 0) throw new Error(`the page complained:\n${complaints.join('\n')}`)
  },
})

export { expect } from 'playwright/test'
