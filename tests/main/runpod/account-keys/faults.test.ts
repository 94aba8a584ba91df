/** What goes wrong on the way to RunPod and back, against the local server: no key is ever lost. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AccountKeysChange } from '../../../../main/contract/methods.ts'
import type { FaultKind, RunpodApiServer } from '../../../support/runpod-api/index.ts'
import { clientOf, failureOf, startServer } from '../api/support.ts'
import { asking, createWorld, newLine, RUNPOD_PATTERN, type World } from './support.ts'

const KEYS_PATH = '/v2/account/ssh-keys'

let world: World
let server: RunpodApiServer
let before: readonly string[]

beforeEach(async () => {
  world = createWorld()
  before = [newLine('a'), newLine('b')]
  server = await startServer({ keys: before })
})
afterEach(() => world.remove())

/** Short waits, so that a server that never answers is soon given up. */
const service = () =>
  world.service(clientOf(server, { limits: { attemptMs: 1_500, totalMs: 3_000 } }))

async function planned(change: AccountKeysChange) {
  const { id } = await service().plan(change)
  server.forgetRequests()
  return { change, planId: id }
}

const publish = (line: string) => planned({ kind: 'publish-text', text: line })
const sent = () => server.requests.map(({ method }) => method)
const fail = (fault: FaultKind, method = 'PUT', times = 1) =>
  server.addFault({ fault, method, path: KEYS_PATH, times })

/** Every PUT comes right after a GET, and its body is a set that RunPod's pattern passes. */
function expectFreshReads() {
  server.requests.forEach(({ method, path, body }, at) => {
    expect(path).toBe(KEYS_PATH)
    if (method !== 'PUT') return
    expect(server.requests[at - 1]?.method).toBe('GET')
    const { keys } = body as { readonly keys: readonly string[] }
    expect(keys.filter((key) => !RUNPOD_PATTERN.test(key))).toEqual([])
  })
}

describe('a PUT without an answer', () => {
  test.each([
    { kind: 'never', when: 'after' },
    { kind: 'cut', when: 'after' },
    { kind: 'half' },
    { kind: 'text', text: '<html>gateway</html>' },
    { kind: 'edit', edit: () => ({ keys: null }) },
  ] as const)('took effect: %j', async (fault) => {
    const mine = newLine('me')
    const params = await publish(mine)
    fail(fault)
    const { keys } = await service().apply(params, asking())
    expect(server.keys).toEqual([...before, mine])
    expect(keys.keys).toHaveLength(3)
    expect(sent()).toEqual(['GET', 'GET', 'PUT', 'GET'])
    expectFreshReads()
  })

  test.each([
    [
      { kind: 'never', when: 'before' },
      /as they are before|as they were before|change was not made/,
    ],
    [{ kind: 'cut', when: 'before' }, /change was not made/],
    [{ kind: 'status', status: 500 }, /./],
    [{ kind: 'status', status: 502, text: 'bad gateway' }, /./],
  ] as const)('did not take effect: %j', async (fault, message) => {
    const params = await publish(newLine('me'))
    fail(fault)
    const error = await failureOf(service().apply(params, asking()))
    expect(error.message).toMatch(message)
    expect(error.code).toBe('service-error')
    expect(server.keys).toEqual(before)
    expect(sent().filter((method) => method === 'PUT')).toHaveLength(1)
    // The same plan still fits, since nothing has changed.
    await service().apply(params, asking())
    expect(server.keys).toHaveLength(3)
  })

  test('and nothing can be read afterwards: nobody claims to know', async () => {
    const params = await publish(newLine('me'))
    server.setOnRequest(({ method }) => {
      if (method === 'PUT') fail({ kind: 'status', status: 403 }, 'GET', 100)
    })
    fail({ kind: 'cut', when: 'after' })
    const error = await failureOf(service().apply(params, asking()))
    expect(error.code).toBe('outcome-unknown')
    server.setFaults([])
    const [backup] = await service().backups()
    expect(backup).toMatchObject({ count: 2 })
  })
})

