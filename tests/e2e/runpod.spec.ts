/** From an empty RunPod account to `ssh <name>`: with a local account, a real sshd and the real ssh. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { directEntry, type Entry, podEntry, proxyEntry } from '../support/runpod-api/index.ts'
import { type Sshd, startSshd } from '../support/servers/index.ts'
import { answerConfirmation } from './support/confirmation.ts'
import { ConnectionsPage } from './support/connections-page.ts'
import { expect } from './support/keypilot.ts'
import { logIn, makeKey } from './support/real-ssh.ts'
import { filesWith, test } from './support/runpod-account.ts'
import { RunpodPage } from './support/runpod-page.ts'
import { SetupPage } from './support/setup-page.ts'

const POD = 'k3v9x2m1q8'

test('a key is published, a pod appears, its port arrives, and ssh gets in by a short name', async ({
  keypilot,
  throwaway,
  account,
}) => {
  test.setTimeout(180_000)
  const line = await makeKey(throwaway, 'id_ed25519')
  const runpod = new RunpodPage(keypilot.page)
  const connections = new ConnectionsPage(keypilot.page)
  await runpod.connect(account.apiKey)
  await expect(keypilot.page.getByText('There is no key on RunPod yet.')).toBeVisible()
  await expect(await runpod.startPublishing()).toContainText('id_ed25519')
  expect(account.keys).toEqual([])
  await runpod.write()
  expect(account.keys).toEqual([line])

  await runpod.open('Pods')
  await expect(keypilot.page.getByText('No pod yet')).toBeVisible()
  account.setPods([startedPod(null)])
  await runpod.refresh()
  await expect(keypilot.page.locator('#pod-name')).toHaveText('trainer')
  const waiting = keypilot.page.getByText('The pod runs, but its public port is not there yet')
  await expect(waiting).toBeVisible()

  // RunPod gives a new pod what the account holds, and nothing else.
  const first = await startSshd({ authorizedKeys: account.keys })
  account.setPods([startedPod(first)])
  // Nobody presses anything: the list is read again by itself.
  await expect(waiting).toBeHidden({ timeout: 30_000 })
  await keypilot.page.getByRole('button', { name: 'Save as a connection' }).click()
  await expect(keypilot.page.getByRole('heading', { name: 'Short name for ssh' })).toBeVisible()
  await passTest(connections)
  const card = connections.card('Short name for ssh')
  await card.getByRole('button', { name: 'Show the lines to write…' }).click()
  await expect(connections.dialog()).toContainText(`Port ${first.port}`)
  await connections.dialog().getByRole('button', { name: 'Write', exact: true }).click()
  await expect(card).toContainText('ssh trainer')
  expect(logIn(throwaway, 'trainer')).toBe('logged in\n')
  await first.stop()

  const second = await startSshd({ authorizedKeys: account.keys })
  try {
    account.setPods([startedPod(second)])
    await runpod.refresh()
    await connections.open()
    await keypilot.page.getByRole('button', { name: 'Update trainer' }).click()
    await expect(keypilot.page.getByText('Address updated')).toBeVisible()
    expect(await readFile(join(throwaway.sshDir, 'keypilot.conf'), 'utf8')).toContain(
      `Port ${second.port}`,
    )
    // The pod has new host keys after its start. That is told, though nothing knows the address yet.
    await connections.startTest()
    await expect(connections.failure()).toContainText(/host key/i)
    await expect(connections.failure()).toContainText(first.hostKeys[0]?.sha256 ?? 'none')
    const forget = connections.card('Test').getByRole('button', { name: /forget/i })
    await answerConfirmation(keypilot, /forget/i, true, () => forget.click())
    await connections.acceptHostKey()
    await connections.expectLoggedIn()
    expect(logIn(throwaway, 'trainer')).toBe('logged in\n')
  } finally {
    await second.stop()
  }
  // What was asked of RunPod: each write after a read, and the API key in the one header for it.
  const requests = account.requests.map(({ method, path }) => `${method} ${path}`)
  expect(requests.filter((request) => request.startsWith('PUT'))).toHaveLength(1)
  expect(requests[requests.findIndex((request) => request.startsWith('PUT')) - 1]).toBe(
    'GET /v2/account/ssh-keys',
  )
  expect(account.requests.every(({ bearer }) => bearer === 'right')).toBe(true)
  expect(requests.join('\n')).not.toContain(account.apiKey)
})

test('the API key is in no file, no page and no store after it was given', async ({
  keypilot,
  throwaway,
  account,
}) => {
  const { page } = keypilot
  const runpod = new RunpodPage(page)
  await runpod.connect(account.apiKey)
  await runpod.open('Pods')
  await expect(page.getByText('No pod yet')).toBeVisible()
  expect(filesWith(throwaway.home, account.apiKey)).toEqual([])
  expect(await page.content()).not.toContain(account.apiKey)
  expect(
    await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage })),
  ).not.toContain(account.apiKey)
})

test('Setup publishes the key and takes the command from the list of pods', async ({
  keypilot,
  throwaway,
  account,
}) => {
  const setup = new SetupPage(keypilot.page)
  const line = await setup.makeKey(throwaway)
  const runpod = new RunpodPage(keypilot.page)
  await runpod.connect(account.apiKey)
  const screens = keypilot.page.getByRole('navigation', { name: 'Screens' })
  await screens.getByRole('link', { name: 'Setup', exact: true }).click()
  await setup.openStep('publish')
  await keypilot.page.getByRole('button', { name: 'Publish it for me…' }).click()
  await runpod.write()
  await setup.expectPasteAccepted()
  expect(account.keys).toEqual([line])

  const sshd = await startSshd({ authorizedKeys: account.keys })
  try {
    account.setPods([startedPod(sshd)])
    await setup.openStep('command')
    await keypilot.page.getByRole('button', { name: 'Choose a pod…' }).click()
    await keypilot.page.getByRole('button', { name: 'Exposed TCP of trainer' }).click()
    await keypilot.page.getByRole('button', { name: 'Check that it answers' }).click()
    await expect(keypilot.page.locator('#step-command')).toBeHidden()
    await setup.startTest()
    await keypilot.page.getByRole('button', { name: /: remember it$/ }).click()
    await expect(keypilot.page.getByRole('heading', { name: 'You can log in now' })).toBeVisible({
      timeout: 30_000,
    })
  } finally {
    await sshd.stop()
  }
})

/** @param sshd plays the pod; null while RunPod has no public port for it yet */
function startedPod(sshd: Sshd | null): Entry {
  const now = new Date().toISOString()
  return podEntry({
    id: POD,
    name: 'trainer',
    createdAt: now,
    startedAt: now,
    ssh: {
      proxy: proxyEntry(POD),
      direct: sshd === null ? null : directEntry('127.0.0.1', sshd.port, sshd.user),
    },
    ...(sshd === null && { runtime: {} }),
  })
}

