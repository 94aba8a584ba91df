/**
 * Electron's security checklist, https://www.electronjs.org/docs/latest/tutorial/security, against
 * the running app. The other items: the sandbox (4) is in electron-sandbox.spec.ts, injected content
 * (7, 12, 18) in electron-content.spec.ts, navigation and new windows (13, 14) in
 * electron-navigation.spec.ts, what a page that was taken over can reach (15, 17, 20) in
 * electron-boundary.spec.ts.
 */

import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { expect, preferencesOf, shellOf, test } from './support/electron-shell.ts'
import { electronProgram } from './support/hosts.ts'

const root = resolve(import.meta.dirname, '../..')

test('1: nothing is loaded but our own files, from a secure origin', async ({ keypilot }) => {
  const { page } = keypilot
  const requested = await shellOf(keypilot).evaluateHandle(({ session }) => {
    const urls: string[] = []
    session.defaultSession.webRequest.onBeforeRequest(({ url }, answer) => {
      urls.push(url)
      answer({})
    })
    return urls
  })
  await page.reload()
  for (const screen of await page.getByRole('navigation').getByRole('link').all()) {
    await screen.click()
    await expect(page.locator('h1')).toBeVisible()
  }
  // What the page's own scheme gives to it is not a request to the session.
  const own = await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => name),
  )
  const urls = [...(await requested.jsonValue()), ...own]
  expect(urls.length).toBeGreaterThan(2)
  expect(urls.filter((url) => !url.startsWith('app://keypilot/'))).toEqual([])
  expect(await page.evaluate(() => window.isSecureContext)).toBe(true)
})

test('2: no page, frame or worker has Node', async ({ keypilot }) => {
  expect(await preferencesOf(keypilot)).toMatchObject({ nodeIntegration: false })
  const found = await keypilot.page.evaluate(async () => {
    const names = ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'keypilot']
    const frame = document.createElement('iframe')
    document.body.append(frame)
    const inFrame = names.filter((name) => name in (frame.contentWindow as unknown as object))
    const worker = (() => {
      try {
        return String(new Worker(URL.createObjectURL(new Blob(['postMessage(typeof require)']))))
      } catch {
        return 'refused'
      }
    })()
    return { inPage: names.filter((name) => name in window), inFrame, worker }
  })
  expect(found).toEqual({ inPage: ['keypilot'], inFrame: [], worker: 'refused' })
})

test('3: a page that poisons its own prototypes reaches nothing of the preload', async ({
  keypilot,
}) => {
  expect(await preferencesOf(keypilot)).toMatchObject({ contextIsolation: true })
  const seen = await keypilot.page.evaluate(async () => {
    const { keypilot } = window as unknown as { keypilot: Record<string, () => Promise<unknown>> }
    const caught: string[] = []
    const spy = (name: string, target: object, key: string) => {
      const original = (target as Record<string, (...args: unknown[]) => unknown>)[key]
      Object.defineProperty(target, key, {
        configurable: true,
        value: function (this: unknown, ...args: unknown[]) {
          for (const one of [this, ...args]) {
            if (typeof one === 'object' && one !== null && 'invoke' in one) caught.push(name)
          }
          return original?.apply(this, args)
        },
      })
    }
    spy('then', Promise.prototype, 'then')
    spy('push', Array.prototype, 'push')
    spy('hasOwnProperty', Object.prototype, 'hasOwnProperty')
    await (keypilot.call as (...args: unknown[]) => Promise<unknown>)('settings.read', {})
    const before = keypilot.call
    try {
      keypilot.call = async () => 'stolen'
    } catch {
      // Read-only: as it must be.
    }
    const { writable, configurable } = Object.getOwnPropertyDescriptor(window, 'keypilot') ?? {}
    return { caught, isReplaced: keypilot.call !== before, writable, configurable }
  })
  expect(seen).toEqual({ caught: [], isReplaced: false, writable: false, configurable: false })
})

