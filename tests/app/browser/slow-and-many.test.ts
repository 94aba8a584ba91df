/** Those who send slowly, and those who come in numbers: they are cut off, and change nothing. */

import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { snapshot } from '../conformance.ts'
import { startTestHost, type TestHost } from './http-client.ts'

let test: TestHost
let token: string
/** What a connection hears that says nothing. It lasts seconds, in which other tests run. */
let silent: Promise<string>

beforeAll(async () => {
  test = await startTestHost()
  silent = sayNothing()
  token = await test.signIn()
  await test.post('/rpc/settings.save', { params: { theme: 'light' } }, token)
})
afterAll(() => test.host.close())

const BODY = JSON.stringify({ params: { theme: 'dark' } })

/** The head of a call that would change settings, up to its last line. */
function head(): string {
  const lines = [
    'POST /rpc/settings.save HTTP/1.1',
    `Host: 127.0.0.1:${test.host.port}`,
    `Origin: ${test.origin}`,
    `Authorization: Bearer ${token}`,
    'Content-Type: application/json',
    `Content-Length: ${BODY.length}`,
  ]
  return `${lines.join('\r\n')}\r\n`
}

/** Sends the rest, one byte every 100 ms, for as long as the other side takes it. */
async function drip(start: string, rest: string): Promise<string> {
  const socket = await open()
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk
  })
  socket.write(start)
  let sent = 0
  const timer = setInterval(() => {
    if (sent < rest.length) socket.write(rest[sent] ?? '')
    sent += 1
  }, 100)
  await once(socket, 'close')
  clearInterval(timer)
  expect(sent, 'cut off before the end').toBeLessThan(rest.length)
  return received
}

it('cuts off who sends headers, or a body, a byte at a time', async () => {
  const before = await settings()
  const endless = 'x'.repeat(100_000)
  const answers = await Promise.all([
    drip(head(), `X-Slow: ${endless}`),
    drip('', head().repeat(100)),
    // 300 bytes of blanks, which JSON allows, in the place of a body that is sent at once.
    drip(`${head().replace(/Length: \d+/, 'Length: 300')}\r\n`, BODY.padEnd(300)),
  ])
  for (const answer of answers) expect(answer).not.toContain('200 OK')
  expect(await settings()).toEqual(before)
})

it('closes a connection that says nothing, as browsers open them ahead of need, without a word', async () => {
  expect(await silent).toBe('')
})

it('outlives five hundred connections that come at once', async () => {
  const before = await settings()
  const flood = await Promise.all(
    Array.from({ length: 500 }, async (_, index) => {
      const socket = await open()
      socket.write(index % 2 === 0 ? head() : 'GET / HTTP/1.1\r\n')
      return socket
    }),
  )
  // Eight may stay, and wait for the rest of their requests; the others are shown the door.
  await expect.poll(() => flood.filter(({ closed }) => !closed).length).toBeLessThanOrEqual(8)
  for (const socket of flood) socket.destroy()
  await expect.poll(() => fetch(test.origin).then(({ status }) => status, String)).toBe(200)
  expect(await settings()).toEqual(before)
  const answer = await test.post('/rpc/settings.read', { params: {} }, token)
  expect(await answer.json()).toMatchObject({ ok: true, value: { theme: 'light' } })
})

async function sayNothing(): Promise<string> {
  const socket = await open()
  let received = ''
  socket.on('data', (chunk) => {
    received += chunk
  })
  await once(socket, 'close')
  return received
}

/** All files but the log, which tells of refusals. */
async function settings() {
  const { logDir } = test.host.keypilot.paths
  return Object.entries(await snapshot()).filter(([path]) => !path.startsWith(logDir))
}

function open(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(test.host.port, '127.0.0.1', () => resolve(socket))
    socket.once('error', reject)
    socket.on('error', () => {})
    socket.resume()
  })
}
