/** What the browser tests do with the Keys screen. */

import type { Locator, Page } from 'playwright'
import type { Scenario } from './fake-bridge.ts'
import { withPage } from './page-actions.ts'
import type { PageHost } from './page-host.ts'

export const KEYS = '#/keys'

/** The address of one key, by its file or id. */
export function hashOf(item: string | null): string {
  return `${KEYS}/${encodeURIComponent(item ?? '')}`
}

/** So that a missing element is named by its line, and not by the whole test's time limit. */
const PATIENCE_MS = 8_000

export async function withKeys(
  host: PageHost,
  scenario: Scenario,
  action: (page: Page) => Promise<void>,
  options: NonNullable<Parameters<PageHost['open']>[1]> = {},
): Promise<void> {
  const inTime = async (page: Page) => {
    page.setDefaultTimeout(PATIENCE_MS)
    await action(page)
  }
  await withPage(host, scenario, inTime, { hash: KEYS, ...options })
}

export function keyRows(page: Page): Locator {
  return page.getByRole('list', { name: 'Keys', exact: true }).locator('li')
}

/** The heading of the details, when they are of this key. */
export function shownKey(page: Page, name: string): Locator {
  return page.locator('#key-name', { hasText: name })
}

/** Holds files above the window, and lets them go. */
export async function dropFiles(
  page: Page,
  files: { readonly [name: string]: string },
): Promise<void> {
  const dataTransfer = await page.evaluateHandle((contents) => {
    const transfer = new DataTransfer()
    for (const [name, text] of Object.entries(contents)) transfer.items.add(new File([text], name))
    return transfer
  }, files)
  await page.dispatchEvent('main', 'dragover', { dataTransfer })
  await page.getByText('Drop the key file to look at it.').waitFor()
  await page.dispatchEvent('main', 'drop', { dataTransfer })
}
