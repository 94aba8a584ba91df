/** A change that is carried out: what is asked, in which order RunPod is asked, and what is kept. */

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AccountKeysChange } from '../../../../main/contract/methods.ts'
import {
  asking,
  createWorld,
  type MemoryAccount,
  memoryAccount,
  newLine,
  type World,
} from './support.ts'

let world: World
let account: MemoryAccount

beforeEach(() => {
  world = createWorld()
  account = memoryAccount()
})
afterEach(() => world.remove())

const folder = () => join(world.paths.dataDir, 'runpod-key-backups')

async function carryOut(change: AccountKeysChange, options: { word?: string; yes?: boolean } = {}) {
  const service = world.service(account.api)
  const { id } = await service.plan(change)
  const context = asking(options.yes ?? true)
  account.calls.length = 0
  const word = options.word === undefined ? {} : { confirmWord: options.word }
  return { context, done: await service.apply({ change, planId: id, ...word }, context) }
}

describe('publish', () => {
  test('reads anew right before it writes, keeps a copy first, and reads back', async () => {
    const [mine, other] = [newLine('me@laptop'), newLine('ci')]
    const keyId = await world.addPair('work', mine)
    account.keys = [other]
    account.before = (call) => {
      if (call === 'PUT') expect(readdirSync(folder())).toHaveLength(1)
    }
    const { done, context } = await carryOut({ kind: 'publish', keyId })
    expect(account.calls).toEqual(['GET', 'GET', 'PUT', 'GET'])
    expect(account.keys).toEqual([other, mine])
    expect(context.asked).toEqual([])
    expect(done.keys.keys.map(({ text }) => text)).toEqual([other, mine])
    expect(done.backup).toMatchObject({ title: 'Publish the key work', count: 1 })
  })

  test('the copy is for this account’s eyes only, and holds the set as it was', async () => {
    const odd = 'ssh-ed25519 AAAAC4NzaC1lZDI1JTE5AAAAIGP+L8hnjIcBqUb8NRrDiC32  "quoted"\té '
    account.keys = [odd]
    const { done } = await carryOut({ kind: 'publish-text', text: newLine('me') })
    const file = join(folder(), `${done.backup.id}.json`)
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 1, keys: [odd] })
    if (process.platform === 'win32') return
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(folder()).mode & 0o777).toBe(0o700)
  })

  test('when it was published is remembered, for pods that are older', async () => {
    const keyId = await world.addPair('work', newLine('me'))
    const service = world.service(account.api)
    expect(await service.publishedAt(keyId)).toBeNull()
    const started = Date.now()
    await carryOut({ kind: 'publish', keyId })
    const at = Date.parse((await service.publishedAt(keyId)) ?? '')
    expect(at).toBeGreaterThanOrEqual(started)
    expect((await service.list()).problems).toEqual([])
    account.keys = []
    expect((await service.list()).problems.map(({ code }) => code)).toEqual([
      'no-account-keys',
      'published-key-gone',
    ])
  })

  test('a damaged record of that stops nothing', async () => {
    const keyId = await world.addPair('work', newLine('me'))
    const service = world.service(account.api)
    await carryOut({ kind: 'publish', keyId })
    const file = join(world.paths.dataDir, 'runpod-published.json')
    for (const text of ['', '{', '[]', '{"version":1,"published":{"a":"never"}}']) {
      writeFileSync(file, text)
      expect(await service.publishedAt(keyId)).toBeNull()
      expect((await service.list()).keys).toHaveLength(1)
    }
  })

  test('a key of somebody else, or freed of its restrictions, is asked for', async () => {
    const id = await world.addPair('work', newLine('me'))
    const pasted = await carryOut({ kind: 'publish-text', text: newLine('them@elsewhere') })
    expect(pasted.context.asked[0]?.detail).toMatch(/Added: “them@elsewhere” \(SHA256:/)
    const own = await carryOut({ kind: 'publish', keyId: id })
    expect(own.context.asked).toEqual([])
    account.keys = [`from="10.0.0.1" ${newLine('other')}`]
    const freed = await carryOut({ kind: 'publish', keyId: id })
    expect(freed.context.asked[0]?.detail).toContain('restriction')
    const change = { kind: 'publish-text', text: newLine('them') } as const
    await expect(carryOut(change, { yes: false })).rejects.toMatchObject({ code: 'declined' })
  })

  test('a key that is there already is not sent', async () => {
    account.keys = [newLine('me')]
    const change = { kind: 'publish-text', text: account.keys[0] ?? '' } as const
    await expect(carryOut(change)).rejects.toMatchObject({ code: 'already-exists' })
    expect(account.calls).toEqual(['GET'])
  })
})

