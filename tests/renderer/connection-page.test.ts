/** The page of one connection in Chromium: test, ways out, key search, commands, ssh config. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dialog, FEW, withConnections } from './support/connections-page.ts'
import { ED25519, RSA } from './support/fake-data.ts'
import { PASSPHRASE } from './support/fake-keys.ts'
import { BROKEN, PROXY, TRAINING } from './support/many-connections.ts'
import { button, calls, focusOf, tabTo } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

const MANAGED = ['Host old-pod', '  HostName 69.48.159.6', '  User root', '  Port 25634']

describe('the test', () => {
  test('runs by keyboard, shows what the login is good for, and its details can be copied', async () => {
    await withConnections(
      host,
      { ...FEW, tests: ['ok'], stageMs: 120 },
      TRAINING.id,
      async (page) => {
        await page.getByLabel('Copy files').check()
        await page.getByLabel('Copy files').press('Shift+Tab')
        await tabTo(page, 'Test again')
        await page.keyboard.press('Enter')
        await page.locator('ol [aria-current=step]').first().waitFor()
        await page
          .getByText(/^Now: /)
          .first()
          .waitFor({ state: 'attached' })
        await page.getByText('VS Code and scp will work, and a terminal.').waitFor()
        await focusOf(page).toBe('Test again')
        await page.locator('summary').click()
        await button(page, 'Copy details').click()
        const details = await page.evaluate(() => navigator.clipboard.readText())
        expect(details).toContain('target: root@213.173.108.12:17445')
        expect(await page.locator('details pre').textContent()).toBe(details)
        expect(await calls(page, 'connection.test')).toEqual([
          { connectionId: TRAINING.id, purpose: 'files', hostKeyPolicy: 'ask' },
        ])
        // The list tells the same.
        await page.getByRole('link', { name: /Training pod.*Logged in, just now/ }).waitFor()
      },
    )
  })

  test('a changed host key shows both fingerprints; forgetting it tests again, and a new one is accepted', async () => {
    const tests = ['host-key-changed', 'host-key-new', 'ok'] as const
    await withConnections(host, { ...FEW, tests }, BROKEN.id, async (page) => {
      await button(page, 'Test again').click()
      const prints = page.locator('figure', { hasText: 'SHA256:' })
      await prints.first().getByText('Recorded before').waitFor()
      expect(await prints.count()).toBe(2)
      await button(page, 'Forget the old host key').click()
      await button(page, 'Yes, this is my pod: remember it').click()
      await page.getByText('The first minutes on the pod').waitFor()
      expect(await calls(page, 'knownHosts.accept')).toEqual([
        expect.objectContaining({ host: BROKEN.target.host, port: BROKEN.target.port }),
      ])
    })
  })

  test('a passphrase is asked for, used once, and is in no element afterwards', async () => {
    const keys = [{ ...ED25519, encrypted: true }]
    await withConnections(host, { ...FEW, keys, tests: ['ok'] }, TRAINING.id, async (page) => {
      await button(page, 'Test again').click()
      await dialog(page).getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
      await page.keyboard.press('Enter')
      await page.getByText('VS Code and scp will work').waitFor()
      expect(await page.content()).not.toContain(PASSPHRASE)
      expect(await calls(page, 'connection.test')).toEqual([
        expect.objectContaining({ passphrase: PASSPHRASE }),
      ])
    })
  })

  test('each way out of a refused key leads to its control', async () => {
    await withConnections(host, { ...FEW, tests: ['not-accepted'] }, TRAINING.id, async (page) => {
      await button(page, 'Test again').click()
      await button(page, 'Choose another key').click()
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT')
      await button(page, 'Check what is on RunPod').click()
      await dialog(page)
        .getByLabel(/SSH Public Keys field/)
        .waitFor()
      await page.keyboard.press('Escape')
      await focusOf(page).toBe('Check what is on RunPod')
      // With another key, what was said of the old one is no longer shown.
      await page.getByLabel('Key', { exact: true }).selectOption(RSA.id)
      await page
        .getByRole('heading', { name: 'The pod refused this key' })
        .waitFor({ state: 'detached' })
    })
  })
})

test('the server is asked which key it accepts, and one click switches to it', async () => {
  const key = { source: 'file', detail: '' } as const
  const foundKeys = [
    { ...key, keyId: ED25519.id, name: 'id_ed25519', state: 'refused' },
    { ...key, keyId: RSA.id, name: 'RunPod-Key-Go', state: 'accepted' },
  ] as const
  await withConnections(host, { ...FEW, foundKeys, stageMs: 200 }, TRAINING.id, async (page) => {
    await button(page, 'Which key works?').click()
    await button(page, 'Ask the server').click()
    await dialog(page)
      .getByText(/of 2 keys tried/)
      .waitFor()
    await dialog(page).getByText('The server accepts one of your keys.').waitFor()
    await button(page, 'Use RunPod-Key-Go').click()
    await dialog(page).waitFor({ state: 'detached' })
    await focusOf(page).toBe('Which key works?')
    await expect.poll(() => page.getByLabel('Key', { exact: true }).inputValue()).toBe(RSA.id)
  })
})

describe('the ssh config', () => {
  test('an entry is shown line by line, written, used, taken back and removed', async () => {
    await withConnections(host, FEW, TRAINING.id, async (page) => {
      await page.getByLabel('Short name').fill('my pod')
      await button(page, 'Show the lines to write…').click()
      await page.getByText('without spaces, and start with').waitFor()
      await page.getByLabel('Short name').fill('gpu')
      await button(page, 'Show the lines to write…').click()
      await dialog(page).getByText('New file, 9 lines').waitFor()
      await dialog(page)
        .getByRole('row', { name: /new Include keypilot\.conf/ })
        .waitFor()
      expect(await calls(page, 'sshConfig.upsertHost')).toEqual([])
      await button(page, 'Write').click()
      await page.getByText('ssh gpu', { exact: true }).waitFor()
      await page.getByText('Your ssh reads the new config, and no other host changed.').waitFor()
      await button(page, 'Undo').click()
      await button(page, 'Show the lines to write…').click()
      await button(page, 'Write').click()
      await button(page, 'Remove the entry…').click()
      await dialog(page).getByText('The file goes, because nothing is left in it').waitFor()
      await dialog(page)
        .getByRole('row', { name: /goes Include keypilot\.conf/ })
        .waitFor()
      await button(page, 'Write').click()
      await page.getByLabel('Short name').waitFor()
      // The button that opened it is gone; the keyboard's place is not.
      await focusOf(page).toBe('Training pod')
    })
  })

  test('a plan that no longer fits writes nothing, and is made again', async () => {
    await withConnections(host, FEW, TRAINING.id, async (page) => {
      await button(page, 'Show the lines to write…').click()
      await dialog(page).getByText('New file, 9 lines').waitFor()
      const other = { alias: 'other', hostName: 'h', user: 'u', port: 22 }
      await page.evaluate((params) => window.fake.call('sshConfig.upsertHost', params), other)
      await button(page, 'Write').click()
      await dialog(page).getByText('Nothing was written').waitFor()
      await button(page, 'Look again').click()
      await dialog(page).getByText('8 new lines').waitFor()
    })
  })

  test('a new address updates the connection and its entry with one click', async () => {
    const scenario = { ...FEW, managedConfig: MANAGED, sshConfig: ['Include keypilot.conf'] }
    await withConnections(host, scenario, BROKEN.id, async (page) => {
      await button(page, 'New address…').click()
      await dialog(page)
        .getByLabel(/What RunPod shows/)
        .fill('ssh root@69.48.159.7 -p 30111')
      await dialog(page)
        .getByRole('row', { name: /new Port 30111/ })
        .waitFor()
      await dialog(page)
        .getByRole('row', { name: /goes Port 25634/ })
        .waitFor()
      await button(page, 'Use this address').click()
      await dialog(page).waitFor({ state: 'detached' })
      await page.getByText('root@69.48.159.7:30111 · SSH over exposed TCP').waitFor()
      await page.getByText('ssh old-pod', { exact: true }).waitFor()
    })
  })

  test('an entry with another address is said to be stale, and one of the person’s own is edited in place', async () => {
    const sshConfig = ['Host old-pod', '    HostName 9.9.9.9', '    Port 1', '    ForwardAgent no']
    await withConnections(host, { ...FEW, sshConfig }, BROKEN.id, async (page) => {
      await page.getByText('The entry has a different address').waitFor()
      await button(page, 'Update the entry…').click()
      await dialog(page)
        .getByRole('row', { name: /new HostName 69\.48\.159\.6/ })
        .waitFor()
      await button(page, 'Write').click()
      await page.getByText('You wrote this entry yourself').waitFor()
      expect(await calls(page, 'sshConfig.upsertHost')).toEqual([
        expect.objectContaining({ where: 'in-place', planId: expect.any(String) }),
      ])
    })
  })
})

describe('using it', () => {
  test('commands follow the paths and the port that are typed', async () => {
    await withConnections(host, FEW, TRAINING.id, async (page) => {
      await page.getByLabel('Copy files').check()
      await page.getByLabel('On this computer').fill('data.zip')
      await page.getByText(/^scp -r .* data\.zip root@213\.173\.108\.12:\/workspace\/$/).waitFor()
      await page.getByText(/^sftp .*-P 17445 root@/).waitFor()
      await page.getByLabel('Jupyter, ports').check()
      await page.getByLabel('Port on the pod').fill('70000')
      await page.getByText('A port is a number from 1 to 65535.').waitFor()
      await page.getByLabel('Port on the pod').fill('6006')
      await page.getByText(/^ssh -N -L 6006:localhost:6006 /).waitFor()
      await page.getByLabel('Port on this computer').fill('x')
      await page.getByText('A port is a number from 1 to 65535.').waitFor()
      await page.getByLabel('Port on this computer').fill('9000')
      await page.getByText(/^ssh -N -L 9000:localhost:6006 /).waitFor()
      await page.getByText('http://localhost:9000').waitFor()
    })
  })

  test('an editor opens by the short name, and leads to it while there is none', async () => {
    const scenario = { ...FEW, managedConfig: MANAGED, sshConfig: ['Include keypilot.conf'] }
    await withConnections(host, scenario, TRAINING.id, async (page) => {
      await page.getByLabel('VS Code, Cursor').check()
      expect(await button(page, 'Open in Cursor').isDisabled()).toBe(true)
      await button(page, 'Go to the short name').click()
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
      await page.evaluate((id) => {
        window.location.hash = `#/connections/${id}`
      }, BROKEN.id)
      await button(page, 'Open in Cursor').click()
      await page.getByText('Opening the editor').waitFor()
      expect(await calls(page, 'editor.open')).toEqual([
        { connectionId: BROKEN.id, editor: 'cursor', folder: '/workspace' },
      ])
    })
  })

  test('through the proxy, what cannot work is said with the way to get it', async () => {
    await withConnections(host, FEW, PROXY.id, async (page) => {
      await page.getByText('A terminal works. Copying files and VS Code do not.').waitFor()
      await page.getByRole('heading', { name: 'Open a terminal on it' }).waitFor()
      await page.getByLabel('VS Code, Cursor').check()
      await page.getByText('This cannot work through RunPod’s proxy').waitFor()
      expect(await page.getByRole('button', { name: /^Open in/ }).count()).toBe(0)
      await button(page, 'Paste the new command…').click()
      await dialog(page).getByText('New address of Notebook through the proxy').waitFor()
    })
  })
})
