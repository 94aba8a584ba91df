/** The Help screen in Chromium: read, searched, and led to. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scenario } from './support/fake-bridge.ts'
import { calls, violations, withPage } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

function withHelp(
  action: Parameters<typeof withPage>[2],
  scenario: Scenario = {},
  hash = '#/help',
) {
  return withPage(host, scenario, action, { hash })
}

const SEARCH = 'Search, or paste what your terminal says'

describe('the Help screen', () => {
  test('everything is there, closed, and opens by the keyboard', async () => {
    await withHelp(async (page) => {
      const entry = page.locator('details', { hasText: 'The pod refused this key' })
      await entry.locator('summary').focus()
      expect(await entry.getByText('It was pasted wrongly.').isVisible()).toBe(false)
      await page.keyboard.press('Enter')
      await entry.getByText('It was pasted wrongly.').waitFor()
      await entry.getByRole('heading', { name: 'With a pod’s own address' }).waitFor()
      await entry.getByRole('heading', { name: 'With another server' }).waitFor()
      await page.getByText('A short name for a key.').waitFor()
      expect(await violations(page)).toEqual([])
    })
  })

  test('what a terminal says stands first, opened, and is announced', async () => {
    await withHelp(async (page) => {
      await page
        .getByLabel(SEARCH)
        .fill('Warning: x\nroot@203.0.113.7: Permission denied (publickey).')
      await page.getByRole('heading', { name: 'Most likely' }).waitFor()
      const status = page.getByRole('status').filter({ hasText: 'This is what ssh says' })
      await status.waitFor()
      await page.getByText('It was pasted wrongly.').waitFor()
      expect(await page.getByText('You can log in, but not copy files').count()).toBe(0)
      expect(await violations(page)).toEqual([])
    })
  })

  test('words leave what fits, and an empty box shows all again', async () => {
    await withHelp(async (page) => {
      const search = page.getByLabel(SEARCH)
      await search.fill('sftp')
      await page.getByText('One entry fits.').waitFor()
      expect(await page.locator('details').count()).toBe(1)
      await page.getByText('You can log in, but not copy files').click()
      await page.getByText('apt-get install sftp').waitFor()
      await search.fill('zebra')
      await page.getByText('Nothing here fits.').waitFor()
      await search.fill('')
      await expect.poll(() => page.locator('details').count()).toBe(2)
    })
  })

  test('an address leads to one cause, and its link goes outside', async () => {
    await withHelp(
      async (page) => {
        await page.getByText('It was pasted wrongly.').waitFor()
        const top = () =>
          page.locator('details[open]').evaluate((one) => one.getBoundingClientRect().top)
        await expect.poll(top).toBeLessThan(200)
        await page.getByRole('button', { name: 'Open RunPod settings' }).click()
        await expect
          .poll(() => calls(page, 'system.openLink'))
          .toEqual([{ link: 'runpod-settings' }])
      },
      {},
      '#/help/key-not-accepted',
    )
  })

  test('a failure says so and can be tried again', async () => {
    await withHelp(
      async (page) => {
        await page.getByText('The help could not be read.').waitFor()
        await page.getByRole('button', { name: 'Try again' }).waitFor()
      },
      { failing: { 'help.read': 'The help could not be read.' } },
    )
  })
})
