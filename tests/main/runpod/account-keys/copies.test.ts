/** The copies that are kept before each change, and what restoring one does. */

import { readFileSync, writeFileSync } from 'node:fs'
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

async function carryOut(change: AccountKeysChange) {
  const service = world.service(account.api)
  const { id } = await service.plan(change)
  return { done: await service.apply({ change, planId: id }, asking()) }
}

describe('restore', () => {
  test('brings back what is missing, byte for byte, and keeps what came since', async () => {
    const sample = 'ssh-ed25519 AAAAC4NzaC1lZDI1JTE5AAAAIGP+L8hnjIcBqUb8NRrDiC32  two  spaces '
    const [gone, stays, later] = [newLine('gone'), newLine('stays'), newLine('later')]
    account.keys = [sample, gone, stays]
    const { done } = await carryOut({ kind: 'remove', texts: [gone, sample] })
    account.keys = [stays, later]
    const change = { kind: 'restore', backup: done.backup.id } as const
    const plan = await world.service(account.api).plan(change)
    expect(plan.added.map(({ text }) => text)).toEqual([sample, gone])
    await carryOut(change)
    expect(account.keys).toEqual([stays, later, sample, gone])
  })

  test('a key that came back under another name is not missing', async () => {
    const key = newLine()
    account.keys = [`${key} old`, newLine('b')]
    const { done } = await carryOut({ kind: 'remove', texts: [`${key} old`] })
    account.keys = [`${key} new`, ...account.keys]
    const plan = await world.service(account.api).plan({ kind: 'restore', backup: done.backup.id })
    expect(plan).toMatchObject({ noChange: true })
    expect(plan.notes.map(({ code }) => code)).toContain('nothing-missing')
  })

  test('what RunPod refuses comes back repaired, or is said to be lost', async () => {
    const line = newLine('a')
    account.keys = [line.replace(' ', '  '), 'SHA256:uLCLtY0tyaoAhOYWhYQbIBYF2bE6Ac3ptxVXrFRqjVE']
    const { done } = await carryOut({ kind: 'publish-text', text: newLine('b') })
    account.keys = []
    const plan = await world.service(account.api).plan({ kind: 'restore', backup: done.backup.id })
    expect(plan.added.map(({ text }) => text)).toEqual([line])
    expect(plan.notes.map(({ code }) => code)).toContain('not-restored')
  })

  test('a private key on the account is in no copy', async () => {
    account.keys = [newLine('a'), '-----BEGIN OPENSSH PRIVATE KEY-----', 'b3BlbnNzaC1rZXktdjEAAAA']
    const { done } = await carryOut({ kind: 'publish-text', text: newLine('b') })
    expect(done.backup.count).toBe(1)
    const text = readFileSync(join(folder(), `${done.backup.id}.json`), 'utf8')
    expect(text).not.toMatch(/BEGIN|b3Blb/)
    expect(JSON.stringify(world.logged)).not.toMatch(/BEGIN|b3Blb/)
  })
})

describe('the copies', () => {
  test('newest first; what is damaged or foreign is left out', async () => {
    account.keys = [newLine('a')]
    const first = await carryOut({ kind: 'publish-text', text: newLine('b') })
    const second = await carryOut({ kind: 'publish-text', text: newLine('c') })
    writeFileSync(join(folder(), '2020-01-01T00-00-00-000Z-aaaaaa.json'), '{"version":1')
    writeFileSync(join(folder(), 'notes.txt'), 'mine')
    const service = world.service(account.api)
    expect((await service.backups()).map(({ id }) => id)).toEqual([
      second.done.backup.id,
      first.done.backup.id,
    ])
  })

  test('none yet', async () => {
    expect(await world.service(account.api).backups()).toEqual([])
  })

  test.each(['nowhere', '../settings', '2020-01-01T00-00-00-000Z-aaaaaa'])(
    'an id that names none: %s',
    async (backup) => {
      const plan = world.service(account.api).plan({ kind: 'restore', backup })
      await expect(plan).rejects.toMatchObject({ code: 'not-found' })
    },
  )

  test('a damaged one is said to be so', async () => {
    account.keys = [newLine('a')]
    const { done } = await carryOut({ kind: 'publish-text', text: newLine('b') })
    for (const text of [
      '',
      '{"version":2}',
      '[]',
      '{"version":1,"at":"x","title":"","keys":[1]}',
    ]) {
      writeFileSync(join(folder(), `${done.backup.id}.json`), text)
      const plan = world.service(account.api).plan({ kind: 'restore', backup: done.backup.id })
      await expect(plan).rejects.toMatchObject({ code: 'unreadable' })
    }
  })
})
