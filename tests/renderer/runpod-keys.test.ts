/** The keys of the RunPod account in Chromium: every change is shown, written, and can be taken back. */

import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dialog } from './support/connections-page.ts'
import { CONFIRM_WORD } from './support/fake-account-keys.ts'
import { ED25519 } from './support/fake-data.ts'
import { BROKEN_KEY, OTHER_KEY, OWN_KEY } from './support/fake-runpod-data.ts'
import { button, calls, focusOf, violations } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'
import { accountKeyRows, connected, RUNPOD_FULL, withRunpod } from './support/runpod-page.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

async function write(page: Page): Promise<void> {
  await dialog(page).getByRole('button', { name: 'Write to RunPod' }).click()
  await dialog(page).waitFor({ state: 'detached' })
}

test('each key has its comment, type, fingerprint and pair, and its faults', async () => {
  const keys = [OWN_KEY, OTHER_KEY, BROKEN_KEY]
  await withRunpod(host, connected({ keys }), 'account', async (page) => {
    const rows = accountKeyRows(page)
    await expect.poll(() => rows.count()).toBe(3)
    const texts = await rows.allTextContents()
    expect(texts[0]).toContain('ada@laptop')
    expect(texts[0]).toContain('ssh-ed25519 · your key id_ed25519')
    expect(texts[0]).toContain(ED25519.id)
    expect(texts[1]).toContain('not on this computer')
    expect(texts[2]).toContain('The type at the beginning is missing')
  })
})

describe('publishing', () => {
  test('shows what is new and what stays before anything is written, and can be undone', async () => {
    await withRunpod(host, connected({ keys: [OTHER_KEY] }), 'account', async (page) => {
      await button(page, 'Publish a key…').click()
      const changes = dialog(page).getByRole('list', { name: 'What changes on RunPod' })
      await changes.getByText('ada@laptop').waitFor()
      const lines = await changes.getByRole('listitem').allTextContents()
      expect(lines.map((line) => line.trim().split('ssh-')[0])).toEqual([
        expect.stringMatching(/^\+ new.*ada@laptop/),
        expect.stringMatching(/^stays.*grace@desktop/),
      ])
      expect(await calls(page, 'runpod.applyKeys')).toEqual([])
      await write(page)
      await expect.poll(() => accountKeyRows(page).count()).toBe(2)
      await focusOf(page).toBe('Publish a key…')
      expect(await calls(page, 'runpod.applyKeys')).toEqual([
        { change: { kind: 'publish', keyId: ED25519.id }, planId: expect.any(String) },
      ])
      await page.getByRole('button', { name: 'Undo' }).click()
      await expect.poll(() => accountKeyRows(page).count()).toBe(1)
      expect(await calls(page, 'runpod.applyKeys')).toMatchObject([
        {},
        { change: { kind: 'restore', backup: 'b1' } },
      ])
    })
  })

  test('a key that is there already changes nothing, and nothing is written', async () => {
    await withRunpod(host, connected({ keys: [OWN_KEY] }), 'account', async (page) => {
      await button(page, 'Publish a key…').click()
      await dialog(page).getByText('RunPod has it like this already').waitFor()
      await dialog(page).getByRole('button', { name: 'Done' }).click()
      await dialog(page).waitFor({ state: 'detached' })
      expect(await calls(page, 'runpod.applyKeys')).toEqual([])
    })
  })

  test('a pasted private key leaves the box and is sent nowhere', async () => {
    await withRunpod(host, connected(), 'account', async (page) => {
      await button(page, 'Publish a key…').click()
      await dialog(page).getByRole('radio', { name: 'A pasted line' }).check()
      const box = dialog(page).getByLabel('Public key', { exact: true })
      await box.fill('-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA')
      await page.getByText('That was a private key.').waitFor()
      expect(await box.inputValue()).toBe('')
      await box.fill('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA lab')
      await dialog(page).getByRole('list', { name: 'What changes on RunPod' }).waitFor()
      expect(JSON.stringify(await calls(page, 'runpod.planKeys'))).not.toContain('b3Blb')
    })
  })

  test('to an empty account it is undone only after the word', async () => {
    await withRunpod(host, connected({ keys: [] }), 'account', async (page) => {
      await page.getByText('There is no key on RunPod yet.').waitFor()
      await button(page, 'Publish a key…').click()
      await write(page)
      await page.getByRole('button', { name: 'Undo' }).click()
      await dialog(page).getByText('No key would be left on RunPod').waitFor()
      expect((await calls(page, 'runpod.applyKeys')).length).toBe(1)
      await dialog(page)
        .getByLabel(/To go on/)
        .fill(CONFIRM_WORD)
      await write(page)
      await page.getByText('There is no key on RunPod yet.').waitFor()
    })
  })
})

