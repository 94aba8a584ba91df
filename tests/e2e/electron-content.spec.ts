/** Items 7, 12 and 18 of Electron's security checklist: what a page might bring in. */

import { expect, expectUntouched, shellOf, test } from './support/electron-shell.ts'

test('7: the content security policy stops injected code', async ({ keypilot }) => {
  const ran = await keypilot.page.evaluate(async () => {
    const results: string[] = []
    const marks = window as unknown as Record<string, unknown>
    const attempt = (name: string, work: () => unknown) => {
      try {
        work()
      } catch {
        results.push(`${name} threw`)
      }
    }
    // Code that a driver evaluates may use eval; what runs in a later turn is the page's own.
    await new Promise((done) => setTimeout(done))
    // biome-ignore lint: the point of the test
    attempt('eval', () => globalThis.eval('window.ranEval = 1'))
    attempt('Function', () => new Function('window.ranFunction = 1')())
    attempt('timer', () => setTimeout('window.ranTimer = 1'))
    attempt('innerHTML', () => {
      document.createElement('div').innerHTML = '<img src=x onerror="window.ranHtml = 1">'
    })
    attempt('policy', () =>
      (
        window as unknown as { trustedTypes: { createPolicy(n: string, o: object): object } }
      ).trustedTypes.createPolicy('mine', { createScript: (text: string) => text }),
    )
    attempt('srcdoc', () => {
      document.createElement('iframe').srcdoc = '<script>parent.ranFrame = 1</script>'
    })
    attempt('handler', () => document.body.setAttribute('onclick', 'window.ranHandler = 1'))
    document.body.click()
    const script = document.createElement('script')
    attempt('inline script', () => {
      script.append('window.ranInline = 1')
      document.body.append(script)
    })
    attempt('script of data:', () => {
      document.createElement('script').src = 'data:text/javascript,window.ranData=1'
    })
    const link = Object.assign(document.createElement('a'), { href: 'javascript:window.ranLink=1' })
    document.body.append(link)
    link.click()
    await new Promise((done) => setTimeout(done, 300))
    return { threw: results, ran: Object.keys(marks).filter((name) => name.startsWith('ran')) }
  })
  expect(ran.ran).toEqual([])
  expect(ran.threw).toEqual(
    expect.arrayContaining([
      'eval threw',
      'Function threw',
      'innerHTML threw',
      'policy threw',
      'srcdoc threw',
      'script of data: threw',
    ]),
  )
  await expectUntouched(keypilot)
})

test('12: no webview is attached, whoever asks for one', async ({ keypilot }) => {
  await keypilot.page.evaluate(() => {
    const view = document.createElement('webview')
    view.setAttribute('src', 'data:text/html,hello')
    view.setAttribute('allowpopups', '')
    view.setAttribute('nodeintegration', '')
    document.body.append(view)
  })
  // Even a window that allows the tag, which Keypilot never opens, is held by the guard.
  const types = await shellOf(keypilot).evaluate(async ({ BrowserWindow, webContents }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } })
    const asked = new Promise((done) => window.webContents.once('will-attach-webview', done))
    const html = '<webview src="data:text/html,inner" style="width:9px;height:9px"></webview>'
    await window.loadURL(`data:text/html,${encodeURIComponent(html)}`)
    await asked
    await new Promise((done) => setTimeout(done, 300))
    const found = webContents.getAllWebContents().map((contents) => contents.getType())
    window.destroy()
    return found
  })
  expect(types.filter((type) => type === 'webview')).toEqual([])
  // A destroyed window is listed for a moment, even after it has said that it is closed.
  const listed = () =>
    shellOf(keypilot).evaluate(({ webContents }) => webContents.getAllWebContents().length)
  await expect.poll(listed).toBe(1)
  await expectUntouched(keypilot)
})

test('18: the page has a scheme of its own, which serves our files only', async ({ keypilot }) => {
  const { page } = keypilot
  expect(page.url()).toMatch(/^app:\/\/keypilot\//)
  const statuses = await page.evaluate(async () => {
    const paths = [
      '/../../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/..%2fmain.mjs',
      '/electron/main.mjs',
      '/preload.cjs',
      '/index.js.map',
      '/__proto__',
      '/constructor',
    ]
    const seen: (string | number)[] = []
    for (const path of paths) seen.push((await fetch(path)).status)
    seen.push((await fetch('/', { method: 'POST', body: 'x' })).status)
    for (const url of [
      'file:///etc/passwd',
      'app://other/',
      'http://127.0.0.1/',
      'ftp://127.0.0.1/',
    ]) {
      seen.push(
        await fetch(url).then(
          (answer) => answer.status,
          () => 'blocked',
        ),
      )
    }
    return { seen, good: (await fetch('/')).status }
  })
  expect(statuses.good).toBe(200)
  expect(statuses.seen).toEqual([...Array(8).fill(404), 405, ...Array(4).fill('blocked')])
})
