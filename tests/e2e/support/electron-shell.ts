/** The running desktop app, asked from inside and outside of its page. Real Electron only. */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication } from 'playwright/test'
import { callBridge } from './call-bridge.ts'
import type { RunningKeypilot } from './hosts.ts'
import { test as base, expect } from './keypilot.ts'
import type { Throwaway } from './throwaway.ts'

export { callBridge } from './call-bridge.ts'
export { expect } from './keypilot.ts'

/** As the usual `test`; what it provokes makes the page complain, and that is no failure. */
export const test = base.extend<{ provoked: undefined }>({
  provoked: [
    async ({ complaints, keypilot: _keypilot }, use) => {
      await use(undefined)
      complaints.splice(0)
    },
    { auto: true },
  ],
})

export function shellOf(keypilot: RunningKeypilot): ElectronApplication {
  if (keypilot.electronApp === null) throw new Error('not running in Electron')
  return keypilot.electronApp
}

/** What Chromium was told for this window. */
export async function preferencesOf(
  keypilot: RunningKeypilot,
): Promise<Readonly<Record<string, unknown>>> {
  const window = await shellOf(keypilot).browserWindow(keypilot.page)
  return window.evaluate((one) => ({ ...one.webContents.getLastWebPreferences() }))
}

/** Waits for a line of the log that tells of what was stopped. */
export async function expectLogged({ dataDir }: Throwaway, ...texts: string[]): Promise<void> {
  const folder = join(dataDir, 'logs')
  await expect(async () => {
    const names = await readdir(folder)
    const files = names.map((name) => readFile(join(folder, name), 'utf8'))
    const log = (await Promise.all(files)).join('')
    for (const text of texts) expect(log).toContain(text)
  }).toPass()
}

/** The page is still ours, alone, and answers. */
export async function expectUntouched(keypilot: RunningKeypilot): Promise<void> {
  const facts = await shellOf(keypilot).evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents) => [contents.getType(), contents.getURL()]),
  )
  expect(facts).toEqual([['window', expect.stringMatching(/^app:\/\/keypilot\/(#|$)/)]])
  expect(await callBridge(keypilot.page, 'settings.read', {})).toMatchObject({ ok: true })
}
