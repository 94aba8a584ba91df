/** What a server is asked after a refusal: little, bounded, and nothing when that is not wanted. */

import { connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type RunPodProxy, startRunPodProxy } from '../../support/servers/index.ts'
import { type Bench, createBench, type MadeKey, targetOf } from './support.ts'

let bench: Bench
let key: MadeKey
let proxy: RunPodProxy
beforeEach(async () => {
  bench = createBench()
  key = bench.makeKey('id_ed25519')
  proxy = await startRunPodProxy({ authorizedKeys: [] })
})
afterEach(() => proxy.stop())

const offers = () => proxy.events.filter((event) => event === 'auth:publickey').length
const target = () => targetOf(proxy, 'runpod-proxy')

test('with askAboutOthers: false the server hears of one key only', async () => {
  bench.makeKey('other')
  const { report } = await bench.run({ target: target(), keyId: key.id, askAboutOthers: false })
  expect(report.cause).toBe('key-not-accepted')
  expect(offers()).toBe(1)
})

test('at most five others are asked about, on one more connection', async () => {
  for (let index = 0; index < 8; index++) bench.makeKey(`other-${index}`)
  const { report } = await bench.run({ target: target(), keyId: key.id })
  expect(report.cause).toBe('key-not-accepted')
  expect(offers()).toBe(6)
  expect(proxy.events.filter((event) => event === 'auth:none')).toHaveLength(2)
})

test('without another key there is no second connection', async () => {
  const { report } = await bench.run({ target: target() })
  expect(report.cause).toBe('key-not-accepted')
  expect(proxy.events).toEqual(['auth:none', 'auth:publickey'])
})

test('the accepted key is named, and the offered fix tests with it', async () => {
  const other = bench.makeKey('work')
  const second = await startRunPodProxy({ authorizedKeys: [other.publicLine] })
  const place = targetOf(second, 'runpod-proxy')
  const { report } = await bench.run({ target: place, keyId: key.id })
  expect(report).toMatchObject({ cause: 'other-key-accepted', acceptedKey: null })
  const [fix] = report.fixes
  expect(fix).toMatchObject({
    method: 'connection.test',
    params: { target: place, keyId: other.id },
    label: 'Test with work',
  })
  const again = await bench.run(fix?.kind === 'call' ? (fix.params as never) : {})
  expect(again.report).toMatchObject({ verdict: 'ok', acceptedKey: other.id })
  await second.stop()
})

test('a second connection that hangs neither hides the refusal nor outlives a cancelled test', async () => {
  bench.makeKey('other')
  const gate = await startGate(proxy.port)
  const place = targetOf({ ...gate, user: proxy.user }, 'runpod-proxy')
  const slow = await bench.run(
    { target: place, keyId: key.id },
    { limits: { whyRefused: 500, kex: 60_000, auth: 60_000 } },
  )
  expect(slow.report.cause).toBe('key-not-accepted')
  await expect.poll(() => gate.held()).toBe(0)

  const controller = new AbortController()
  gate.reset(() => controller.abort())
  const run = bench.run({ target: place, keyId: key.id }, { signal: controller.signal })
  await expect(run).rejects.toMatchObject({ code: 'cancelled' })
  await expect.poll(() => gate.held()).toBe(0)
  await gate.stop()
})

/** Lets the first connection through to a server and holds all later ones without a word. */
async function startGate(port: number) {
  let isFirst = true
  let onHeld = () => {}
  const held = new Set<Socket>()
  const listener = createServer((near) => {
    near.on('error', () => {})
    if (!isFirst) {
      held.add(near)
      near.resume().once('close', () => held.delete(near))
      return onHeld()
    }
    isFirst = false
    const far = connect(port, '127.0.0.1')
    far.on('error', () => {})
    near.pipe(far).pipe(near)
    near.once('close', () => far.destroy())
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  return {
    host: '127.0.0.1',
    port: typeof address === 'object' && address !== null ? address.port : 0,
    held: () => held.size,
    reset(listen: () => void) {
      isFirst = true
      onHeld = listen
    },
    stop: () => new Promise<void>((resolve) => listener.close(() => resolve())),
  }
}
