/** The table of everything that a hostile page or program may send: all refused, without effect. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { snapshot } from '../conformance.ts'
import { codeOf, startTestHost, type TestHost } from './http-client.ts'
import { type RawRequest, sendRaw } from './raw-request.ts'

let test: TestHost
let token: string
let port: number

beforeAll(async () => {
  test = await startTestHost()
  token = await test.signIn()
  port = test.host.port
})
afterAll(() => test.host.close())

/** A call that would change settings, if it were let through. */
function goodCall(): RawRequest & { headers: [string, string][]; body: string } {
  return {
    method: 'POST',
    target: '/rpc/settings.save',
    headers: [
      ['Host', `127.0.0.1:${port}`],
      ['Origin', test.origin],
      ['Sec-Fetch-Site', 'same-origin'],
      ['Content-Type', 'application/json'],
      ['Authorization', `Bearer ${token}`],
    ],
    body: JSON.stringify({ params: { theme: 'dark' }, callId: 'x' }),
  }
}

/** The good call with one header replaced; `null` leaves it out, two values send it twice. */
function withHeader(name: string, ...values: readonly (string | null)[]): RawRequest {
  const call = goodCall()
  const others = call.headers.filter(([header]) => header !== name)
  const added = values.flatMap((value) => (value === null ? [] : [[name, value] as const]))
  return { ...call, headers: [...others, ...added] }
}

const REFUSED: readonly (readonly [string, number, () => RawRequest])[] = [
  ['a wrong Host', 403, () => withHeader('Host', 'evil.example')],
  ['the right Host with a wrong port', 403, () => withHeader('Host', '127.0.0.1:1')],
  ['a rebound name', 403, () => withHeader('Host', `evil.example:${port}`)],
  ['a Host with a trailing dot', 403, () => withHeader('Host', `localhost.:${port}`)],
  ['0.0.0.0 as Host', 403, () => withHeader('Host', `0.0.0.0:${port}`)],
  ['no Host', 400, () => withHeader('Host', null)],
  ['two Hosts', 400, () => withHeader('Host', `127.0.0.1:${port}`, `127.0.0.1:${port}`)],
  ['an evil Origin', 403, () => withHeader('Origin', 'https://evil.example')],
  ['no Origin', 403, () => withHeader('Origin', null)],
  ['a null Origin', 403, () => withHeader('Origin', 'null')],
  ['the origin of localhost', 403, () => withHeader('Origin', `http://localhost:${port}`)],
  ['another port as Origin', 403, () => withHeader('Origin', 'http://127.0.0.1:1')],
  ['https as Origin', 403, () => withHeader('Origin', `https://127.0.0.1:${port}`)],
  ['two Origins', 400, () => withHeader('Origin', test.origin, 'https://evil.example')],
  ['a same-site request', 403, () => withHeader('Sec-Fetch-Site', 'same-site')],
  ['a cross-site request', 403, () => withHeader('Sec-Fetch-Site', 'cross-site')],
  ['a call from the address bar', 403, () => withHeader('Sec-Fetch-Site', 'none')],
  ['a form', 415, () => withHeader('Content-Type', 'application/x-www-form-urlencoded')],
  ['JSON as text/plain', 415, () => withHeader('Content-Type', 'text/plain')],
  ['multipart', 415, () => withHeader('Content-Type', 'multipart/form-data; boundary=x')],
  ['JSON with a parameter', 415, () => withHeader('Content-Type', 'application/json; charset=x')],
  ['no Content-Type', 415, () => withHeader('Content-Type', null)],
  ['a compressed body', 415, () => withHeader('Content-Encoding', 'gzip')],
  ['a wrong token', 401, () => withHeader('Authorization', `Bearer ${'0'.repeat(64)}`)],
  ['an empty token', 401, () => withHeader('Authorization', 'Bearer ')],
  ['another scheme', 401, () => withHeader('Authorization', `Basic ${token}`)],
  ['no token', 401, () => withHeader('Authorization', null)],
  ['a token as cookie', 401, () => ({ ...withHeader('Authorization', null), ...cookie() })],
  ['a token in the query', 404, () => ({ ...goodCall(), target: `/rpc/settings.save?t=${token}` })],
  ['a preflight', 403, () => ({ ...goodCall(), method: 'OPTIONS' })],
  ['a GET call', 404, () => ({ ...goodCall(), method: 'GET', body: '' })],
  ['a PUT call', 405, () => ({ ...goodCall(), method: 'PUT' })],
  ['HEAD', 405, () => ({ ...goodCall(), method: 'HEAD', body: '' })],
  ['an absolute target', 404, () => ({ ...goodCall(), target: `${test.origin}/rpc/keys.list` })],
  ['an unknown address', 404, () => ({ ...goodCall(), target: '/settings.save' })],
  ['a path below a method', 404, () => ({ ...goodCall(), target: '/rpc/a/settings.save' })],
  ['no JSON', 400, () => ({ ...goodCall(), body: '{' })],
  ['a JSON array', 400, () => ({ ...goodCall(), body: '[]' })],
  ['a body that is too large', 413, () => ({ ...goodCall(), body: paddedBody(65_537) })],
  ['an event stream without token', 401, () => events('Authorization', null)],
  ['an event stream of another origin', 403, () => events('Origin', 'https://evil.example')],
  ['an event stream by GET', 404, () => ({ ...goodCall(), ...GET_EVENTS })],
  ['traversal', 404, () => page('/../../etc/passwd')],
  ['encoded traversal', 404, () => page('/assets/%2e%2e/%2e%2e/etc/passwd')],
  ['a source map', 404, () => page('/index.js.map')],
  ['the page under another name', 404, () => page('/index.html')],
  ['the page with a query', 404, () => page('/?c=1')],
  [
    'a script for another site',
    403,
    () => page('/assets/index-1.js', ['Sec-Fetch-Site', 'cross-site']),
  ],
  ['the page in a frame', 403, () => page('/', ...FRAME)],
  ['the page fetched by another site', 403, () => page('/', ['Sec-Fetch-Site', 'cross-site'])],
  ['the page for a same-site port', 403, () => page('/', ['Sec-Fetch-Site', 'same-site'])],
  ['a file under localhost', 403, () => localhost('/assets/index-1.js')],
]

