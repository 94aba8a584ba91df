/** Both processes that know a passphrase, ended by a fault: what the system writes of them. */

import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright/test'
import { allowCoreDumps, coreDumpsIn, holds, whyNoCoreDumps } from '../support/core-dumps.ts'
import { callBridge } from './support/electron-shell.ts'
import { appArgument, electronMissing, electronProgram, launchPatiently } from './support/hosts.ts'
import { test as base, expect } from './support/keypilot.ts'

const PASSPHRASE = 'core canary 88d0-passphrase'
/** With every register of every thread, and not one page of memory. */
const MAX_BYTES = 8_000_000

interface Fixtures {
  /** Where a core dump of either process would lie. */
  dumps: string
  app: ElectronApplication
  page: Page
}

const test = base.extend<Fixtures>({
  dumps: async ({ throwaway }, use) => {
    const folder = join(throwaway.home, 'dumps')
    mkdirSync(folder)
    mkdirSync(join(throwaway.home, 'tmp'))
    await use(folder)
  },
  app: async ({ throwaway, dumps }, use, info) => {
    info.skip(electronProgram === undefined, electronMissing)
    info.skip(whyNoCoreDumps() !== null, whyNoCoreDumps() ?? '')
    const asRoot = process.getuid?.() === 0
    const app = await launchPatiently({
      executablePath: allowCoreDumps(join(throwaway.home, 'electron'), electronProgram ?? ''),
      args: [...(asRoot ? ['--no-sandbox'] : []), '--disable-gpu', ...appArgument()],
      env: { ...throwaway.env, TMPDIR: join(throwaway.home, 'tmp') },
      cwd: dumps,
    })
    await use(app)
    await app.close().catch(() => {})
  },
  page: async ({ app }, use) => {
    const page = await app.firstWindow()
    await page.getByLabel('Passphrase (optional)', { exact: true }).fill(PASSPHRASE)
    await use(page)
  },
})

test('the main process', async ({ app, page, dumps, throwaway }) => {
  await page.evaluate((passphrase) => {
    const { keypilot } = window as unknown as {
      keypilot: { call(method: string, params: object): Promise<unknown> }
    }
    const params = { name: 'slow', type: 'rsa', bits: 16_384, comment: 'c', passphrase }
    keypilot.call('keys.generate', params).catch(() => {})
  }, PASSPHRASE)
  // Answered after the call before it has come.
  await callBridge(page, 'settings.read', {})
  const closed = app.waitForEvent('close')
  process.kill(await app.evaluate(() => process.pid), 'SIGSEGV')
  await closed
  await expectNothingIn(dumps)
  expectNoMinidump(throwaway.home)
})

test('the process of the page', async ({ app, page: _page, dumps, throwaway }) => {
  const gone = app.evaluate(
    ({ webContents }) =>
      new Promise<number>((done) => {
        const [contents] = webContents.getAllWebContents()
        contents?.once('render-process-gone', () => done(0))
        process.kill(contents?.getOSProcessId() ?? 0, 'SIGSEGV')
      }),
  )
  await gone
  await expectNothingIn(dumps)
  expectNoMinidump(throwaway.home)
})

async function expectNothingIn(folder: string): Promise<void> {
  await expect.poll(() => coreDumpsIn(folder).length, 'a core dump was written').toBe(1)
  for (const dump of coreDumpsIn(folder)) {
    expect(dump.content.length).toBeLessThan(MAX_BYTES)
    expect(holds(dump, PASSPHRASE)).toBe(false)
  }
}

/** Chromium's own kind of dump: it is made only where somebody asks for it. */
function expectNoMinidump(home: string): void {
  const files = readdirSync(home, { recursive: true }).map(String)
  expect(files.length).toBeGreaterThan(10)
  expect(files.filter((file) => /\.dmp$/.test(file))).toEqual([])
}
