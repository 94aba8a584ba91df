/** What the browser tests do with a page. */

import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from 'playwright'
import { expect } from 'vitest'
import type { Scenario } from './fake-bridge.ts'
import type { PageHost } from './page-host.ts'

/** Opens a page and, at the end, insists that neither the policy nor the console had a complaint. */
export async function withPage(
  host: PageHost,
  scenario: Scenario,
  action: (page: Page) => Promise<void>,
  options?: Parameters<PageHost['open']>[1],
): Promise<void> {
  const { page, errors } = await host.open(scenario, options)
  try {
    await action(page)
    expect(errors).toEqual([])
  } finally {
    await page.context().close()
  }
}

export function button(page: Page, name: string): Locator {
  return page.getByRole('button', { name, exact: true })
}

/** What axe finds on the page, with the elements. */
export async function violations(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** Parameters of the calls of one method that the page made, in order. */
export async function calls(page: Page, method: string): Promise<readonly unknown[]> {
  return await page.evaluate(
    (name) => window.fake.calls.filter((call) => call.method === name).map(({ params }) => params),
    method,
  )
}

export async function focusedText(page: Page): Promise<string> {
  return await page.evaluate(() => document.activeElement?.textContent ?? '')
}

/** Presses Tab until the element with this text has the focus. */
export async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab')
    if ((await focusedText(page)) === text) return
  }
  throw new Error(`"${text}" was not reached with 40 presses of Tab`)
}
