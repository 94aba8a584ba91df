/** Connections that break off, or never end: none may stop the host, and none may keep its place. */

import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestHost, type TestHost } from './http-client.ts'

let test: TestHost
let port: number

beforeAll(async () => {
  test = await startTestHost()
  port = test.host.port
})
afterAll(() => test.host.close())

const lines = (...rows: readonly string[]) => `${rows.join('\r\n')}\r\n\r\n`
const UPGRADE = () =>
  lines('GET / HTTP/1.1', `Host: 127.0.0.1:${port}`, 'Connection: Upgrade', 'Upgrade: websocket')
const NOT_HTTP = () => lines('G\0T / HTTP/1.1')

/** A JSON POST of which the last byte is still to come. */
function begin(target: string, token: string | null, body: object): Promise<Socket> {
  const text = JSON.stringify(body)
  const head = lines(
    `POST ${target} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Origin: ${test.origin}`,
    'Content-Type: application/json',
    `Content-Length: ${text.length}`,
    `Authorization: Bearer ${token}`,
  )
  return open(head + text.slice(0, -1))
}

/** Sends the last byte and resolves with the status line of the answer. */
async function finish(socket: Socket, answered: Promise<unknown[]>): Promise<string> {
  socket.write('}')
  const [chunk] = await answered
  socket.destroy()
  return String(chunk).split('\r\n')[0] ?? ''
}

it.each([
  ['an upgrade', UPGRADE],
  ['what is not HTTP', NOT_HTTP],
])('goes on when the other side resets %s', async (_name, text) => {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const socket = await open(`${text()}${'x'.repeat(1_000)}`)
    socket.resetAndDestroy()
  }
  // An error that nobody listens for would end the whole process, and fails this test run.
  await delay(100)
  expect((await fetch(test.origin)).status).toBe(200)
})

it.each([
  ['an upgrade', UPGRADE],
  ['what is not HTTP', NOT_HTTP],
])('gives the place of %s to the next one, though the other side stays', async (_name, text) => {
  const sockets = await Promise.all(Array.from({ length: 8 }, () => open(text())))
  await expect.poll(() => fetch(test.origin).then(({ status }) => status, String)).toBe(200)
  for (const socket of sockets) socket.destroy()
})

it('refuses what was allowed when it began, once its session is over', async () => {
  const old = await test.signIn()
  const call = await begin('/rpc/settings.save', old, { params: { theme: 'dark' } })
  const stream = await begin('/events', old, {})
  const answers = [once(call, 'data'), once(stream, 'data')] as const
  // Long enough for both heads to be judged.
  await delay(100)
  await test.signIn()
  expect(await finish(call, answers[0])).toContain('401')
  expect(await finish(stream, answers[1])).toContain('401')
})

it('logs broken-off requests as often as refused ones, and no more', async () => {
  for (let count = 0; count < 600; count += 1) {
    const socket = await begin('/session', null, {})
    socket.resetAndDestroy()
    if (count % 6 === 5) await delay(5)
  }
  await delay(100)
  await test.host.keypilot.close()
  const log = await readFile(test.host.keypilot.log.file, 'utf8')
  const count = log.split('\n').filter((line) => line.includes('"level":"warn"')).length
  expect(count).toBeGreaterThan(100)
  expect(count).toBeLessThanOrEqual(500)
})

/** Never closes by itself, whatever the host does. */
function open(text: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    socket.once('error', reject)
    socket.once('connect', () => socket.write(text, () => resolve(socket)))
    socket.on('error', () => {})
    socket.resume()
  })
}
