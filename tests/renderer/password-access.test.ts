/** Installing a key over a password, as a person does it, in Chromium. */

import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dialog, FEW, withConnections } from './support/connections-page.ts'
import type { Scenario } from './support/fake-bridge.ts'
import { ED25519 } from './support/fake-data.ts'
import { PROXY, TRAINING } from './support/many-connections.ts'
import { button, calls, violations } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'

let host: PageHost
beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(() => host.close())

const PASSWORD = 'typed by hand 58213'
const OPENER = 'Install my key with a password…'
const TRACES = [
  { path: '/workspace/root_password.txt', bytes: 20, detail: 'Holds the password of root.' },
  { path: '/workspace/connect_linux.sh', bytes: 900, detail: 'A guide with the password in it.' },
]

const withDialog = (scenario: Scenario, action: (page: Page) => Promise<void>) =>
  withConnections(host, { ...FEW, ...scenario }, TRAINING.id, async (page) => {
    await button(page, OPENER).click()
    await dialog(page).getByRole('heading', { name: '1. Turn password login on' }).waitFor()
    await action(page)
  })
const typeOwn = async (page: Page) => {
  await dialog(page).getByLabel('I choose one').check()
  await dialog(page).getByLabel('The password you typed in the web terminal').fill(PASSWORD)
}
const install = (page: Page) => button(page, 'Install my key').click()

test('from the text to a key on the pod, with a password that nobody sees', async () => {
  await withDialog({ installs: ['ok'], stageMs: 60 }, async (page) => {
    await install(page)
    await page.getByText('Make the text in step 1 first').waitFor()
    expect(await calls(page, 'passwordAccess.installKey')).toEqual([])
    await button(page, 'Make the text').click()
    await button(page, 'Copy the text').click()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    expect(copied).toContain('lets root log in with a password')
    await install(page)
    await page.locator('ol [aria-current=step]').first().waitFor()
    await page.getByText('Your key is on the pod').waitFor()
    expect(await calls(page, 'passwordAccess.installKey')).toEqual([
      {
        connectionId: TRAINING.id,
        keyId: ED25519.id,
        session: 'session 1',
        hostKeyPolicy: 'ask',
        turnOff: true,
      },
    ])
    // The password was used up, so the text is of no use any more.
    await button(page, 'Make the text').waitFor()
  })
})

test('a password of one’s own is read once, and is in no element afterwards', async () => {
  await withDialog({ installs: ['host-key-new', 'ok'] }, async (page) => {
    await typeOwn(page)
    await install(page)
    await page.getByText('Is this your pod?').waitFor()
    await page.getByText('No password was sent.').waitFor()
    await button(page, 'Yes, this is my pod: remember it').click()
    await page.getByText('Your key is on the pod').waitFor()
    const field = dialog(page).getByLabel('The password you typed in the web terminal')
    expect(await field.inputValue()).toBe('')
    expect(await page.content()).not.toContain(PASSWORD)
    expect(await calls(page, 'knownHosts.accept')).toHaveLength(1)
    expect(await calls(page, 'passwordAccess.installKey')).toEqual([
      expect.objectContaining({ password: PASSWORD }),
      expect.objectContaining({ password: PASSWORD }),
    ])
  })
})

test('what is missing is said, and nothing typed is lost by it', async () => {
  await withDialog({ keys: [] }, async (page) => {
    await typeOwn(page)
    await install(page)
    await page.getByText('Make a key pair on the Keys page first.', { exact: true }).waitFor()
    const field = dialog(page).getByLabel('The password you typed in the web terminal')
    expect(await field.inputValue()).toBe(PASSWORD)
  })
})

test('a refused key says that nobody is locked out', async () => {
  await withDialog({ installs: ['key-refused'] }, async (page) => {
    await typeOwn(page)
    await install(page)
    const alert = dialog(page).getByRole('alert')
    await alert.getByText('The server still refused the key').waitFor()
    expect(await alert.textContent()).toContain('you are not locked out')
  })
})

test('a locked key asks for its passphrase, and it can be stopped', async () => {
  const keys = [{ ...ED25519, encrypted: true }]
  await withDialog({ keys, installs: ['ok'], stageMs: 400 }, async (page) => {
    await typeOwn(page)
    const passphrase = dialog(page).getByLabel(`Passphrase of ${ED25519.name}`)
    await passphrase.fill('correct horse')
    await install(page)
    await button(page, 'Cancel').click()
    await page.getByText('Stopped.').waitFor()
    expect(await passphrase.inputValue()).toBe('')
    expect(await calls(page, 'passwordAccess.installKey')).toEqual([
      expect.objectContaining({ passphrase: 'correct horse' }),
    ])
  })
})

test('left-over files are found, and gone after a yes', async () => {
  await withDialog({ passwordTraces: TRACES }, async (page) => {
    await button(page, 'Look for left-over password files').click()
    await page.getByText('/workspace/root_password.txt').waitFor()
    await button(page, 'Remove these 2 files…').click()
    await page.getByText('The files are gone').waitFor()
    expect(await calls(page, 'passwordAccess.removeTraces')).toEqual([
      expect.objectContaining({ paths: TRACES.map(({ path }) => path), connectionId: TRAINING.id }),
    ])
  })
})

test('it is not offered for the proxy, which takes no passwords', async () => {
  await withConnections(host, FEW, PROXY.id, async (page) => {
    await button(page, 'New address…').waitFor()
    expect(await button(page, OPENER).count()).toBe(0)
  })
})

test.each(['light', 'dark'] as const)(
  'everything can be read and reached (%s)',
  async (colorScheme) => {
    const scenario = { ...FEW, installs: ['ok' as const], passwordTraces: TRACES }
    await withConnections(
      host,
      scenario,
      TRAINING.id,
      async (page) => {
        await button(page, OPENER).click()
        await button(page, 'Make the text').click()
        await page.getByText('Read the text first').click()
        await install(page)
        await page.getByText('Your key is on the pod').waitFor()
        await button(page, 'Look for left-over password files').click()
        await page.getByText('/workspace/root_password.txt').waitFor()
        expect(await violations(page, '[role=dialog]')).toEqual([])
      },
      { colorScheme, viewport: { width: 390, height: 800 } },
    )
  },
)
