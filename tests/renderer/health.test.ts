/** The Health screen in Chromium: findings by root cause, each repair shown before it is made, and the way back. */

import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KeyPair } from '../../renderer/contract.ts'
import type { Scenario } from './support/fake-bridge.ts'
import { ED25519, RSA } from './support/fake-data.ts'
import { DRIVE, EXPLAINED, FOLDER, findingOf, OF_ROOT, ON_DRIVE } from './support/many-findings.ts'
import { button, calls, focusOf, violations, withPage } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

const OPEN = findingOf('id_work')
const ALL: Scenario = { findings: [OF_ROOT, EXPLAINED, FOLDER, OPEN] }

const OF_SERVER = '2 files and folders that the SSH server of this computer refuses.'
const BEFORE = `2 files that ssh refuses, ${OF_SERVER}`
const AFTER_ONE = `1 file that ssh refuses, ${OF_SERVER}`

async function withHealth(
  scenario: Scenario,
  action: (page: Page) => Promise<void>,
  options: Parameters<typeof withPage>[3] = {},
): Promise<void> {
  const inTime = async (page: Page) => {
    page.setDefaultTimeout(8_000)
    await action(page)
  }
  await withPage(host, scenario, inTime, { hash: '#/health', ...options })
}

function card(page: Page, title: string) {
  // By its text, since a dialog hides what is behind it from assistive programs.
  return page.locator('main section').filter({ has: page.locator('h2', { hasText: title }) })
}

function roots(page: Page) {
  return card(page, 'File permissions').locator('ul > li:has(summary:text("exact rule"))')
}

describe('findings', () => {
  test('stand by root cause, and a folder explains its files once', async () => {
    await withHealth(ALL, async (page) => {
      await page.getByText(BEFORE).waitFor()
      expect(await roots(page).count()).toBe(3)
      const folder = roots(page).filter({ hasText: FOLDER.title })
      expect(await folder.innerText()).toContain(FOLDER.consequence)
      // That its keys are refused is not so: the server of this computer minds, not ssh.
      await folder.getByText('Logins to this computer fail').waitFor()
      expect(await folder.getByText('ssh refuses it').count()).toBe(0)
      const explained = page.getByText(EXPLAINED.path, { exact: true })
      expect(await explained.isVisible()).toBe(false)
      await folder.getByText('This explains one more file').click()
      await explained.waitFor()
    })
  })

  test('what only a command repairs shows the line, and no button to repair', async () => {
    await withHealth({ findings: [OF_ROOT] }, async (page) => {
      await page.getByText('sudo chown ada /home/ada/.ssh/of_root').waitFor()
      await page.getByText('as happens when a command was run with sudo').waitFor()
      expect(await button(page, 'Show what will change…').count()).toBe(0)
      expect(await button(page, 'Repair all…').count()).toBe(0)
    })
  })

  test('a folder that no repair mends shows why, and the way out of what it explains', async () => {
    await withHealth({ findings: [DRIVE, ON_DRIVE] }, async (page) => {
      await page.getByText('so chmod has no effect there').waitFor()
      await page.getByText('and use that copy.').waitFor()
      await button(page, 'Copy the key into your ssh folder').click()
      // What is written is shown first, and a passphrase can be asked for.
      await page.getByRole('dialog').getByText('id_usb').first().waitFor()
      expect((await calls(page, 'keys.inspectImport'))[0]).toEqual({ path: '/media/usb/id_usb' })
      expect(await calls(page, 'keys.import')).toEqual([])
    })
  })

  test('a line for the folder is for all that is in it', async () => {
    const fix = { kind: 'copy', label: 'Copy the line', text: 'sudo chown -R ada /media' } as const
    await withHealth({ findings: [{ ...DRIVE, fix }, ON_DRIVE] }, async (page) => {
      await page.getByText('sudo chown -R ada /media').waitFor()
      expect(await button(page, 'Copy the key into your ssh folder').count()).toBe(0)
    })
  })

  test('of many, the first are shown, and the rest on request', async () => {
    const findings = Array.from({ length: 26 }, (_, index) => findingOf(`key-${index}`))
    await withHealth({ findings }, async (page) => {
      await page.getByText('26 files that ssh refuses.').waitFor()
      expect(await roots(page).count()).toBe(20)
      await button(page, 'Show 6 more').click()
      expect(await roots(page).count()).toBe(26)
    })
  })
})

