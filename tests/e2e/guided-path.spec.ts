/** The main job: a person with no key ends logged in to a real sshd. */

import { spawnSync } from 'node:child_process'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startRunPodProxy, startSshd } from '../support/servers/index.ts'
import { walkGuidedPath } from './support/guided-path.ts'
import { expect, test } from './support/keypilot.ts'
import { SetupPage } from './support/setup-page.ts'

test('from an empty ssh folder to a green test', async ({ keypilot, throwaway }) => {
  await walkGuidedPath(keypilot, throwaway)
  const mode = async (name: string) => (await stat(join(throwaway.sshDir, name))).mode & 0o777
  expect(await mode('.')).toBe(0o700)
  expect(await mode('id_ed25519')).toBe(0o600)
  expect(await mode('id_ed25519.pub')).toBe(0o644)
})

test('what was proven is still shown after a restart', async ({ keypilot, throwaway }) => {
  const { page } = keypilot
  const setup = new SetupPage(page)
  const publicLine = await setup.makeKey(throwaway)
  await setup.pasteBack(publicLine)
  await setup.expectPasteAccepted()
  await page.reload()
  await expect(setup.step('key')).toContainText('id_ed25519 · SHA256:')
  await expect(setup.step('publish')).toContainText('Your key is in RunPod’s field')
})

test("RunPod's proxy counts as a login", async ({ keypilot, throwaway }) => {
  const setup = new SetupPage(keypilot.page)
  const publicLine = await setup.makeKey(throwaway)
  const proxy = await startRunPodProxy({ authorizedKeys: [publicLine] })
  try {
    await setup.enterCommand(`ssh ${proxy.user}@127.0.0.1 -p ${proxy.port}`)
    await setup.startTest()
    await setup.acceptHostKey()
    await setup.expectFinished()
  } finally {
    await proxy.stop()
  }
})

test('a passphrase is asked for, and is nowhere afterwards', async ({ keypilot, throwaway }) => {
  const passphrase = 'canary-velvet-otter-41'
  const { page } = keypilot
  const setup = new SetupPage(page)
  const publicLine = await setup.makeKey(throwaway, passphrase)
  const sshd = await startSshd({ authorizedKeys: [publicLine] })
  try {
    await setup.enterCommand(`ssh ${sshd.user}@127.0.0.1 -p ${sshd.port}`)
    await setup.startTest()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Passphrase', { exact: true }).fill('wrong')
    await dialog.getByRole('button', { name: /test/i }).click()
    await expect(setup.failure().first()).toContainText(/passphrase/i)
    await setup.startTest()
    await page.getByRole('dialog').getByLabel('Passphrase', { exact: true }).fill(passphrase)
    await page.getByRole('dialog').getByRole('button', { name: /test/i }).click()
    await setup.acceptHostKey()
    const again = page.getByRole('dialog').getByLabel('Passphrase', { exact: true })
    const finished = page.getByRole('heading', { name: 'You can log in now' })
    await expect(again.or(finished).first()).toBeVisible()
    if (await again.isVisible()) {
      await again.fill(passphrase)
      await page.getByRole('dialog').getByRole('button', { name: /test/i }).click()
    }
    await setup.expectFinished()
    expect(await page.content()).not.toContain(passphrase)
    const files = spawnSync('grep', ['-rl', passphrase, throwaway.home], { encoding: 'utf8' })
    expect(files.stdout).toBe('')
  } finally {
    await sshd.stop()
  }
})

test('a taken name is never overwritten', async ({ keypilot, throwaway }) => {
  await mkdir(throwaway.sshDir, { recursive: true, mode: 0o700 })
  await writeFile(join(throwaway.sshDir, 'id_ed25519'), 'not a key, but mine\n', { mode: 0o600 })
  // The page's session begins while it loads; a reload before that would end it.
  await expect(keypilot.page.getByRole('button', { name: 'Make the key' })).toBeVisible()
  await keypilot.page.reload()
  const name = keypilot.page.getByLabel('File name', { exact: true })
  await expect(name).not.toHaveValue('id_ed25519')
  await name.fill('id_ed25519')
  await keypilot.page.getByRole('button', { name: 'Make the key' }).click()
  await expect(keypilot.page.getByText(/already/i).first()).toBeVisible()
  expect(await readFile(join(throwaway.sshDir, 'id_ed25519'), 'utf8')).toBe('not a key, but mine\n')
})
