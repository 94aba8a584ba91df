/** Items 15, 17 and 20 of Electron's security checklist: what a page that was taken over reaches. */

import { resolve } from 'node:path'
import {
  callBridge,
  expect,
  expectLogged,
  expectUntouched,
  shellOf,
  test,
} from './support/electron-shell.ts'

test('15: nothing outside opens but by an id of the list', async ({ keypilot }) => {
  const opened = await shellOf(keypilot).evaluateHandle(({ shell }) => {
    const urls: string[] = []
    shell.openExternal = async (url: string) => {
      urls.push(url)
    }
    shell.openPath = async (path: string) => {
      urls.push(path)
      return ''
    }
    shell.showItemInFolder = (path: string) => {
      urls.push(path)
    }
    return urls
  })
  const hostile = [
    'https://example.com/',
    'file:///etc/passwd',
    'javascript:1',
    '../project',
    '__proto__',
    'constructor',
    '',
    'project\0',
    ['project'],
    { toString: 'project' },
  ]
  for (const one of hostile) {
    expect(await callBridge(keypilot.page, 'system.openLink', { link: one })).toMatchObject({
      ok: false,
    })
    expect(await callBridge(keypilot.page, 'system.reveal', { what: one })).toMatchObject({
      ok: false,
    })
    expect(
      await callBridge(keypilot.page, 'editor.open', { alias: one, editor: 'vscode' }),
    ).toMatchObject({ ok: false })
    expect(
      await callBridge(keypilot.page, 'editor.open', { alias: 'pod', editor: one }),
    ).toMatchObject({ ok: false })
  }
  expect(await opened.jsonValue()).toEqual([])
  expect(await callBridge(keypilot.page, 'system.openLink', { link: 'project' })).toMatchObject({
    ok: true,
  })
  expect(await opened.jsonValue()).toEqual([expect.stringMatching(/^https:\/\/github\.com\//)])
})

test('17: another window, a frame of our page and a foreign page cannot call', async ({
  keypilot,
  throwaway,
}) => {
  const { page } = keypilot
  await page.evaluate(() => document.body.append(document.createElement('iframe')))
  const refused = await shellOf(keypilot).evaluate(
    async ({ BrowserWindow, ipcMain }, preload) => {
      const message = { kind: 'call', method: 'settings.read', params: {}, callId: 'x' }
      const [ours] = BrowserWindow.getAllWindows()
      // The very same page and preload, in a window that Keypilot did not open.
      const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
      await other.loadURL('app://keypilot/')
      const ask = `keypilot.call('settings.read', {}).then(() => 'answered', String)`
      const results = [await other.webContents.executeJavaScript(ask)]
      await other.loadURL('data:text/html,evil')
      // Frames have no preload, so their messages are put together here.
      const { _invokeHandlers } = ipcMain as unknown as {
        _invokeHandlers: Map<string, (event: object, message: object) => unknown>
      }
      const call = async (frame: unknown) => {
        try {
          await _invokeHandlers.get('rpc')?.(
            { sender: ours?.webContents, senderFrame: frame },
            message,
          )
          return 'answered'
        } catch (error) {
          return String(error)
        }
      }
      const main = ours?.webContents.mainFrame
      for (const frame of [main?.frames[0], null, other.webContents.mainFrame]) {
        results.push(await call(frame))
      }
      const good = await call(main)
      other.destroy()
      return { results, good }
    },
    resolve(import.meta.dirname, '../../out/electron/preload.cjs'),
  )
  expect(refused.good).toBe('answered')
  expect(refused.results).toHaveLength(4)
  for (const result of refused.results) expect(result).toContain('refused')
  await expectLogged(
    throwaway,
    'unknown window',
    'not the main frame',
    'the frame has gone',
    'foreign address',
  )
})

test('20: events bring data and nothing of Electron', async ({ keypilot }) => {
  const { page } = keypilot
  await page.evaluate(() => {
    const seen = window as unknown as {
      given: unknown[][]
      keypilot: Record<string, (...args: unknown[]) => unknown>
    }
    seen.given = []
    seen.keypilot.subscribe?.('keys.changed', (...args: unknown[]) => seen.given.push(args))
  })
  await shellOf(keypilot).evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.send('event', 'keys.changed', {})
  })
  const given = () => page.evaluate(() => (window as unknown as { given: unknown[][] }).given)
  await expect.poll(given).toEqual([[{}]])
  const reached = await page.evaluate(() => {
    const { keypilot } = window as unknown as { keypilot: object }
    const seen = new Set<unknown>()
    const names: string[] = []
    const walk = (value: unknown, path: string) => {
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return
      if (seen.has(value) || seen.size > 500) return
      seen.add(value)
      for (const key of Object.getOwnPropertyNames(value)) {
        names.push(`${path}.${key}`)
        if (!(value === Function.prototype || value === Object.prototype)) {
          walk((value as Record<string, unknown>)[key], `${path}.${key}`)
        }
      }
    }
    walk(keypilot, 'keypilot')
    return names.filter((name) => /ipc|electron|invoke|send|process|require|sender/i.test(name))
  })
  expect(reached).toEqual([])
  await expectUntouched(keypilot)
})

test('20: what is not a call is refused, whatever it is made of', async ({ keypilot }) => {
  const { page } = keypilot
  const answers = await page.evaluate(async () => {
    const { keypilot } = window as unknown as {
      keypilot: { call(...args: unknown[]): Promise<unknown>; cancel(id: unknown): void }
    }
    const deep = JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)
    const tried: unknown[][] = [
      [],
      [null],
      [{}],
      [['settings.read']],
      ['settings.read', null],
      ['settings.read', deep],
      ['settings.read', JSON.parse('{"constructor":{"prototype":{"x":1}}}')],
      ['__proto__', {}],
      ['x'.repeat(1e6), {}],
      ['settings.read', {}, {}],
      ['settings.read', {}, 'x'.repeat(65)],
      ['settings.read', () => 1],
    ]
    keypilot.cancel({})
    const seen: unknown[] = []
    for (const args of tried) {
      seen.push(await (async () => keypilot.call(...args))().catch(() => ({ ok: false })))
    }
    return seen
  })
  for (const answer of answers) expect(answer).toMatchObject({ ok: false })
  await expectUntouched(keypilot)
})