describe('a repair', () => {
  test('of one changes only what its plan shows', async () => {
    await withHealth(ALL, async (page) => {
      await roots(page)
        .filter({ hasText: OPEN.path })
        .getByRole('button', { name: 'Show what will change…' })
        .click()
      const dialog = page.getByRole('dialog', { name: 'Repair permissions' })
      await dialog.getByText(`chmod 0600 ${OPEN.path}`).waitFor()
      expect(await calls(page, 'permissions.plan')).toEqual([{ findings: [OPEN.id] }])
      expect(await calls(page, 'permissions.repair')).toEqual([])
      await dialog.getByRole('button', { name: 'Repair', exact: true }).click()
      await dialog.getByText('Repaired, and checked again').waitFor()
      expect(await dialog.innerText()).toMatch(/Before:\s*mode 0644\s*Now:\s*mode 0600/)
      await focusOf(page).toBe('Done')
      await page.keyboard.press('Enter')
      await page.getByText(AFTER_ONE).waitFor()
      // The button that led here went away with its finding.
      await page.waitForFunction(() => document.activeElement?.textContent === 'Health')
    })
  })

  test('of all takes what can be repaired, and Undo brings it back', async () => {
    await withHealth(ALL, async (page) => {
      await button(page, 'Repair all…').click()
      const dialog = page.getByRole('dialog', { name: 'Repair permissions' })
      await dialog.getByRole('button', { name: 'Repair', exact: true }).click()
      await dialog.getByText('Repaired, and checked again').waitFor()
      expect(await calls(page, 'permissions.plan')).toEqual([
        { findings: [EXPLAINED.id, FOLDER.id, OPEN.id] },
      ])
      expect(await roots(page).count()).toBe(1)
      await dialog.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('3 files are as they were before.').waitFor()
      await dialog.waitFor({ state: 'detached' })
      await page.getByText(BEFORE).waitFor()
    })
  })

  test('of many says what came of it where it is seen', async () => {
    const findings = Array.from({ length: 26 }, (_, index) => findingOf(`key-${index}`))
    await withHealth({ findings }, async (page) => {
      await button(page, 'Repair all…').click()
      const dialog = page.getByRole('dialog', { name: 'Repair permissions' })
      await dialog.getByRole('button', { name: 'Repair', exact: true }).click()
      const outcome = dialog.getByText('Repaired, and checked again')
      await outcome.waitFor()
      await page.waitForFunction(() => document.activeElement?.textContent === 'Done')
      await expect.poll(async () => (await outcome.boundingBox())?.y ?? -1).toBeGreaterThan(0)
    })
  })

  test('that fails in part names what is left once, with why', async () => {
    await withHealth({ ...ALL, unchangeable: [OPEN.path] }, async (page) => {
      await button(page, 'Repair all…').click()
      const dialog = page.getByRole('dialog', { name: 'Repair permissions' })
      await dialog.getByRole('button', { name: 'Repair', exact: true }).click()
      await dialog.getByText('Not everything could be repaired').waitFor()
      expect((await dialog.innerText()).split(OPEN.path)).toHaveLength(2)
    })
  })

  test('that is called off changes nothing, and the focus is where it was', async () => {
    await withHealth({ findings: [OPEN] }, async (page) => {
      await button(page, 'Show what will change…').click()
      await page.getByText(`chmod 0600 ${OPEN.path}`).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await focusOf(page).toBe('Show what will change…')
      expect(await calls(page, 'permissions.repair')).toEqual([])
    })
  })

  test.each([
    ['permissions.plan', 'The files could not be looked at', 'Try again'],
    ['permissions.repair', 'That did not work', 'Cancel'],
  ])('says why when %s fails', async (method, title, wayOut) => {
    const message = 'The folder is read-only.'
    await withHealth({ findings: [OPEN], failing: { [method]: message } }, async (page) => {
      await button(page, 'Show what will change…').click()
      const dialog = page.getByRole('dialog', { name: 'Repair permissions' })
      if (method === 'permissions.repair') {
        await dialog.getByRole('button', { name: 'Repair', exact: true }).click()
      }
      const alert = dialog.getByRole('alert').filter({ hasText: title })
      await alert.getByText(message).waitFor()
      await dialog.getByRole('button', { name: wayOut }).waitFor()
    })
  })
})

describe('nothing to repair', () => {
  test('is said calmly, with what was checked', async () => {
    const checked = [{ path: '/home/ada/.ssh', kind: 'ssh-folder' as const }]
    await withHealth({ checked, keys: [ED25519] }, async (page) => {
      await page.getByText('ssh accepts all of them').waitFor()
      await page.getByText('2 files and folders were checked').waitFor()
      await page.getByText('What was checked').click()
      await page.getByText('your home folder').waitFor()
    })
  })

  test('without an ssh folder nothing is said to be accepted', async () => {
    await withHealth({}, async (page) => {
      await page.getByText('There is no ssh folder yet').waitFor()
      await page.getByText('There is no key on this computer yet.').waitFor()
      expect(await page.getByText('ssh accepts all of them').count()).toBe(0)
    })
  })

  test('an audit that fails says why, and can be tried again', async () => {
    const failing = { 'permissions.report': 'The ssh folder cannot be listed.' }
    await withHealth({ failing }, async (page) => {
      const alert = card(page, 'File permissions').getByRole('alert')
      await alert.getByText('The ssh folder cannot be listed.').waitFor()
      await alert.getByRole('button', { name: 'Try again' }).click()
      await page.waitForFunction(
        () => window.fake.calls.filter(({ method }) => method === 'permissions.report').length > 1,
      )
    })
  })
})

test('a key is named with its worst problem, and its name leads to it', async () => {
  const key: KeyPair = {
    ...RSA,
    problems: [
      { code: 'weak', severity: 'warning', title: 'A short key', detail: 'It works.' },
      {
        code: 'truncated',
        severity: 'error',
        title: 'A part is missing',
        detail: 'Copy it again.',
      },
    ],
  }
  await withHealth({ keys: [key, ED25519] }, async (page) => {
    const line = card(page, 'Keys').locator('li')
    expect(await line.innerText()).toContain(`${key.name}: A part is missing`)
    await line.getByRole('link', { name: key.name }).click()
    await page.locator('#key-name', { hasText: key.name }).waitFor()
  })
})

describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
  test('axe finds nothing, in the findings and in the repair', async () => {
    await withHealth(
      ALL,
      async (page) => {
        await roots(page).first().waitFor()
        for (const summary of await page.locator('main summary').all()) await summary.click()
        expect(await violations(page)).toEqual([])
        await button(page, 'Repair all…').click()
        const dialog = page.getByRole('dialog', { name: 'Repair permissions' })
        await dialog.getByText(`chmod 0600 ${OPEN.path}`).waitFor()
        expect(await violations(page, '[role=dialog]')).toEqual([])
        await dialog.getByRole('button', { name: 'Repair', exact: true }).click()
        await dialog.getByText('Repaired, and checked again').waitFor()
        expect(await violations(page, '[role=dialog]')).toEqual([])
      },
      { colorScheme },
    )
  })
})
