/** The SSH config screen in Chromium: the file read for a host, findings, entries, host keys. */

import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ConfigFinding, KnownHostRow } from '../../renderer/contract.ts'
import type { Scenario } from './support/fake-bridge.ts'
import { CONFIG } from './support/fake-ssh-config.ts'
import { button, calls, focusOf, violations, withPage } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

const LINES = [
  'Host *',
  '  User star',
  '  ServerAliveInterval 60',
  '',
  'Host lab # do not touch',
  '  HostName lab.example.org',
  '  User ada',
  '  Prot 2222',
]
const POD = ['Host my-pod', '    HostName 213.173.108.12', '    User root', '    Port 17445']
const FAULT: ConfigFinding = {
  id: 'syntax-8',
  code: 'syntax-error',
  severity: 'error',
  file: CONFIG,
  line: 8,
  alias: 'lab',
  title: 'ssh does not know the word “Prot”',
  detail: 'One bad line stops ssh for every host, not only for this one.',
  fixable: true,
}
const HOST_KEY: KnownHostRow = {
  line: 3,
  file: '/home/ada/.ssh/known_hosts',
  type: 'ssh-ed25519',
  sha256: 'SHA256:pV6QvB8mXEzDKo1XfFYrEMnMNnNbTzbBQ2z5Bz6J1yE',
  marker: null,
  hashed: false,
  names: ['[213.173.108.12]:17445', 'lab.example.org'],
  comment: '',
  byKeypilot: true,
}
const FULL: Scenario = {
  sshConfig: LINES,
  managedConfig: POD,
  configFindings: [FAULT],
  hostKeys: [HOST_KEY],
}

async function withConfig(
  scenario: Scenario,
  action: (page: Page) => Promise<void>,
  options: Parameters<typeof withPage>[3] = {},
): Promise<void> {
  const inTime = async (page: Page) => {
    page.setDefaultTimeout(8_000)
    await action(page)
  }
  await withPage(host, scenario, inTime, { hash: '#/config', ...options })
}

function lineOf(page: Page, text: string) {
  return page.locator('main ol > li').filter({ has: page.getByText(text, { exact: true }) })
}

describe('the file', () => {
  test('says beside each line what ssh makes of it for the chosen host', async () => {
    await withConfig(FULL, async (page) => {
      await lineOf(page, '  Prot 2222').getByText('ssh does not know the keyword').waitFor()
      await page.getByLabel('Name or address, as you type it after ssh').fill('lab')
      await page.keyboard.press('Enter')
      await page.getByText('star@lab.example.org, port 22').waitFor()
      await lineOf(page, 'Host *').getByText('Applies. It is for every host.').waitFor()
      await lineOf(page, '  User ada').getByText('line 2 of config said it first').waitFor()
      expect(new URL(page.url()).hash).toBe('#/config/lab')
    })
  })

  test('a host of the address is shown at once, for links from other screens', async () => {
    await withConfig(
      FULL,
      async (page) => {
        await page.getByText('star@lab.example.org, port 22').waitFor()
      },
      { hash: '#/config/lab' },
    )
  })

  test('a program of Match exec is run only after a yes', async () => {
    await withConfig(
      { sshConfig: ['Match exec "true"', '  User other'] },
      async (page) => {
        await page.getByText('Your config runs a program to decide').waitFor()
        expect(await calls(page, 'sshConfig.effective')).toEqual([{ host: 'lab' }])
        await button(page, 'Run it and ask ssh').click()
        await page.getByText('Answered by ssh itself').waitFor()
        expect((await calls(page, 'sshConfig.effective')).at(-1)).toEqual({
          host: 'lab',
          runMatchExec: true,
        })
      },
      { hash: '#/config/lab' },
    )
  })

  test('of 20,000 lines those about the host are drawn', async () => {
    const hosts = Array.from({ length: 5_000 }, (_, index) => [
      `Host h${index}`,
      `  Port ${index + 1}`,
    ])
    await withConfig(
      { sshConfig: hosts.flat() },
      async (page) => {
        await lineOf(page, '  Port 4001').getByText('ssh uses this').waitFor()
        expect(await page.locator('main ol > li').count()).toBeLessThan(20)
        await button(page, 'Show the file from its start').click()
        await lineOf(page, 'Host h0').waitFor()
      },
      { hash: '#/config/h4000' },
    )
  })

  test('no config yet is no fault', async () => {
    await withConfig({ sshConfig: [] }, async (page) => {
      await page.getByText('There is no ssh config yet').waitFor()
      await page.getByText('Nothing is wrong with your ssh config.').waitFor()
      await page.getByText('No host key is recorded yet').waitFor()
    })
  })
})

