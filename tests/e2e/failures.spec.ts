/** One failure of each family: named on the screen, fixed with what the screen offers, green after. */

import { execFileSync } from 'node:child_process'
import { chmod, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort, type Sshd, startScripted, startSshd } from '../support/servers/index.ts'
import { answerConfirmation } from './support/confirmation.ts'
import { expect, test } from './support/keypilot.ts'
import { SetupPage, textOfCard } from './support/setup-page.ts'

test('a server that cannot be reached is told apart from one that is not SSH', async ({
  keypilot,
  throwaway,
}) => {
  const setup = new SetupPage(keypilot.page)
  await setup.makeKey(throwaway)
  await setup.tryCommand(`ssh root@127.0.0.1 -p ${await freePort()}`)
  await expect(setup.failure()).toContainText('Nothing answers on that port')
  await setup.tryCommand('ssh root@no-such-host.invalid -p 22')
  await expect(setup.failure()).toContainText('The server’s name was not found')
  const web = await startScripted('http')
  await setup.tryCommand(`ssh root@127.0.0.1 -p ${web.port}`)
  await expect(setup.failure()).toContainText('web')
  await web.stop()
})

test('a changed host key: both fingerprints, forget, accept, green', async ({
  keypilot,
  throwaway,
}) => {
  const { page } = keypilot
  const setup = new SetupPage(page)
  const publicLine = await setup.makeKey(throwaway)
  const first = await startSshd({ authorizedKeys: [publicLine] })
  await setup.enterCommand(`ssh ${first.user}@127.0.0.1 -p ${first.port}`)
  await setup.startTest()
  await setup.acceptHostKey()
  await setup.expectFinished()
  await first.stop()

  const second = await startSshd({ authorizedKeys: [publicLine], port: first.port })
  try {
    await setup.startTest()
    for (const { hostKeys } of [first, second]) {
      await expect(page.getByText(hostKeys[0]?.sha256 ?? '').first()).toBeVisible()
    }
    await expect(setup.failure()).toContainText(/changed|another key|different/i)
    const forget = page.getByRole('button', { name: /forget/i })
    await answerConfirmation(keypilot, /forget/i, false, () => forget.click())
    const knownHosts = () => readFile(join(throwaway.sshDir, 'known_hosts'), 'utf8')
    expect(await knownHosts()).toContain(first.hostKeys[0]?.line)
    await answerConfirmation(keypilot, /forget/i, true, () => forget.click())
    await setup.acceptHostKey()
    await setup.expectFinished()
    expect(await knownHosts()).not.toContain(first.hostKeys[0]?.line)
    expect(await knownHosts()).toContain(second.hostKeys[0]?.line)
  } finally {
    await second.stop()
  }
})

test('a key that others may read: repaired by the offered line, and by one click', async ({
  keypilot,
  throwaway,
}) => {
  test.skip(process.platform === 'win32', 'file modes are a Unix matter')
  const { page } = keypilot
  const setup = new SetupPage(page)
  const sshd = await startSshd({ authorizedKeys: [await setup.makeKey(throwaway)] })
  try {
    await chmod(join(throwaway.sshDir, 'id_ed25519'), 0o644)
    await setup.enterCommand(`ssh ${sshd.user}@127.0.0.1 -p ${sshd.port}`)
    await setup.startTest()
    await expect(setup.failure()).toContainText('Others could read this key, so ssh ignores it')
    const line = await textOfCard(page.locator('main'), 'Copy the command that repairs it')
    execFileSync('bash', ['-c', line], { env: throwaway.env })
    await finish(setup)

    await chmod(join(throwaway.sshDir, 'id_ed25519'), 0o640)
    await setup.startTest()
    await page.locator('main').getByRole('button', { name: 'Show what will change' }).click()
    const plan = page.getByRole('dialog')
    await expect(plan).toContainText('mode 0640')
    await plan.getByRole('button', { name: 'Repair', exact: true }).click()
    await expect(plan).toContainText('Repaired, and checked again')
    await plan.getByRole('button', { name: 'Done' }).click()
    // What was repaired is tested again by itself.
    await setup.expectFinished()
    expect((await stat(join(throwaway.sshDir, 'id_ed25519'))).mode & 0o777).toBe(0o600)
  } finally {
    await sshd.stop()
  }
})

test('a key that the server does not know: authorised with the offered line', async ({
  keypilot,
  throwaway,
}) => {
  const { page } = keypilot
  const setup = new SetupPage(page)
  const publicLine = await setup.makeKey(throwaway)
  const sshd = await startSshd({ authorizedKeys: [] })
  try {
    await setup.enterCommand(`ssh ${sshd.user}@127.0.0.1 -p ${sshd.port}`)
    await setup.startTest()
    await setup.acceptHostKey()
    await expect(setup.failure()).toContainText('refused this key')
    const line = await textOfCard(page.locator('main'), 'Copy the line to run on the server')
    await authorise(sshd, line, throwaway.home)
    await setup.startTest()
    await setup.expectFinished()
    expect(publicLine).toContain('ssh-ed25519 ')
  } finally {
    await sshd.stop()
  }
})

test('a test can be stopped, and leaves no connection', async ({ keypilot, throwaway }) => {
  const { page } = keypilot
  const setup = new SetupPage(page)
  await setup.makeKey(throwaway)
  const silent = await startScripted('banner-then-silent')
  try {
    await setup.enterCommand(`ssh root@127.0.0.1 -p ${silent.port}`)
    await setup.startTest()
    await page.locator('#step-test').getByRole('button', { name: 'Cancel' }).click()
    await expect(page.getByText('Stopped. Nothing was changed.')).toBeVisible()
    await silent.allClosed()
  } finally {
    await silent.stop()
  }
})

/** Tests again; the host key is new the first time it gets this far. */
async function finish(setup: SetupPage): Promise<void> {
  await setup.startTest()
  await setup.acceptHostKey()
  await setup.expectFinished()
}

/** Runs the copied line as a person would in a web terminal, in a home of its own. */
async function authorise(sshd: Sshd, line: string, folder: string): Promise<void> {
  const home = join(folder, 'pod')
  execFileSync('bash', ['-c', `mkdir -p ${home} && HOME=${home} bash -c "$1"`, 'bash', line])
  await sshd.authorize(await readFile(join(home, '.ssh/authorized_keys'), 'utf8'))
}
