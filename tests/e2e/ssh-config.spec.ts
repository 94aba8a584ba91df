/** The SSH config screen: faults found, shown, repaired and undone; what ssh makes of a host. */

import { spawnSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright/test'
import { startSshd } from '../support/servers/index.ts'
import { answerConfirmation } from './support/confirmation.ts'
import { expect, test } from './support/keypilot.ts'
import { makeKey } from './support/real-ssh.ts'
import type { Throwaway } from './support/throwaway.ts'

const FAULTY = '# mine\r\nHost pod\r\n\tHostName 203.0.113.7\r\n\tPort twenty-two  \r\n\tUser root'
const SHADOWED = `Host *
  User nobody
Host pod
  HostName 203.0.113.7
  User root
`

test('a line that stops ssh is named, taken out of use as shown, and brought back', async ({
  keypilot,
  throwaway,
}) => {
  const { page } = keypilot
  const config = await writeConfig(throwaway, FAULTY)
  expect(readsConfig(throwaway)).toMatchObject({ status: 255 })
  await openScreen(page)
  const findings = card(page, 'Findings')
  await expect(findings).toContainText('ssh refuses line 4')
  await expect(findings).toContainText(`${config}, line 4`)
  await expect(findings).toContainText('Stops ssh')
  await findings.getByRole('button', { name: 'Show what will change…' }).click()
  const plan = dialogOf(page)
  await expect(plan).toContainText('Port twenty-two')
  expect(await readFile(config, 'utf8')).toBe(FAULTY)
  await plan.getByRole('button', { name: 'Write', exact: true }).click()
  await expect(findings).not.toContainText('ssh refuses line 4')
  expect(readsConfig(throwaway)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('hostname 203.0.113.7'),
  })
  expect(await readFile(config, 'utf8')).toMatch(/\r\n\s*#.*Port twenty-two {2}\r\n\tUser root$/)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => readFile(config, 'utf8')).toBe(FAULTY)
  await expect(findings).toContainText('ssh refuses line 4')
})

test('for a host that a wildcard shadows, the line that wins is shown', async ({
  keypilot,
  throwaway,
}) => {
  const { page } = keypilot
  await writeConfig(throwaway, SHADOWED)
  await openScreen(page)
  const reading = card(page, 'What ssh does for a host')
  await reading.getByLabel('Name or address, as you type it after ssh').fill('pod')
  await reading.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(reading).toContainText('nobody@203.0.113.7, port 22')
  expect(readsConfig(throwaway).stdout).toContain('user nobody')
  const lines = card(page, 'The file, line by line')
  await expect(line(lines, 2)).toContainText('ssh uses this')
  await expect(line(lines, 5)).toContainText('Not used: line 2 of config said it first')
  await expect(card(page, 'Findings')).toContainText('pod does not get its own settings')
  await expect(card(page, 'Findings')).not.toContainText('Stops ssh')

  await card(page, 'Findings')
    .getByRole('button', { name: 'Show what will change…' })
    .first()
    .click()
  await dialogOf(page).getByRole('button', { name: 'Write', exact: true }).click()
  await expect(reading).toContainText('root@203.0.113.7, port 22')
  expect(readsConfig(throwaway).stdout).toContain('user root')
})

test('a host key is forgotten from the list, others stay, and Undo brings it back', async ({
  keypilot,
  throwaway,
}) => {
  const { page } = keypilot
  const sshd = await startSshd({ authorizedKeys: [] })
  await sshd.stop()
  const key = sshd.hostKeys[0]?.line ?? ''
  const other = await makeKey(throwaway, 'id_ed25519')
  const file = join(throwaway.sshDir, 'known_hosts')
  const rest = `# kept\n203.0.113.9 ${other}\n`
  const all = `[203.0.113.7]:22001,[203.0.113.8]:22001 ${key}\n${rest}`
  await writeFile(file, all, { mode: 0o600 })
  await openScreen(page)
  const list = card(page, 'Recorded host keys')
  await expect(list).toContainText(sshd.hostKeys[0]?.sha256 ?? '')
  const forget = list.getByRole('button', { name: 'Forget the host key of [203.0.113.7]:22001' })
  await answerConfirmation(keypilot, /forget/i, false, () => forget.click())
  expect(await readFile(file, 'utf8')).toBe(all)
  await answerConfirmation(keypilot, /forget/i, true, () => forget.click())
  await expect(forget).toBeHidden()
  expect(await readFile(file, 'utf8')).toBe(`[203.0.113.8]:22001 ${key}\n${rest}`)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => readFile(file, 'utf8')).toBe(all)
})

async function openScreen(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'SSH config' }).click()
  await expect(page.getByRole('heading', { name: 'SSH config', level: 1 })).toBeVisible()
}

function card(page: Page, title: string): Locator {
  return page
    .locator('main section')
    .filter({ has: page.getByRole('heading', { name: title, exact: true }) })
    .first()
}

function line(file: Locator, number: number): Locator {
  return file.locator(`li[value="${number}"]`)
}

/** The open dialog; short news in the corner has that role too. */
function dialogOf(page: Page): Locator {
  return page.locator('[role="dialog"]:not([aria-modal="false"])')
}

async function writeConfig({ sshDir }: Throwaway, text: string): Promise<string> {
  await mkdir(sshDir, { recursive: true, mode: 0o700 })
  const path = join(sshDir, 'config')
  await writeFile(path, text, { mode: 0o600 })
  return path
}

/** What the real ssh makes of the config for the host `pod`. */
function readsConfig({ sshDir, env }: Throwaway) {
  const args = ['-G', '-F', join(sshDir, 'config'), 'pod']
  const { status, stdout } = spawnSync('ssh', args, { env, encoding: 'utf8', timeout: 30_000 })
  return { status, stdout }
}
