/** The first bytes of a server, in any portions, and what is put back for the SSH client. */

import { connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readBanner } from '../../../main/connection/stages/banner-reader.ts'

let near: Socket
let far: Socket
let close: () => void

beforeEach(async () => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve))
  near = connect(typeof address === 'object' && address ? address.port : 0, '127.0.0.1')
  far = await accepted
  near.on('error', () => {})
  far.on('error', () => {})
  close = () => server.close()
})
afterEach(() => {
  near.destroy()
  far.destroy()
  close()
})

async function send(...portions: readonly (string | Buffer)[]) {
  const { result } = readBanner(near, 600)
  for (const portion of portions) {
    far.write(portion)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return result
}

test('the line and all that follows are there for the next reader', async () => {
  const binary = Buffer.from([0, 0, 1, 0x14, 0xff, 0x0a])
  const reading = await send('notice\r\n', Buffer.concat([Buffer.from('SSH-2.0-x y\r\n'), binary]))
  expect(reading).toEqual({ kind: 'ssh', line: 'SSH-2.0-x y' })
  expect(near.isPaused()).toBe(true)
  far.write('later')
  const chunks: Buffer[] = []
  near.on('data', (chunk) => chunks.push(chunk))
  near.resume()
  await expect
    .poll(() => Buffer.concat(chunks).toString('latin1'))
    .toBe(`SSH-2.0-x y\r\n${binary.toString('latin1')}later`)
})

test.each<readonly [string, readonly (string | Buffer)[], object]>([
  ['in single bytes', [...'SSH-2.0-a\r\n'], { kind: 'ssh', line: 'SSH-2.0-a' }],
  ['with LF only', ['SSH-2.0-a\n'], { kind: 'ssh', line: 'SSH-2.0-a' }],
  ['1.99, which means both', ['SSH-1.99-a\r\n'], { kind: 'ssh', line: 'SSH-1.99-a' }],
  [
    'a notice in UTF-8 before it',
    ['Grüße 你好\r\nSSH-2.0-a\r\n'],
    { kind: 'ssh', line: 'SSH-2.0-a' },
  ],
  ['the first version', ['SSH-1.5-old\n'], { kind: 'ssh-1', line: 'SSH-1.5-old' }],
  ['HTTP', ['HTTP/1.1 400 Bad Request\r\n'], { kind: 'other', line: 'HTTP/1.1 400 Bad Request' }],
  ['TLS', [Buffer.from([0x15, 3, 1, 0, 2, 2, 70])], { kind: 'other' }],
  ['a mail server that waits', ['220 mail ESMTP\r\n'], { kind: 'other', line: '220 mail ESMTP' }],
  ['an endless line', ['x'.repeat(70_000)], { kind: 'other' }],
  ['endless lines', ['x\n'.repeat(1_100)], { kind: 'other', line: 'x' }],
  ['an overlong banner', [`SSH-2.0-${'x'.repeat(2_000)}\r\n`], { kind: 'other' }],
  ['an unfinished banner', ['SSH-2.0-'], { kind: 'other', line: 'SSH-2.0-' }],
  ['nothing', [], { kind: 'silent' }],
])('%s', async (_title, portions, expected) => {
  expect(await send(...portions)).toMatchObject(expected)
})

test('what was said before hanging up is kept', async () => {
  const { result } = readBanner(near, 600)
  far.end('Not allowed at this time\r\nbye')
  expect(await result).toEqual({ kind: 'closed', lines: ['Not allowed at this time', 'bye'] })
})
