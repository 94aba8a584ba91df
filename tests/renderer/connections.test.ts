/** The Connections screen in Chromium: none, a few and hundreds; adding, testing all, taking in and out. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  connectionRows,
  dialog,
  FEW,
  shownConnection,
  withConnections,
} from './support/connections-page.ts'
import type { Scenario } from './support/fake-bridge.ts'
import { ED25519 } from './support/fake-data.ts'
import { BROKEN, manyConnections, TRAINING } from './support/many-connections.ts'
import { button, calls, focusOf, violations } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'
import { READY_TO_TEST } from './support/scenarios.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

const MANY = {
  keys: [ED25519],
  connections: manyConnections(200),
  failingConnections: ['c-003', 'c-150'],
} satisfies Scenario

describe('200 connections', () => {
  test('only rows in view are drawn; search, filter and order find the others', async () => {
    await withConnections(host, MANY, null, async (page) => {
      await page.getByText('200 connections', { exact: true }).waitFor()
      expect(await connectionRows(page).count()).toBeLessThan(40)
      expect(await connectionRows(page).first().getAttribute('aria-setsize')).toBe('200')
      await page.getByLabel('Search connections').fill('pod 20149')
      await page.getByText('1 of 200 connections').waitFor()
      await page.getByLabel('Search connections').fill('no such')
      await button(page, 'Show all connections').click()
      await button(page, 'Filter and sort').click()
      await page.getByLabel('Result').selectOption('failed')
      await page.getByText('35 of 200 connections').waitFor()
      await page.getByLabel('Order').selectOption('name')
      await connectionRows(page).first().getByText('pod-005').waitFor()
    })
  })

  test('the arrow keys, End and Enter reach one that is not drawn yet', async () => {
    await withConnections(host, MANY, null, async (page) => {
      await connectionRows(page).first().getByRole('link').focus()
      await page.keyboard.press('End')
      await focusOf(page).toContain('pod-200')
      await page.keyboard.press('Enter')
      await shownConnection(page, 'pod-200').waitFor()
      await page.getByText('Showing pod-200').waitFor({ state: 'attached' })
    })
  })

  test('all are tested with one click, and then the failed ones again', async () => {
    await withConnections(host, MANY, null, async (page) => {
      await shownConnection(page, 'pod-001').waitFor()
      await button(page, 'Test all').click()
      await page.getByText('198 logged in, 2 did not get through.').waitFor({ timeout: 25_000 })
      // Those that were tested later are the last used ones now; what was shown is still shown.
      expect(await shownConnection(page, 'pod-001').count()).toBe(1)
      // A failure says why, and what helps, without a test of its own.
      await page.evaluate(() => {
        location.hash = '#/connections/c-003'
      })
      await shownConnection(page, 'pod-003').waitFor()
      await page.getByText('The pod does not know this key.').waitFor()
      await button(page, 'Choose another key').click()
      await focusOf(page).toContain('The best key of the ssh folder')
      await button(page, 'Test the 2 failed ones again').click()
      await page.getByText('2 did not get through.', { exact: true }).waitFor()
      const asked = (await calls(page, 'connections.testAll')) as { ids: readonly string[] }[]
      expect(asked.map(({ ids }) => ids.length)).toEqual([200, 2])
      expect(asked[1]?.ids.toSorted()).toEqual(['c-003', 'c-150'])
    })
  })

  test('each row is live while all are tested, and a stop says what was not tested', async () => {
    await withConnections(
      host,
      { ...MANY, connections: manyConnections(12), stageMs: 20_000 },
      null,
      async (page) => {
        await button(page, 'Test all').click()
        const rows = page.locator('main li')
        await rows.getByText('Testing…').first().waitFor()
        expect(await rows.getByText('Testing…').count()).toBe(8)
        await page.getByText('0 of 12 tested').waitFor()
        await page.getByRole('progressbar', { name: 'Connections tested' }).waitFor()
        await connectionRows(page).first().getByRole('link').focus()
        await page.keyboard.press('End')
        await rows.getByText('Waiting for its turn').first().waitFor()
        await button(page, 'Cancel').click()
        await page.getByText('12 not tested, because you stopped.').waitFor()
        await connectionRows(page).last().getByText('Logged in').waitFor()
      },
    )
  })
})

describe('adding', () => {
  test('a pasted command becomes a connection, and the same address is not kept twice', async () => {
    await withConnections(host, { keys: [ED25519] }, null, async (page) => {
      for (const name of ['My pod', 'Again']) {
        const open = name === 'My pod' ? 'Add your first connection' : 'Add connection'
        await button(page, open).click()
        await dialog(page)
          .getByLabel(/What RunPod shows/)
          .fill('ssh root@1.2.3.4:22001')
        await dialog(page).getByText('Understood: root@1.2.3.4:22001').waitFor()
        await dialog(page).getByLabel('Name').fill(name)
        await dialog(page).getByLabel('Key').selectOption(ED25519.id)
        if (name === 'Again')
          await dialog(page).getByText('You have this address already').waitFor()
        await dialog(page)
          .getByRole('button', { name: /^(Add|Update it)$/ })
          .click()
        await shownConnection(page, name).waitFor()
      }
      expect(await connectionRows(page).count()).toBe(1)
      expect(await calls(page, 'connections.save')).toEqual([
        { command: 'ssh root@1.2.3.4:22001', name: 'My pod', keyId: ED25519.id },
        { command: 'ssh root@1.2.3.4:22001', name: 'Again', keyId: ED25519.id },
      ])
    })
  })

  test('the connection of Setup is kept with one click', async () => {
    await withConnections(host, READY_TO_TEST, null, async (page) => {
      await button(page, 'Keep this connection').click()
      await shownConnection(page, '213.173.108.12').waitFor()
      expect(await calls(page, 'connections.save')).toEqual([
        { target: expect.objectContaining({ port: 17445 }), keyId: ED25519.id },
      ])
    })
  })

  test('hosts of the ssh config are added one by one', async () => {
    const candidate = { keyId: null, savedAs: null, problem: null } as const
    const candidates = [
      { ...candidate, alias: 'lab', target: { ...BROKEN.target, host: 'lab.example' } },
      {
        ...candidate,
        alias: 'odd',
        target: { ...BROKEN.target, host: 'odd.example' },
        problem: 'It goes through a jump host.',
      },
    ]
    await withConnections(host, { ...FEW, candidates }, null, async (page) => {
      await button(page, 'Add connection').click()
      await page.getByLabel('My ssh config').check()
      await dialog(page).getByText('It goes through a jump host.').waitFor()
      expect(await button(page, 'Add odd').isDisabled()).toBe(true)
      await button(page, 'Add lab').click()
      await dialog(page).getByText('Added', { exact: true }).waitFor()
      await page.keyboard.press('Escape')
      await connectionRows(page).getByText('lab', { exact: true }).waitFor()
    })
  })
})

test('what another Keypilot saves appears by itself', async () => {
  await withConnections(host, FEW, null, async (page) => {
    await connectionRows(page).first().waitFor()
    await page.evaluate(() =>
      window.fake.call('connections.save', {
        name: 'From elsewhere',
        target: { user: 'root', host: '198.51.100.9', port: 40_022, kind: 'runpod-direct' },
      }),
    )
    await connectionRows(page).getByText('From elsewhere').waitFor()
  })
})

test.each([
  ['and what could be read', FEW.connections],
  ['and nothing else', []],
])('a damaged file that was put aside is told of, %s', async (_rest, connections) => {
  const problem = {
    code: 'connections-damaged',
    severity: 'warning',
    title: 'A part of the saved connections could not be read',
    detail: 'Keypilot kept it whole as /data/connections.json.damaged-2026.',
  } as const
  const scenario = { ...FEW, connections, connectionProblems: [problem] }
  await withConnections(host, scenario, null, async (page) => {
    await page.getByText(problem.title).waitFor()
    await page.getByText(problem.detail).waitFor()
    expect(await violations(page, 'main')).toEqual([])
  })
})

test('a forgotten connection comes back with Undo, after the host has asked', async () => {
  await withConnections(host, { ...FEW, asks: true }, TRAINING.id, async (page) => {
    await button(page, 'Forget…').click()
    await page.getByRole('alertdialog').getByText('Forget Training pod?').waitFor()
    await focusOf(page).toBe('Cancel')
    await button(page, 'Forget connection').click()
    await page.getByText('Connection forgotten').waitFor()
    await expect.poll(() => connectionRows(page).count()).toBe(3)
    await button(page, 'Undo').click()
    await shownConnection(page, 'Training pod').waitFor()
    await page.getByText('Two A100s, the nightly runs.').waitFor()
  })
})

test('what is exported can be imported, and known addresses stay as they are', async () => {
  await withConnections(host, FEW, null, async (page) => {
    await button(page, 'Export').click()
    await dialog(page).getByRole('button', { name: /^Copy/ }).click()
    const text = await page.evaluate(() => navigator.clipboard.readText())
    expect(text).toContain('Training pod')
    await page.keyboard.press('Escape')
    await focusOf(page).toBe('Export')
    await button(page, 'Import').click()
    const moved = text.replace('"host": "69.48.159.6"', '"host": "69.48.159.99"')
    await dialog(page).getByLabel('Exported text').fill(moved)
    await dialog(page).getByRole('button', { name: 'Import', exact: true }).click()
    await dialog(page).getByText('1 connection added. 3 were here already.').waitFor()
    await button(page, 'Done').click()
    await expect.poll(() => connectionRows(page).count()).toBe(5)
  })
})

test('the address names the connection, and one that is gone is said to be', async () => {
  await withConnections(host, FEW, BROKEN.id, async (page) => {
    await shownConnection(page, 'Old pod').waitFor()
    expect(await page.locator('a[aria-current=true]').textContent()).toContain('Old pod')
    await page.evaluate((id) => window.fake.call('connections.remove', { id }), BROKEN.id)
    await page.getByRole('heading', { name: 'This connection is no longer there' }).waitFor()
  })
})

test('in a narrow window the page takes the place of the list, and leads back to the same row', async () => {
  await withConnections(
    host,
    FEW,
    null,
    async (page) => {
      await connectionRows(page).getByText('Old pod').click()
      await focusOf(page).toBe('Old pod')
      expect(await connectionRows(page).count()).toBe(0)
      await page.getByRole('link', { name: 'All connections' }).click()
      await focusOf(page).toContain('Old pod')
    },
    { viewport: { width: 400, height: 800 } },
  )
})
