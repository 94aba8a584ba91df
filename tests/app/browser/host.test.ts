/** The browser host as its own page meets it. */

import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKeypilot } from '../../../main/app.ts'
import { createDispatch, type Handlers } from '../../../main/contract/dispatch.ts'
import { AppError } from '../../../main/contract/errors.ts'
import { schemas } from '../../../main/contract/schemas.ts'
import type { Start } from '../conformance.ts'
import { codeOf, listen, startTestHost, type TestHost } from './http-client.ts'
import { sendRaw } from './raw-request.ts'

/** The real services, but for one that asks before it does something. */
const startWithQuestion: Start = (options) => {
  const real = createKeypilot(options)
  const forget: Handlers['knownHosts.forget'] = async (_params, context) => {
    const prompt = { title: 'Forget it?', detail: 'It will be gone.', action: 'Forget' }
    if (!(await context.confirm(prompt))) throw new AppError('declined', 'You said no.')
    return { removed: [], backup: null }
  }
  const handlers = {
    'knownHosts.forget': forget,
    'keys.list': (_params: unknown, { signal }: { signal: AbortSignal }) =>
      new Promise((resolve) => signal.addEventListener('abort', resolve)).then(() => {
        stopped += 1
      }),
  } as unknown as Handlers
  const ours = createDispatch(handlers, schemas, real.log)
  return {
    ...real,
    dispatch: (method, params, context) =>
      (method in handlers ? ours : real.dispatch)(method, params, context),
  }
}

let stopped = 0
let test: TestHost
let token: string

beforeAll(async () => {
  test = await startTestHost(startWithQuestion)
  token = await test.signIn()
})
afterAll(() => test.host.close())

async function call(method: string, params: unknown) {
  const answer = await test.post(`/rpc/${method}`, { params }, token)
  return answer.json()
}

describe('the page', () => {
  it('comes with every security header', async () => {
    const answer = await fetch(`${test.origin}/`)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toContain('<title>Keypilot</title>')
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
      'x-frame-options': 'DENY',
    })
    const features = answer.headers.get('permissions-policy') ?? ''
    for (const name of [
      'camera',
      'microphone',
      'geolocation',
      'usb',
      'serial',
      'hid',
      'bluetooth',
    ]) {
      expect(features).toContain(`${name}=()`)
    }
  })

  it('comes with its script', async () => {
    const answer = await fetch(`${test.origin}/assets/index-1.js`)
    expect(answer.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(await answer.text()).toBe('export {}')
  })

  it.each(['localhost', '[::1]'])('moves from %s to the one address', async (name) => {
    const { port } = test.host
    const answer = await sendRaw(port, { headers: [['Host', `${name}:${port}`]] })
    expect(answer.status).toBe(307)
    expect(answer.headers.get('location')).toBe(`${test.origin}/`)
  })

  it('may be opened from the launch file, a foreign page to the browser, until it was', async () => {
    const { port } = test.host
    const follow = () =>
      sendRaw(port, {
        headers: [
          ['Host', `127.0.0.1:${port}`],
          ['Sec-Fetch-Site', 'cross-site'],
          ['Sec-Fetch-Mode', 'navigate'],
          ['Sec-Fetch-Dest', 'document'],
        ],
      })
    expect((await follow()).status).toBe(403)
    const code = codeOf(test.host.newLaunchUrl())
    expect((await follow()).status).toBe(200)
    token = await test.redeem(code)
    expect((await follow()).status).toBe(403)
  })

  it('listens on 127.0.0.1 only', async () => {
    await expect(fetch(`http://[::1]:${test.host.port}/`)).rejects.toThrow()
    await expect(fetch(`http://127.0.0.2:${test.host.port}/`)).rejects.toThrow()
  })
})

describe('a question', () => {
  it('reaches the page, and its answer goes back', async () => {
    const stream = await listen(test, token, ({ event, value }) => {
      if (event === 'confirm.requested') {
        const { id } = value as { id: string }
        call('confirm.answer', { id, accept: true })
      }
    })
    const result = await call('knownHosts.forget', { host: 'h', port: 22 })
    expect(result).toMatchObject({ ok: true, value: { removed: [] } })
    stream.end()
    await stream.ended
  })

  it('is declined when no page is listening', async () => {
    await expect
      .poll(() => call('knownHosts.forget', { host: 'h', port: 22 }))
      .toMatchObject({
        ok: false,
        error: { code: 'declined' },
      })
  })

  it('is answered once', async () => {
    expect(await call('confirm.answer', { id: 'unknown', accept: true })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    })
  })
})

describe('a call', () => {
  it('stops when the page goes away', async () => {
    const page = new AbortController()
    const answer = test.post('/rpc/keys.list', { params: {} }, token, page.signal)
    await new Promise((resolve) => setTimeout(resolve, 100))
    page.abort()
    await expect(answer).rejects.toThrow()
    await expect.poll(() => stopped).toBe(1)
  })

  it('runs as in the browser', async () => {
    expect(await call('system.openLink', { link: 'project' })).toMatchObject({
      ok: true,
      value: { opened: false },
    })
  })
})

describe('connections', () => {
  it('are eight at most: waiting ones make room, working ones do not', async () => {
    const { host } = await startTestHost()
    const { port } = host
    const sockets = await Promise.all(Array.from({ length: 8 }, () => openConnection(port)))
    await Promise.all(sockets.slice(0, 2).map((socket) => getPage(socket, port)))
    const ninth = await openConnection(port)
    expect(await getPage(ninth, port)).toContain('200 OK')
    await expect.poll(() => sockets.filter((socket) => socket.closed).length).toBe(1)
    expect(sockets[0]?.closed).toBe(true)
    await openConnection(port)
    await expect.poll(() => sockets[1]?.closed).toBe(true)
    // The ninth waits for its next request; then all eight are new ones.
    await openConnection(port)
    await expect.poll(() => ninth.closed).toBe(true)
    const tooMany = await openConnection(port)
    await expect.poll(() => tooMany.closed).toBe(true)
    await host.close()
  })
})

describe('the host', () => {
  it('stops at once, with a stream open', async () => {
    const other = await startTestHost()
    const stream = await listen(other, await other.signIn(), () => {})
    await other.host.close()
    await stream.ended
    expect(await other.host.stopped).toBe('closed')
    await expect(fetch(`${other.origin}/`)).rejects.toThrow()
  })
})

function openConnection(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket))
    socket.on('error', reject)
  })
}

/** Over a connection that stays open; resolves with the status line. */
function getPage(socket: Socket, port: number): Promise<string> {
  return new Promise((resolve) => {
    socket.once('data', (chunk) => resolve(chunk.toString().split('\r\n')[0] ?? ''))
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`)
  })
}