describe('changes', () => {
  test('a finding is repaired as its plan shows, and the focus has a place', async () => {
    await withConfig(FULL, async (page) => {
      await button(page, 'Show what will change…').click()
      const dialog = page.getByRole('dialog', { name: FAULT.title })
      await dialog.getByText('# Keypilot: Prot 2222').waitFor()
      expect(await dialog.innerText()).toMatch(/goes\s+Prot 2222[\s\S]*new\s+# Keypilot/)
      expect(await calls(page, 'sshConfig.applyFix')).toEqual([])
      await dialog.getByRole('button', { name: 'Write', exact: true }).click()
      await page.getByText('Nothing is wrong with your ssh config.').waitFor()
      expect(await calls(page, 'sshConfig.applyFix')).toMatchObject([{ finding: FAULT.id }])
      await page.getByRole('button', { name: 'Undo' }).waitFor()
      await focusOf(page).toBe('SSH config')
    })
  })

  test('an entry is removed after its lines were shown', async () => {
    await withConfig(FULL, async (page) => {
      await page.getByRole('button', { name: 'Remove the entry my-pod' }).click()
      const dialog = page.getByRole('dialog', { name: 'Remove my-pod' })
      await dialog.getByText('Port 17445').waitFor()
      await page.keyboard.press('Escape')
      expect(await calls(page, 'sshConfig.removeHost')).toEqual([])
      await page.getByRole('button', { name: 'Remove the entry my-pod' }).click()
      await dialog.getByRole('button', { name: 'Write', exact: true }).click()
      await button(page, 'Give a connection a name').waitFor()
    })
  })

  test('a plan that no longer fits is looked at again', async () => {
    const failing = { 'sshConfig.removeHost': 'The file was changed meanwhile.' }
    await withConfig({ ...FULL, failing }, async (page) => {
      await page.getByRole('button', { name: 'Remove the entry my-pod' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Write', exact: true }).click()
      await dialog.getByText('The file was changed meanwhile.').waitFor()
    })
  })

  test('each host of a known_hosts line is forgotten by itself', async () => {
    await withConfig(FULL, async (page) => {
      await page.getByText('Added by Keypilot').waitFor()
      await page.getByRole('button', { name: 'Forget the host key of lab.example.org' }).click()
      await page.getByText('ssh no longer remembers a key of lab.example.org.').waitFor()
      expect(await calls(page, 'knownHosts.forget')).toEqual([
        { host: 'lab.example.org', port: 22 },
      ])
    })
  })
})

describe('for everyone', () => {
  test.each(['light', 'dark'] as const)('axe finds nothing, %s', async (colorScheme) => {
    await withConfig(
      FULL,
      async (page) => {
        await page.getByText('star@lab.example.org, port 22').waitFor()
        expect(await violations(page)).toEqual([])
        await button(page, 'Show what will change…').click()
        await page.getByRole('dialog').getByRole('button', { name: 'Write', exact: true }).waitFor()
        expect(await violations(page, '[role=dialog]')).toEqual([])
      },
      { hash: '#/config/lab', colorScheme },
    )
  })

  test('nothing sticks out of a narrow window', async () => {
    await withConfig(
      FULL,
      async (page) => {
        await page.setViewportSize({ width: 400, height: 800 })
        await page.getByText('star@lab.example.org, port 22').waitFor()
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(overflow).toBeLessThanOrEqual(0)
      },
      { hash: '#/config/lab' },
    )
  })
})
