/** Items 13 and 14 of Electron's security checklist: the page neither leaves nor opens windows. */

import { writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import {
  test as base,
  expect,
  expectLogged,
  expectUntouched,
  shellOf,
} from './support/electron-shell.ts'

interface Evil {
  readonly url: string
  /** The paths that were asked for. */
  readonly asked: readonly string[]
}

/** A web site that redirects to the path after `/to/`, and says hello otherwise. */
const test = base.extend<{ evil: Evil }>({
  // Playwright insists on a pattern here, even where nothing of it is used.
  evil: async ({ hostKind: _hostKind }, use) => {
    const asked: string[] = []
    const server: Server = createServer(({ url = '' }, response) => {
      asked.push(url)
      if (url.startsWith('/to/')) response.writeHead(302, { Location: url.slice('/to'.length) })
      response.end('<title>evil</title>')
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const { port } = server.address() as AddressInfo
    await use({ url: `http://127.0.0.1:${port}`, asked })
    server.closeAllConnections()
    server.close()
  },
})

test('13: the page cannot leave by any address', async ({ keypilot, throwaway, evil }) => {
  const file = join(throwaway.home, 'evil.html')
  await writeFile(file, '<title>evil</title><script>window.ranEvil = 1</script>')
  const addresses = [
    `${evil.url}/`,
    `${evil.url}/to/`,
    pathToFileURL(file).href,
    'data:text/html,<title>evil</title>',
    'javascript:void(window.ranEvil = 1)',
    'chrome://gpu',
    'devtools://devtools/bundled/inspector.html',
    'view-source:app://keypilot/',
    'app://other/',
    'app://keypilot/electron/main.mjs',
    'mailto:someone@example.com',
    'vscode://vscode-remote/ssh-remote+evil/',
  ]
  const opened = await shellOf(keypilot).evaluateHandle(({ shell }) => {
    const urls: string[] = []
    shell.openExternal = async (url: string) => {
      urls.push(url)
    }
    return urls
  })
  for (const address of addresses) {
    await keypilot.page.evaluate(leave, address)
    await expectUntouched(keypilot)
  }
  expect(await keypilot.page.evaluate(() => 'ranEvil' in window)).toBe(false)
  expect(evil.asked).toEqual([])
  expect(await opened.jsonValue()).toEqual([])
  await expectLogged(throwaway, 'navigation"')
})

/** By script, link, form, frame and refresh; resolves after a turn for each to take effect. */
async function leave(address: string): Promise<void> {
  const attempt = (work: () => unknown) => {
    try {
      work()
    } catch {
      // Refused at once.
    }
  }
  const make = (tag: string, attributes: Record<string, string>) => {
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) {
      attempt(() => element.setAttribute(name, value))
    }
    document.body.append(element)
    return element
  }
  attempt(() => {
    window.location.href = address
  })
  attempt(() => window.location.replace(address))
  attempt(() => window.open(address, '_self'))
  attempt(() => history.pushState(null, '', address.startsWith('app:') ? '/' : address))
  make('a', { href: address }).click()
  for (const method of ['get', 'post']) {
    const form = make('form', { action: address, method }) as HTMLFormElement
    attempt(() => form.submit())
  }
  make('iframe', { src: address })
  make('object', { data: address })
  make('meta', { 'http-equiv': 'refresh', content: `0; url=${address}` })
  make('base', { href: address })
  await new Promise((done) => setTimeout(done, 150))
}

test('13: an empty page, of which no guard is asked, is left at once', async ({
  keypilot,
  throwaway,
}) => {
  await keypilot.page
    .evaluate(() => {
      window.location.href = 'about:blank'
    })
    .catch(() => {})
  await expectLogged(throwaway, '"empty-page"')
  await expect(keypilot.page.locator('h1')).toBeVisible()
  await expectUntouched(keypilot)
})

test('13: a redirect is not followed, even where the navigation was our own', async ({
  keypilot,
  throwaway,
  evil,
}) => {
  // Only what the page starts is asked about by will-navigate; this is asked by will-redirect.
  await shellOf(keypilot).evaluate(async ({ BrowserWindow }, url) => {
    await BrowserWindow.getAllWindows()[0]
      ?.webContents.loadURL(url)
      .catch(() => {})
  }, `${evil.url}/to/end`)
  // While the page still loads, loadURL's promise is about that load, and settles before ours.
  await expect.poll(() => evil.asked).toEqual(['/to/end'])
  await expectLogged(throwaway, '"redirect"')
  expect(evil.asked).toEqual(['/to/end'])
  await expectUntouched(keypilot)
})

test('13: an HTML file dropped on the window is not opened', async ({ keypilot, throwaway }) => {
  const file = join(throwaway.home, 'evil.html')
  await writeFile(file, '<title>evil</title>')
  const session = await keypilot.page.context().newCDPSession(keypilot.page)
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', {
      type,
      x: 400,
      y: 300,
      data: { items: [], files: [file], dragOperationsMask: 1 },
    })
  const seen = await keypilot.page.evaluateHandle(() => {
    const types: string[] = []
    for (const type of ['dragenter', 'drop']) {
      window.addEventListener(type, () => types.push(type), true)
    }
    return types
  })
  await drag('dragEnter')
  await drag('dragOver')
  await drag('drop')
  expect(await seen.jsonValue(), 'the drag reached the page').toContain('dragenter')
  await expectUntouched(keypilot)
})

test('14: the page opens no window', async ({ keypilot, throwaway, evil }) => {
  const kinds = await keypilot.page.evaluate(async (url) => {
    const opened: string[] = []
    for (const address of [
      '',
      'about:blank',
      `${url}/`,
      'file:///etc/passwd',
      'javascript:1',
      'data:text/html,x',
      location.href,
    ]) {
      for (const features of ['', 'popup', 'noopener', 'nodeIntegration=yes,contextIsolation=no']) {
        if (window.open(address, '_blank', features) !== null) opened.push(`${address} ${features}`)
      }
    }
    const link = Object.assign(document.createElement('a'), { href: `${url}/`, target: '_blank' })
    document.body.append(link)
    link.click()
    for (const how of [{ shiftKey: true }, { ctrlKey: true }, { button: 1 }]) {
      link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...how }))
    }
    const form = Object.assign(document.createElement('form'), { action: url, target: '_blank' })
    document.body.append(form)
    form.submit()
    await new Promise((done) => setTimeout(done, 300))
    return opened
  }, evil.url)
  expect(kinds).toEqual([])
  expect(evil.asked).toEqual([])
  await expectUntouched(keypilot)
  await expectLogged(throwaway, '"new-window"')
})

test('14: nothing is downloaded', async ({ keypilot, throwaway }) => {
  const asked = await shellOf(keypilot).evaluateHandle(({ session }) => {
    const names: string[] = []
    session.defaultSession.on('will-download', (_event, item) => names.push(item.getFilename()))
    return names
  })
  await keypilot.page.evaluate(() => {
    const href = URL.createObjectURL(new Blob(['x']))
    const link = Object.assign(document.createElement('a'), { href, download: 'evil.desktop' })
    document.body.append(link)
    link.click()
  })
  await expect.poll(() => asked.jsonValue()).toEqual(['evil.desktop'])
  await expectLogged(throwaway, '"download"')
  await expectUntouched(keypilot)
})
