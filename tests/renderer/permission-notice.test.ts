/** Findings of permissions on the Setup and Keys screens, in Chromium: the same as in Health, with the same repairs. */

import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scenario } from './support/fake-bridge.ts'
import { ED25519 } from './support/fake-data.ts'
import { CONFIG, EXPLAINED, FOLDER, findingOf } from './support/many-findings.ts'
import { button, calls, violations, withPage } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

const KEY = findingOf('id_ed25519', { path: ED25519.privateKeyPath ?? '' })
const OTHER = findingOf('other')
const WRITABLE = { ...FOLDER, refusedBy: 'ssh', id: 'writable' } as const

async function on(
  screen: 'setup' | 'keys',
  scenario: Scenario,
  action: (page: Page) => Promise<void>,
): Promise<void> {
  const settings = { setup: { keyId: ED25519.id } }
  await withPage(host, { keys: [ED25519], settings, ...scenario }, action, { hash: `#/${screen}` })
}

describe('in Setup', () => {
  const notice = (page: Page) =>
    page
      .locator('main section')
      .filter({ has: page.locator('h2', { hasText: 'Repair this first' }) })

  test('what keeps ssh from connecting stands first, and is repaired there', async () => {
    await on('setup', { findings: [OTHER, EXPLAINED, CONFIG] }, async (page) => {
      await notice(page).getByText(CONFIG.consequence).waitFor()
      const said = await notice(page).innerText()
      expect([said.includes(OTHER.path), said.includes(EXPLAINED.path)]).toEqual([false, false])
      expect(await violations(page)).toEqual([])
      await notice(page).getByRole('button', { name: 'Show what will change…' }).click()
      const dialog = page.getByRole('dialog', { name: 'Repair permissions' })
      await dialog.getByRole('button', { name: 'Repair', exact: true }).click()
      await dialog.getByText('Repaired, and checked again').waitFor()
      expect(await calls(page, 'permissions.plan')).toEqual([{ findings: [CONFIG.id] }])
      await dialog.getByRole('button', { name: 'Done' }).click()
      await notice(page).waitFor({ state: 'detached' })
    })
  })

  test('the chosen key is among it, unless the list of keys says so itself', async () => {
    await on('setup', { findings: [KEY] }, (page) =>
      notice(page).getByText(KEY.path, { exact: true }).waitFor(),
    )
    const listed = {
      code: 'permissions',
      severity: 'error',
      title: 'Open',
      detail: 'It is.',
    } as const
    const keys = [{ ...ED25519, problems: [listed] }]
    await on('setup', { keys, findings: [KEY] }, async (page) => {
      await page.getByText('It is.').first().waitFor()
      expect(await notice(page).count()).toBe(0)
    })
  })

  test('what only the server of this computer refuses is left to Health', async () => {
    await on('setup', { findings: [FOLDER, EXPLAINED] }, async (page) => {
      await page.getByText('of 5 checked').waitFor()
      await page.waitForFunction(() =>
        window.fake.calls.some(({ method }) => method === 'permissions.report'),
      )
      expect(await notice(page).count()).toBe(0)
    })
  })
})

describe('in Keys', () => {
  const notice = (page: Page) =>
    page
      .locator('main section')
      .filter({ has: page.locator('h2', { hasText: 'The folder of your keys' }) })

  test('a fault of the folder stands above the keys', async () => {
    await on('keys', { findings: [WRITABLE, CONFIG] }, async (page) => {
      await notice(page).getByText(WRITABLE.title).waitFor()
      expect(await notice(page).innerText()).not.toContain(CONFIG.title)
      await notice(page)
        .getByRole('link', { name: /in Health/ })
        .click()
      await page.locator('h1', { hasText: 'Health' }).waitFor()
    })
  })

  test('also when no key can be seen because of it', async () => {
    await on('keys', { keys: [], findings: [WRITABLE] }, (page) =>
      notice(page).getByText(WRITABLE.title).waitFor(),
    )
  })

  test('a fault of a key stands with the key', async () => {
    await on('keys', { findings: [KEY] }, async (page) => {
      await page.getByRole('link', { name: ED25519.name }).first().click()
      await page.getByText(KEY.consequence).first().waitFor()
      expect(await notice(page).count()).toBe(0)
      await button(page, 'Show what will change').click()
      await page.getByText(`chmod 0600 ${KEY.path}`).waitFor()
    })
  })
})
