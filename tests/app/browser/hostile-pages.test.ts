/**
 * Other web pages in a real Chromium: on another port, under another name, and under a name that
 * begins to point at the host after its page was loaded (DNS rebinding). All try, and all fail.
 */

import { createServer as createHttpServer, type Server } from 'node:http'
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server as TcpServer,
} from 'node:net'
import type { Browser, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKeypilot } from '../../../main/app.ts'
import { launchChromium } from '../../renderer/support/page-host.ts'
import { type Start, snapshot } from '../conformance.ts'
import { attack } from './hostile-page-attempts.ts'
import { startTestHost, type TestHost } from './http-client.ts'

const EVIL_PAGE = '<!doctype html><title>Free GPUs</title><body></body>'

let test: TestHost
let token: string
let browser: Browser
let evil: Server
let evilPort: number
/** The methods that got through to the services. */
const calls: string[] = []
/** Why the host refused; what the browser itself holds back does not come so far. */
const refusals: string[] = []

const recording: Start = (options) => {
  const real = createKeypilot(options)
  return {
    ...real,
    log: {
      ...real.log,
      warn: (_event, fields = {}) => refusals.push(String(fields.reason)),
    },
    dispatch: (method, params, context) => {
      calls.push(method)
      return real.dispatch(method, params, context)
    },
  }
}

beforeAll(async () => {
  test = await startTestHost(recording)
  token = await test.signIn()
  await test.post('/rpc/settings.save', { params: { theme: 'light' } }, token)
  evil = createHttpServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(EVIL_PAGE)
  })
  evilPort = await listen(evil, 0, '127.0.0.1')
  browser = await launchChromium(
    '--host-resolver-rules=MAP evil.test 127.0.0.1, MAP rebound.test 127.0.0.2',
  )
})
afterAll(async () => {
  await browser.close()
  evil.close()
  await test.host.close()
})

async function openPage(url: string): Promise<Page> {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(url)
  return page
}

async function expectNothing(work: () => Promise<readonly string[]>): Promise<void> {
  calls.length = 0
  refusals.length = 0
  const before = await withoutLog()
  const results = await work()
  expect(results.filter((result) => result.includes(': got '))).toEqual([])
  expect(results.join('\n')).not.toContain(token)
  expect(calls).toEqual([])
  expect(refusals, 'the host was reached').not.toEqual([])
  expect(await withoutLog()).toEqual(before)
}

it('the page of the host itself gets through, so that the attempts prove something', async () => {
  const page = await openPage(`${test.origin}/`)
  const call = await page.evaluate(
    async ([secret, body]) => {
      const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${secret}` }
      const answer = await fetch('/rpc/settings.read', {
        method: 'POST',
        headers,
        body: body ?? '',
      })
      return { status: answer.status, body: await answer.text() }
    },
    [token, JSON.stringify({ params: {} })],
  )
  expect(call).toMatchObject({ status: 200, body: expect.stringContaining('"theme":"light"') })
  expect(calls).toContain('settings.read')
  await page.context().close()
})

describe('a page that knows the session token and is not of the host', () => {
  it.each([
    ['on another port', () => `http://127.0.0.1:${evilPort}/`],
    ['on localhost', () => `http://localhost:${evilPort}/`],
    ['under another name', () => `http://evil.test:${evilPort}/`],
  ])('gets nothing from %s', async (_where, url) => {
    const page = await openPage(url())
    for (const name of ['127.0.0.1', 'localhost', 'evil.test']) {
      await expectNothing(() => attack(page, { host: `http://${name}:${test.host.port}`, token }))
      expect(new Set(refusals)).toContain(name === 'evil.test' ? 'foreign Host' : 'foreign Origin')
      expect(refusals.length).toBeGreaterThan(10)
    }
    await page.context().close()
  })

  it.each(['a code is awaited', 'no code is awaited'])(
    'can do nothing with a window of the host while %s',
    async (when) => {
      if (when === 'a code is awaited') test.host.newLaunchUrl()
      else token = await test.signIn()
      const page = await openPage(`http://127.0.0.1:${evilPort}/`)
      await expectNothing(async () => {
        const [popup, seen] = await Promise.all([
          page.waitForEvent('popup'),
          page.evaluate(readPopup, `${test.origin}/`),
        ])
        await popup.waitForLoadState()
        const opener = await popup.evaluate(() => String(window.opener))
        return [...seen, `opener: ${opener === 'null' ? 'cut off' : `got ${opener}`}`].filter(
          (line) => when === 'a code is awaited' || !line.startsWith('opener'),
        )
      })
      await page.context().close()
    },
  )
})

/** Opens the address and tries to look into it. */
async function readPopup(url: string): Promise<readonly string[]> {
  const popup = window.open(url)
  const seen: string[] = []
  for (let attempt = 0; attempt < 20; attempt += 1) {
    await new Promise((done) => setTimeout(done, 100))
    try {
      const { href } = popup?.location ?? { href: '' }
      if (href !== 'about:blank' && href !== '') seen.push(`address: got ${href}`)
    } catch {
      seen.push('address: not readable')
    }
    popup?.postMessage({ method: 'settings.save', params: { theme: 'dark' } }, '*')
  }
  return seen
}

describe('a name that begins to point here', () => {
  it('is no address of the host', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await expectNothing(async () => {
      const answer = await page.goto(`http://evil.test:${test.host.port}/`)
      return [`page: ${answer?.ok() ? 'got it' : answer?.status()}`]
    })
    await context.close()
  })

  // Only Linux and Windows have all of 127.0.0.0/8 on the loopback interface.
  it.skipIf(process.platform === 'darwin')(
    'gives its page nothing, although both have one origin to the browser',
    async () => {
      const rebinding = await startRebinding(test.host.port)
      const page = await openPage(`http://rebound.test:${test.host.port}/`)
      expect(await page.title()).toBe('Free GPUs')
      rebinding.pointAtHost()
      await expectNothing(() =>
        attack(page, { host: `http://rebound.test:${test.host.port}`, token }),
      )
      expect(rebinding.forwarded(), 'the host was reached').toBeGreaterThan(10)
      await page.context().close()
      rebinding.close()
    },
  )
})

/**
 * What a name server of the attacker does by a second answer: the same name and port, which led to
 * his own server before, lead to the host from now on. Bytes are passed on as they are.
 */
async function startRebinding(port: number) {
  let isPointed = false
  let count = 0
  const server: TcpServer = createTcpServer((socket) => {
    socket.on('error', () => {})
    if (!isPointed) {
      const head = `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${EVIL_PAGE.length}\r\nConnection: close\r\n\r\n`
      socket.once('data', () => socket.end(head + EVIL_PAGE))
      return
    }
    count += 1
    const onward = connect(port, '127.0.0.1')
    onward.on('error', () => socket.destroy())
    onward.on('close', () => socket.destroy())
    socket.on('close', () => onward.destroy())
    socket.pipe(onward).pipe(socket)
  })
  await listen(server, port, '127.0.0.2')
  return {
    pointAtHost: () => {
      isPointed = true
    },
    forwarded: () => count,
    close: () => server.close(),
  }
}

function listen(server: TcpServer, port: number, address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, address, () => resolve((server.address() as AddressInfo).port))
  })
}

/** Refusals are logged, and nothing else may change. */
async function withoutLog() {
  const { logDir } = test.host.keypilot.paths
  return Object.entries(await snapshot()).filter(([path]) => !path.startsWith(logDir))
}
