/** Servers that send without end: a test takes bounded time and memory, and leaves nothing open. */

import { randomBytes } from 'node:crypto'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { startSshd, whyNoSshd } from '../../support/servers/index.ts'
import { createBench, targetOf } from './support.ts'

const MAX_GROWTH_BYTES = 96 * 1_048_576
const chunk = randomBytes(262_144)

test.each([
  ['noise', ''],
  ['an SSH banner, then noise', 'SSH-2.0-OpenSSH_9.2p1\r\n'],
])('%s, as fast as it is read', async (_name, first) => {
  const flood = await startFlood(first)
  const bench = createBench()
  bench.makeKey('id_ed25519')
  const before = process.memoryUsage().rss
  const { report } = await bench.run(
    { target: targetOf(flood) },
    { limits: { banner: 60_000, kex: 60_000 } },
  )
  expect(report.verdict).toBe('failed')
  expect(process.memoryUsage().rss - before).toBeLessThan(MAX_GROWTH_BYTES)
  await expect.poll(() => flood.open()).toBe(0)
  await flood.stop()
})

test.skipIf(whyNoSshd() !== null)('a session that prints without end', async () => {
  const bench = createBench()
  const key = bench.makeKey('id_ed25519')
  const sshd = await startSshd({ authorizedKeys: [key.publicLine], config: ['ForceCommand yes'] })
  const before = process.memoryUsage().rss
  const { report } = await bench.run({ target: targetOf(sshd) }, { limits: { session: 60_000 } })
  await sshd.stop()
  expect(report).toMatchObject({ verdict: 'failed', cause: 'no-session' })
  expect(report.explanation.length).toBeLessThan(2_000)
  expect(process.memoryUsage().rss - before).toBeLessThan(MAX_GROWTH_BYTES)
})

async function startFlood(first: string) {
  const sockets = new Set<Socket>()
  const listener = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    const pour = () => {
      while (!socket.destroyed && socket.write(chunk));
    }
    socket.resume().on('drain', pour)
    socket.write(first, pour)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return {
    host: '127.0.0.1',
    port: (listener.address() as AddressInfo).port,
    open: () => sockets.size,
    stop: () => new Promise<void>((resolve) => listener.close(() => resolve())),
  }
}
