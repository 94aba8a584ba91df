/** What the page's memory holds of a secret after it was used: a heap snapshot of the real page. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { makeKey } from './support/real-ssh.ts'
import { expect, test } from './support/runpod.ts'

const PASSPHRASE = 'heap canary 7c1e-passphrase'

/** How often the text stands in the heap, once everything that nobody holds is collected. */
async function countInHeap(page: Page, secret: string): Promise<number> {
  const session = await page.context().newCDPSession(page)
  const parts: string[] = []
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => parts.push(chunk))
  for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage')
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await session.detach()
  const { strings } = JSON.parse(parts.join('')) as { strings: readonly string[] }
  expect(strings.length).toBeGreaterThan(1_000)
  return strings.filter((text) => text.includes(secret)).length
}

/** As from a keyboard: a driver that sets values would keep them in the page itself. */
async function type(page: Page, place: number, text: string): Promise<void> {
  await page.getByRole('dialog').locator('input[type="password"]').nth(place).focus()
  await page.keyboard.insertText(text)
}

test('no passphrase is left in the page after it was used', async ({ keypilot, throwaway }) => {
  test.setTimeout(180_000)
  const { page } = keypilot
  await makeKey(throwaway, 'open_key')
  await page.getByRole('navigation').getByText('Keys').click()
  await page.getByText('open_key').first().click()
  await page.getByRole('button', { name: 'Add a passphrase…' }).click()
  await type(page, 0, PASSPHRASE)
  await type(page, 1, PASSPHRASE)
  expect(await countInHeap(page, PASSPHRASE), 'the search finds it while it is there').not.toBe(0)
  await page.getByRole('dialog').locator('button[type="submit"]').click()
  await expect(page.getByRole('dialog')).toBeHidden({ timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Change passphrase…' })).toBeVisible()
  const file = await readFile(join(throwaway.sshDir, 'open_key'), 'utf8')
  expect(file).toContain('BEGIN OPENSSH PRIVATE KEY')
  // The page goes on to something else, as it does in use.
  await page.getByRole('navigation').getByText('Settings').click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Settings')
  await expect.poll(() => countInHeap(page, PASSPHRASE), { timeout: 60_000 }).toBe(0)
})

test('no API key is left in the page after it was set', async ({ keypilot, runpod }) => {
  test.skip(keypilot.electronApp === null, 'the browser host’s bridge is the page’s own')
  const { page } = keypilot
  const answer = await page.evaluate(
    async (codes) => {
      const { keypilot } = window as unknown as {
        keypilot: { call(method: string, params: object): Promise<{ ok: boolean }> }
      }
      // Put together here, so that the page's own copy is the only one.
      const apiKey = String.fromCharCode(...codes)
      return (await keypilot.call('runpod.setApiKey', { apiKey })).ok
    },
    Array.from(runpod.apiKey, (character) => character.charCodeAt(0)),
  )
  expect(answer).toBe(true)
  await expect.poll(() => countInHeap(page, runpod.apiKey), { timeout: 60_000 }).toBe(0)
})