test('5: every permission but writing to the clipboard is denied', async ({ keypilot }) => {
  const answers = await keypilot.page.evaluate(async () => {
    const tried: Record<string, () => Promise<unknown>> = {
      camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia(),
      location: () =>
        new Promise((done, fail) => navigator.geolocation.getCurrentPosition(done, fail)),
      clipboard: () => navigator.clipboard.readText(),
      midi: () => navigator.requestMIDIAccess({ sysex: true }),
      notifications: async () => {
        const answer = await Notification.requestPermission()
        if (answer !== 'granted') throw new Error(answer)
      },
      ...Object.fromEntries(
        ['usb', 'hid', 'serial', 'bluetooth'].map((name) => [
          name,
          () => {
            const device = (
              navigator as unknown as Record<
                string,
                Record<string, (options: object) => Promise<unknown[]>>
              >
            )[name]
            const ask = device?.requestDevice ?? device?.requestPort
            if (ask === undefined) throw new Error('missing')
            return ask.call(device, { filters: [] }).then((found) => {
              if (Array.isArray(found) && found.length === 0) throw new Error('none')
            })
          },
        ]),
      ),
    }
    const results: string[] = []
    for (const [name, ask] of Object.entries(tried)) {
      const limit = new Promise((_, fail) => setTimeout(fail, 3_000))
      const granted = await Promise.race([(async () => ask())(), limit]).then(
        () => true,
        () => false,
      )
      if (granted) results.push(name)
    }
    for (const name of [
      'geolocation',
      'camera',
      'microphone',
      'notifications',
      'clipboard-read',
      'midi',
      'persistent-storage',
    ]) {
      const { state } = await navigator.permissions.query({ name: name as PermissionName })
      if (state === 'granted') results.push(`query ${name}`)
    }
    return results
  })
  expect(answers).toEqual([])
})

test('6, 8, 9, 10, 11: nothing that protects the page is switched off', async ({ keypilot }) => {
  const preferences = await preferencesOf(keypilot)
  expect(preferences).toMatchObject({ webSecurity: true, webviewTag: false, sandbox: true })
  for (const name of [
    'allowRunningInsecureContent',
    'experimentalFeatures',
    'navigateOnDragDrop',
  ]) {
    expect(preferences[name] ?? false, name).toBe(false)
  }
  for (const name of ['enableBlinkFeatures', 'disableBlinkFeatures', 'additionalArguments']) {
    expect(preferences[name] ?? '', name).toHaveLength(0)
  }
  const switches = await shellOf(keypilot).evaluate(({ app }) =>
    [
      'disable-web-security',
      'allow-running-insecure-content',
      'enable-blink-features',
      'enable-experimental-web-platform-features',
      'ignore-certificate-errors',
      'disable-site-isolation-trials',
    ].filter((name) => app.commandLine.hasSwitch(name)),
  )
  expect(switches).toEqual([])
})

test('16: the runtime is the one that is pinned, or the old one that only tests use', async ({
  keypilot,
}) => {
  const { devDependencies } = JSON.parse(await readFile(resolve(root, 'package.json'), 'utf8'))
  expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/)
  const running = await shellOf(keypilot).evaluate(() => process.versions.electron)
  const standIn = electronProgram?.includes('electron-33')
  expect(running).toBe(standIn ? '33.4.11' : devDependencies.electron)
})

test('19: fuses cannot be set here, because the driver needs them; this says so', async () => {
  // Packaging reads the fuses of the shipped program back (electron-builder.yml has their values).
  const program = await readFile(electronProgram ?? '', 'latin1')
  const at = program.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
  const [version, count, ...states] = Array.from(program.slice(at + 32, at + 48), (one) =>
    one.charCodeAt(0),
  )
  expect([version, Number(count) >= 8]).toEqual([1, true])
  const NODE_CLI_INSPECT = 3
  expect(String.fromCharCode(states[NODE_CLI_INSPECT] ?? 0)).toBe('1')
})
