/**
 * The computer sleeps in the middle of a connection test, or the server does: the test ends with a
 * cause that has a name, and no socket stays open.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { createBench, SHORT_LIMITS, targetOf } from '../main/connection/support.ts'
import { type Sshd, startSshd, whyNoSshd } from '../support/servers/index.ts'

/** A relay in a process of its own, which can be stopped as a sleeping computer is. */
const RELAY = `
const net = require('node:net')
let open = 0
const server = net.createServer((near) => {
  open++
  const far = net.connect(Number(process.argv[1]), '127.0.0.1')
  near.pipe(far).pipe(near)
  near.on('error', () => far.destroy()).on('close', () => { open--; far.destroy(); process.send({ open }) })
  far.on('error', () => near.destroy()).on('close', () => near.destroy())
  process.send({ open })
})
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }))
`

const children: ChildProcess[] = []
const servers: Sshd[] = []
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  for (const sshd of servers.splice(0)) await sshd.stop()
})

async function sleepyServer(authorizedKeys: readonly string[]) {
  const sshd = await startSshd({ authorizedKeys: [...authorizedKeys] })
  servers.push(sshd)
  const child = spawn(process.execPath, ['-e', RELAY, String(sshd.port)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  children.push(child)
  const [{ port }] = (await once(child, 'message')) as [{ port: number }]
  let open = 0
  child.on('message', (message) => {
    open = (message as { open: number }).open
  })
  return {
    ...{ host: sshd.host, port },
    open: () => open,
    sleep: () => child.kill('SIGSTOP'),
    wake: () => child.kill('SIGCONT'),
  }
}

test.skipIf(whyNoSshd() !== null).each(['banner', 'kex', 'auth', 'session'] as const)(
  'the server falls asleep at %s and does not wake up',
  async (stage) => {
    const bench = createBench()
    const key = bench.makeKey('id_ed25519')
    const server = await sleepyServer([key.publicLine])
    const { report } = await bench.run(
      { target: targetOf(server) },
      { limits: SHORT_LIMITS, onStage: (id) => id === stage && server.sleep() },
    )
    expect(report.verdict).toBe('failed')
    expect(report.cause).not.toBeNull()
    expect(report.cause).not.toBe('unexpected')
    expect(report.explanation).not.toBe('')
    server.wake()
    await expect.poll(server.open, { timeout: 20_000 }).toBe(0)
  },
)

test.skipIf(whyNoSshd() !== null)('a short sleep does not matter', async () => {
  const bench = createBench()
  const key = bench.makeKey('id_ed25519')
  const server = await sleepyServer([key.publicLine])
  const { report } = await bench.run(
    { target: targetOf(server) },
    {
      onStage: (id) => {
        if (id !== 'auth') return
        server.sleep()
        setTimeout(server.wake, 300)
      },
    },
  )
  expect(report).toMatchObject({ verdict: 'ok' })
  await expect.poll(server.open, { timeout: 20_000 }).toBe(0)
})

test.skipIf(whyNoSshd() !== null)(
  'this computer sleeps: when it wakes, the times are over, and the test says so',
  async () => {
    const bench = createBench()
    const key = bench.makeKey('id_ed25519')
    const server = await sleepyServer([key.publicLine])
    // After a sleep every timer is due at once, before anything of the network has been read.
    const sleepThrough = (ms: number) => {
      const end = performance.now() + ms
      while (performance.now() < end);
    }
    const { report } = await bench.run(
      { target: targetOf(server) },
      { limits: SHORT_LIMITS, onStage: (id) => id === 'auth' && sleepThrough(3_000) },
    )
    if (report.verdict === 'failed') expect(report.cause).not.toBe('unexpected')
    await expect.poll(server.open, { timeout: 20_000 }).toBe(0)
  },
)
