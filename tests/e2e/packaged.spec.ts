/** Keypilot as it is packaged: out of app.asar, with the fuses set. Electron only. */

import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { packagedApp } from '../support/packaged-app.ts'
import { walkGuidedPath } from './support/guided-path.ts'
import { electronProgram, type RunningKeypilot } from './support/hosts.ts'
import { test as base, expect } from './support/keypilot.ts'

const MEGABYTE = 1_000_000
const PACKAGING_LIMIT_MS = 300_000

const test = base.extend({
  packaged: async ({ hostKind: _hostKind }, use, info) => {
    info.setTimeout(info.timeout + PACKAGING_LIMIT_MS)
    const made = packagedApp()
    info.skip('reason' in made, 'reason' in made ? made.reason : '')
    await use('reason' in made ? undefined : made.program)
  },
})

test('the packaged app walks the guided path', async ({ keypilot, throwaway, packaged }) => {
  const facts = await keypilot.electronApp?.evaluate(({ app }) => ({
    isPackaged: app.isPackaged,
    path: app.getAppPath(),
  }))
  expect(facts).toEqual({
    isPackaged: true,
    path: expect.stringMatching(/resources[\\/]app\.asar$/),
  })
  await walkGuidedPath(keypilot, throwaway)
  await report(keypilot, packaged ?? '')
})

test('the packaged app makes a protected key, in a thread of its own', async ({
  keypilot,
  throwaway,
}) => {
  const { page } = keypilot
  await page.getByLabel('Passphrase (optional)', { exact: true }).fill('canary-packed-heron-17')
  await page.getByLabel('Passphrase again', { exact: true }).fill('canary-packed-heron-17')
  await page.getByRole('button', { name: 'Make the key' }).click()
  await expect(page.getByText(/SHA256:/).first()).toBeVisible()
  expect(readdirSync(throwaway.sshDir)).toEqual(
    expect.arrayContaining(['id_ed25519', 'id_ed25519.pub']),
  )
})

test('the packaged app is no Node for others', async ({ keypilot, packaged, throwaway }) => {
  expect(keypilot.electronApp).not.toBeNull()
  const env = { ...throwaway.env, ELECTRON_RUN_AS_NODE: '1' }
  const asNode = (program: string) =>
    spawnSync(program, ['-e', 'console.log("ran as Node")'], { env, timeout: 20_000 })
  expect(asNode(electronProgram ?? '').stdout.toString()).toContain('ran as Node')
  expect(asNode(packaged ?? '').stdout.toString()).toBe('')
})

/** Figures only: how fast a machine is, no test can say. */
async function report({ electronApp, page }: RunningKeypilot, program: string): Promise<void> {
  const startedMs = await electronApp?.evaluate(() => process.getCreationTime())
  const paintedMs = await page.evaluate(
    () =>
      performance.timeOrigin +
      (performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN),
  )
  const folder = join(program, '..')
  const whole = sizeOf(folder) / MEGABYTE
  const ours = statSync(join(folder, 'resources/app.asar')).size / MEGABYTE
  process.stdout.write(
    `packaged app: ${whole.toFixed(0)} MB, of which ours ${ours.toFixed(1)} MB; ` +
      `from start to first paint ${(paintedMs - (startedMs ?? Number.NaN)).toFixed(0)} ms\n`,
  )
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}
