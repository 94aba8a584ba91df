/** Crashes of the main process and of the page, made on purpose. Real Electron only. */

import { once } from 'node:events'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication } from 'playwright/test'
import { startSshd } from '../support/servers/index.ts'
import { ConnectionsPage } from './support/connections-page.ts'
import { holdConnections } from './support/held-connection.ts'
import type { RunningKeypilot } from './support/hosts.ts'
import { expect, test } from './support/keypilot.ts'
import { makeKey } from './support/real-ssh.ts'
import { SetupPage } from './support/setup-page.ts'
import type { Throwaway } from './support/throwaway.ts'

function shell({ electronApp }: RunningKeypilot): ElectronApplication {
  if (electronApp === null) throw new Error('not running in Electron')
  return electronApp
}

/** Native dialogs cannot be pressed by a driver: each is written to a file and answered in its place. */
async function crash(app: ElectronApplication, file: string, answers: readonly string[]) {
  await app.evaluate(
    ({ dialog, shell: electronShell }, { path, pressed }) => {
      const { appendFileSync } = process.getBuiltinModule('node:fs')
      const waiting = [...pressed]
      const write = (value: unknown) => appendFileSync(path, `${JSON.stringify(value)}\n`)
      electronShell.showItemInFolder = (item) => write({ revealed: item })
      dialog.showMessageBoxSync = (...args: unknown[]) => {
        const { message, buttons = [] } = args.at(-1) as { message: string; buttons?: string[] }
        write({ message, buttons })
        return buttons.indexOf(waiting.shift() ?? '')
      }
      setTimeout(() => {
        throw new Error('made by a test')
      }, 50)
    },
    { path: file, pressed: answers },
  )
}

async function linesOf(file: string): Promise<readonly unknown[]> {
  const text = await readFile(file, 'utf8')
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** Chromium keeps the number of the process that holds the profile in the target of a link. */
async function runningProcess({ dataDir }: Throwaway): Promise<number | null> {
  const target = await readlink(join(dataDir, 'electron/SingletonLock')).catch(() => null)
  return target === null ? null : Number(target.split('-').at(-1))
}

/** Gone with its own processes, so that nothing is written below the throwaway home afterwards. */
async function endProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM')
  await expect(() => expect(() => process.kill(pid, 0)).toThrow(/ESRCH/)).toPass()
}

async function logOf({ dataDir }: Throwaway): Promise<string> {
  const names = await readdir(join(dataDir, 'logs'))
  const texts = names.map((name) => readFile(join(dataDir, 'logs', name), 'utf8'))
  return (await Promise.all(texts)).join('')
}

test('an error nobody caught is told, its log shown, and Keypilot starts again', async ({
  keypilot,
  throwaway,
}) => {
  test.skip(process.platform === 'win32', 'the new process is found by a link of Chromium’s')
  const app = shell(keypilot)
  const first = app.process()
  const dialogs = join(throwaway.home, 'dialogs')
  const ended = once(first, 'exit')
  await crash(app, dialogs, ['Show log file', 'Start again'])
  expect((await ended)[0]).toBe(1)

  const told = {
    message: 'Keypilot ran into a problem and has to close',
    buttons: ['Start again', 'Show log file', 'Close'],
  }
  const revealed = { revealed: expect.stringMatching(/logs[\\/]keypilot-.*\.log$/) }
  expect(await linesOf(dialogs)).toEqual([told, revealed, told])
  expect(await logOf(throwaway)).toContain('made by a test')

  let second: number | null = null
  await expect(async () => {
    second = await runningProcess(throwaway)
    expect(second).not.toBeNull()
    expect(second).not.toBe(first.pid)
  }).toPass({ timeout: 30_000 })
  const command = await readFile(`/proc/${second}/cmdline`, 'utf8').catch(() => '')
  await endProcess(Number(second))
  if (process.platform === 'linux') expect(command).toContain('--restarted-after-crash')
})

test('a second crash just after that offers no third start', async ({ keypilot, throwaway }) => {
  const app = shell(keypilot)
  const dialogs = join(throwaway.home, 'dialogs')
  await app.evaluate(() => {
    process.argv.push('--restarted-after-crash')
    // As if it had only just been started, however slow this machine is.
    process.uptime = () => 5
  })
  const ended = once(app.process(), 'exit')
  await crash(app, dialogs, ['Close'])
  expect((await ended)[0]).toBe(1)
  expect(await linesOf(dialogs)).toEqual([
    {
      message: 'Keypilot ran into a problem again, just after it was started',
      buttons: ['Show log file', 'Close'],
    },
  ])
})

