/** The file: what is in it, what is left of a damaged one, and that nothing is lost. */

import { execFileSync } from 'node:child_process'
import {
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, direct, fileOf, PASSED, saved, type World } from './support.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.remove())

function damagedCopies(): readonly string[] {
  const { dataDir } = world.paths
  return readdirSync(dataDir)
    .filter((name) => name.startsWith('connections.json.damaged-'))
    .map((name) => join(dataDir, name))
}

test('without a file there are none, and reading creates nothing', async () => {
  expect(await world.service.list()).toEqual([])
  expect(await world.service.problems()).toEqual([])
  expect(() => readdirSync(world.paths.dataDir)).toThrow('ENOENT')
})

test('what is saved is there for the next start, for this account only', async () => {
  const made = await world.service.save({ target: direct(), notes: 'two GPUs' })
  expect(await world.another().list()).toEqual([made])
  expect(statSync(world.paths.connectionsFile).mode & 0o777).toBe(0o600)
  expect(world.stored()).toEqual({ version: 1, connections: [made] })
})

describe('a damaged file', () => {
  const good = saved()
  test.each([
    ['cut off', fileOf([good]).slice(0, -20), []],
    ['zeros', '\0\0\0\0', []],
    ['no object', '[]', []],
    ['without a version', JSON.stringify({ connections: [good] }), []],
    ['one entry without a target', fileOf([good, { ...good, id: 'x', target: null }]), [good]],
    ['one id twice', fileOf([good, { ...good, name: 'other' }]), [good]],
    ['a port that is none', fileOf([{ ...good, target: direct('h', 99_999) }]), []],
  ])('%s is kept aside once, and told', async (_, content, expected) => {
    world.write(content)
    expect([await world.service.list(), await world.service.list()]).toEqual([expected, expected])
    const [copy, ...more] = damagedCopies()
    expect(more).toEqual([])
    expect(readFileSync(copy ?? '', 'utf8')).toBe(content)
    expect(statSync(copy ?? '').mode & 0o777).toBe(0o600)
    const [problem] = await world.service.problems()
    expect(problem).toMatchObject({ code: 'connections-damaged', severity: 'warning' })
    expect(problem?.detail).toContain(copy)
    expect(world.stored().connections).toEqual(expected)
  })

  test('does not stop a change, and costs nothing more', async () => {
    const content = fileOf([good, { id: 'broken' }])
    world.write(content)
    await world.service.save({ target: direct('203.0.113.8') })
    expect((await world.service.list()).map(({ target }) => target.host).sort()).toEqual([
      '203.0.113.7',
      '203.0.113.8',
    ])
    expect(readFileSync(damagedCopies()[0] ?? '', 'utf8')).toBe(content)
  })

  test('seen by two at once is kept aside once', async () => {
    world.write('not json')
    await Promise.all([world.service.list(), world.another().list(), world.another().list()])
    expect(damagedCopies()).toHaveLength(1)
  })

  test('a result that is not understood is no damage: a test makes a new one', async () => {
    world.write(fileOf([{ ...good, lastResult: { ...PASSED, cause: 'of the future' } }]))
    expect(await world.service.list()).toEqual([good])
    expect(damagedCopies()).toEqual([])
  })
})

test('a file of a newer Keypilot is left alone', async () => {
  const content = fileOf([saved()], 2)
  world.write(content)
  const newer = { code: 'unsupported', message: expect.stringContaining('newer Keypilot') }
  await expect(world.service.list()).rejects.toMatchObject(newer)
  await expect(world.service.save({ target: direct() })).rejects.toMatchObject(newer)
  expect(readFileSync(world.paths.connectionsFile, 'utf8')).toBe(content)
})

test.each([
  ['a pipe', (file: string) => execFileSync('mkfifo', [file])],
  ['an endless device', (file: string) => symlinkSync('/dev/zero', file)],
  ['far too large', (file: string) => makeLarge(file)],
])('%s in its place is not read', async (_, make) => {
  await mkdir(world.paths.dataDir)
  make(world.paths.connectionsFile)
  await expect(world.service.list()).rejects.toMatchObject({ code: 'unreadable' })
  await expect(world.service.save({ target: direct() })).rejects.toMatchObject({
    code: 'unreadable',
  })
})

/** Takes no room: it is one hole. */
function makeLarge(file: string): void {
  writeFileSync(file, '')
  truncateSync(file, 1_500_000_000)
}

test('no content of the file stops reading or loses a byte', async () => {
  const property = fc.asyncProperty(
    fc.oneof(
      fc.string(),
      fc.json(),
      fc.json().map((json) => `{"version":1,"connections":${json}}`),
      fc.json().map((json) => `{"version":1,"connections":[${json}]}`),
    ),
    async (content) => {
      const fresh = createWorld()
      fresh.write(content)
      await fresh.service.list()
      const names = readdirSync(fresh.paths.dataDir).filter((name) =>
        name.startsWith('connections'),
      )
      const texts = names.map((name) => readFileSync(join(fresh.paths.dataDir, name), 'utf8'))
      fresh.remove()
      expect(texts).toContain(content)
    },
  )
  await fc.assert(property, { numRuns: 40 })
})
