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

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
/** All that a theme can change: the structure of the page is the same in each. */
const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** What axe finds on the page, or in the parts that a selector names, with the elements. */
export async function violations(page: Page, part = 'html'): Promise<readonly string[]> {
  const { violations } = await builderFor(page, part).withTags(TAGS).analyze()
  return violations.map(inWords)
}

/** The same in light, and then whatever colours can do in dark: one page for both. */
export async function violationsInBothThemes(
  page: Page,
  part = 'html',
): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: 'light' })
  const inLight = await violations(page, part)
  await page.emulateMedia({ colorScheme: 'dark' })
  // axe is in the page by now.
  const inDark = await page.evaluate(
    async ([within, rules]) => {
      const options = { runOnly: { type: 'rule', values: rules }, resultTypes: ['violations'] }
      const { axe } = window as unknown as { readonly axe: Axe }
      return (await axe.run(within, options)).violations
    },
    [part, RULES_OF_COLOURS] as const,
  )
  await page.emulateMedia({ colorScheme: 'light' })
  return [...inLight, ...inDark.map((violation) => `in dark, ${inWords(violation)}`)]
}

/**
 * Without what costs time and finds nothing here: a description of all that is well, and the second
 * page in which axe would put the results of several frames together.
 */
function builderFor(page: Page, part: string): AxeBuilder {
  return new AxeBuilder({ page })
    .options({ resultTypes: ['violations'] })
    .include(part)
    .setLegacyMode()
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string }[]
}

/** What axe puts on the page. */
interface Axe {
  run(part: string, options: object): Promise<{ readonly violations: readonly Violation[] }>
}

function inWords({ id, nodes }: Violation): string {
  return `${id}: ${nodes.map(({ html }) => html).join(' ')}`
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

/** For `toBe` and `toContain`: dialogs take the focus a frame or two after they appear. */
export function focusOf(page: Page) {
  return expect.poll(() => focusedText(page), { timeout: 5_000 })
}

/** Presses Tab until the element with this text has the focus. */
export async function tabTo(page: Page, text: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab')
    if ((await focusedText(page)) === text) return
  }
  throw new Error(`"${text}" was not reached with 40 presses of Tab`)
}
