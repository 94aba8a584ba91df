/** The Keys screen in Chromium: a list of hundreds, and what is shown of one. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scenario } from './support/fake-bridge.ts'
import { ED25519, RSA } from './support/fake-data.ts'
import { hashOf, keyRows, shownKey, withKeys } from './support/keys-page.ts'
import { manyKeys, USED } from './support/many-keys.ts'
import { button, focusedText, focusOf } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

const MANY = { keys: manyKeys(300) } satisfies Scenario

describe('300 keys', () => {
  test('only rows in view are in the document, and the list tells how many there are', async () => {
    await withKeys(host, MANY, async (page) => {
      await page.getByText('300 keys', { exact: true }).waitFor()
      expect(await keyRows(page).count()).toBeLessThan(40)
      expect(await keyRows(page).first().getAttribute('aria-setsize')).toBe('300')
    })
  })

  test('the arrow keys, Home, End and typing reach every key, and Enter shows it', async () => {
    await withKeys(host, MANY, async (page) => {
      await keyRows(page).first().getByRole('link').focus()
      const reached = new Set<string>()
      for (let presses = 0; presses < 30; presses += 1) {
        reached.add(await focusedText(page))
        await page.keyboard.press('PageDown')
        reached.add(await focusedText(page))
      }
      expect(reached.size).toBe(31)
      await focusOf(page).toContain('vast-300')
      expect(await keyRows(page).count()).toBeLessThan(40)
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('Home')
      await focusOf(page).toContain('customer-001')
      await page.keyboard.type('runner-2')
      await focusOf(page).toContain('runner-203')
      await page.keyboard.press('Enter')
      await shownKey(page, 'runner-203').waitFor()
      await focusOf(page).toContain('runner-203')
      await page.getByText('Showing runner-203').waitFor()
      await page.keyboard.press('End')
      await page.locator('li[aria-posinset="300"]').waitFor()
      expect(await page.locator('a:focus').count()).toBe(1)
    })
  })

  test('search and filters shorten the list, and their end brings it back', async () => {
    await withKeys(host, MANY, async (page) => {
      await page.getByLabel('Search keys').fill('POD rsa')
      await page.getByText('25 of 300 keys').waitFor()
      await button(page, 'Filter and sort').click()
      await page.getByLabel('State').selectOption('problems')
      await page.getByText('1 of 300 keys').waitFor()
      await page.getByLabel('Search keys').fill('nothing like it')
      await page.getByText('No key fits.').waitFor()
      await button(page, 'Show all keys').click()
      await page.getByText('300 keys', { exact: true }).waitFor()
    })
  })

  test('the place in the list stays, on other screens and in a narrow window', async () => {
    await withKeys(
      host,
      MANY,
      async (page) => {
        await keyRows(page).first().getByRole('link').focus()
        await page.keyboard.type('pod-10')
        await page.keyboard.press('Enter')
        await focusOf(page).toBe('pod-106')
        await page.getByRole('link', { name: 'All keys' }).click()
        await keyRows(page).first().waitFor()
        await focusOf(page).toContain('pod-106')
        await page.getByRole('link', { name: 'Settings', exact: true }).click()
        await page.getByRole('heading', { name: 'Settings' }).waitFor()
        await page.getByRole('link', { name: 'Keys', exact: true }).click()
        await page.locator('li', { hasText: 'pod-106' }).waitFor()
      },
      { viewport: { width: 600, height: 700 } },
    )
  })
})

test('the address names the key, by its file or its id', async () => {
  for (const item of [RSA.id, RSA.privateKeyPath ?? '']) {
    await withKeys(
      host,
      { keys: [USED, RSA] },
      async (page) => {
        await shownKey(page, RSA.name).waitFor()
        expect(await page.locator('a[aria-current=true]').textContent()).toContain(RSA.name)
      },
      { hash: hashOf(item) },
    )
  }
})

test('a key that another program renamed stays chosen, and one it removed is said to be gone', async () => {
  await withKeys(
    host,
    { keys: [USED, RSA] },
    async (page) => {
      await shownKey(page, RSA.name).waitFor()
      await page.evaluate(
        async (ref) => {
          await window.fake.call('keys.rename', { ...ref, name: 'moved' })
          window.fake.emit('keys.changed', {})
        },
        { id: RSA.id },
      )
      await shownKey(page, 'moved').waitFor()
      await page.evaluate(
        async (ref) => {
          await window.fake.call('keys.remove', { ...ref, typedName: 'moved' })
          window.fake.emit('keys.changed', {})
        },
        { id: RSA.id },
      )
      await page.getByRole('heading', { name: 'This key is no longer there' }).waitFor()
    },
    { hash: hashOf(RSA.privateKeyPath) },
  )
})

test('the public key is copied for RunPod, and other formats are shown', async () => {
  await withKeys(host, { keys: [ED25519] }, async (page) => {
    await button(page, 'Copy for RunPod').click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
      /^ssh-ed25519 AAAA\S+ ada@laptop$/,
    )
    await page.getByLabel('RFC 4716').check()
    await page.getByText('---- BEGIN SSH2 PUBLIC KEY ----').waitFor()
    expect(await page.getByRole('img', { name: 'QR code of the public key line' }).count()).toBe(1)
    expect(await page.getByRole('img', { name: /Randomart/ }).textContent()).toContain('[SHA256]')
  })
})