const GET_EVENTS = { method: 'GET', target: '/events', body: '' }
const FRAME = [
  ['Sec-Fetch-Site', 'cross-site'],
  ['Sec-Fetch-Mode', 'navigate'],
  ['Sec-Fetch-Dest', 'iframe'],
] as const

function cookie() {
  const call = goodCall()
  const others = call.headers.filter(([name]) => name !== 'Authorization')
  return { headers: [...others, ['Cookie', `token=${token}`] as [string, string]] }
}

function events(name: string, value: string | null): RawRequest {
  return { ...withHeader(name, value), target: '/events', body: '{}' }
}

function page(target: string, ...headers: readonly (readonly [string, string])[]): RawRequest {
  return { target, headers: [['Host', `127.0.0.1:${port}`], ...headers] }
}

function localhost(target: string): RawRequest {
  return { target, headers: [['Host', `localhost:${port}`]] }
}

function paddedBody(size: number): string {
  return JSON.stringify({ params: { theme: 'dark' }, callId: 'x' }).padEnd(size)
}

describe('the browser host refuses', () => {
  it.each(REFUSED)('%s', async (_name, status, request) => {
    const before = await snapshotWithoutLog()
    const answer = await sendRaw(port, request())
    expect(answer.status).toBe(status)
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual(
      [],
    )
    expect(answer.body).not.toContain(token)
    expect(await snapshotWithoutLog()).toEqual(before)
  })

  it('an upgrade', async () => {
    const answer = await sendRaw(port, {
      ...goodCall(),
      method: 'GET',
      target: '/events',
      headers: [...goodCall().headers, ['Connection', 'Upgrade'], ['Upgrade', 'websocket']],
      body: '',
    })
    expect(answer.status).toBe(403)
  })

  it('what is not HTTP', async () => {
    const answer = await sendRaw(port, { method: 'G\0T', headers: [] })
    expect(answer.status).toBe(400)
  })
})

describe('the same call without a fault', () => {
  it('goes through, so that the table above proves something', async () => {
    const answer = await sendRaw(port, goodCall())
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('"theme":"dark"')
  })

  it('may be large only for the methods that take a paste', async () => {
    const check = { ...goodCall(), target: '/rpc/sshCommand.parse' }
    const text = 'x'.repeat(262_144)
    const answer = await sendRaw(port, { ...check, body: JSON.stringify({ params: { text } }) })
    expect(answer.status).toBe(200)
    const larger = await sendRaw(port, { ...check, body: paddedBody(600_000) })
    expect(larger.status).toBe(413)
  })
})

describe('what a refusal leaves behind', () => {
  it('is a log line with the reason and without the token', async () => {
    await sendRaw(port, withHeader('Authorization', 'Bearer SPY-TOKEN'))
    await test.host.keypilot.close()
    const log = await readFile(test.host.keypilot.log.file, 'utf8')
    expect(log).toContain('"reason":"no valid session"')
    expect(log).toContain('"reason":"foreign Host"')
    expect(log).not.toContain('SPY-TOKEN')
    expect(log).not.toContain(token)
  })
})

describe('the one-time code', () => {
  const redeem = (code: string) => test.post('/session', { code }, null)

  it('works once', async () => {
    const code = codeOf(test.host.newLaunchUrl())
    expect((await redeem(code)).status).toBe(200)
    expect((await redeem(code)).status).toBe(401)
  })

  it('is not guessed: the fifth wrong one uses it up', async () => {
    const code = codeOf(test.host.newLaunchUrl())
    for (let attempt = 0; attempt < 5; attempt += 1) {
      expect((await redeem('0'.repeat(64))).status).toBe(401)
    }
    expect((await redeem(code)).status).toBe(401)
  })

  it('makes the session before end', async () => {
    const old = await test.signIn()
    await test.signIn()
    const answer = await test.post('/rpc/settings.read', { params: {} }, old)
    expect(answer.status).toBe(401)
  })

  it('is not taken from another origin', async () => {
    const code = codeOf(test.host.newLaunchUrl())
    const answer = await sendRaw(port, {
      method: 'POST',
      target: '/session',
      headers: [
        ['Host', `127.0.0.1:${port}`],
        ['Origin', 'https://evil.example'],
        ['Content-Type', 'application/json'],
      ],
      body: JSON.stringify({ code }),
    })
    expect(answer.status).toBe(403)
    expect((await redeem(code)).status).toBe(200)
  })
})

/** Refusals are logged, and nothing else may change. */
async function snapshotWithoutLog() {
  const files = Object.entries(await snapshot())
  return files.filter(([path]) => !path.startsWith(join(test.host.keypilot.paths.logDir)))
}
