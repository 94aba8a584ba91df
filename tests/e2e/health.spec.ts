/** Permissions as a person meets them: found by ssh's own rules, shown, repaired, and undone. */

import { execFileSync } from 'node:child_process'
import { chmod, mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './support/keypilot.ts'

test.skip(process.platform === 'win32', 'file modes are a Unix matter')

test('everything that ssh refuses is shown, repaired together, and brought back', async ({
  keypilot,
  throwaway,
}) => {
  const { page } = keypilot
  const { sshDir } = throwaway
  await mkdir(sshDir, { recursive: true, mode: 0o700 })
  const names = ['id_ed25519', 'second']
  for (const name of names) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', join(sshDir, name)])
    await chmod(join(sshDir, name), 0o644)
  }
  const modes = () =>
    Promise.all(names.map(async (name) => (await stat(join(sshDir, name))).mode & 0o777))

  await page.getByRole('link', { name: 'Health' }).click()
  const card = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'File permissions' }) })
  await expect(card).toContainText('2 files that ssh refuses')
  await expect(card).toContainText('ssh will ignore this key and ask for a password')
  await card.getByRole('button', { name: 'Repair all…' }).click()
  const dialog = page.getByRole('dialog')
  for (const name of names) await expect(dialog).toContainText(`chmod 600 '${join(sshDir, name)}'`)
  expect(await modes()).toEqual([0o644, 0o644])
  await dialog.getByRole('button', { name: 'Repair', exact: true }).click()
  await expect(dialog).toContainText('Repaired, and checked again')
  expect(await modes()).toEqual([0o600, 0o600])
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(card).toContainText('ssh accepts all of them')

  const undo = page
    .locator('section')
    .filter({ has: page.getByRole('heading', { name: 'Earlier changes' }) })
  await undo.getByRole('button', { name: 'Show changes…' }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Put back/ })
    .first()
    .click()
  await expect.poll(modes).toEqual([0o644, 0o644])
  await page.keyboard.press('Escape')
  await expect(card).toContainText('2 files that ssh refuses')
})

test('a plan that no longer fits changes nothing', async ({ keypilot, throwaway }) => {
  const { page } = keypilot
  const { sshDir } = throwaway
  await mkdir(sshDir, { recursive: true, mode: 0o700 })
  const key = join(sshDir, 'id_ed25519')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  await chmod(key, 0o644)
  await page.getByRole('link', { name: 'Health' }).click()
  await page.getByRole('button', { name: 'Show what will change…' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('mode 0644')
  await chmod(key, 0o666)
  await dialog.getByRole('button', { name: 'Repair', exact: true }).click()
  await expect(dialog).toContainText(/changed/i)
  expect((await stat(key)).mode & 0o777).toBe(0o666)
})
