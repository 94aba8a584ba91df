/**
 * Two writers at once. RunPod's PUT replaces the whole set and knows no version, so what follows is
 * what can be had: on one computer no change is lost; between computers a loss is prevented wherever
 * our second reading can see it, and told wherever our reading back can. What remains is named.
 */

import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../../main/contract/errors.ts'
import type { AccountKeysService } from '../../../../main/runpod/account-keys/index.ts'
import { asking, createWorld, memoryAccount, newLine, type World } from './support.ts'

let worlds: World[]

beforeEach(() => {
  worlds = [createWorld(), createWorld()]
})
afterEach(() => {
  for (const world of worlds) world.remove()
})

/** Plans anew after `changed-meanwhile`, as a person would. */
async function publishAtLast(service: AccountKeysService, text: string): Promise<number> {
  const change = { kind: 'publish-text', text } as const
  for (let attempt = 1; ; attempt++) {
    const { id } = await service.plan(change)
    try {
      await service.apply({ change, planId: id }, asking())
      return attempt
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'changed-meanwhile') throw error
    }
  }
}

test('many Keypilots on one computer: every key arrives, and none goes', async () => {
  const before = [newLine('a'), newLine('b')]
  const account = memoryAccount(before)
  // Each call takes its turn at an unforeseeable time.
  account.before = async () => {
    for (let turns = Math.random() * 8; turns > 0; turns--) await new Promise(setImmediate)
  }
  account.after = account.before
  const mine = Array.from({ length: 8 }, (_, index) => newLine(`writer-${index}`))
  const [world] = worlds
  if (world === undefined) throw new Error('no world')
  const attempts = await Promise.all(
    mine.map((line) => publishAtLast(world.service(account.api), line)),
  )
  expect(account.keys.toSorted()).toEqual([...before, ...mine].toSorted())
  // The test would prove nothing if nobody had been in anybody's way.
  expect(Math.max(...attempts)).toBeGreaterThan(1)
})

type Step = 'A' | 'B'

/** Every order in which two writers can make their four requests each: GET, GET, PUT, GET. */
function orders(a: number, b: number): readonly (readonly Step[])[] {
  if (a === 0 && b === 0) return [[]]
  const withA = a === 0 ? [] : orders(a - 1, b).map((rest) => ['A', ...rest] as const)
  const withB = b === 0 ? [] : orders(a, b - 1).map((rest) => ['B', ...rest] as const)
  return [...withA, ...withB]
}

/** Whether one writes between the other's last reading and its writing: nobody can see that. */
function isUnseen(order: readonly Step[]): boolean {
  const at = { A: [] as number[], B: [] as number[] }
  order.forEach((step, index) => void at[step].push(index))
  const within = (one: Step, other: Step) => {
    const [, read = 0, write = 0] = at[one]
    const theirs = at[other][2] ?? 0
    return theirs > read && theirs < write
  }
  return within('A', 'B') || within('B', 'A')
}

interface Outcome {
  readonly told: readonly string[]
  readonly lost: readonly string[]
}

async function play(order: readonly Step[]): Promise<Outcome> {
  const before = [newLine('a'), newLine('b')]
  const mine = { A: newLine('from A'), B: newLine('from B') }
  const account = memoryAccount(before)
  const waiting: Record<Step, (() => void)[]> = { A: [], B: [] }
  const ended: Record<Step, boolean> = { A: false, B: false }
  const gated = (step: Step) => {
    const turn = () => new Promise<void>((go) => void waiting[step].push(go))
    return {
      ...account.api,
      readAccountKeys: async () => turn().then(() => account.api.readAccountKeys()),
      replaceAccountKeys: async (keys: readonly string[]) =>
        turn().then(() => account.api.replaceAccountKeys(keys)),
    }
  }
  const told: string[] = []
  const run = async (step: Step, world: World | undefined) => {
    if (world === undefined) throw new Error('no world')
    const change = { kind: 'publish-text', text: mine[step] } as const
    const { id } = await world.service(account.api).plan(change)
    return async () => {
      const service = world.service(gated(step))
      await service
        .apply({ change, planId: id }, asking())
        .then(
          () => told.push(`${step}: done`),
          (error: AppError) => told.push(`${step}: ${error.code}`),
        )
        .finally(() => {
          ended[step] = true
        })
    }
  }
  // Two computers: their locks do not know each other.
  const begin = [await run('A', worlds[0]), await run('B', worlds[1])]
  const all = Promise.all(begin.map((start) => start()))
  // A writer that stopped early has no further steps; one that reads back again takes the rest.
  const rest: readonly Step[] = ['A', 'B', 'A', 'B', 'A', 'B', 'A', 'B']
  for (const step of [...order, ...rest]) {
    while (!ended[step] && waiting[step].length === 0) await new Promise(setImmediate)
    waiting[step].shift()?.()
  }
  await all
  expect(before.filter((key) => !account.keys.includes(key))).toEqual([])
  const done = (step: Step) => told.includes(`${step}: done`)
  const lost = (['A', 'B'] as const).filter(
    (step) => done(step) && !account.keys.includes(mine[step]),
  )
  return { told: told.toSorted(), lost }
}

test('two computers, in every order of their requests', async () => {
  const all = orders(4, 4)
  expect(all).toHaveLength(70)
  const count = { prevented: 0, told: 0, lost: 0, fine: 0 }
  for (const order of all) {
    const { told, lost } = await play(order)
    const shown = `${order.join('')}: ${told.join(', ')}`
    // What was there before is never lost, and a loss needs a write that nobody could see.
    if (lost.length > 0) {
      count.lost += 1
      expect(isUnseen(order), shown).toBe(true)
    } else if (told.some((text) => text.endsWith('verification-failed'))) count.told += 1
    else if (told.some((text) => text.endsWith('changed-meanwhile'))) count.prevented += 1
    else count.fine += 1
    if (!isUnseen(order)) expect(told.join(), shown).not.toContain('verification-failed')
  }
  // Not preventable are twelve: the other writes between our last reading and our writing, and has
  // read back before we write. Its next list shows it (`published-key-gone`).
  expect(count).toEqual({ prevented: 34, told: 24, lost: 12, fine: 0 })
})

test('what was lost unseen shows in the next list of whoever lost it', async () => {
  const [world] = worlds
  if (world === undefined) throw new Error('no world')
  const keyId = await world.addPair('work', newLine('me'))
  const account = memoryAccount([newLine('a')])
  const service = world.service(account.api)
  const change = { kind: 'publish', keyId } as const
  const { id } = await service.plan(change)
  const stale = account.keys
  await service.apply({ change, planId: id }, asking())
  account.keys = [...stale, newLine('from another program')]
  const { problems } = await service.list()
  expect(problems).toMatchObject([{ code: 'published-key-gone' }])
  expect(problems[0]?.detail).toContain('work')
})
