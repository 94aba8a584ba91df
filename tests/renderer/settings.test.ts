/** The Settings screen in Chromium: the terminal program and the shell that commands are written for. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Scenario } from './support/fake-bridge.ts'
import { button, calls, violations, withPage } from './support/page-actions.ts'
import { type PageHost, startPageHost } from './support/page-host.ts'

let host: PageHost

beforeAll(async () => {
  host = await startPageHost()
}, 120_000)
afterAll(async () => {
  await host.close()
})

const OWN = { program: 'alacritty', args: ['--title', 'my pod', '-e', '{command}'] }

function withSettings(scenario: Scenario, action: Parameters<typeof withPage>[2]) {
  return withPage(host, scenario, action, { hash: '#/settings' })
}

describe('the terminal program', () => {
  test('one that was found is taken as it is, and back to the first one', async () => {
    await withSettings({ asks: true }, async (page) => {
      const choice = page.getByLabel('Terminal', { exact: true })
      await choice.selectOption({ label: 'xterm' })
      await page.getByText('The next terminal opens with it.').waitFor()
      await expect.poll(() => choice.locator(':checked').textContent()).toBe('xterm')
      await choice.selectOption({ label: 'The first one that is found' })
      await expect
        .poll(() => choice.locator(':checked').textContent())
        .toBe('The first one that is found (gnome-terminal)')
      expect(await calls(page, 'settings.save')).toEqual([
        { terminal: { program: '/usr/bin/xterm', args: ['-e', '{command}'] } },
        { terminal: null },
      ])
    })
  })

  test('one of the person’s own is saved after the host’s question, and not after a no', async () => {
    await withSettings({ asks: true }, async (page) => {
      const choice = page.getByLabel('Terminal', { exact: true })
      await choice.selectOption({ label: 'Another program…' })
      expect(await button(page, 'Use this program').isDisabled()).toBe(true)
      await page.getByLabel('Program', { exact: true }).fill(OWN.program)
      const words = page.getByLabel('Arguments, one on each line')
      expect(await words.inputValue()).toBe('-e\n{command}')
      await words.fill('-e {command}')
      await page.getByText('One line must be {command}').waitFor()
      expect(await button(page, 'Use this program').isDisabled()).toBe(true)
      await words.fill('--title\nmy pod\n-e\n{command}\n')
      expect(await violations(page)).toEqual([])

      await button(page, 'Use this program').click()
      const question = page.getByRole('alertdialog', { name: 'Use alacritty as your terminal?' })
      await question.getByRole('button', { name: 'Cancel' }).click()
      await question.waitFor({ state: 'detached' })
      // What was typed is still there, and nothing calls it a failure.
      expect(await page.getByLabel('Program', { exact: true }).inputValue()).toBe(OWN.program)
      expect(await page.getByText('This could not be saved').count()).toBe(0)

      await button(page, 'Use this program').click()
      await question.getByRole('button', { name: 'Use this program' }).click()
      await expect.poll(() => choice.locator(':checked').textContent()).toBe('alacritty (your own)')
      expect(await calls(page, 'settings.save')).toEqual([{ terminal: OWN }, { terminal: OWN }])

      await choice.selectOption({ label: 'Another program…' })
      expect(await page.getByLabel('Program', { exact: true }).inputValue()).toBe(OWN.program)
      expect(await words.inputValue()).toBe(OWN.args.join('\n'))
    })
  })

  test('what the host says against it is shown', async () => {
    const failing = { 'settings.save': 'There is no program nope that can be run.' }
    await withSettings({ failing }, async (page) => {
      await page.getByLabel('Terminal', { exact: true }).selectOption('other')
      await page.getByLabel('Program', { exact: true }).fill('nope')
      await button(page, 'Use this program').click()
      await page.getByRole('alert').getByText(failing['settings.save']).waitFor()
    })
  })
})

describe('commands are written for', () => {
  const choices = (scenario: Scenario) => {
    let found: readonly string[] = []
    const read: Parameters<typeof withPage>[2] = async (page) => {
      found = await page.getByLabel('Write commands for').locator('option').allTextContents()
    }
    return withSettings(scenario, read).then(() => found)
  }

  test('the shells of this platform', async () => {
    expect(await choices({})).toEqual([
      'The usual one here (bash, zsh or fish)',
      'bash, zsh or fish',
      'PowerShell',
    ])
    expect(await choices({ system: { platform: 'win32', defaultShell: 'powershell' } })).toEqual([
      'The usual one here (PowerShell)',
      'PowerShell',
      'Command Prompt',
      'WSL',
      'Git Bash',
    ])
  })
})

describe('new versions', () => {
  const newer = { state: 'newer', installed: '0.1.0', latest: '0.2.0' } as const

  test('nobody is asked until the box is ticked, and then once', async () => {
    await withSettings({ update: newer }, async (page) => {
      const box = page.getByLabel('Tell me here when there is a new version')
      await box.waitFor()
      expect(await box.isChecked()).toBe(false)
      expect(await calls(page, 'system.checkForUpdate')).toEqual([])
      await box.click()
      await page.getByText('There is a new version, 0.2.0. You have 0.1.0.').waitFor()
      await button(page, 'See what is new').click()
      expect(await calls(page, 'settings.save')).toEqual([{ checkForUpdates: true }])
      expect(await calls(page, 'system.checkForUpdate')).toEqual([{}])
      expect(await calls(page, 'system.openLink')).toEqual([{ link: 'releases' }])
      expect(await violations(page)).toEqual([])
      await box.click()
      await page.getByText(/^There is a new version/).waitFor({ state: 'detached' })
    })
  })

  test('what is not known is said, and can be asked again', async () => {
    const detail = 'GitHub could not be reached.'
    const update = { state: 'unknown', installed: '0.1.0', detail } as const
    await withSettings({ update, settings: { checkForUpdates: true } }, async (page) => {
      await page.getByRole('status').getByText(detail).waitFor()
      await button(page, 'Ask again').click()
      await expect.poll(async () => (await calls(page, 'system.checkForUpdate')).length).toBe(2)
    })
  })
})
