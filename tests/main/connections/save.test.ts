/** Saving, merging, removing: what becomes of connections to the same place. */

import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createWorld, direct, fileOf, PASSED, saved, type World } from './support.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.remove())

const proxy = (user: string) =>
  ({ user, host: 'ssh.runpod.io', port: 22, kind: 'runpod-proxy' }) as const

describe('a new connection', () => {
  test.each([
    [direct(), 'root@203.0.113.7:10022'],
    [{ user: 'me', host: 'gpu.example', port: 22, kind: 'generic' } as const, 'me@gpu.example'],
    [{ user: 'me', host: '::1', port: 2222, kind: 'generic' } as const, 'me@[::1]:2222'],
    [proxy('abc123def-64411f3a'), 'pod abc123def (proxy)'],
    [proxy('strange'), 'strange@ssh.runpod.io'],
  ])('gets a name from where it leads', async (target, name) => {
    expect(await world.service.save({ target })).toMatchObject({ name, target })
  })

  test('of the proxy knows its pod', async () => {
    const target = proxy('abc123def-64411f3a')
    expect(await world.service.save({ target })).toMatchObject({ podId: 'abc123def' })
  })

  test('is read from a pasted command, with the key it names', async () => {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', keyFile('id_ed25519')])
    const [key] = await world.keys.list()
    const command = 'ssh root@203.0.113.7 -p 10022 -i ~/.ssh/id_ed25519'
    expect(await world.service.save({ command })).toMatchObject({
      target: direct(),
      keyId: key?.id,
      name: 'root@203.0.113.7:10022',
    })
    const unknown = await world.service.save({ command: 'ssh a@b.example -i ~/.ssh/other' })
    expect(unknown.keyId).toBeNull()
    const absolute = `ssh a@c.example -i ${keyFile('id_ed25519')}`
    expect(await world.service.save({ command: absolute })).toMatchObject({ keyId: key?.id })
    const chosen = await world.service.save({ command: absolute, keyId: 'SHA256:chosen' })
    expect(chosen.keyId).toBe('SHA256:chosen')
  })

  test.each([
    [{ command: 'rm -rf /' }, 'invalid-value', /not an SSH command/],
    [{ target: direct('-oProxyCommand=x') }, 'invalid-value', /./],
    [{ target: direct(), name: '  ' }, 'invalid-name', /one line/],
    [{ target: direct(), name: 'a\nb' }, 'invalid-name', /one line/],
    [
      { target: direct(), notes: '-----BEGIN OPENSSH PRIVATE KEY-----' },
      'invalid-value',
      /private key/,
    ],
    [
      { command: 'ssh a@b -i b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAAB' },
      'invalid-value',
      /private key/,
    ],
    [{ id: 'gone', notes: 'x' }, 'not-found', /no longer saved/],
  ])('%j is refused, and nothing is written', async (params, code, message) => {
    await expect(world.service.save(params)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    })
    expect(() => readFileSync(world.paths.connectionsFile)).toThrow('ENOENT')
  })

  test('has room among 10,000 and no more', async () => {
    const many = Array.from({ length: 9_999 }, (_, index) =>
      saved({ id: `c${index}`, target: direct(`h${index}.example`) }),
    )
    world.write(fileOf(many))
    await world.service.save({ target: direct('one.example') })
    await expect(world.service.save({ target: direct('more.example') })).rejects.toMatchObject({
      code: 'invalid-value',
      message: expect.stringContaining('10,000'),
    })
    expect(await world.service.list()).toHaveLength(10_000)
  })
})

