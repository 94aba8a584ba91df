/** What the browser tests do with the RunPod screen. */

import type { Locator, Page } from 'playwright'
import type { Scenario } from './fake-bridge.ts'
import { ED25519, RSA } from './fake-data.ts'
import type { RunpodScenario } from './fake-runpod.ts'
import {
  ASLEEP,
  BROKEN_KEY,
  ENDPOINT,
  MOVED,
  manyPods,
  OLD,
  OTHER_KEY,
  OWN_KEY,
  STOPPED,
  WAITING,
} from './fake-runpod-data.ts'
import { withPage } from './page-actions.ts'
import type { PageHost } from './page-host.ts'

const PATIENCE_MS = 12_000

/** Connected, with two keys on this computer. */
export function connected(runpod: RunpodScenario = {}, more: Scenario = {}): Scenario {
  return {
    keys: [ED25519, { ...RSA, encrypted: false }],
    ...more,
    runpod: { status: { source: 'stored' }, ...runpod },
  }
}

const KEYS = [OWN_KEY, OTHER_KEY, BROKEN_KEY]

/** Something of everything. */
export const RUNPOD_FULL = connected({
  keys: KEYS,
  pods: [[MOVED, WAITING, OLD, STOPPED]],
  endpoints: [ENDPOINT, ASLEEP],
})

/** For the search for what keeps people out. */
export const RUNPOD_SCREENS: readonly (readonly [string, string, Scenario])[] = [
  ['runpod, account', '#/runpod/account', RUNPOD_FULL],
  ['runpod, pods', '#/runpod/pods', RUNPOD_FULL],
  ['runpod, a hundred pods', '#/runpod/pods', connected({ pods: [manyPods(120)] })],
  ['runpod, a pod without its port', `#/runpod/pod:${WAITING.id}`, RUNPOD_FULL],
  ['runpod, a pod that moved', `#/runpod/pod:${MOVED.id}`, RUNPOD_FULL],
  ['runpod, no pod', '#/runpod/pods', connected()],
  ['runpod, workers', '#/runpod/workers', RUNPOD_FULL],
  ['runpod, a new pod', '#/runpod/create', {}],
  ['runpod, password', '#/runpod/password', {}],
  ['runpod, guide', '#/runpod/guide', {}],
]

/** @param part of the screen, as in its address */
export async function withRunpod(
  host: PageHost,
  scenario: Scenario,
  part: string,
  action: (page: Page) => Promise<void>,
  options: NonNullable<Parameters<PageHost['open']>[1]> = {},
): Promise<void> {
  const inTime = async (page: Page) => {
    page.setDefaultTimeout(PATIENCE_MS)
    await action(page)
  }
  const hash = `#/runpod/${encodeURIComponent(part)}`
  await withPage(host, scenario, inTime, { hash, ...options })
}

export function podPart(id: string): string {
  return `pod:${id}`
}

export function podRows(page: Page): Locator {
  return page.getByRole('list', { name: 'Pods', exact: true }).locator('li')
}

export function accountKeyRows(page: Page): Locator {
  return page
    .getByRole('list', { name: 'Public keys on RunPod', exact: true })
    .locator(':scope > li')
}

/**
 * Every place of the page that holds a text: the document with its attributes and fields, the stores,
 * and whatever React and the cache of reads keep. The fake host's own record of calls is left out.
 */
export async function placesOf(page: Page, text: string): Promise<readonly string[]> {
  return await page.evaluate((wanted) => {
    const places: string[] = []
    if (document.documentElement.outerHTML.includes(wanted)) places.push('document')
    for (const field of document.querySelectorAll('input, textarea')) {
      if ((field as HTMLInputElement).value.includes(wanted)) places.push('field')
    }
    if (JSON.stringify({ ...localStorage, ...sessionStorage }).includes(wanted))
      places.push('store')
    if (location.href.includes(wanted)) places.push('address')
    const root = document.getElementById('root') as unknown as { readonly [name: string]: unknown }
    const name = Object.keys(root).find((key) => key.startsWith('__reactContainer$'))
    if (name === undefined) throw new Error('React was not found')
    const seen = new Set<unknown>([window, document, window.fake])
    const open: unknown[] = [root[name]]
    while (open.length > 0) {
      const value = open.pop()
      if (typeof value === 'string' && value.includes(wanted)) places.push('state')
      if (typeof value !== 'object' || value === null || seen.has(value)) continue
      seen.add(value)
      if (value instanceof Node) continue
      if (value instanceof Map || value instanceof Set) open.push(...value.values())
      open.push(...Object.values(value))
    }
    return places
  }, text)
}
