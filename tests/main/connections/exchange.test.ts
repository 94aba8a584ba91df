/** Export and import: another computer reads the same places, and no secret travels. */

import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, direct, fileOf, PASSED, saved, type World } from './support.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.remove())

test('another computer gets what means something there', async () => {
  world.write(
    fileOf([
      saved({ keyId: 'SHA256:k', notes: 'n', alias: 'pod', podId: 'p', lastResult: PASSED }),
      saved({ id: 'two', name: 'two', target: direct('b.example'), keyId: 'file:/home/me/.ssh/k' }),
    ]),
  )
  const { text } = await world.service.export()
  expect(text).not.toContain('/home/me')
  const other = createWorld()
  const { added, merged, problems } = await other.service.import(text)
  expect([added.length, merged, problems]).toEqual([2, [], []])
  expect(await other.service.list()).toEqual(expect.arrayContaining([...added]))
  expect(added.map(({ id: _, createdAt: __, ...rest }) => rest)).toEqual([
    {
      name: 'one',
      target: direct(),
      keyId: 'SHA256:k',
      notes: 'n',
      alias: 'pod',
      podId: 'p',
      lastUsedAt: null,
      lastResult: null,
    },
    {
      name: 'two',
      target: direct('b.example'),
      keyId: null,
      notes: '',
      alias: null,
      podId: null,
      lastUsedAt: null,
      lastResult: null,
    },
  ])
  expect(await other.service.import(text)).toMatchObject({ added: [], problems: [] })
  expect(await other.service.list()).toHaveLength(2)
  other.remove()
})

test('what stands here wins, and the file fills the gaps', async () => {
  world.write(fileOf([saved({ name: 'mine', notes: 'here', lastResult: PASSED })]))
  const there = saved({ name: 'theirs', keyId: 'SHA256:k', notes: 'there', alias: 'pod' })
  const { added, merged } = await world.service.import(fileOf([there]))
  expect(added).toEqual([])
  expect(merged).toEqual([
    saved({
      name: 'mine',
      keyId: 'SHA256:k',
      notes: 'here\nthere',
      alias: 'pod',
      lastResult: PASSED,
    }),
  ])
  expect(await world.service.list()).toEqual(merged)
})

test('two of the same place in one file become one', async () => {
  const { added } = await world.service.import(
    JSON.stringify([{ target: direct() }, { target: direct(), notes: 'n' }]),
  )
  expect(added).toMatchObject([{ notes: 'n', name: 'root@203.0.113.7:10022' }])
})

test('bad entries are named and left out, the others are taken', async () => {
  const { added, problems } = await world.service.import(
    fileOf([
      saved(),
      { name: 'no target' },
      { name: 'evil', target: direct('-oProxyCommand=touch /tmp/x') },
      { name: 'port', target: direct('a.example', 0) },
      { name: 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAAB', target: direct('b.example') },
      5,
    ]),
  )
  expect(added).toHaveLength(1)
  expect(problems.map(({ title }) => title)).toEqual([
    'Entry 2 (no target) was left out',
    'Entry 3 (evil) was left out',
    'Entry 4 (port) was left out',
    'Entry 5 was left out',
    'Entry 6 was left out',
  ])
  expect(JSON.stringify(problems)).not.toContain('b3Blbn')
  expect(readFileSync(world.paths.connectionsFile, 'utf8')).not.toContain('b3Blbn')
})

describe.each(['', 'not json', '{}', '5', 'null', '{"connections":{}}'])('%j', (text) => {
  test('is no file of connections', async () => {
    await expect(world.service.import(text)).rejects.toMatchObject({ code: 'invalid-value' })
    expect(() => readFileSync(world.paths.connectionsFile)).toThrow('ENOENT')
  })
})
