/** Saved connections as a person uses them: with real servers, a real config, and the real ssh. */

import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort, type Sshd, startScripted, startSshd } from '../support/servers/index.ts'
import { answerConfirmation } from './support/confirmation.ts'
import { ConnectionsPage } from './support/connections-page.ts'
import { expect, test } from './support/keypilot.ts'
import { logIn, makeKey, trust } from './support/real-ssh.ts'

const OWN_CONFIG = '# mine\r\nHost work\r\n\tHostName 203.0.113.7 # the office\r\n'

test('a short name works in the real ssh, follows the pod to a new port, and leaves no trace', async ({
  keypilot,
  throwaway,
}) => {
  test.setTimeout(180_000)
  const line = await makeKey(throwaway, 'id_ed25519')
  const config = join(throwaway.sshDir, 'config')
  await writeFile(config, OWN_CONFIG, { mode: 0o600 })
  const connections = new ConnectionsPage(keypilot.page)
  const first = await startSshd({ authorizedKeys: [line] })
  await connections.open()
  await connections.add(commandFor(first), 'Training pod')
  await passTest(connections)

  const card = connections.card('Short name for ssh')
  await card.getByRole('button', { name: 'Show the lines to write…' }).click()
  const plan = connections.dialog()
  await expect(plan).toContainText('Host training-pod')
  await expect(plan).toContainText(`Port ${first.port}`)
  expect(await readFile(config, 'utf8')).toBe(OWN_CONFIG)
  await plan.getByRole('button', { name: 'Write', exact: true }).click()
  await expect(card).toContainText('ssh training-pod')
  expect(logIn(throwaway, 'training-pod')).toBe('logged in\n')
  await first.stop()

  const second = await startSshd({ authorizedKeys: [line] })
  try {
    await connections.page.getByRole('button', { name: 'New address…' }).click()
    const moved = connections.dialog()
    await moved.getByLabel('What RunPod shows on the pod’s Connect tab').fill(commandFor(second))
    await expect(moved).toContainText('The short name in the ssh config follows')
    await expect(moved).toContainText(`Port ${second.port}`)
    await moved.getByRole('button', { name: 'Use this address' }).click()
    await expect(moved).toBeHidden()
    await passTest(connections)
    expect(logIn(throwaway, 'training-pod')).toBe('logged in\n')
    expect(second.log()).toContain('Accepted publickey')
  } finally {
    await second.stop()
  }

  await card.getByRole('button', { name: 'Remove the entry…' }).click()
  const removal = connections.dialog()
  await expect(removal).toContainText('Host training-pod')
  await removal.getByRole('button', { name: 'Write', exact: true }).click()
  await expect(card.getByRole('button', { name: 'Show the lines to write…' })).toBeVisible()
  expect(await readFile(config, 'utf8')).toBe(OWN_CONFIG)
  expect(await readdir(throwaway.sshDir)).not.toContain('keypilot.conf')
})

test('all are tested at once, and after a repair only those that failed', async ({
  keypilot,
  throwaway,
}) => {
  const line = await makeKey(throwaway, 'id_ed25519')
  const connections = new ConnectionsPage(keypilot.page)
  const sshd = await startSshd({ authorizedKeys: [line] })
  const web = await startScripted('http')
  const port = await freePort()
  await trust(throwaway, [sshd])
  await connections.open()
  await connections.add(commandFor(sshd), 'Good pod')
  await connections.add(`ssh ${sshd.user}@127.0.0.1 -p ${port}`, 'Stopped pod')
  await connections.add(`ssh ${sshd.user}@127.0.0.1 -p ${web.port}`, 'Notebook')
  await connections.page.getByRole('button', { name: 'Test all' }).click()
  const status = connections.page.getByText(/logged in, .*did not get through/)
  await expect(status).toHaveText('1 logged in, 2 did not get through.', { timeout: 30_000 })
  await expect(connections.row('Good pod')).toContainText('You can log in')
  await expect(connections.row('Stopped pod')).toContainText('Nothing answers on that port')
  await expect(connections.row('Notebook')).toContainText(/web/i)

  const started = await startSshd({ authorizedKeys: [line], port })
  try {
    await trust(throwaway, [sshd, started])
    const seen = sshd.log().length
    await connections.page.getByRole('button', { name: 'Test the 2 failed ones again' }).click()
    await expect(status).toHaveText('1 logged in, 1 did not get through.', { timeout: 30_000 })
    await expect(connections.row('Stopped pod')).toContainText('You can log in')
    expect(sshd.log()).toHaveLength(seen)
    await expect(
      connections.page.getByRole('button', { name: 'Test the failed one again' }),
    ).toBeVisible()
  } finally {
    await Promise.all([sshd.stop(), started.stop(), web.stop()])
  }
})

test('the key that the server knows is found among others, and used with one click', async ({
  keypilot,
  throwaway,
}) => {
  await makeKey(throwaway, 'id_ed25519')
  const sshd = await startSshd({ authorizedKeys: [await makeKey(throwaway, 'second')] })
  await trust(throwaway, [sshd])
  const connections = new ConnectionsPage(keypilot.page)
  try {
    await connections.open()
    await connections.add(commandFor(sshd), 'Pod')
    const card = connections.card('Test')
    await card.getByRole('button', { name: 'Which key works?' }).click()
    const dialog = connections.dialog()
    await dialog.getByRole('button', { name: 'Ask the server' }).click()
    await expect(dialog).toContainText('The server accepts one of your keys.')
    await expect(dialog.getByRole('listitem').filter({ hasText: 'id_ed25519' })).toContainText(
      'refused',
    )
    await dialog.getByRole('button', { name: 'Use second' }).click()
    await expect(card.getByLabel('Key', { exact: true }).locator('option:checked')).toContainText(
      'second',
    )
    await connections.startTest()
    await connections.expectLoggedIn()
  } finally {
    await sshd.stop()
  }
})

test('a forgotten connection comes back as it was', async ({ keypilot, throwaway }) => {
  await makeKey(throwaway, 'id_ed25519')
  const connections = new ConnectionsPage(keypilot.page)
  await connections.open()
  await connections.add('ssh root@203.0.113.7 -p 22001', 'Training pod')
  const forget = connections.card('Forget this connection').getByRole('button')
  await answerConfirmation(keypilot, /remove|forget/i, false, () => forget.click())
  await expect(connections.row('Training pod')).toBeVisible()
  await answerConfirmation(keypilot, /remove|forget/i, true, () => forget.click())
  await expect(connections.page.getByText('No connection yet')).toBeVisible()
  await connections.page.getByRole('button', { name: 'Undo' }).click()
  await expect(connections.page.locator('#connection-name')).toHaveText('Training pod')
  await expect(connections.row('Training pod')).toContainText('root@203.0.113.7:22001')
})

/** As RunPod's console shows it. */
function commandFor({ user, port }: Sshd): string {
  return `ssh ${user}@127.0.0.1 -p ${port} -i ~/.ssh/id_ed25519`
}

async function passTest(connections: ConnectionsPage): Promise<void> {
  await connections.startTest()
  await connections.acceptHostKey()
  await connections.expectLoggedIn()
}
