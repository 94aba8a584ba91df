/** The question for a newer version. Mock: a local server in the place of GitHub's list of releases. */

import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createKeypilot } from '../../../main/app.ts'
import type { Result, Settings, UpdateCheck } from '../../../main/contract/methods.ts'
import { checkForUpdate } from '../../../main/updates/index.ts'

interface Asked {
  readonly method: string
  readonly url: string
  readonly headers: IncomingHttpHeaders
}

let server: Server
let feed: string
let asked: Asked[]
let answer: (response: ServerResponse) => void

beforeEach(async () => {
  asked = []
  answer = (response) => response.end(release('v0.2.0'))
  server = createServer(({ method = '', url = '', headers }, response) => {
    asked.push({ method, url, headers })
    answer(response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  feed = `http://127.0.0.1:${(server.address() as AddressInfo).port}/latest`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})

function release(tag: unknown, more: object = {}): string {
  return JSON.stringify({ tag_name: tag, draft: false, prerelease: false, ...more })
}

function check(env: { readonly [name: string]: string } = {}): Promise<UpdateCheck> {
  const { signal } = new AbortController()
  const all = { KEYPILOT_UPDATE_URL: feed, ...env }
  return checkForUpdate({ installed: '0.1.0', env: all, signal, timeoutMs: 2_000 })
}

describe('is answered by', () => {
  test.each([
    ['v0.2.0', { state: 'newer', installed: '0.1.0', latest: '0.2.0' }],
    ['0.10.0', { state: 'newer', installed: '0.1.0', latest: '0.10.0' }],
    ['v0.1.0', { state: 'current', installed: '0.1.0', latest: '0.1.0' }],
    ['v0.0.9', { state: 'current', installed: '0.1.0', latest: '0.0.9' }],
  ])('%s', async (tag, expected) => {
    answer = (response) => response.end(release(tag))
    expect(await check()).toEqual(expected)
  })
})

test('the question holds a name that is the same for everyone, and nothing else of ours', async () => {
  await check()
  const { host } = new URL(feed)
  expect(asked).toEqual([
    {
      method: 'GET',
      url: '/latest',
      headers: {
        host,
        connection: 'close',
        'accept-encoding': 'identity',
        accept: 'application/vnd.github+json',
        'user-agent': 'Keypilot',
      },
    },
  ])
})

describe('is not known, in words, after', () => {
  const bad: readonly (readonly [string, (response: ServerResponse) => void, RegExp])[] = [
    ['no JSON', (response) => response.end('<html>'), /not be understood/],
    ['null', (response) => response.end('null'), /not be understood/],
    ['a list', (response) => response.end('[]'), /not be understood/],
    ['a number for a tag', (response) => response.end(release(2)), /not be understood/],
    [
      'a tag that is no version',
      (response) => response.end(release('latest')),
      /not be understood/,
    ],
    ['markup in the tag', (response) => response.end(release('v0.2.0<b>')), /not be understood/],
    [
      'a version for testers',
      (response) => response.end(release('v0.2.0', { prerelease: true })),
      /not be understood/,
    ],
    [
      'a draft',
      (response) => response.end(release('v0.2.0', { draft: true })),
      /not be understood/,
    ],
    ['two megabytes', (response) => response.end(' '.repeat(2_097_152)), /could not be reached/],
    ['silence', () => {}, /could not be reached/],
    ['an early end', (response) => response.destroy(), /could not be reached/],
    ['404', (response) => response.writeHead(404).end(), /No version has been published yet/],
    ['403', (response) => response.writeHead(403).end(), /Try again in an hour/],
    ['500', (response) => response.writeHead(500).end(), /status was 500/],
  ]
  test.each(bad)('%s', async (_name, respond, detail) => {
    answer = respond
    expect(await check()).toEqual({
      state: 'unknown',
      installed: '0.1.0',
      detail: expect.stringMatching(detail),
    })
  })

  test('a redirect, which is not followed', async () => {
    answer = (response) => response.writeHead(302, { location: feed }).end()
    expect(await check()).toMatchObject({ state: 'unknown', detail: expect.stringMatching(/302/) })
    expect(asked).toHaveLength(1)
  })
})

test.each([
  'http://192.0.2.1/latest',
  'http://127.0.0.1.example.com/latest',
  'file:///etc/passwd',
  'ftp://127.0.0.1/latest',
  'https://me:secret@127.0.0.1/latest',
  'latest',
])('%s is never asked', async (url) => {
  const result = await check({ KEYPILOT_UPDATE_URL: url })
  expect(result).toMatchObject({
    state: 'unknown',
    detail: expect.stringMatching(/not an https address/),
  })
  expect(JSON.stringify(result)).not.toContain('secret')
})

describe('the person decides', () => {
  let call: (method: string, params?: unknown) => Promise<Result<unknown>>
  beforeEach(() => {
    process.env.KEYPILOT_UPDATE_URL = feed
    const no = async () => false
    const keypilot = createKeypilot({
      version: '0.1.0',
      host: { kind: 'cli', openLink: no, reveal: no },
    })
    call = (method, params = {}) =>
      keypilot.dispatch(method, params, {
        callId: 'x',
        host: 'cli',
        signal: new AbortController().signal,
        confirm: no,
        progress: () => {},
      })
  })
  afterEach(() => {
    delete process.env.KEYPILOT_UPDATE_URL
  })

  test('nobody is asked until it is turned on, nor after it is turned off', async () => {
    expect(await call('system.checkForUpdate')).toEqual({ ok: true, value: { state: 'off' } })
    const settings = (await call('settings.read')) as { value: Settings }
    expect(settings.value.checkForUpdates).toBe(false)
    for (const method of ['system.info', 'keys.list', 'connections.list', 'permissions.report'])
      expect(await call(method)).toMatchObject({ ok: true })
    expect(asked).toEqual([])

    await call('settings.save', { checkForUpdates: true })
    expect(asked).toEqual([])
    expect(await call('system.checkForUpdate')).toMatchObject({ value: { state: 'newer' } })
    expect(asked).toHaveLength(1)

    await call('settings.save', { checkForUpdates: false })
    expect(await call('system.checkForUpdate')).toEqual({ ok: true, value: { state: 'off' } })
    expect(asked).toHaveLength(1)
  })
})
