/** The built interface in Chromium, under the strict content security policy, with a fake host. */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ED25519, PUBLIC_LINES } from './support/fake-data.ts'
import { button, calls, focusOf, withPage } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'
import { READY_TO_TEST, WITH_KEY } from './support/scenarios.ts'

/** The budget of the interface: 220 kB of script, gzipped. */
const MAX_SCRIPT_BYTES = 220_000

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

test('all scripts together stay within the budget', async () => {
  const names = (await readdir(host.folder, { recursive: true })).filter((name) =>
    name.endsWith('.js'),
  )
  const sizes = await Promise.all(
    names.map(async (name) => gzipSync(await readFile(join(host.folder, name))).length),
  )
  const total = sizes.reduce((sum, size) => sum + size, 0)
  expect(total).toBeGreaterThan(10_000)
  expect(total).toBeLessThanOrEqual(MAX_SCRIPT_BYTES)
})

test('the whole setup, from no key to a login, each tick from a probe', async () => {
  await withPage(host, { tests: ['ok', 'host-key-new', 'ok'] }, async (page) => {
    await button(page, 'Make the key').click()
    await page.getByText('1 of 5 checked').waitFor()

    const box = page.getByLabel('What is in RunPod’s SSH Public Keys field now')
    await box.fill(`ssh-rsa AAAAB3 other\n${PUBLIC_LINES[ED25519.id]}`)
    await page.getByText('2 of 5 checked').waitFor()

    await button(page, 'Go to the command').click()
    await page.getByText('2 of 5 checked').waitFor()
    await page.getByLabel(/What RunPod shows/).fill('ssh root@1.2.3.4:22001')
    await page.getByText('Understood after a correction: root@1.2.3.4:22001').waitFor()
    await button(page, 'Check that it answers').click()
    await page.getByText('4 of 5 checked').waitFor()

    await button(page, 'Test the connection').click()
    await button(page, 'Yes, this is my pod: remember it').waitFor()
    // The fix of the same meaning is not offered a second time.
    expect(await button(page, 'Remember this host key').count()).toBe(0)
    await button(page, 'Yes, this is my pod: remember it').click()
    await page.getByRole('heading', { name: 'You can log in now' }).waitFor()
    await focusOf(page).toContain('You can log in now')
    expect(await calls(page, 'knownHosts.accept')).toEqual([
      { host: '1.2.3.4', port: 22001, key: expect.stringMatching(/^ssh-ed25519 AAAA/) },
    ])
    expect(await calls(page, 'connection.test')).toEqual([
      expect.objectContaining({ until: 'banner', command: 'ssh root@1.2.3.4:22001' }),
      expect.objectContaining({ keyId: ED25519.id, hostKeyPolicy: 'ask' }),
      expect.objectContaining({ keyId: ED25519.id, hostKeyPolicy: 'ask' }),
    ])
  })
})

test('a private key that was pasted is in no element and no later call', async () => {
  const secret = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ'
  await withPage(host, WITH_KEY, async (page) => {
    const box = page.getByLabel('What is in RunPod’s SSH Public Keys field now')
    await box.fill(
      `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----`,
    )
    await page.getByText('The box was cleared').waitFor()
    await page.getByText('This is a private key', { exact: true }).waitFor()
    expect(await box.inputValue()).toBe('')
    await box.press('Control+z')
    expect(await box.inputValue()).toBe('')
    expect(await page.content()).not.toContain(secret)
    const later = await page.evaluate(() =>
      window.fake.calls.filter(({ method }) => method !== 'publicKeys.check'),
    )
    expect(JSON.stringify(later)).not.toContain(secret)
    expect(
      await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })),
    ).not.toContain(secret)
  })
})

test('the way out of an exposed key opens the form, not the choice of old keys', async () => {
  await withPage(host, WITH_KEY, async (page) => {
    const box = page.getByLabel('What is in RunPod’s SSH Public Keys field now')
    await box.fill('-----BEGIN OPENSSH PRIVATE KEY-----')
    await button(page, 'Make a new key').click()
    await button(page, 'Make the key').waitFor()
    await focusOf(page).toContain('Your key')
    expect(await button(page, 'Use this key').count()).toBe(0)
  })
})

test('a wrapped key is repaired, and does not count until it is right on RunPod', async () => {
  const line = PUBLIC_LINES[ED25519.id] ?? ''
  await withPage(host, WITH_KEY, async (page) => {
    const box = page.getByLabel('What is in RunPod’s SSH Public Keys field now')
    await box.fill(`${line.slice(0, 50)}\n${line.slice(50)}`)
    await page.getByText('The key was broken over two lines').waitFor()
    await button(page, 'Copy the corrected text').click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(line)
    await page.getByText('Corrected text for RunPod’s field copied').waitFor()
    await page.getByText('1 of 5 checked').waitFor()
  })
})

