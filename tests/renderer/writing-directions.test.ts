/** Names and comments in other writing directions, and with signs that change it: what stands beside them stays. */

import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dialog } from './support/connections-page.ts'
import type { Scenario } from './support/fake-bridge.ts'
import { ED25519 } from './support/fake-data.ts'
import { ENDPOINT, MOVED, OTHER_KEY, OWN_KEY } from './support/fake-runpod-data.ts'
import { CONFIG } from './support/fake-ssh-config.ts'
import { keyRows, withKeys } from './support/keys-page.ts'
import { BROKEN, PROXY, TRAINING } from './support/many-connections.ts'
import { button, withPage } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'
import { connected } from './support/runpod-page.ts'
import { FINISHED } from './support/scenarios.ts'
import { misplacedWords } from './support/word-order.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

test.each([
  ['Hebrew', 'דוד במחשב 12'],
  ['a sign that turns everything after it around', '\u202emoc.live'],
  ['an embedding that never ends', '\u202b\u202d12:34'],
  ['zero-width signs', 'a\u200b\u200dda\u200f@laptop'],
])('%s', async (_, comment) => {
  const key = { ...ED25519, comment, uses: [] }
  await withKeys(host, { keys: [key] }, async (page) => {
    const row = keyRows(page).first()
    await row.waitFor()
    expect(await row.textContent()).toContain(comment)
    const [type, shown] = await edgesOf(page)
    // The comment begins where the type and the dot end, whatever it holds.
    expect(shown?.left).toBeGreaterThanOrEqual(type?.right ?? Number.POSITIVE_INFINITY)
  })
})

async function edgesOf(page: Page) {
  const parts = await keyRows(page).first().locator('bdi').all()
  const boxes = await Promise.all(parts.map((part) => part.boundingBox()))
  return boxes.map((box) => ({ left: box?.x ?? 0, right: (box?.x ?? 0) + (box?.width ?? 0) }))
}

/** A world in which everything that somebody else can name has this name. */
function named(name: string): Scenario {
  const key = { ...ED25519, name, comment: name, privateKeyPath: `/home/ada/.ssh/${name}` }
  const uses = [
    { kind: 'connection', id: TRAINING.id, name, target: TRAINING.target },
    { kind: 'config', host: name, file: CONFIG, line: 12 },
  ] as const
  const problems = [
    {
      code: 'crlf',
      severity: 'error',
      title: `The file ${name} has a fault`,
      detail: `ssh reads “${name}” in line 12, and stops.`,
    },
  ] as const
  const lastResult = BROKEN.lastResult && {
    ...BROKEN.lastResult,
    title: `Nobody knows ${name} there`,
  }
  const own = { ...OWN_KEY, comment: name, keyName: name }
  return connected(
    {
      keys: [own, { ...OTHER_KEY, comment: name, problems }],
      pods: [[podNamed(name)]],
      endpoints: [{ ...ENDPOINT, name }],
    },
    {
      ...FINISHED,
      keys: [{ ...key, uses, problems }],
      connections: [
        { ...TRAINING, name, alias: name, lastResult },
        { ...PROXY, name, keyId: ED25519.id },
      ],
      sshConfig: [`Host ${name}`, '    HostName lab.example.org', '    User ada', '    Prot 22'],
      managedConfig: [
        `Host ${name}`,
        '    HostName 213.173.108.12',
        '    User root',
        '    Port 17445',
      ],
      configFindings: [
        {
          ...FINDING,
          title: `${name} is there twice`,
          detail: `Line 12 of ${CONFIG} has ${name} already.`,
        },
      ],
      hostKeys: [{ ...HOST_KEY, names: [name, 'lab.example.org'] }],
      findings: [],
      asks: true,
    },
  )
}

function podNamed(name: string) {
  const { saved } = MOVED
  const createdWith = [{ fingerprint: ED25519.id, comment: name, keyId: ED25519.id, keyName: name }]
  return { ...MOVED, name, createdWith, saved: saved.map((one) => ({ ...one, name, alias: name })) }
}

const FINDING = {
  id: 'twice',
  code: 'duplicate-host',
  severity: 'warning',
  file: CONFIG,
  line: 1,
  alias: null,
  fixable: true,
} as const
const HOST_KEY = {
  line: 3,
  file: '/home/ada/.ssh/known_hosts',
  type: 'ssh-ed25519',
  sha256: ED25519.id,
  marker: null,
  hashed: false,
  comment: '',
  byKeypilot: true,
}

const PLACES = [
  '#/setup',
  '#/keys',
  '#/connections',
  '#/config',
  '#/health',
  '#/runpod/account',
  `#/runpod/pod:${MOVED.id}`,
  '#/runpod/workers',
]

describe.each([
  ['Hebrew', 'דוד במחשב'],
  ['an override', '\u202emoc.live'],
])('beside a name in %s', (_, name) => {
  test('every word of every screen stands where it belongs', async () => {
    await withPage(host, named(name), async (page) => {
      const misplaced: string[] = []
      for (const place of PLACES) {
        await page.evaluate((next) => {
          window.location.hash = next
        }, place)
        await page.locator('main').getByText(name).first().waitFor()
        misplaced.push(...(await misplacedWords(page, name)).map((word) => `${place}: ${word}`))
      }
      expect(misplaced).toEqual([])
    })
  })

  test('a question, a dialog and short news too', async () => {
    await withPage(
      host,
      named(name),
      async (page) => {
        await button(page, 'Remove…').click()
        await dialog(page).getByText('This key is in use').waitFor()
        expect(await misplacedWords(page, name)).toEqual([])
        await page.keyboard.press('Escape')
        await dialog(page).waitFor({ state: 'detached' })
        await page.getByRole('link', { name: 'Connections', exact: true }).click()
        await button(page, 'Forget…').click()
        await page.getByRole('alertdialog').waitFor()
        expect(await misplacedWords(page, name)).toEqual([])
        await page.getByRole('alertdialog').getByRole('button').last().click()
        await page.getByText('Connection forgotten').waitFor()
        expect(await misplacedWords(page, name)).toEqual([])
      },
      { hash: '#/keys' },
    )
  })
})

test('the measure itself sees a sentence that is turned around', async () => {
  await withPage(host, {}, async (page) => {
    await page.evaluate(() => {
      document.body.append('Saved as \u202emoc.live, and 12 words after it')
    })
    expect((await misplacedWords(page, '\u202emoc.live')).length).toBeGreaterThan(2)
  })
})
