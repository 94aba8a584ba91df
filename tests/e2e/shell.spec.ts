/** The desktop shell, asked from inside and outside of the running app. Real Electron only. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication } from 'playwright/test'
import { callBridge } from './support/electron-shell.ts'
import { electronProgram, type RunningKeypilot, startElectron } from './support/hosts.ts'
import { expect, test } from './support/keypilot.ts'

function shell(keypilot: RunningKeypilot): ElectronApplication {
  if (keypilot.electronApp === null) throw new Error('not running in Electron')
  return keypilot.electronApp
}

test('the page gets four functions, and nothing of Node or Electron', async ({ keypilot }) => {
  const seen = await keypilot.page.evaluate(() => ({
    bridge: Object.keys((window as unknown as { keypilot: object }).keypilot).sort(),
    node: ['process', 'require', 'module', 'Buffer', 'global'].filter((name) => name in window),
  }))
  expect(seen).toEqual({ bridge: ['call', 'cancel', 'pathOfFile', 'subscribe'], node: [] })
})

test('the window is isolated, sandboxed and wide enough', async ({ keypilot }) => {
  const window = await shell(keypilot).browserWindow(keypilot.page)
  const facts = await window.evaluate((browserWindow) => ({
    preferences: browserWindow.webContents.getLastWebPreferences(),
    minimum: browserWindow.getMinimumSize(),
  }))
  expect(facts.preferences).toMatchObject({
    contextIsolation: true,
    nodeIntegration: false,
    sandbox: true,
    webviewTag: false,
    webSecurity: true,
  })
  expect(facts.minimum[0]).toBe(720)
})

test('the page can neither leave, nor open windows, nor reach the network', async ({
  keypilot,
  throwaway,
  complaints,
}) => {
  const { page } = keypilot
  const before = page.url()
  const tried = await page
    .evaluate(async () => {
      const opened = window.open('https://example.com/')
      window.location.href = 'https://example.com/'
      const fetched = await fetch('https://example.com/').then(
        () => 'fetched',
        () => 'blocked',
      )
      return { opened: opened === null ? 'blocked' : 'opened', fetched }
    })
    .catch((error: unknown) => String(error))
  expect(tried).toEqual({ opened: 'blocked', fetched: 'blocked' })
  expect(page.url()).toBe(before)
  expect(shell(keypilot).windows()).toHaveLength(1)
  expect(complaints.splice(0).join()).toContain('Content Security Policy')

  const logs = join(throwaway.dataDir, 'logs')
  await expect(async () => {
    const [name] = await readdir(logs)
    const log = await readFile(join(logs, name ?? ''), 'utf8')
    expect(log).toContain('"new-window"')
    expect(log).toContain('navigation"')
  }).toPass()
  expect((await stat(logs)).mode & 0o077).toBe(0)
})

test('pages open by id from the list only', async ({ keypilot }) => {
  const opened = shell(keypilot).evaluate(
    ({ shell: electronShell }) =>
      new Promise<string>((done) => {
        electronShell.openExternal = async (url: string) => done(url)
      }),
  )
  const call = (link: string) =>
    keypilot.page.evaluate(
      (id) =>
        (
          window as unknown as { keypilot: { call(m: string, p: unknown): Promise<unknown> } }
        ).keypilot.call('system.openLink', { link: id }),
      link,
    )
  expect(await call('https://example.com/')).toMatchObject({ error: { code: 'bad-request' } })
  expect(await call('runpod-settings')).toMatchObject({ ok: true })
  expect(await opened).toMatch(/^https:\/\/console\.runpod\.io\//)
})

test('a second start brings the first window forward and ends', async ({ keypilot, throwaway }) => {
  const asRoot = process.getuid?.() === 0
  const second = spawn(
    electronProgram ?? '',
    [...(asRoot ? ['--no-sandbox'] : []), '--disable-gpu'],
    {
      env: throwaway.env,
      stdio: 'ignore',
    },
  )
  const [code] = await once(second, 'exit')
  expect(code).toBe(0)
  expect(shell(keypilot).windows()).toHaveLength(1)
})

test('the window comes back where it was, and in its theme', async ({ keypilot, throwaway }) => {
  const themeOf = ({ nativeTheme }: { readonly nativeTheme: { readonly themeSource: string } }) =>
    nativeTheme.themeSource
  await callBridge(keypilot.page, 'settings.save', { theme: 'dark' })
  await expect.poll(() => shell(keypilot).evaluate(themeOf)).toBe('dark')
  const window = await shell(keypilot).browserWindow(keypilot.page)
  await window.evaluate((browserWindow) =>
    browserWindow.setBounds({ x: 40, y: 50, width: 900, height: 700 }),
  )
  await window.evaluate((browserWindow) => browserWindow.close())
  const file = join(throwaway.dataDir, 'window-state.json')
  await expect(async () => {
    const state = { width: 900, height: 700, theme: 'dark' }
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject(state)
  }).toPass()
  // What was chosen elsewhere in the meantime holds.
  const settingsFile = join(throwaway.dataDir, 'settings.json')
  const settings = JSON.parse(await readFile(settingsFile, 'utf8'))
  await writeFile(settingsFile, JSON.stringify({ ...settings, theme: 'light' }))
  const again = await startElectron(throwaway)
  try {
    await expect.poll(() => shell(again).evaluate(themeOf)).toBe('light')
    const place = await (await shell(again).browserWindow(again.page)).evaluate((one) =>
      one.getBounds(),
    )
    expect(place).toMatchObject({ width: 900, height: 700 })
  } finally {
    await again.close()
  }
})

test('the path of a chosen file is told, and of no other', async ({ keypilot, throwaway }) => {
  const { page } = keypilot
  const file = join(throwaway.home, 'chosen.ppk')
  await writeFile(file, 'x')
  await page.evaluate(() => {
    const input = Object.assign(document.createElement('input'), { type: 'file', id: 'chooser' })
    document.body.append(input)
  })
  await page.locator('#chooser').setInputFiles(file)
  const paths = await page.evaluate(() => {
    const { pathOfFile } = (
      window as unknown as { keypilot: { pathOfFile(file: unknown): string | null } }
    ).keypilot
    const input = document.getElementById('chooser') as HTMLInputElement
    const made = [new File(['x'], 'id_ed25519'), { path: '/etc/shadow' }, '/etc/shadow', null]
    return [input.files?.[0], ...made].map((one) => pathOfFile(one))
  })
  expect(paths).toEqual([file, null, null, null, null])
})
