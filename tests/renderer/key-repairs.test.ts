/** Problems of keys in Chromium: each repair shows what it will change first, and can be taken back. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { KeyPair } from '../../renderer/contract.ts'
import { ED25519 } from './support/fake-data.ts'
import { PASSPHRASE } from './support/fake-keys.ts'
import { hashOf, withKeys } from './support/keys-page.ts'
import { findingOf } from './support/many-findings.ts'
import { FAULTY_KEYS } from './support/many-keys.ts'
import { button, calls, withPage } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

describe('repairs', () => {
  const at = (name: string) => ({ hash: hashOf(`/home/ada/.ssh/${name}`) })

  test('show the plan first, and end with Undo', async () => {
    await withKeys(
      host,
      { keys: FAULTY_KEYS },
      async (page) => {
        await button(page, 'Repair').click()
        await page.getByRole('dialog', { name: 'Line endings as OpenSSH wants them' }).waitFor()
        expect(await calls(page, 'keys.repair')).toEqual([])
        await page.getByRole('dialog').getByRole('button', { name: 'Repair' }).click()
        await page.getByText('from-windows: done as it was shown, and checked.').waitFor()
        await page.getByText('One thing to look at').waitFor({ state: 'detached' })
        // The button that was pressed went away with its problem.
        await page.waitForFunction(() => document.activeElement?.id === 'key-name')
        expect(await calls(page, 'keys.repair')).toEqual([
          expect.objectContaining({ problem: 'crlf', planId: 'repair crlf' }),
        ])
        await button(page, 'Undo').click()
        await page.getByText('One thing to look at').waitFor()
      },
      at('from-windows'),
    )
  })

  test('of a locked key ask for its passphrase', async () => {
    const keys = FAULTY_KEYS.map((key) => ({ ...key, encrypted: true }))
    await withKeys(
      host,
      { keys },
      async (page) => {
        await button(page, 'Repair').click()
        await page.getByLabel('Passphrase of the key', { exact: true }).fill('wrong one')
        await button(page, 'Go on').click()
        await page.getByText('That passphrase does not open this key.').waitFor()
        await page.getByLabel('Passphrase of the key', { exact: true }).fill(PASSPHRASE)
        await button(page, 'Go on').click()
        await page.getByText('7 lines that end with LF').waitFor()
        await page.getByRole('dialog').getByRole('button', { name: 'Repair' }).click()
        await page.getByText('One thing to look at').waitFor({ state: 'detached' })
        expect(await page.content()).not.toContain(PASSPHRASE)
      },
      at('from-windows'),
    )
  })

  test('of permissions show mode, command and what cannot be repaired', async () => {
    const findings = [findingOf('too-open', { id: 'too-open' })]
    await withKeys(
      host,
      { keys: FAULTY_KEYS, findings },
      async (page) => {
        await button(page, 'Make it private').click()
        await page.getByText('mode 0644').waitFor()
        await page.getByText('chmod 0600 /home/ada/.ssh/too-open').waitFor()
        expect(await calls(page, 'permissions.repair')).toEqual([])
        await page.getByRole('dialog').getByRole('button', { name: 'Repair' }).click()
        await page.getByText('Repaired, and checked again').waitFor()
        await button(page, 'Done').click()
        await page.getByRole('dialog').waitFor({ state: 'detached' })
      },
      at('too-open'),
    )
  })

  test('that are controls of this screen open their dialog', async () => {
    await withKeys(
      host,
      { keys: FAULTY_KEYS },
      async (page) => {
        await button(page, 'Rename it').click()
        await page.getByRole('dialog', { name: 'Rename id with spaces' }).waitFor()
      },
      at('id with spaces'),
    )
  })
})

const TRUNCATED: KeyPair = {
  ...ED25519,
  pair: 'unreadable',
  encrypted: null,
  problems: [
    {
      code: 'truncated',
      severity: 'error',
      title: 'A part of the key is missing',
      detail: 'Copy the original file again.',
    },
  ],
}

test('the public half of a key that cannot be read is not offered for RunPod', async () => {
  await withKeys(host, { keys: [TRUNCATED] }, async (page) => {
    await page.getByText('Not for RunPod as it is').waitFor()
    expect(await button(page, 'Copy for RunPod').count()).toBe(0)
  })
})

test('Setup leads from a key that cannot be used to what is wrong with it', async () => {
  await withPage(host, { keys: [TRUNCATED] }, async (page) => {
    await page.getByText('The key on this computer cannot be used as it is.').waitFor()
    await page.getByRole('link', { name: 'See why' }).click()
    await page.getByText('A part of the key is missing').first().waitFor()
  })
})