test.each([
  ['unauthorized', { kind: 'status', status: 401 }],
  ['forbidden', { kind: 'status', status: 403 }],
  ['invalid-value', { kind: 'status', status: 422, errors: ['keys[0]: no'] }],
  ['rate-limited', { kind: 'rate-limited', retryAfter: 30 }],
] as const)('a refusal is told as it is, and nothing is read in vain: %s', async (code, fault) => {
  const params = await publish(newLine('me'))
  fail(fault)
  expect((await failureOf(service().apply(params, asking()))).code).toBe(code)
  expect(server.keys).toEqual(before)
  expect(sent()).toEqual(['GET', 'GET', 'PUT'])
})

describe('what comes back is not what was sent', () => {
  test('a key is missing: it is named, and the copy can bring the others back', async () => {
    const mine = newLine('me@laptop')
    const params = await publish(mine)
    server.setOnRequest(({ method }) => {
      // Another program writes what it had read before our PUT, right after it.
      if (method === 'PUT')
        queueMicrotask(() => setTimeout(() => server.setKeys([before[0] ?? ''])))
    })
    const error = await failureOf(service().apply(params, asking()))
    expect(error.code).toBe('verification-failed')
    expect(error.message).toContain('“b”')
    expect(error.message).toContain('“me@laptop”')
    expect(error.details).toMatchObject({ missing: ['“b”', '“me@laptop”'] })
    server.setOnRequest(undefined)
    const [backup] = await service().backups()
    const again = await planned({ kind: 'restore', backup: backup?.id ?? '' })
    await service().apply(again, asking())
    expect(server.keys).toEqual(before)
  })

  test('a removed key is back: it is not called removed', async () => {
    const params = await planned({ kind: 'remove', texts: [before[1] ?? ''] })
    server.setOnRequest(({ method }) => {
      if (method === 'PUT') queueMicrotask(() => setTimeout(() => server.setKeys(before)))
    })
    const error = await failureOf(service().apply(params, asking()))
    expect(error.code).toBe('verification-failed')
    expect(error.message).toContain('although they were removed: “b”')
  })

  test('RunPod writes a line another way: the key is there', async () => {
    const mine = newLine('me')
    const params = await publish(mine)
    const tidy = (answer: unknown) => ({
      keys: (answer as { keys: string[] }).keys.map((key) => key.replace(/ me$/, ' ME')),
    })
    fail({ kind: 'edit', edit: tidy }, 'PUT')
    server.setOnRequest(({ method }) => {
      if (method === 'PUT') fail({ kind: 'edit', edit: tidy }, 'GET', 9)
    })
    const { keys } = await service().apply(params, asking())
    expect(keys.keys.map(({ comment }) => comment)).toEqual(['a', 'b', 'ME'])
  })

  test('a reading that lags behind is not taken for a loss', async () => {
    const params = await publish(newLine('me'))
    server.setOnRequest(({ method }) => {
      if (method === 'PUT') fail({ kind: 'edit', edit: () => ({ keys: before }) }, 'GET', 1)
    })
    await service().apply(params, asking())
    expect(server.keys).toHaveLength(3)
  })
})

test('a set with 200 keys and malformed lines: a publish keeps each of them', async () => {
  const many = Array.from({ length: 200 }, (_, index) => newLine(`key-${index}`))
  const sample = 'ssh-ed25519 AAAAC4NzaC1lZDI1JTE5AAAAIGP+L8hnjIcBqUb8NRrDiC32 sample'
  const joined = `${newLine('one')} ${newLine('two')}`
  const wide = newLine('wide').replace(' ', '  ')
  const keys = [...many.slice(0, 99), sample, joined, wide, 'SHA256:abc', '', ...many.slice(99)]
  server.setKeys(keys)
  const mine = newLine('me')
  const { done, plan } = await carryOut(mine)
  const accepted = keys.filter((key) => RUNPOD_PATTERN.test(key))
  expect(server.keys.filter((key) => accepted.includes(key))).toEqual(accepted)
  expect(server.keys).toEqual([
    ...keys.slice(0, 101),
    wide.replace('  ', ' '),
    ...keys.slice(104),
    mine,
  ])
  expect(plan.removed.map(({ text }) => text)).toEqual(['SHA256:abc', ''])
  expect(done.backup.count).toBe(keys.length)
  expectFreshReads()
})

async function carryOut(line: string) {
  const change = { kind: 'publish-text', text: line } as const
  const plan = await service().plan(change)
  server.forgetRequests()
  return { plan, done: await service().apply({ change, planId: plan.id }, asking()) }
}
