/** The built interface in Chromium: axe on every screen in both themes, keyboard, and narrow windows. */

import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dialog, FEW, withConnections } from './support/connections-page.ts'
import type { Scenario } from './support/fake-bridge.ts'
import { ED25519, OPEN_PERMISSIONS, RSA } from './support/fake-data.ts'
import { MOVED } from './support/fake-runpod-data.ts'
import { BROKEN, manyConnections, PROXY, TRAINING } from './support/many-connections.ts'
import { FAULTY_KEYS, IN_AGENT_ONLY, manyKeys, OF_RUNPODCTL, USED } from './support/many-keys.ts'
import {
  button,
  calls,
  focusOf,
  tabTo,
  violations,
  violationsInBothThemes,
  withPage,
} from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'
import { RUNPOD_FULL, RUNPOD_SCREENS } from './support/runpod-page.ts'
import { FINISHED, READY_TO_TEST, WITH_KEY, WITH_PUBLISHED } from './support/scenarios.ts'

const AGENT = {
  identities: [
    {
      id: ED25519.id,
      type: 'ed25519',
      bits: 256,
      comment: 'ada@laptop',
      fingerprint: { sha256: ED25519.id, md5: '' },
      certificate: false,
    },
  ],
} satisfies Scenario['agent']

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

/** Something of every screen that is there only when it has read what it shows. */
const CONTENT = 'main h2, main [role=alert], main li > a'

type Screens = readonly (readonly [name: string, hash: string, scenario: Scenario])[]

/** Loading the page takes as long as looking at it: once for all screens of the same world. */
function byScenario(all: Screens) {
  const groups = new Map<string, Screens[number][]>()
  for (const one of all) {
    const key = JSON.stringify(one[2])
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].map((group) => {
    const screens = group.map(([name, hash]) => ({ name, hash }))
    return [screens.map(({ name }) => name).join('; '), screens, group[0]?.[2] ?? {}] as const
  })
}

/** Goes to another screen, and waits until that has taken the place of the one before. */
async function showNext(page: Page, hash: string): Promise<void> {
  await page.evaluate(
    ([content, next]) => {
      for (const element of document.querySelectorAll<HTMLElement>(content)) {
        element.dataset.before = ''
      }
      window.location.hash = next
    },
    [CONTENT, hash === '' ? '#/setup' : hash] as const,
  )
  const selectors = CONTENT.split(', ').map((one) => `${one}:not([data-before])`)
  await page.locator(selectors.join()).first().waitFor()
}

describe('axe finds nothing in light and dark:', () => {
  const SCREENS: Screens = [
    ['setup, no key', '', {}],
    ['setup, choosing', '', { keys: [ED25519, RSA, OPEN_PERMISSIONS] }],
    ['setup, public key', '', WITH_KEY],
    ['setup, pod', '', WITH_PUBLISHED],
    ['setup, test', '', READY_TO_TEST],
    ['setup, finished', '', FINISHED],
    ['keys', '#/keys', { keys: [ED25519, RSA, OPEN_PERMISSIONS] }],
    ['keys, none', '#/keys', {}],
    ['keys, hundreds', '#/keys', { keys: manyKeys(300) }],
    ['keys, every problem', '#/keys', { keys: FAULTY_KEYS }],
    ['keys, used', '#/keys', { keys: [USED, OF_RUNPODCTL, IN_AGENT_ONLY] }],
    ['the ssh-agent', '#/keys/agent', { keys: [ED25519], agent: AGENT }],
    ['connections, none', '#/connections', FINISHED],
    ['connections', '#/connections', FEW],
    ['connections, hundreds', '#/connections', { connections: manyConnections(200) }],
    ['a connection through the proxy', `#/connections/${PROXY.id}`, FEW],
    ['health', '#/health', READY_TO_TEST],
    ['runpod', '#/runpod', {}],
    ...RUNPOD_SCREENS,
    ['help', '#/help/key-not-accepted', {}],
    ['settings', '#/settings', {}],
    ['a failure', '', { failing: { 'keys.list': 'The ssh folder cannot be opened.' } }],
  ]
  test.each(byScenario(SCREENS))('%s', async (_names, screens, scenario) => {
    const [first] = screens
    await withPage(
      host,
      scenario,
      async (page) => {
        await page.locator(CONTENT).first().waitFor()
        for (const { name, hash } of screens) {
          if (name !== first?.name) await showNext(page, hash)
          expect(`${name}: ${await violationsInBothThemes(page)}`).toBe(`${name}: `)
        }
      },
      { hash: first?.hash ?? '' },
    )
  })

  test('dialogs and results', async () => {
    await withPage(
      host,
      { ...READY_TO_TEST, keys: [{ ...ED25519, encrypted: true }], tests: ['host-key-changed'] },
      async (page) => {
        await button(page, 'Test the connection').click()
        await page.getByRole('dialog').waitFor()
        expect(await violationsInBothThemes(page)).toEqual([])
        await page.getByLabel('Passphrase', { exact: true }).fill('lake piano')
        await page.keyboard.press('Enter')
        await page.getByText('Shown now').waitFor()
        await page.locator('summary').click()
        expect(await violationsInBothThemes(page)).toEqual([])
      },
    )
  })
})

