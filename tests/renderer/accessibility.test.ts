/** The built interface in Chromium: axe on every screen in both themes, keyboard, and narrow windows. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scenario } from './support/fake-bridge.ts'
import { ED25519, OPEN_PERMISSIONS, RSA } from './support/fake-data.ts'
import { button, calls, focusedText, tabTo, violations, withPage } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'
import { FINISHED, READY_TO_TEST, WITH_KEY, WITH_PUBLISHED } from './support/scenarios.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

describe.each(['light', 'dark'] as const)('axe finds nothing in %s', (colorScheme) => {
  const SCREENS: readonly (readonly [name: string, hash: string, scenario: Scenario])[] = [
    ['setup, no key', '', {}],
    ['setup, choosing', '', { keys: [ED25519, RSA, OPEN_PERMISSIONS] }],
    ['setup, public key', '', WITH_KEY],
    ['setup, pod', '', WITH_PUBLISHED],
    ['setup, test', '', READY_TO_TEST],
    ['setup, finished', '', FINISHED],
    ['keys', '#/keys', { keys: [ED25519, RSA, OPEN_PERMISSIONS] }],
    ['keys, none', '#/keys', {}],
    ['connections', '#/connections', FINISHED],
    ['health', '#/health', READY_TO_TEST],
    ['runpod', '#/runpod', {}],
    ['settings', '#/settings', {}],
    ['a failure', '', { failing: { 'keys.list': 'The ssh folder cannot be opened.' } }],
  ]
  test.each(SCREENS)('%s', async (_name, hash, scenario) => {
    await withPage(
      host,
      scenario,
      async (page) => {
        await page.locator('main h2, main [role=alert]').first().waitFor()
        expect(await violations(page)).toEqual([])
      },
      { hash, colorScheme },
    )
  })

  test('dialogs and results', async () => {
    await withPage(
      host,
      { ...READY_TO_TEST, keys: [{ ...ED25519, encrypted: true }], tests: ['host-key-changed'] },
      async (page) => {
        await button(page, 'Test the connection').click()
        await page.getByRole('dialog').waitFor()
        expect(await violations(page)).toEqual([])
        await page.getByLabel('Passphrase', { exact: true }).fill('lake piano')
        await page.keyboard.press('Enter')
        await page.getByText('Shown now').waitFor()
        await page.locator('summary').click()
        expect(await violations(page)).toEqual([])
      },
      { colorScheme },
    )
  })
})

test('everything on the way can be reached with the keyboard alone', async () => {
  await withPage(host, { keys: [ED25519] }, async (page) => {
    await page.getByRole('radio').first().waitFor()
    await page.keyboard.press('Tab')
    expect(await focusedText(page)).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    await tabTo(page, 'Use this key')
    await page.keyboard.press('Enter')
    await page.getByText('1 of 5 checked').waitFor()
    expect(await focusedText(page)).toContain('Your public key on RunPod')
    await tabTo(page, 'Copy public key')
    await page.keyboard.press('Enter')
    await page.getByText('Public key of id_ed25519 copied').waitFor()
    await tabTo(page, 'Open RunPod settings')
    await page.keyboard.press('Enter')
    expect(await calls(page, 'system.openLink')).toEqual([{ link: 'runpod-settings' }])
  })
})

test.each([360, 720, 1440])('at %i pixels nothing is cut off sideways', async (width) => {
  for (const hash of ['', '#/keys', '#/connections', '#/health', '#/runpod', '#/settings']) {
    await withPage(
      host,
      { ...FINISHED, keys: [ED25519, RSA, OPEN_PERMISSIONS] },
      async (page) => {
        await page.locator('main h2').first().waitFor()
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(overflow).toBe(0)
      },
      { hash, viewport: { width, height: 700 } },
    )
  }
})

test('without a session the page says so calmly', async () => {
  const { page } = await host.open({}, { withoutHost: true })
  await page.getByRole('heading', { name: 'This page’s session has ended' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.context().close()
})