test('a failed test names one cause, and its fixes lead somewhere', async () => {
  await withPage(host, { ...READY_TO_TEST, tests: ['not-accepted'] }, async (page) => {
    await button(page, 'Test the connection').click()
    await page.getByRole('heading', { name: 'The pod refused this key' }).waitFor()
    await button(page, 'Check what is on RunPod').click()
    await page.getByLabel('What is in RunPod’s SSH Public Keys field now').waitFor()
    await focusOf(page).toContain('Your public key on RunPod')
  })
})

test('the question about a new server comes into view, even in the smallest window', async () => {
  const viewport = { width: 720, height: 640 }
  await withPage(
    host,
    { ...READY_TO_TEST, tests: ['host-key-new'] },
    async (page) => {
      await button(page, 'Test the connection').click()
      const answer = button(page, 'Yes, this is my pod: remember it')
      await answer.waitFor()
      const box = await answer.boundingBox()
      expect(box?.y).toBeGreaterThan(0)
      expect((box?.y ?? viewport.height) + (box?.height ?? 0)).toBeLessThan(viewport.height)
    },
    { viewport },
  )
})

test('a running test shows its stages and can be stopped', async () => {
  await withPage(host, { ...READY_TO_TEST, stageMs: 1_500 }, async (page) => {
    await button(page, 'Test the connection').click()
    await page.locator('ol ol [aria-current=step]', { hasText: 'Reach the server' }).waitFor()
    await button(page, 'Cancel').click()
    await page.getByText('Stopped. Nothing was changed.').waitFor()
    // The pressed button is gone; the keyboard's place is not.
    await focusOf(page).toBe('Test again')
    expect(await calls(page, 'settings.save')).toEqual([])
  })
})

test('a passphrase is asked for in the page, used once and kept nowhere', async () => {
  const scenario = { ...READY_TO_TEST, keys: [{ ...ED25519, encrypted: true }] }
  await withPage(host, { ...scenario, tests: ['passphrase-wrong', 'ok'] }, async (page) => {
    await button(page, 'Test the connection').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Test' }).click()
    await page.getByText('Type the passphrase first.').waitFor()
    await page.keyboard.type('wrong one')
    await page.getByRole('dialog').getByRole('button', { name: 'Test' }).click()
    await button(page, 'Type it again').click()
    const field = page.getByLabel('Passphrase', { exact: true })
    expect(await field.inputValue()).toBe('')
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await focusOf(page).toBe('Type it again')
    expect(await page.content()).not.toContain('wrong one')
    expect(JSON.stringify(await calls(page, 'settings.save'))).not.toContain('wrong one')
  })
})

test('a key name that is taken is said while typing, and nothing is sent', async () => {
  await withPage(
    host,
    { keys: [ED25519] },
    async (page) => {
      await button(page, 'New key').click()
      await page.getByLabel('File name').fill('ID_ED25519')
      await page.getByText('There is already a file “ID_ED25519”').waitFor()
      await page.getByRole('dialog').getByRole('button', { name: 'Make the key' }).click()
      expect(await calls(page, 'keys.generate')).toEqual([])
    },
    { hash: '#/keys' },
  )
})

test('a question of the host starts on Cancel, and Esc declines it', async () => {
  await withPage(host, {}, async (page) => {
    const prompt = { title: 'Forget the host key?', detail: 'One line leaves.', action: 'Forget' }
    await page.evaluate((shown) => window.fake.emit('confirm.requested', shown), {
      id: 'q',
      prompt,
    })
    await page.getByRole('alertdialog', { name: 'Forget the host key?' }).waitFor()
    await focusOf(page).toBe('Cancel')
    await page.keyboard.press('Escape')
    await page.getByRole('alertdialog').waitFor({ state: 'detached' })
    expect(await calls(page, 'confirm.answer')).toEqual([{ id: 'q', accept: false }])
  })
})

test('the theme of the settings wins over the system’s', async () => {
  await withPage(
    host,
    {},
    async (page) => {
      await page.getByLabel('Dark', { exact: true }).check()
      await page.locator('html[data-theme=dark]').waitFor({ state: 'attached' })
      expect(await calls(page, 'settings.save')).toEqual([{ theme: 'dark' }])
    },
    { hash: '#/settings', colorScheme: 'light' },
  )
})

test.each([
  ['win32', ['Make the key', 'Cancel']],
  ['darwin', ['Cancel', 'Make the key']],
  ['linux', ['Cancel', 'Make the key']],
])('on %s the buttons of a dialog stand in the order %j', async (platform, order) => {
  await withPage(
    host,
    { keys: [ED25519], system: { platform } },
    async (page) => {
      await button(page, 'New key').click()
      await button(page, 'Make the key').waitFor()
      const texts = await page.getByRole('dialog').getByRole('button').allTextContents()
      expect(texts.filter((text) => text !== '')).toEqual(order)
    },
    { hash: '#/keys' },
  )
})