test('a page that crashes in a test is loaded again, and shows its result', async ({
  keypilot,
  throwaway,
}) => {
  const line = await makeKey(throwaway, 'id_ed25519')
  const sshd = await startSshd({ authorizedKeys: [line] })
  const door = await holdConnections(sshd.port)
  const waiting = door.shut()
  try {
    const connections = new ConnectionsPage(keypilot.page)
    await connections.open()
    await connections.add(`ssh ${sshd.user}@127.0.0.1 -p ${door.port}`, 'Held pod')
    await connections.startTest()
    await waiting
    const app = shell(keypilot)
    await crashPage(app)
    expect(await savedResult(throwaway)).toBeNull()
    door.open()
    await expect(async () => {
      expect(await savedResult(throwaway)).toMatchObject({ cause: 'host-key-new' })
    }).toPass({ timeout: 30_000 })
    await expect(async () =>
      expect(await textOfWindow(app)).toContain('Last test: You have not met'),
    ).toPass()
    expect(await logOf(throwaway)).toContain('page-gone')
  } finally {
    await door.stop()
    await sshd.stop()
  }
})

test('a page that crashes in Setup’s test is loaded again, and Setup shows the result', async ({
  keypilot,
  throwaway,
}) => {
  const setup = new SetupPage(keypilot.page)
  const sshd = await startSshd({ authorizedKeys: [await setup.makeKey(throwaway)] })
  const door = await holdConnections(sshd.port)
  try {
    await setup.enterCommand(`ssh ${sshd.user}@127.0.0.1 -p ${door.port}`)
    const waiting = door.shut()
    await setup.startTest()
    await waiting
    const app = shell(keypilot)
    await crashPage(app)
    expect(await textOfWindow(app)).not.toContain('The last test did not get through')
    door.open()
    await expect(async () =>
      expect(await textOfWindow(app)).toContain(
        'The last test did not get through: You have not met',
      ),
    ).toPass({ timeout: 30_000 })
    const { lastTest } = JSON.parse(await readFile(settingsOf(throwaway), 'utf8')).setup
    expect(lastTest).toMatchObject({ ok: false, cause: 'host-key-new' })
  } finally {
    await door.stop()
    await sshd.stop()
  }
})

test('a page that crashes twice is loaded a third time only if the person wants', async ({
  keypilot,
}) => {
  const app = shell(keypilot)
  await expect(keypilot.page.getByRole('button', { name: 'Make the key' })).toBeVisible()
  const asked = await app.evaluate(async ({ BrowserWindow, dialog }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    if (contents === undefined) throw new Error('there is no window')
    const questions: unknown[] = []
    dialog.showMessageBox = async (...args: unknown[]) => {
      questions.push((args.at(-1) as { buttons?: string[] }).buttons)
      return { response: 0, checkboxChecked: false }
    }
    for (let crashes = 0; crashes < 2; crashes += 1) {
      const loaded = new Promise<void>((done) => contents.once('did-finish-load', () => done()))
      contents.forcefullyCrashRenderer()
      await loaded
      questions.push('loaded')
    }
    return questions
  })
  expect(asked).toEqual(['loaded', ['Load it again', 'Show log file'], 'loaded'])
  await expect(async () => expect(await textOfWindow(app)).toContain('Make the key')).toPass()
})

/** Resolves when the page that takes its place is there. */
function crashPage(app: ElectronApplication): Promise<void> {
  return app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<void>((done) => {
        const [window] = BrowserWindow.getAllWindows()
        window?.webContents.once('did-finish-load', () => done())
        window?.webContents.forcefullyCrashRenderer()
      }),
  )
}

function settingsOf({ dataDir }: Throwaway): string {
  return join(dataDir, 'settings.json')
}

async function savedResult({ dataDir }: Throwaway): Promise<unknown> {
  const { connections } = JSON.parse(await readFile(join(dataDir, 'connections.json'), 'utf8'))
  return connections[0].lastResult
}

/** The driver gives a page up for good when it has crashed; its window is asked instead. */
function textOfWindow(app: ElectronApplication): Promise<string> {
  return app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    return window?.webContents.executeJavaScript('document.body.innerText') ?? ''
  })
}
