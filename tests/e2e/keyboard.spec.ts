/** From an empty ssh folder to a login, and the usual work after it, without a mouse. */

import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startSshd } from '../support/servers/index.ts'
import { test as inFullWorld, show } from './support/full-world.ts'
import { press, tabTo, unseenFocus } from './support/keyboard.ts'
import { expect, test } from './support/keypilot.ts'

test('the guided path, then a new name and a theme', async ({ keypilot: { page }, throwaway }) => {
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
  const typeInto = async (label: string, text: string) => {
    await tabTo(page, page.getByLabel(label))
    await page.keyboard.insertText(text)
  }
  await press(page, button('Make the key'))
  await expect(page.locator('button[aria-controls="step-publish"]')).toBeFocused()
  const line = (await readFile(join(throwaway.sshDir, 'id_ed25519.pub'), 'utf8')).trim()
  await typeInto('What is in RunPod’s SSH Public Keys field now', line)
  await expect(page.locator('button[aria-controls="step-pod"]')).toBeFocused()
  await press(page, button('Go to the command'), 'Space')
  await expect(page.locator('button[aria-controls="step-command"]')).toBeFocused()

  const sshd = await startSshd({ authorizedKeys: [line] })
  try {
    const command = `ssh ${sshd.user}@127.0.0.1 -p ${sshd.port}`
    await typeInto('What RunPod shows on the pod’s Connect tab', command)
    await expect(button('Check that it answers')).toBeEnabled()
    await press(page, button('Check that it answers'))
    await expect(page.locator('button[aria-controls="step-test"]')).toBeFocused()
    await press(page, button('Test the connection'))
    await press(page, button(/: remember it$/))
    await expect(page.getByRole('heading', { name: 'You can log in now' })).toBeFocused()
  } finally {
    await sshd.stop()
  }

  const screen = (name: string) => page.getByRole('link', { name, exact: true })
  await tabBackTo(page, screen('Keys'))
  await page.keyboard.press('Enter')
  await expect(page.locator('h1')).toBeFocused()
  await press(page, button('Rename…'))
  await expect(page.getByLabel('New name')).toBeFocused()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText('runpod_key')
  await expect(page.getByRole('dialog')).toContainText(join(throwaway.sshDir, 'runpod_key.pub'))
  await page.keyboard.press('Enter')
  await expect(page.locator('#key-name')).toHaveText('runpod_key')
  expect(await readdir(throwaway.sshDir)).toContain('runpod_key')

  await tabBackTo(page, screen('Settings'))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('radio', { name: 'System' }))
  await page.keyboard.press('ArrowRight')
  await expect(page.getByRole('radio', { name: 'Light' })).toBeFocused()
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  expect(await unseenFocus(page)).toBe('')
})

async function tabBackTo(page: Parameters<typeof tabTo>[0], target: Parameters<typeof tabTo>[1]) {
  for (let presses = 0; presses < 120; presses += 1) {
    if (await target.evaluate((node) => node === document.activeElement)) return
    await page.keyboard.press('Shift+Tab')
  }
  throw new Error('not reached with Shift+Tab')
}

/** More than any screen of this world has; Help has a stop for each cause. */
const MAX_STOPS = 160

inFullWorld(
  'on every screen each stop of the Tab key is seen, and none is a trap',
  async ({ keypilot: { page }, places }) => {
    for (const place of places) {
      await show(page, place)
      await page.locator('h1').focus()
      let stops = 0
      for (; stops < MAX_STOPS; stops += 1) {
        await page.keyboard.press('Tab')
        const unseen = await unseenFocus(page)
        if (unseen === null) break
        expect.soft(unseen, place[0]).toBe('')
      }
      expect(stops, place[0]).toBeGreaterThan(2)
      expect(stops, `${place[0]}: the end is reached`).toBeLessThan(MAX_STOPS)
    }
  },
)
