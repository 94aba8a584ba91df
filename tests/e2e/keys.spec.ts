/** Managing keys as a person does: import, repair, rename, remove and undo, with real files. */

import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright/test'
import { answerConfirmation } from './support/confirmation.ts'
import { expect, test } from './support/keypilot.ts'
import type { Throwaway } from './support/throwaway.ts'

const PASSPHRASE = 'seven green bottles'

async function openKeys(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Keys', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Keys', level: 1 })).toBeVisible()
}

/** A key made by the real tool, whose files the app has to notice by itself. */
async function makeKey(
  throwaway: Throwaway,
  name: string,
  comment = 'sam@laptop',
): Promise<string> {
  await mkdir(throwaway.sshDir, { recursive: true, mode: 0o700 })
  const path = join(throwaway.sshDir, name)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', path])
  return path
}

function publicLine(path: string): string {
  return execFileSync('ssh-keygen', ['-y', '-f', path], { encoding: 'utf8' }).trim()
}

function row(page: Page, name: string): Locator {
  return page.locator('main li').filter({ hasText: name }).first()
}

/** The open dialog; short news in the corner has that role too. */
function dialogOf(page: Page): Locator {
  return page.locator('[role="dialog"]:not([aria-modal="false"])')
}

async function choose(page: Page, name: string): Promise<void> {
  await row(page, name).getByRole('link').click()
  await expect(page.locator('#key-name')).toHaveText(name)
}

test('keys that other programs make and remove appear and go by themselves', async ({
  keypilot,
  throwaway,
}) => {
  const { page } = keypilot
  await openKeys(page)
  await expect(page.getByText('No key yet')).toBeVisible()
  await makeKey(throwaway, 'from_outside')
  await expect(row(page, 'from_outside')).toBeVisible()
  execFileSync('rm', [
    join(throwaway.sshDir, 'from_outside'),
    join(throwaway.sshDir, 'from_outside.pub'),
  ])
  await expect(page.getByText('No key yet')).toBeVisible()
})