const KEY_DIALOGS: readonly (readonly [press: string, until: string])[] = [
  ['New key', 'Advanced: kind of key'],
  ['Import', 'Or paste the text of the key file'],
  ['Rename…', 'New name'],
  ['Change comment…', 'The comment is inside the locked key'],
  ['Change passphrase…', 'New passphrase again'],
  ['Add to ssh-agent…', 'Keep it for'],
  ['Remove…', 'This key is in use'],
  ['Earlier changes', 'There are no backups'],
]

test('axe finds nothing in the dialogs of keys', async () => {
  await withPage(
    host,
    { keys: [USED] },
    async (page) => {
      for (const [press, until] of KEY_DIALOGS) {
        await button(page, press).click()
        await page.getByRole('dialog').getByText(until).first().waitFor()
        expect(await violationsInBothThemes(page, '[role=dialog]')).toEqual([])
        await page.keyboard.press('Escape')
        await page.getByRole('dialog').waitFor({ state: 'detached' })
      }
    },
    { hash: '#/keys' },
  )
})

test('everything on the way can be reached with the keyboard alone', async () => {
  await withPage(host, { keys: [ED25519] }, async (page) => {
    await page.getByRole('radio').first().waitFor()
    await page.keyboard.press('Tab')
    await focusOf(page).toBe('Skip to the content')
    await page.keyboard.press('Enter')
    await tabTo(page, 'Use this key')
    await page.keyboard.press('Enter')
    await page.getByText('1 of 5 checked').waitFor()
    await focusOf(page).toContain('Your public key on RunPod')
    await tabTo(page, 'Copy public key')
    await page.keyboard.press('Enter')
    await page.getByText('Public key of id_ed25519 copied').waitFor()
    await tabTo(page, 'Open RunPod settings')
    await page.keyboard.press('Enter')
    expect(await calls(page, 'system.openLink')).toEqual([{ link: 'runpod-settings' }])
  })
})

const CONNECTION_DIALOGS: readonly (readonly [press: string, until: string])[] = [
  ['Add connection', 'What you call it'],
  ['Import', 'Exported text'],
  ['Export', 'Connections as JSON'],
  ['New address…', 'A pod gets a new port'],
  ['Name and notes…', 'For yourself'],
  ['Which key works?', 'Keypilot asks the server'],
  ['Show the lines to write…', 'New file'],
]

describe('axe finds nothing on a connection', () => {
  test('in its dialogs', async () => {
    const action = async (page: Page) => {
      for (const [press, until] of CONNECTION_DIALOGS) {
        await button(page, press).click()
        await dialog(page).getByText(until).first().waitFor()
        expect(await violationsInBothThemes(page, '[role=dialog]')).toEqual([])
        await page.keyboard.press('Escape')
        await dialog(page).waitFor({ state: 'detached' })
        await focusOf(page).toBe(press)
      }
    }
    await withConnections(host, FEW, TRAINING.id, action)
  }, 90_000)

  test('with a failure and its details', async () => {
    const action = async (page: Page) => {
      await button(page, 'Test again').click()
      await page.getByText('Shown now').waitFor()
      await page.locator('summary').click()
      expect(await violationsInBothThemes(page)).toEqual([])
    }
    const scenario = { ...FEW, tests: ['host-key-changed'] } as const
    await withConnections(host, scenario, BROKEN.id, action)
  })
})

test('with forced colours, a state on the list still has its sign and its words', async () => {
  const action = async (page: Page) => {
    const row = page.locator('main li', { hasText: 'Old pod' }).first()
    expect(await row.locator('svg').count()).toBe(2)
    expect(await row.textContent()).toContain('Failed: Nothing listens on that port')
    expect(await violations(page)).toEqual([])
  }
  await withConnections(host, FEW, null, action, { forcedColors: 'active' })
})

const PLACES = [
  '#/setup',
  '#/keys',
  `#/keys/${encodeURIComponent(ED25519.id)}`,
  '#/keys/agent',
  '#/connections',
  `#/connections/${TRAINING.id}`,
  `#/connections/${PROXY.id}`,
  '#/health',
  '#/runpod',
  '#/runpod/pods',
  `#/runpod/pod:${MOVED.id}`,
  '#/runpod/workers',
  '#/runpod/create',
  '#/runpod/password',
  '#/runpod/guide',
  '#/help/key-not-accepted',
  '#/settings',
]

test.each([360, 720, 1440])('at %i pixels nothing is cut off sideways', async (width) => {
  await withPage(
    host,
    { ...FINISHED, ...FEW, ...RUNPOD_FULL, keys: [ED25519, RSA, OPEN_PERMISSIONS] },
    async (page) => {
      for (const place of PLACES) {
        await page.evaluate((next) => {
          window.location.hash = next
        }, place)
        await page.locator('main h2, main ul').first().waitFor()
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(`${place}: ${overflow}`).toBe(`${place}: 0`)
      }
    },
    { viewport: { width, height: 700 } },
  )
})

test('without a session the page says so calmly', async () => {
  const { page } = await host.open({}, { withoutHost: true })
  await page.getByRole('heading', { name: 'This page’s session has ended' }).waitFor()
  expect(await violations(page)).toEqual([])
  await page.context().close()
})
