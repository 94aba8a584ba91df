/** Not a test: walks the app and writes docs/screenshots, every screen in light and dark. */

import { execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright/test'
import { test } from '../e2e/support/keypilot.ts'
import { SetupPage } from '../e2e/support/setup-page.ts'
import { startSshd } from '../support/servers/index.ts'

const folder = resolve(import.meta.dirname, '../../docs/screenshots')
const SCREENS = ['Keys', 'Connections', 'Health', 'RunPod', 'Settings']

test('every screen, light and dark', async ({ keypilot, throwaway }) => {
  test.setTimeout(240_000)
  mkdirSync(folder, { recursive: true })
  const { page } = keypilot
  const setup = new SetupPage(page)
  await page.getByLabel('Comment', { exact: true }).fill('me@laptop')
  await shoot(page, 'setup-1-key')
  const line = await setup.makeKey(throwaway)
  await shoot(page, 'setup-2-public-key')
  await setup.pasteBack(
    execFileSync('ssh-keygen', ['-lf', join(throwaway.sshDir, 'id_ed25519.pub')], {
      encoding: 'utf8',
    }),
  )
  await page.getByText('This is a fingerprint, not the key').first().waitFor()
  await shoot(page, 'setup-2-fingerprint-pasted')
  await setup.pasteBack(line)
  await setup.expectPasteAccepted()
  await shoot(page, 'setup-3-pod')
  const sshd = await startSshd({ authorizedKeys: [] })
  try {
    await setup.enterCommand(`$ ssh ${sshd.user}@127.0.0.1:${sshd.port} -i ~/.ssh/id_ed25519`)
    await setup.openStep('command')
    await shoot(page, 'setup-4-command')
    await setup.startTest()
    await page.getByRole('button', { name: /remember it/ }).waitFor()
    await shoot(page, 'setup-5-host-key')
    await setup.acceptHostKey()
    await page.getByRole('heading', { name: /refused|not accept/i }).waitFor()
    await shoot(page, 'setup-5-key-refused')
    await sshd.authorize(line)
    await setup.startTest()
    await setup.expectFinished()
    await shoot(page, 'setup-finished')
    for (const name of SCREENS) {
      await page
        .getByRole('link', { name, exact: true })
        .or(page.getByRole('button', { name, exact: true }))
        .first()
        .click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await shoot(page, name.toLowerCase())
    }
  } finally {
    await sshd.stop()
  }
})

async function shoot(page: Page, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // Toasts and live messages come and go; a picture shows what stays.
    await page.waitForTimeout(400)
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) })
  }
}
