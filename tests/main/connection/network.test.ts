/** What stands in the way before a login: each scripted server has one cause, and no socket is left. */

import { createServer } from 'node:net'
import { beforeEach, describe, expect, test } from 'vitest'
import { DEFAULT_LIMITS } from '../../../main/connection/index.ts'
import type { CauseCode } from '../../../main/contract/methods.ts'
import {
  type Behaviour,
  freePort,
  startBlackHole,
  startScripted,
} from '../../support/servers/index.ts'
import { type Bench, createBench, SHORT_LIMITS, stateOf, targetOf } from './support.ts'

let bench: Bench
beforeEach(() => {
  bench = createBench()
  bench.makeKey('id_ed25519')
})

const SCRIPTED: readonly (readonly [Behaviour, CauseCode, string, RegExp])[] = [
  ['http', 'not-ssh', 'banner', /web server \(nginx/],
  ['jupyter', 'not-ssh', 'banner', /TornadoServer/],
  ['silent', 'banner-timeout', 'banner', /said nothing/],
  ['closes', 'closed-before-handshake', 'banner', /without a word/],
  ['resets', 'connection-reset', 'banner', /reset/],
  ['garbage', 'not-ssh', 'banner', /not an SSH server/],
  ['huge-banner', 'not-ssh', 'banner', /banner banner/],
  ['not-allowed', 'penalised', 'banner', /too many failed logins/],
  ['max-startups', 'penalised', 'banner', /Too many connections/],
  ['ssh-1', 'no-common-algorithm', 'banner', /SSH-1\.5/],
  ['slow-banner', 'handshake-timeout', 'kex', /did not agree/],
  ['banner-then-silent', 'handshake-timeout', 'kex', /did not agree/],
  ['banner-then-closes', 'closed-before-handshake', 'kex', /hung up/],
  ['banner-then-resets', 'connection-reset', 'kex', /reset/],
]

describe.each(SCRIPTED)('a server that does “%s”', (behaviour, cause, stage, evidence) => {
  test(`is ${cause} at ${stage}`, async () => {
    const server = await startScripted(behaviour)
    const { report } = await bench.run({ target: targetOf(server) }, { limits: SHORT_LIMITS })
    expect(report).toMatchObject({ verdict: 'failed', cause })
    expect(stateOf(report, stage)).toBe('failed')
    expect(report.stages.filter(({ state }) => state === 'failed')).toHaveLength(1)
    expect(report.explanation).toMatch(evidence)
    expect(report.explanation).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/)
    await server.allClosed()
    await server.stop()
  })
})

test('lines of notice before the banner are fine for until: banner', async () => {
  const server = await startScripted('slow-banner')
  const { report } = await bench.run({ target: targetOf(server), until: 'banner' })
  expect(report).toMatchObject({
    verdict: 'ok',
    serverSoftware: 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10',
  })
  await server.allClosed()
  await server.stop()
})

test('a name that does not exist', async () => {
  const target = { user: 'root', host: 'nonexistent.invalid', port: 22, kind: 'generic' } as const
  const { report } = await bench.run({ target })
  expect(report).toMatchObject({ cause: 'name-not-found' })
  expect(report.explanation).toContain('nonexistent.invalid')
})

test('nothing listens', async () => {
  const { report } = await bench.run({
    target: targetOf({ host: '127.0.0.1', port: await freePort() }),
  })
  expect(report).toMatchObject({ cause: 'connection-refused' })
  expect(report.stages.find(({ id }) => id === 'tcp')?.detail).toContain('ECONNREFUSED')
})

test.runIf(process.platform === 'linux')('no answer at all', async () => {
  const hole = await startBlackHole()
  const startedAt = Date.now()
  const { report } = await bench.run({ target: targetOf(hole) }, { limits: SHORT_LIMITS })
  expect(report).toMatchObject({ cause: 'connection-timed-out' })
  expect(Date.now() - startedAt).toBeLessThan(9_000)
  await hole.stop()
})

test('an IPv6 server at ::1, and a name whose first address refuses', async () => {
  const server = createServer((socket) => socket.end('SSH-2.0-Six\r\n'))
  await new Promise<void>((resolve) => server.listen(0, '::1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const six = await bench.run({ target: targetOf({ host: '::1', port }), until: 'banner' })
  expect(six.report).toMatchObject({ verdict: 'ok', serverSoftware: 'SSH-2.0-Six' })
  expect(six.report.stages.find(({ id }) => id === 'resolve')?.detail).toContain('IPv6')
  await new Promise((resolve) => server.close(resolve))
})

test('the huge banner is not read for long', async () => {
  const server = await startScripted('huge-banner')
  const before = process.memoryUsage().rss
  const startedAt = Date.now()
  await bench.run({ target: targetOf(server) })
  expect(Date.now() - startedAt).toBeLessThan(DEFAULT_LIMITS.banner / 2)
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1_048_576)
  await server.stop()
})

test('control characters of a server never reach the report', async () => {
  const server = createServer((socket) => socket.end('220 \u001b[31mmail\u0007\u202eserver\r\n'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const { report } = await bench.run({ target: targetOf({ host: '127.0.0.1', port }) })
  expect(report).toMatchObject({ cause: 'not-ssh' })
  expect(report.explanation).toMatch(/“220 mail .*server”/)
  await new Promise((resolve) => server.close(resolve))
})