describe('the same place again', () => {
  test('is the same connection, and only what is said is changed', async () => {
    world.write(fileOf([saved({ keyId: 'SHA256:mine', notes: 'n', lastResult: PASSED })]))
    const target = { ...direct('203.0.113.7.'), kind: 'generic' as const }
    const again = await world.service.save({ target, notes: 'new', podId: 'p' })
    expect(again).toEqual(
      saved({ target, keyId: 'SHA256:mine', notes: 'new', podId: 'p', lastResult: PASSED }),
    )
    expect(await world.service.list()).toEqual([again])
  })

  test('another user or port is another place', async () => {
    for (const target of [direct(), { ...direct(), user: 'me' }, direct('203.0.113.7', 22)]) {
      await world.service.save({ target })
    }
    expect(await world.service.list()).toHaveLength(3)
  })

  test('a pod at a new address keeps its connection, without the old result', async () => {
    const old = saved({ podId: 'p1', name: 'training', keyId: 'SHA256:k', lastResult: PASSED })
    world.write(fileOf([old, saved({ id: 'two', target: direct('203.0.113.9'), podId: 'p2' })]))
    const target = direct('203.0.113.50', 33)
    expect(await world.service.save({ target, podId: 'p1' })).toEqual({
      ...old,
      target,
      lastResult: null,
    })
    expect(await world.service.list()).toHaveLength(2)
  })

  test('a name that was made from the address follows it', async () => {
    const { id } = await world.service.save({ target: direct(), podId: 'p1' })
    const moved = await world.service.save({ target: direct('203.0.113.50', 33), podId: 'p1' })
    expect(moved).toMatchObject({ id, name: 'root@203.0.113.50:33' })
  })

  test('a pod’s proxy and its direct way are two connections', async () => {
    await world.service.save({ target: proxy('abc123def-64411f3a') })
    await world.service.save({ target: direct(), podId: 'abc123def' })
    expect(await world.service.list()).toHaveLength(2)
    // A new suffix is the same pod on another machine.
    await world.service.save({ target: proxy('abc123def-64411f99') })
    expect((await world.service.list()).map(({ target }) => target.user).sort()).toEqual([
      'abc123def-64411f99',
      'root',
    ])
  })

  test('an edit that makes two the same makes them one, and loses nothing', async () => {
    const other = saved({
      id: 'two',
      name: 'second',
      target: direct('203.0.113.9'),
      keyId: 'SHA256:k',
      notes: 'of two',
      alias: 'pod',
      lastUsedAt: '2026-02-02T00:00:00.000Z',
      lastResult: PASSED,
    })
    world.write(fileOf([saved({ notes: 'of one' }), other]))
    const merged = await world.service.save({ id: 'one', target: other.target })
    expect(await world.service.list()).toEqual([merged])
    expect(merged).toEqual({
      ...other,
      id: 'one',
      name: 'one',
      notes: 'of one\nof two\nWas also saved as “second”.',
    })
  })
})

describe('removing', () => {
  test('asks, keeps a copy, and can be taken back with save', async () => {
    const old = saved({ keyId: 'SHA256:k', notes: 'n', alias: 'pod', podId: 'p' })
    world.write(fileOf([old, saved({ id: 'two', target: direct('203.0.113.9') })]))
    const asked: string[] = []
    const confirm = async ({ title }: { title: string }) => asked.push(title) > 0
    const { removed } = await world.service.remove('one', { confirm })
    expect(asked).toEqual(['Forget the connection “one”?'])
    expect(removed).toEqual(old)
    expect((await world.service.list()).map(({ id }) => id)).toEqual(['two'])
    const copies = readdirSync(world.paths.backupsDir).filter((name) => name.endsWith('.json'))
    const copy = copies.find((name) => name.endsWith('-connections.json')) ?? ''
    expect(readFileSync(join(world.paths.backupsDir, copy), 'utf8')).toContain('"two"')
    expect(readFileSync(join(world.paths.backupsDir, copy), 'utf8')).toContain('"one"')
    const { name, target, keyId, notes, alias, podId } = removed
    const again = await world.service.save({ name, target, keyId, notes, alias, podId })
    expect(again).toMatchObject({ name, target, keyId, notes, alias, podId })
  })

  test('what was removed comes back as it was, with its result', async () => {
    const old = saved({ notes: 'n', lastResult: PASSED, lastUsedAt: '2026-11-01T08:00:00.000Z' })
    world.write(fileOf([old]))
    await world.service.remove('one', { confirm: async () => true })
    expect(await world.service.list()).toEqual([])
    expect(await world.service.restore('one')).toEqual(old)
    expect(await world.service.list()).toEqual([old])
    await expect(world.service.restore('one')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('what was saved of the same place meanwhile is folded into what comes back', async () => {
    world.write(fileOf([saved({ name: 'old name', lastResult: PASSED })]))
    await world.service.remove('one', { confirm: async () => true })
    await world.service.save({ target: direct(), name: 'new name' })
    const back = await world.service.restore('one')
    expect(back).toMatchObject({ id: 'one', name: 'old name', lastResult: PASSED })
    expect(back.notes).toContain('Was also saved as “new name”.')
    expect(await world.service.list()).toEqual([back])
  })

  test('after a no nothing is changed', async () => {
    world.write(fileOf([saved()]))
    const attempt = world.service.remove('one', { confirm: async () => false })
    await expect(attempt).rejects.toMatchObject({ code: 'declined' })
    expect(await world.service.list()).toEqual([saved()])
  })

  test('what is gone is not asked about', async () => {
    const confirm = async () => {
      throw new Error('asked')
    }
    await expect(world.service.remove('one', { confirm })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})

test('the list begins with what was used last', async () => {
  world.write(
    fileOf([
      saved({ id: 'old', target: direct('a.example') }),
      saved({ id: 'new', target: direct('b.example'), createdAt: '2026-03-01T00:00:00.000Z' }),
      saved({ id: 'used', target: direct('c.example'), lastUsedAt: '2026-01-05T00:00:00.000Z' }),
    ]),
  )
  const ids = async () => (await world.service.list()).map(({ id }) => id)
  expect(await ids()).toEqual(['used', 'new', 'old'])
  await world.service.noteUse('old')
  expect(await ids()).toEqual(['old', 'used', 'new'])
})

function keyFile(name: string): string {
  return join(world.paths.sshDir, name)
}
