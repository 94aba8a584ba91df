/** Not a test: walks the app and writes docs/screenshots, every screen in light and dark. */

import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright/test'
import { ConnectionsPage } from '../e2e/support/connections-page.ts'
import { test } from '../e2e/support/keypilot.ts'
import { SetupPage } from '../e2e/support/setup-page.ts'
import { startSshd } from '../support/servers/index.ts'
import { shoot } from './shoot.ts'

const SCREENS = ['Keys', 'Connections', 'Health', 'Help', 'Settings']

test('every screen, light and dark', async ({ keypilot, throwaway }) => {
  test.setTimeout(240_000)
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
    furnish(throwaway.sshDir)
    for (const name of SCREENS) {
      await page
        .getByRole('link', { name, exact: true })
        .or(page.getByRole('button', { name, exact: true }))
        .first()
        .click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
      await shoot(page, name.toLowerCase())
    }
    await shootConnection(page)
    await shootConfig(page)
    await shootDialogs(page)
  } finally {
    await sshd.stop()
  }
})

/** Keys and a config as somebody has them after some years, each with what goes wrong then. */
function furnish(sshDir: string): void {
  const make = (name: string, ...options: string[]) => {
    const path = join(sshDir, name)
    execFileSync('ssh-keygen', ['-q', '-N', '', ...options, '-f', path])
    return path
  }
  make('github', '-t', 'ed25519', '-N', 'only for pictures', '-C', 'me@laptop')
  make('vast', '-t', 'ecdsa', '-b', '256', '-C', 'vast.ai')
  chmodSync(make('university', '-t', 'rsa', '-b', '4096', '-C', 'me@university'), 0o644)
  const damaged = make('from-windows', '-t', 'ed25519', '-C', 'me@desktop')
  writeFileSync(damaged, readFileSync(damaged, 'latin1').replaceAll('\n', '\r\n'))
  const lines = ['Host github.com', '  IdentityFile ~/.ssh/github', 'Host lab # do not touch']
  writeFileSync(
    join(sshDir, 'config'),
    `${[...lines, '  IdentityFile ~/.ssh/university'].join('\n')}\n`,
  )
}

/** A saved connection, tested, and the lines that would give it a name for ssh. */
async function shootConnection(page: Page): Promise<void> {
  const connections = new ConnectionsPage(page)
  await connections.open()
  // Setup's test has saved it.
  await page.locator('main li').first().getByRole('link').click()
  await connections.startTest()
  await connections.expectLoggedIn()
  await shoot(page, 'connection')
  await connections
    .card('Short name for ssh')
    .getByRole('button', { name: 'Show the lines to write…' })
    .click()
  await connections.dialog().getByText('IdentitiesOnly yes').first().waitFor()
  await shoot(page, 'connection-entry')
  // Not written: the message of that would stand over the next picture.
  await page.keyboard.press('Escape')
  await connections.dialog().waitFor({ state: 'hidden' })
}

async function shootConfig(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'SSH config', exact: true }).click()
  await page.getByLabel('Name or address, as you type it after ssh').fill('lab')
  await page.keyboard.press('Enter')
  await page.getByText('Lines that ssh uses').waitFor()
  await shoot(page, 'config')
}

async function shootDialogs(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Keys', exact: true }).click()
  await page.locator('main li').filter({ hasText: 'from-windows' }).getByRole('link').click()
  await page
    .locator('main')
    .getByRole('button', { name: /repair/i })
    .first()
    .click()
  await new ConnectionsPage(page).dialog().waitFor()
  await shoot(page, 'keys-repair')
  await page.keyboard.press('Escape')
  await page.locator('main li').filter({ hasText: 'university' }).getByRole('link').click()
  await page.getByRole('button', { name: 'Rename…' }).click()
  await page.getByLabel('New name').fill('lab')
  await page.getByText('line 4').waitFor()
  await shoot(page, 'keys-rename')
  await page.keyboard.press('Escape')
}
