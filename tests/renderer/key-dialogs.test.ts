/** What is done with keys, in Chromium: the dialogs of the Keys screen, and the way back. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ED25519, RSA } from './support/fake-data.ts'
import { PASSPHRASE } from './support/fake-keys.ts'
import { keyRows, shownKey, withKeys } from './support/keys-page.ts'
import { OF_RUNPODCTL, USED } from './support/many-keys.ts'
import { button, calls, focusOf } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

const REF = { id: ED25519.id, path: ED25519.privateKeyPath }

describe('a new name', () => {
  test('shows files and config lines before, and can be undone after', async () => {
    await withKeys(host, { keys: [USED, OF_RUNPODCTL] }, async (page) => {
      await button(page, 'Rename…').click()
      const field = page.getByLabel('New name')
      await field.fill('RunPod-Key-Go')
      await page.getByText('There is already a file “RunPod-Key-Go”.').waitFor()
      expect(await button(page, 'Rename').isDisabled()).toBe(true)
      await field.fill('id_gpu')
      await page.getByText('/home/ada/.ssh/config, line 12').waitFor()
      await page.getByText('IdentityFile ~/.ssh/id_gpu').first().waitFor()
      await button(page, 'Rename').click()
      await shownKey(page, 'id_gpu').waitFor()
      expect(await calls(page, 'keys.rename')).toEqual([
        { ...REF, name: 'id_gpu', planId: 'rename id_gpu' },
      ])
      await page.waitForFunction(() => document.activeElement?.textContent === 'Rename…')
      await button(page, 'Undo').click()
      await shownKey(page, 'id_ed25519').waitFor()
    })
  })
})

describe('removing', () => {
  test('takes the typed name and the host’s question, and Undo brings the key back', async () => {
    await withKeys(host, { keys: [USED, RSA], asks: true }, async (page) => {
      await button(page, 'Remove…').click()
      await page.getByText('This key is in use').waitFor()
      const go = button(page, 'Remove this key')
      await page.keyboard.type('id_ed2551')
      await page.keyboard.press('Enter')
      expect(await go.isDisabled()).toBe(true)
      await page.keyboard.type('9')
      await go.click()
      const question = page.getByRole('alertdialog', { name: 'Remove id_ed25519?' })
      await question.getByRole('button', { name: 'Cancel' }).click()
      // No is an answer: the first dialog stays, without a complaint.
      await question.waitFor({ state: 'detached' })
      expect(await page.getByText('The key was not removed').count()).toBe(0)
      await go.click()
      await question.getByRole('button', { name: 'Remove key' }).click()
      await shownKey(page, RSA.name).waitFor()
      // The button that was pressed went away with its key.
      await page.waitForFunction(() => document.activeElement?.matches('li > a'))
      await focusOf(page).toContain(RSA.name)
      expect(await keyRows(page).count()).toBe(1)
      await button(page, 'Undo').click()
      await page.locator('li', { hasText: 'id_ed25519' }).waitFor()
      expect(await calls(page, 'backups.restore')).toHaveLength(1)
    })
  })

  test('Esc removes nothing, and the focus is where it was', async () => {
    await withKeys(host, { keys: [USED] }, async (page) => {
      await button(page, 'Remove…').click()
      await page.getByLabel('To go on, type the key’s name').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await focusOf(page).toBe('Remove…')
      expect(await calls(page, 'keys.remove')).toEqual([])
    })
  })

  test('of a backup leads the keyboard to the next one, and at the end to the way out', async () => {
    const backup = { at: '2026-11-21T08:00:00.000Z', files: [], restorable: true, note: null }
    const backups = ['one', 'two'].map((name) => ({ ...backup, id: name, title: `Change ${name}` }))
    await withKeys(host, { keys: [USED], backups, asks: true }, async (page) => {
      const focused = (label: string) =>
        page.waitForFunction(
          (text) => document.activeElement?.getAttribute('aria-label') === text,
          label,
        )
      await button(page, 'Earlier changes').click()
      for (const [name, next] of [
        ['one', 'Put back: Change two'],
        ['two', 'Close'],
      ] as const) {
        await button(page, `Delete for good: Change ${name}`).click()
        await button(page, 'Delete for good').click()
        await focused(next)
      }
    })
  })

  test('what was removed earlier is found under “Earlier changes”', async () => {
    await withKeys(host, { keys: [USED] }, async (page) => {
      await button(page, 'Remove…').click()
      await page.getByText('This key is in use').waitFor()
      await page.keyboard.type('id_ed25519')
      await page.keyboard.press('Enter')
      await page.getByText('No key yet').waitFor()
      await button(page, 'Earlier changes').click()
      await page.getByRole('button', { name: 'Put back: Removed the key id_ed25519' }).click()
      await page.getByRole('button', { name: /^Delete for good: / }).click()
      await page.getByText('There are no backups').waitFor()
      expect(await calls(page, 'backups.delete')).toHaveLength(1)
      await page.keyboard.press('Escape')
      await page.locator('#key-name').waitFor()
    })
  })
})

describe('the passphrase of a key', () => {
  test('is added, and then removed after a warning and the host’s question', async () => {
    await withKeys(host, { keys: [ED25519], asks: true }, async (page) => {
      await button(page, 'Add a passphrase…').click()
      await button(page, 'Add passphrase').click()
      await page.getByText('Type the new passphrase.').waitFor()
      await page.getByLabel('New passphrase', { exact: true }).fill(PASSPHRASE)
      await page.getByLabel('New passphrase again', { exact: true }).fill(PASSPHRASE)
      await button(page, 'Add passphrase').click()
      await button(page, 'Change passphrase…').click()
      await page.getByLabel('Current passphrase', { exact: true }).fill(PASSPHRASE)
      await page.getByLabel('No passphrase').check()
      await page.getByText('Whoever copies the file can then use it').waitFor()
      await button(page, 'Remove passphrase').click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove passphrase' }).click()
      await button(page, 'Add a passphrase…').waitFor()
      expect(await calls(page, 'keys.setPassphrase')).toEqual([
        { ...REF, newPassphrase: PASSPHRASE },
        { ...REF, passphrase: PASSPHRASE, newPassphrase: null },
      ])
      expect(await page.content()).not.toContain(PASSPHRASE)
    })
  })
})

describe('the ssh-agent', () => {
  test('gets a key for a while, shows it, and gives it up', async () => {
    await withKeys(host, { keys: [USED, RSA] }, async (page) => {
      await button(page, 'Add to ssh-agent…').click()
      await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
      await page.getByLabel('Keep it for').selectOption('hour')
      await button(page, 'Add to ssh-agent').click()
      await page.getByRole('link', { name: 'ssh-agent holds 1 key' }).click()
      expect(await calls(page, 'agent.add')).toEqual([
        { ...REF, passphrase: PASSPHRASE, lifetimeSeconds: 3_600 },
      ])
      await page.getByRole('button', { name: 'Take out of the ssh-agent: id_ed25519' }).click()
      await button(page, 'Take out').click()
      await page.getByText('None yet.').waitFor()
      await page.getByRole('link', { name: 'ssh-agent holds 0 keys' }).waitFor()
    })
  })

  test('that does not run is said, with the way to start one', async () => {
    const start = {
      kind: 'copy',
      label: 'Start one in a terminal',
      text: 'eval "$(ssh-agent)"',
    } as const
    const agent = {
      state: 'not-running',
      detail: 'No agent answers.',
      identities: [],
      start,
    } as const
    await withKeys(host, { keys: [ED25519], agent }, async (page) => {
      await button(page, 'Add to ssh-agent…').click()
      await page.getByText('No ssh-agent to add it to').waitFor()
      await page.getByText('eval "$(ssh-agent)"').waitFor()
      expect(await button(page, 'Add to ssh-agent').isDisabled()).toBe(true)
    })
  })
})

test('a new key begins at its name', async () => {
  await withKeys(host, { keys: [ED25519] }, async (page) => {
    await button(page, 'New key').click()
    await page.waitForFunction(() => document.activeElement?.matches('input[required]'))
    await page.keyboard.press('Control+a')
    await page.keyboard.type('id_first')
    expect(await page.getByLabel('File name').inputValue()).toBe('id_first')
  })
})

test('a slow key says what it is doing, and can be cancelled', async () => {
  await withKeys(host, { keys: [ED25519], workMs: 20_000 }, async (page) => {
    await button(page, 'New key').click()
    await page.getByText('Advanced: kind of key').click()
    await page.getByLabel('Kind').selectOption('rsa-other')
    await page.getByLabel('Size in bits').fill('16384')
    await button(page, 'Make the key').click()
    await page.getByText('Looking for two large primes for 16384 bits…').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('Looking for two large primes').waitFor({ state: 'detached' })
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await calls(page, 'keys.generate')).toEqual([
      expect.objectContaining({ type: 'rsa', bits: 16_384 }),
    ])
  })
})