describe('removing', () => {
  test('the last key needs a typed word', async () => {
    await withRunpod(host, connected({ keys: [OWN_KEY] }), 'account', async (page) => {
      await button(page, 'Remove: ada@laptop').click()
      await dialog(page).getByText('No key would be left on RunPod').waitFor()
      const go = dialog(page).getByRole('button', { name: 'Write to RunPod' })
      expect(await go.isDisabled()).toBe(true)
      await dialog(page)
        .getByLabel(/To go on/)
        .fill('something else')
      expect(await go.isDisabled()).toBe(true)
      await dialog(page)
        .getByLabel(/To go on/)
        .fill(CONFIRM_WORD)
      await write(page)
      await page.getByText('There is no key on RunPod yet.').waitFor()
      expect(await calls(page, 'runpod.applyKeys')).toMatchObject([{ confirmWord: CONFIRM_WORD }])
    })
  })

  test('Esc leaves everything as it is, and the focus returns', async () => {
    await withRunpod(host, connected({ keys: [OWN_KEY, OTHER_KEY] }), 'account', async (page) => {
      await button(page, 'Remove: grace@desktop').click()
      await dialog(page).getByText('goes').waitFor()
      await page.keyboard.press('Escape')
      await dialog(page).waitFor({ state: 'detached' })
      await focusOf(page).toBe('Remove…')
      expect(await calls(page, 'runpod.applyKeys')).toEqual([])
    })
  })

  test('of 200 keys those that stay are folded away', async () => {
    const many = Array.from({ length: 200 }, (_, index) => ({
      ...OTHER_KEY,
      text: `${OTHER_KEY.text}${index}`,
      comment: `key ${index}`,
    }))
    await withRunpod(host, connected({ keys: [...many, OWN_KEY] }), 'account', async (page) => {
      await button(page, 'Remove: ada@laptop').click()
      await dialog(page).getByText('200 other keys stay exactly as they are').waitFor()
      const changes = dialog(page).getByRole('list', { name: 'What changes on RunPod' })
      expect(await changes.getByRole('listitem').count()).toBe(1)
    })
  })
})

test('a repair shows the line before and after', async () => {
  await withRunpod(host, connected({ keys: [OWN_KEY, BROKEN_KEY] }), 'account', async (page) => {
    await button(page, 'Repair all…').click()
    const text = dialog(page).getByRole('list', { name: 'What changes on RunPod' })
    await text.getByText(BROKEN_KEY.repaired?.[0] ?? '', { exact: true }).waitFor()
    expect(await text.textContent()).toContain(`Now${BROKEN_KEY.text}After`)
    await write(page)
    await page.getByText('The type at the beginning is missing').waitFor({ state: 'detached' })
    expect(await button(page, 'Repair all…').count()).toBe(0)
  })
})

test('earlier keys are put back from the list of backups', async () => {
  await withRunpod(host, connected({ keys: [OWN_KEY, OTHER_KEY] }), 'account', async (page) => {
    await button(page, 'Remove: grace@desktop').click()
    await write(page)
    await button(page, 'Earlier keys…').click()
    await dialog(page).getByText('Before: Remove 1 key').waitFor()
    expect(await violations(page, '[role=dialog]')).toEqual([])
    await dialog(page)
      .getByRole('button', { name: /^Put back the keys of/ })
      .click()
    await dialog(page).getByText('new').waitFor()
    await write(page)
    await expect.poll(() => accountKeyRows(page).count()).toBe(2)
  })
})

test('a change of the keys meanwhile, or an unknown outcome, is looked at again', async () => {
  const errors = {
    'runpod.applyKeys': {
      code: 'outcome-unknown',
      message: 'The answer was lost. Look again before you write once more.',
      times: 1,
    },
  } as const
  await withRunpod(host, connected({ keys: [OTHER_KEY], errors }), 'account', async (page) => {
    await button(page, 'Publish a key…').click()
    await dialog(page).getByRole('button', { name: 'Write to RunPod' }).click()
    await dialog(page).getByText('Look again before going on').waitFor()
    await dialog(page).getByRole('button', { name: 'Look again' }).click()
    await write(page)
    await expect.poll(() => accountKeyRows(page).count()).toBe(2)
    expect((await calls(page, 'runpod.planKeys')).length).toBe(2)
  })
})

const RUNPOD_DIALOGS: readonly (readonly [press: string, until: string])[] = [
  ['Publish a key…', 'RunPod has it like this already'],
  ['Repair all…', 'After'],
  ['Remove: grace@desktop', 'goes'],
  ['Earlier keys…', 'There are none'],
  ['Remove API key…', 'Remove the API key from Keypilot?'],
]

test.each(['light', 'dark'] as const)(
  'axe finds nothing in the dialogs of the RunPod account in %s',
  async (colorScheme) => {
    const action = async (page: Page) => {
      for (const [press, until] of RUNPOD_DIALOGS) {
        await button(page, press).click()
        const open = page.locator('[role=dialog], [role=alertdialog]')
        await open.getByText(until).first().waitFor()
        expect(await violations(page, '[role=dialog], [role=alertdialog]')).toEqual([])
        await page.keyboard.press('Escape')
        await open.waitFor({ state: 'detached' })
      }
    }
    await withRunpod(host, RUNPOD_FULL, 'account', action, { colorScheme })
  },
)
