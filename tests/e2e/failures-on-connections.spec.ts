/** Failures of a saved connection, each named, and green after the click that is offered for it. */

import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort, type Sshd, startSshd } from '../support/servers/index.ts'
import { ConnectionsPage } from './support/connections-page.ts'
import { expect, test } from './support/keypilot.ts'
import { logIn, makeKey, trust } from './support/real-ssh.ts'

const PASSPHRASE = 'canary-lantern-heron-58'

test('nothing answers: tested again when the server has started', async ({
  keypilot,
  throwaway,
}) => {
  const line = await makeKey(throwaway, 'id_ed25519')
  const port = await freePort()
  const connections = new ConnectionsPage(keypilot.page)
  await connections.open()
  await connections.add(`ssh root@127.0.0.1 -p ${port}`, 'Pod')
  await connections.startTest()
  await expect(connections.failure()).toContainText('Nothing answers on that port')
  const sshd = await startSshd({ authorizedKeys: [line], port })
  try {
    await connections.startTest()
    await connections.acceptHostKey()
    await connections.expectLoggedIn()
  } finally {
    await sshd.stop()
  }
})

test('another key is the right one: chosen and tested with one click', async ({
  keypilot,
  throwaway,
}) => {
  await makeKey(throwaway, 'id_ed25519')
  const sshd = await startSshd({ authorizedKeys: [await makeKey(throwaway, 'second')] })
  await trust(throwaway, [sshd])
  const connections = new ConnectionsPage(keypilot.page)
  try {
    await connections.open()
    await connections.add(`${commandFor(sshd)} -i ~/.ssh/id_ed25519`, 'Pod')
    await connections.startTest()
    await expect(connections.failure()).toContainText('Another of your keys fits: second')
    const card = connections.card('Test')
    await card.getByRole('button', { name: 'Test with second' }).click()
    await connections.expectLoggedIn()
    // The choice is kept, so the command to copy and the next test use it, too.
    await expect(card.getByLabel('Key', { exact: true }).locator('option:checked')).toContainText(
      'second',
    )
    await expect(connections.row('Pod')).toContainText('You can log in')
  } finally {
    await sshd.stop()
  }
})

test('a locked key: the passphrase is typed in the prompt, and is nowhere afterwards', async ({
  keypilot,
  throwaway,
}) => {
  const { page } = keypilot
  const sshd = await startSshd({
    authorizedKeys: [await makeKey(throwaway, 'id_ed25519', PASSPHRASE)],
  })
  await trust(throwaway, [sshd])
  const connections = new ConnectionsPage(page)
  try {
    await connections.open()
    // Without a key of its own it takes the best one, and learns only then that it is locked: it asks.
    await connections.add(commandFor(sshd), 'Pod')
    await connections.startTest()
    const prompt = connections.dialog()
    await prompt.getByLabel('Passphrase', { exact: true }).fill('not this one')
    await prompt.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(connections.failure()).toContainText('That passphrase does not fit')
    await connections
      .card('Test')
      .getByRole('button', { name: 'Enter the passphrase again' })
      .click()
    await prompt.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE)
    await prompt.getByRole('button', { name: 'Test', exact: true }).click()
    await connections.expectLoggedIn()
    expect(await page.content()).not.toContain(PASSPHRASE)
    const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))
    expect(kept).not.toContain(PASSPHRASE)
    const files = spawnSync('grep', ['-rl', PASSPHRASE, throwaway.home], { encoding: 'utf8' })
    expect(files.stdout).toBe('')
  } finally {
    await sshd.stop()
  }
})

test('a config that stops ssh: repaired as shown, and tested again by itself', async ({
  keypilot,
  throwaway,
}) => {
  const sshd = await startSshd({ authorizedKeys: [await makeKey(throwaway, 'id_ed25519')] })
  await trust(throwaway, [sshd])
  const config = join(throwaway.sshDir, 'config')
  await writeFile(config, 'Host elsewhere\n  Prot 22\n', { mode: 0o600 })
  const connections = new ConnectionsPage(keypilot.page)
  try {
    await connections.open()
    await connections.add(commandFor(sshd), 'Pod')
    await connections.startTest()
    await expect(connections.failure()).toContainText('A line in your ssh config stops ssh')
    await expect(connections.failure()).toContainText(`${config}, line 2`)
    await connections
      .card('Test')
      .getByRole('button', { name: 'Show how the file would be repaired' })
      .click()
    await connections.dialog().getByRole('button', { name: 'Write', exact: true }).click()
    await connections.expectLoggedIn()
    expect(await readFile(config, 'utf8')).toMatch(/^Host elsewhere\n\s*#.*Prot 22\n$/)
  } finally {
    await sshd.stop()
  }
})

test('a config that sends another key: named, and the entry written that sends this one', async ({
  keypilot,
  throwaway,
}) => {
  const line = await makeKey(throwaway, 'id_ed25519')
  await makeKey(throwaway, 'work')
  const sshd = await startSshd({ authorizedKeys: [line] })
  await trust(throwaway, [sshd])
  const config = join(throwaway.sshDir, 'config')
  const work = join(throwaway.sshDir, 'work')
  await writeFile(config, `Host 127.0.0.1\n  IdentityFile ${work}\n`, { mode: 0o600 })
  const connections = new ConnectionsPage(keypilot.page)
  try {
    await connections.open()
    await connections.add(commandFor(sshd), 'Pod')
    await connections.startTest()
    await expect(connections.failure()).toContainText('Your ssh config uses a different key')
    await expect(connections.failure().getByText(`${config} line 2`)).toHaveCount(1)
    await connections
      .card('Test')
      .getByRole('button', { name: 'Show the config entry that would fix it' })
      .click()
    await connections.dialog().getByRole('button', { name: 'Write', exact: true }).click()
    await connections.expectLoggedIn()
    // The plain address is put right, not only a new name.
    expect(logIn(throwaway, '127.0.0.1')).toBe('logged in\n')
  } finally {
    await sshd.stop()
  }
})

test('forms of the proxy that cannot work are named, with the way to what can', async ({
  keypilot,
}) => {
  const connections = new ConnectionsPage(keypilot.page)
  await connections.open()
  await connections.page.getByRole('button', { name: 'Add your first connection' }).click()
  const dialog = connections.dialog()
  const box = dialog.getByLabel('What RunPod shows on the pod’s Connect tab')
  const add = dialog.getByRole('button', { name: 'Add', exact: true })
  await box.fill('ssh root@ssh.runpod.io -i ~/.ssh/id_ed25519')
  await expect(dialog).toContainText('Two kinds of command are mixed')
  await expect(add).toBeDisabled()
  await box.fill('ssh abc123def456-64410d32@ssh.runpod.io -i ~/.ssh/id_ed25519')
  await add.click()
  const card = connections.card('Test')
  const notice = card.getByText('This cannot work through RunPod’s proxy')
  await expect(card.getByRole('button', { name: 'Test the connection' })).toBeVisible()
  await expect(notice).toBeHidden()
  await card.getByRole('radio', { name: 'VS Code, Cursor' }).check()
  await expect(notice).toBeVisible()
  await card.getByRole('button', { name: 'Paste the new command…' }).click()
  await expect(dialog).toContainText('New address of')
})

function commandFor({ user, port }: Sshd): string {
  return `ssh ${user}@127.0.0.1 -p ${port}`
}
