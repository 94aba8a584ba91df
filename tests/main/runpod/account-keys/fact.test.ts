/** What the diagnosis of a login learns of the account: soon, from memory, or not at all. */

import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../../main/contract/errors.ts'
import { createFactSource } from '../../../../main/runpod/account-keys/account-fact.ts'
import { asking, createWorld, memoryAccount, newLine, type World } from './support.ts'

let world: World

beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.remove())

test('the keys that let somebody in, the entries that do not, and when one was published', async () => {
  const id = await world.addPair('work', newLine('me'))
  const account = memoryAccount(['SHA256:abc', newLine('a'), '-----BEGIN RSA PRIVATE KEY-----'])
  const service = world.service(account.api)
  const before = await service.accountFact()
  expect(before?.publishedKeyIds).toHaveLength(1)
  expect(before?.malformed).toEqual([
    '“SHA256:abc” (This is a fingerprint, not the key)',
    'This is a private key, which must stay secret',
  ])
  const change = { kind: 'publish', keyId: id } as const
  const { id: planId } = await service.plan(change)
  await service.apply({ change, planId }, asking())
  // A change is known at once.
  const after = await service.accountFact()
  expect(after?.publishedKeyIds).toContain(id)
  expect(after?.malformed).toEqual([])
  expect(after?.publishedAt).toEqual({ [id]: await service.publishedAt(id) })
})

test('without an API key nothing is asked', async () => {
  const account = memoryAccount([newLine('a')])
  expect(await world.service(account.api, async () => null).accountFact()).toBeNull()
  expect(account.calls).toEqual([])
})

test('several tests in a row ask once, until a minute has passed', async () => {
  let asked = 0
  let time = 0
  const source = createFactSource({
    apiKey: async () => 'rpa_one',
    entries: async () => {
      asked += 1
      return []
    },
    published: async () => new Map(),
    now: () => time,
  })
  await Promise.all([source.get(), source.get()])
  time = 59_999
  await source.get()
  expect(asked).toBe(1)
  time = 60_000
  await source.get()
  expect(asked).toBe(2)
  source.forget()
  await source.get()
  expect(asked).toBe(3)
})

test('with another API key the answer of the last one does not count', async () => {
  let apiKey = 'rpa_one'
  let asked = 0
  const source = createFactSource({
    apiKey: async () => apiKey,
    entries: async () => {
      asked += 1
      return []
    },
    published: async () => new Map(),
  })
  await source.get()
  apiKey = 'rpa_two'
  await source.get()
  expect(asked).toBe(2)
})

test('a slow answer is not waited for, and serves the next', async () => {
  let answer = (): void => {}
  const answered = new Promise<void>((resolve) => {
    answer = resolve
  })
  const source = createFactSource({
    apiKey: async () => 'rpa_one',
    entries: async () => answered.then(() => []),
    published: async () => new Map(),
    waitMs: 5,
  })
  expect(await source.get()).toBeNull()
  answer()
  await answered
  expect(await source.get()).toMatchObject({ publishedKeyIds: [] })
})

test('a failure is told, and not remembered', async () => {
  let works = false
  const source = createFactSource({
    apiKey: async () => 'rpa_one',
    entries: async () => {
      if (works) return []
      throw new AppError('offline', 'no way out')
    },
    published: async () => new Map(),
  })
  await expect(source.get()).rejects.toMatchObject({ code: 'offline' })
  works = true
  expect(await source.get()).not.toBeNull()
})
