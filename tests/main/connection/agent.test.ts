/** Tests in which the agent signs: with the real ssh-agent, and with agents that answer nothing. */

import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startRunPodProxy, startScriptedSsh } from '../../support/servers/index.ts'
import { startAgent } from './agent.ts'
import { type Bench, createBench, type MadeKey, targetOf } from './support.ts'

let bench: Bench
let key: MadeKey
const stops: (() => Promise<void>)[] = []
beforeEach(() => {
  bench = createBench()
  key = bench.makeKey('pods', ['-N', 'correct horse'])
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})

test('exactly the chosen key is offered, and its passphrase is not needed', async () => {
  const agent = await startAgent()
  const open = ['one', 'two', 'three'].map((name) => bench.makeKey(name))
  for (const { path } of open) agent.add(path)
  const [one] = open
  if (one === undefined) return
  const proxy = await startRunPodProxy({ authorizedKeys: [one.publicLine] })
  stops.push(proxy.stop, agent.stop)
  const { report } = await bench.run(
    { target: targetOf(proxy, 'runpod-proxy'), keyId: one.id, useAgent: true },
    { agentAddress: agent.socket },
  )
  expect(report).toMatchObject({ verdict: 'ok', acceptedKey: one.id })
  expect(report.stages[0]?.detail).toContain('The ssh-agent holds one and signs with it')
  // Asked once, signed once.
  expect(proxy.events.filter((event) => event.startsWith('auth:'))).toEqual([
    'auth:none',
    'auth:publickey',
    'auth:publickey',
  ])
})

test('an RSA key of the agent signs with SHA-2, and not at all where only SHA-1 is known', async () => {
  const agent = await startAgent()
  const rsa = bench.makeKey('id_rsa', ['-t', 'rsa', '-b', '2048'])
  agent.add(rsa.path)
  const proxy = await startRunPodProxy({ authorizedKeys: [rsa.publicLine] })
  const old = await startScriptedSsh('names-no-signatures')
  stops.push(proxy.stop, old.stop, agent.stop)
  const params = { identityFile: rsa.path, useAgent: true }
  const options = { agentAddress: agent.socket }
  const target = targetOf(proxy, 'runpod-proxy')
  expect((await bench.run({ ...params, target }, options)).report.acceptedKey).toBe(rsa.id)
  const refused = await bench.run({ ...params, target: targetOf(old) }, options)
  expect(refused.report.cause).toBe('rsa-sha1-only')
})

test('a key that the agent does not hold can be added by the offered fix', async () => {
  const agent = await startAgent()
  stops.push(agent.stop)
  const { report } = await bench.run(
    { target: { user: 'root', host: '127.0.0.1', port: 9, kind: 'generic' }, useAgent: true },
    { agentAddress: agent.socket },
  )
  expect(report).toMatchObject({
    cause: 'no-key',
    title: 'The ssh-agent cannot sign with this key',
  })
  expect(report.fixes[0]).toMatchObject({ method: 'agent.add', params: { id: key.id } })
})

test('an agent that lists the key and never signs is named, not the server', async () => {
  const silent = await startHalfAgent(key)
  const proxy = await startRunPodProxy({ authorizedKeys: [key.publicLine] })
  stops.push(proxy.stop, silent.stop)
  const { report } = await bench.run(
    { target: targetOf(proxy, 'runpod-proxy'), useAgent: true },
    { agentAddress: silent.address, limits: { auth: 6_000, kex: 60_000 } },
  )
  expect(report).toMatchObject({ verdict: 'failed', cause: 'agent-refused' })
  await expect.poll(() => silent.open()).toBe(0)
})

test('cancelled while the agent waits for the person: its connection is closed', async () => {
  const silent = await startHalfAgent(key)
  const proxy = await startRunPodProxy({ authorizedKeys: [key.publicLine] })
  stops.push(proxy.stop, silent.stop)
  const controller = new AbortController()
  silent.onSign(() => controller.abort())
  const run = bench.run(
    { target: targetOf(proxy, 'runpod-proxy'), useAgent: true },
    { agentAddress: silent.address, signal: controller.signal, limits: { auth: 60_000 } },
  )
  await expect(run).rejects.toMatchObject({ code: 'cancelled' })
  await expect.poll(() => silent.open()).toBe(0)
})

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const wireString = (bytes: Buffer) => Buffer.concat([uint32(bytes.length), bytes])

/** Lists one key, and keeps silent when it is to sign (draft-miller-ssh-agent, section 3). */
async function startHalfAgent(held: MadeKey) {
  const blob = Buffer.from(held.publicLine.split(' ')[1] ?? '', 'base64')
  const sockets = new Set<Socket>()
  let signed = () => {}
  const listener = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    socket.on('data', (data) => {
      if (data[4] !== 11) return signed()
      const body = [Buffer.from([12]), uint32(1), wireString(blob), wireString(Buffer.from('x'))]
      socket.write(wireString(Buffer.concat(body)))
    })
  })
  const address = join(bench.sshDir, 'agent')
  await new Promise<void>((resolve) => listener.listen(address, resolve))
  return {
    address,
    open: () => sockets.size,
    onSign: (listen: () => void) => {
      signed = listen
    },
    stop: () => new Promise<void>((resolve) => listener.close(() => resolve())),
  }
}
