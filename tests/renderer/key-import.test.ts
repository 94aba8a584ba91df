/** Importing a key, in Chromium: by text, file and drop, looked at before anything is written. */

import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ED25519 } from './support/fake-data.ts'
import { PASSPHRASE } from './support/fake-keys.ts'
import { dropFiles, shownKey, withKeys } from './support/keys-page.ts'
import { button, calls } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

describe('import', () => {
  const paste = async (page: Page, text: string) => {
    await button(page, 'Import').click()
    await page.getByLabel('Or paste the text of the key file').fill(text)
    await button(page, 'Look at the pasted text').click()
  }

  test('pasted text is shown before it is written, and goes nowhere else', async () => {
    await withKeys(host, { keys: [ED25519] }, async (page) => {
      await paste(page, '-----BEGIN SAME secret-bytes')
      await page.getByText('This key is here already, as id_ed25519').waitFor()
      expect(await calls(page, 'keys.import')).toEqual([])
      expect(await page.content()).not.toContain('secret-bytes')
      await page.getByLabel('Name in your ssh folder').fill('id_copy')
      await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click()
      await shownKey(page, 'id_copy').waitFor()
      expect(await calls(page, 'keys.import')).toEqual([
        { text: '-----BEGIN SAME secret-bytes', name: 'id_copy' },
      ])
    })
  })

  test('a locked key is opened first; a wrong passphrase is said and can be corrected', async () => {
    await withKeys(host, { keys: [ED25519] }, async (page) => {
      await paste(page, 'PuTTY-User-Key-File-3 ENCRYPTED')
      const field = page.getByLabel('Passphrase', { exact: true })
      await field.fill('wrong one')
      await button(page, 'Unlock').click()
      await page.getByText('That passphrase does not open this key.').waitFor()
      await field.fill(PASSPHRASE)
      await page.keyboard.press('Enter')
      await page.getByText('RSA 3072 private key, from the pasted text.').waitFor()
      await page.getByLabel('No passphrase').check()
      await page.getByText('Whoever can copy the file can then use the key.').waitFor()
      await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click()
      await shownKey(page, 'id_ed25519_grace').waitFor()
      expect(await calls(page, 'keys.import')).toEqual([
        expect.objectContaining({ passphrase: PASSPHRASE, protect: 'none' }),
      ])
      expect(await page.content()).not.toContain(PASSPHRASE)
    })
  })

  test('what is no key is refused with the reason, and something else can be chosen', async () => {
    await withKeys(host, {}, async (page) => {
      await button(page, 'Import a key').click()
      await page.getByLabel('Key file', { exact: true }).setInputFiles({
        name: 'notes.txt',
        mimeType: 'text/plain',
        buffer: Buffer.from('hello'),
      })
      await page.getByText('This cannot be imported: notes.txt').waitFor()
      await page.getByText('This is no key that Keypilot knows.').waitFor()
      await button(page, 'Choose something else').click()
      await page.getByLabel('Key file', { exact: true }).setInputFiles({
        name: 'film.mp4',
        mimeType: 'video/mp4',
        buffer: Buffer.alloc(100_001, 1),
      })
      await page.getByText('“film.mp4” is too large for a key file.').waitFor()
      expect(await calls(page, 'keys.inspectImport')).toEqual([{ text: 'hello' }])
    })
  })

  test('files dropped anywhere are looked at: the private one of a pair, CRLF reported', async () => {
    await withKeys(host, { keys: [ED25519] }, async (page) => {
      await dropFiles(page, { 'id_win.pub': 'ssh-ed25519 AAAA', id_win: '-----BEGIN\r\n' })
      await page.getByText('from id_win.').waitFor()
      await page.getByText('The lines end as on Windows').waitFor()
      expect(await calls(page, 'keys.inspectImport')).toEqual([{ text: '-----BEGIN\r\n' }])
      // Another one may be dropped on the open dialog.
      await dropFiles(page, { 'other.pub': 'ssh-ed25519 AAAA' })
      await page.getByText('This is only the public half').waitFor()
    })
  })

  test('where the host knows the path, the page never reads the file', async () => {
    const path = '/media/stick/old.ppk'
    await withKeys(host, { keys: [ED25519], filePaths: { 'old.ppk': path } }, async (page) => {
      await dropFiles(page, { 'old.ppk': 'PRIVATE BYTES' })
      await page.getByText('RSA 3072 private key, from old.ppk.').waitFor()
      const sent = await page.evaluate(() => JSON.stringify(window.fake.calls))
      expect(sent).toContain(path)
      expect(sent).not.toContain('PRIVATE BYTES')
    })
  })
})
