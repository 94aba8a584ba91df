/** What the browser tests do with the Connections screen. */

import type { Locator, Page } from 'playwright'
import type { Scenario } from './fake-bridge.ts'
import { ED25519, RSA } from './fake-data.ts'
import { FEW_CONNECTIONS } from './many-connections.ts'
import { withPage } from './page-actions.ts'
import type { PageHost } from './page-host.ts'

export const CONNECTIONS = '#/connections'

export const FEW = {
  keys: [ED25519, { ...RSA, encrypted: false }],
  connections: FEW_CONNECTIONS,
} satisfies Scenario

/** So that a missing element is named by its line, and not by the whole test's time limit. */
const PATIENCE_MS = 12_000

/** @param id of the connection whose page is opened; null for the list */
export async function withConnections(
  host: PageHost,
  scenario: Scenario,
  id: string | null,
  action: (page: Page) => Promise<void>,
  options: NonNullable<Parameters<PageHost['open']>[1]> = {},
): Promise<void> {
  const inTime = async (page: Page) => {
    page.setDefaultTimeout(PATIENCE_MS)
    await action(page)
  }
  const hash = id === null ? CONNECTIONS : `${CONNECTIONS}/${id}`
  await withPage(host, scenario, inTime, { hash, ...options })
}

export function connectionRows(page: Page): Locator {
  return page.getByRole('list', { name: 'Connections', exact: true }).locator('li')
}

/** The heading of the page of a connection, when it is this one. */
export function shownConnection(page: Page, name: string): Locator {
  return page.locator('#connection-name', { hasText: name })
}

/** The open dialog. A toast with a button counts as one too, though nothing is modal about it. */
export function dialog(page: Page): Locator {
  return page.locator('[role=dialog]:not([aria-modal="false"])')
}