describe('nothing is written', () => {
  test('when the set has changed since the plan was shown', async () => {
    account.keys = [newLine('a')]
    const service = world.service(account.api)
    const change = { kind: 'publish-text', text: newLine('me') } as const
    const { id } = await service.plan(change)
    account.keys = [...account.keys, newLine('from elsewhere')]
    const result = service.apply({ change, planId: id }, asking())
    await expect(result).rejects.toMatchObject({ code: 'changed-meanwhile' })
    expect(account.calls).not.toContain('PUT')
  })

  test('when it changes while the person is asked', async () => {
    account.keys = [newLine('a'), newLine('b')]
    const change = { kind: 'remove', texts: [account.keys[0] ?? ''] } as const
    const service = world.service(account.api)
    const { id } = await service.plan(change)
    const context = {
      ...asking(),
      confirm: async () => {
        account.keys = [...account.keys, newLine('from elsewhere')]
        return true
      },
    }
    const result = service.apply({ change, planId: id }, context)
    await expect(result).rejects.toMatchObject({ code: 'changed-meanwhile' })
    expect(account.keys).toHaveLength(3)
    expect(account.calls).not.toContain('PUT')
  })

  test('when the person declines a removal', async () => {
    account.keys = [newLine('a'), newLine('b')]
    const change = { kind: 'remove', texts: [account.keys[0] ?? ''] } as const
    await expect(carryOut(change, { yes: false })).rejects.toMatchObject({ code: 'declined' })
    expect(account.calls).toEqual(['GET'])
  })

  test.each([undefined, 'remove', 'Remove all', ' remove all'])(
    'the last key does not go without its word: %j',
    async (word) => {
      account.keys = [newLine('a')]
      const change = { kind: 'remove', texts: [...account.keys] } as const
      const result = carryOut(change, word === undefined ? {} : { word })
      await expect(result).rejects.toMatchObject({ code: 'invalid-value' })
      expect(account.keys).toHaveLength(1)
      expect(account.calls).not.toContain('PUT')
    },
  )

  test('when no copy can be kept', async () => {
    account.keys = [newLine('a')]
    const service = world.service(account.api)
    const change = { kind: 'publish-text', text: newLine('me') } as const
    const { id } = await service.plan(change)
    // A file where the folder of the copies should be.
    const { mkdirSync } = await import('node:fs')
    mkdirSync(world.paths.dataDir, { recursive: true })
    writeFileSync(folder(), '')
    await expect(service.apply({ change, planId: id }, asking())).rejects.toMatchObject({
      code: 'already-exists',
    })
    expect(account.calls).not.toContain('PUT')
  })

  test('after the person stopped it', async () => {
    const service = world.service(account.api)
    const change = { kind: 'publish-text', text: newLine('me') } as const
    const { id } = await service.plan(change)
    const controller = new AbortController()
    controller.abort()
    const context = { ...asking(), signal: controller.signal }
    await expect(service.apply({ change, planId: id }, context)).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(account.calls).not.toContain('PUT')
  })
})

describe('remove', () => {
  test('the question names what goes and how many stay', async () => {
    account.keys = [newLine('a@one'), newLine('b@two')]
    const { context } = await carryOut({ kind: 'remove', texts: [account.keys[0] ?? ''] })
    expect(context.asked).toMatchObject([{ title: 'Remove “a@one”?' }])
    expect(context.asked[0]?.detail).toContain('Removed: “a@one”')
    expect(context.asked[0]?.detail).toContain('Kept as they are: 1')
  })

  test('with the word the set is empty, and the copy brings it back', async () => {
    const before = [newLine('a'), newLine('b')]
    account.keys = before
    const { done } = await carryOut({ kind: 'remove', texts: before }, { word: 'remove all' })
    expect(account.keys).toEqual([])
    await carryOut({ kind: 'restore', backup: done.backup.id })
    expect(account.keys).toEqual(before)
  })
})