test('a PuTTY key is looked at, unlocked, imported, and works in ssh-keygen', async ({
  keypilot,
  throwaway,
}) => {
  test.skip(process.platform === 'win32', 'puttygen is made for Unix here')
  const { page } = keypilot
  const secret = join(throwaway.home, 'passphrase')
  await writeFile(secret, PASSPHRASE)
  const ppk = join(throwaway.home, 'work.ppk')
  execFileSync('puttygen', [
    '-q',
    '-t',
    'ed25519',
    '-C',
    'from putty',
    '-o',
    ppk,
    '--new-passphrase',
    secret,
  ])
  await openKeys(page)
  await page.getByRole('button', { name: 'Import a key' }).click()
  await page.locator('input[type="file"]').setInputFiles(ppk)
  const dialog = dialogOf(page)
  const field = dialog.getByLabel(/passphrase/i).first()
  await field.fill('not this one')
  await dialog.getByRole('button', { name: /unlock|go on|open/i }).click()
  await expect(dialog.getByRole('alert')).toContainText(/does not|wrong/i)
  expect(await readdir(throwaway.sshDir).catch(() => [])).toEqual([])
  await field.fill(PASSPHRASE)
  await dialog.getByRole('button', { name: /unlock|go on|open/i }).click()
  await expect(dialog).toContainText('PuTTY')
  await dialog.getByLabel('Name in your ssh folder').fill('work')
  await dialog.getByRole('button', { name: 'Import', exact: true }).click()
  await expect(page.locator('#key-name')).toHaveText('work')
  const expected = execFileSync('puttygen', [ppk, '-O', 'public-openssh'], { encoding: 'utf8' })
  const written = await readFile(join(throwaway.sshDir, 'work.pub'), 'utf8')
  expect(written.trim()).toBe(expected.trim())
  expect((await stat(join(throwaway.sshDir, 'work'))).mode & 0o777).toBe(0o600)
  const askpass = join(throwaway.home, 'askpass')
  await writeFile(askpass, `#!/bin/sh\necho '${PASSPHRASE}'\n`, { mode: 0o700 })
  const opened = execFileSync('ssh-keygen', ['-y', '-f', join(throwaway.sshDir, 'work')], {
    encoding: 'utf8',
    env: { ...throwaway.env, SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force' },
  })
  expect(expected).toContain(opened.trim().split(' ')[1])
})

test('a damaged key is repaired as shown, and the original can be brought back', async ({
  keypilot,
  throwaway,
}) => {
  const { page } = keypilot
  const path = await makeKey(throwaway, 'from_windows')
  const line = publicLine(path)
  const damaged = (await readFile(path, 'latin1')).replaceAll('\n', '\r\n')
  await writeFile(path, damaged, 'latin1')
  await openKeys(page)
  await choose(page, 'from_windows')
  await expect(page.locator('main')).toContainText('The key file has Windows line endings')
  await page
    .locator('main')
    .getByRole('button', { name: /repair/i })
    .first()
    .click()
  const dialog = dialogOf(page)
  await expect(dialog).toContainText(path)
  await dialog.getByRole('button', { name: 'Repair', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(page.locator('main')).not.toContainText('Windows line endings')
  expect(publicLine(path)).toBe(line)
  await page.getByRole('button', { name: 'Earlier changes' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Put back/ })
    .first()
    .click()
  await expect.poll(() => readFile(path, 'latin1')).toBe(damaged)
})

test('a key gets another name, and the ssh config follows', async ({ keypilot, throwaway }) => {
  const { page } = keypilot
  const path = await makeKey(throwaway, 'old_name')
  const config = join(throwaway.sshDir, 'config')
  const before = `# mine\nHost pod  # rented\n\tIdentityFile ${path} # key\n`
  await writeFile(config, before, { mode: 0o600 })
  await openKeys(page)
  await choose(page, 'old_name')
  await page.getByRole('button', { name: 'Rename…' }).click()
  const dialog = dialogOf(page)
  await dialog.getByLabel('New name').fill('runpod key')
  await expect(dialog).toContainText(`${config}, line 3`)
  await dialog.getByLabel('New name').fill('runpod_key')
  await expect(dialog).toContainText(join(throwaway.sshDir, 'runpod_key.pub'))
  await dialog.getByRole('button', { name: 'Rename', exact: true }).click()
  await expect(page.locator('#key-name')).toHaveText('runpod_key')
  expect(await readFile(config, 'utf8')).toBe(before.replace('old_name', 'runpod_key'))
  expect((await readdir(throwaway.sshDir)).sort()).toEqual([
    'config',
    'runpod_key',
    'runpod_key.pub',
  ])
  await page.getByRole('button', { name: 'Undo' }).click()
  // The old names are there before the staged copies are swept away.
  await expect
    .poll(async () => (await readdir(throwaway.sshDir)).sort())
    .toEqual(['config', 'old_name', 'old_name.pub'])
  expect(await readFile(config, 'utf8')).toBe(before)
})

test('a key is removed only after its name and a yes, and comes back byte for byte', async ({
  keypilot,
  throwaway,
}) => {
  const { page } = keypilot
  const path = await makeKey(throwaway, 'github')
  await chmod(path, 0o400)
  const bytes = await readFile(path)
  await openKeys(page)
  await choose(page, 'github')
  await page.getByRole('button', { name: 'Remove…' }).click()
  const dialog = dialogOf(page)
  const remove = dialog.getByRole('button', { name: 'Remove this key' })
  await expect(remove).toBeDisabled()
  await dialog.getByLabel(/type the key’s name/).fill('githu')
  await expect(remove).toBeDisabled()
  await dialog.getByLabel(/type the key’s name/).fill('github')
  await answerConfirmation(keypilot, /remove/i, false, () => remove.click())
  expect((await readdir(throwaway.sshDir)).sort()).toEqual(['github', 'github.pub'])
  await answerConfirmation(keypilot, /remove/i, true, () => remove.click())
  await expect(page.getByText('No key yet')).toBeVisible()
  expect(await readdir(throwaway.sshDir)).toEqual([])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(row(page, 'github')).toBeVisible()
  expect(await readFile(path)).toEqual(bytes)
  expect((await stat(path)).mode & 0o777).toBe(0o400)
})

test('a passphrase is added, and asked for by ssh-keygen afterwards', async ({
  keypilot,
  throwaway,
}) => {
  const { page } = keypilot
  const path = await makeKey(throwaway, 'open_key')
  await openKeys(page)
  await choose(page, 'open_key')
  await page.getByRole('button', { name: 'Add a passphrase…' }).click()
  const dialog = dialogOf(page)
  const fields = dialog.locator('input[type="password"]')
  await fields.nth(0).fill(PASSPHRASE)
  await fields.nth(1).fill(PASSPHRASE)
  await dialog.locator('button[type="submit"]').click()
  await expect(dialog).toBeHidden({ timeout: 30_000 })
  await expect(page.getByRole('button', { name: 'Change passphrase…' })).toBeVisible()
  const asked = () =>
    execFileSync('ssh-keygen', ['-y', '-f', path], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...throwaway.env, SSH_ASKPASS: '/bin/false', SSH_ASKPASS_REQUIRE: 'force' },
    })
  expect(asked).toThrow()
})