async function passTest(connections: ConnectionsPage): Promise<void> {
  await connections.startTest()
  await connections.acceptHostKey()
  await connections.expectLoggedIn()
}

test('a key is removed after two questions, and Undo brings back exactly what was there', async ({
  keypilot,
  throwaway,
  account,
}) => {
  const { page } = keypilot
  const own = await makeKey(throwaway, 'id_ed25519')
  const other = await makeKey(throwaway, 'of-a-colleague')
  const before = [other, 'ssh-ed25519 AAAAC3Nza cut-off', own]
  account.setKeys(before)
  const runpod = new RunpodPage(page)
  await runpod.connect(account.apiKey)
  const rows = page.getByRole('list', { name: 'Public keys on RunPod', exact: true })
  await expect(rows).toContainText('cut-off')
  const remove = async () => {
    await page.getByRole('button', { name: 'Remove: of-a-colleague' }).click()
    await page.getByRole('button', { name: 'Write to RunPod' }).click()
  }
  await answerConfirmation(keypilot, /remove/i, false, remove)
  // Until the answer has come back, Escape stops what is being done and leaves the dialog open.
  await expect(page.getByRole('button', { name: 'Write to RunPod' })).toBeEnabled()
  await page.keyboard.press('Escape')
  expect(account.keys).toEqual(before)
  await answerConfirmation(keypilot, /remove/i, true, remove)
  await expect(page.getByText('Written and read back')).toBeVisible()
  expect(account.keys).toEqual(['ssh-ed25519 AAAAC3Nza cut-off', own])
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(rows).toContainText('of-a-colleague')
  expect([...account.keys].toSorted()).toEqual([...before].toSorted())
})
