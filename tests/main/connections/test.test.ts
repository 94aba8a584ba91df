/** Tests of single places against a real sshd: which connection learns what of them. */

import { execFileSync } from 'node:child_process'
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Target } from '../../../main/contract/methods.ts'
import { freePort, type Sshd, startSshd, whyNoSshd } from '../../support/servers/index.ts'
import { createWorld, fileOf, PASSED, QUICK_SHELL, quiet, saved, type World } from './support.ts'

let sshd: Sshd
let world: World
let target: Target
let key: { readonly id: string; readonly path: string }

describe.skipIf(whyNoSshd() !== null)('a test', () => {
  beforeAll(async () => {
    sshd = await startSshd({ authorizedKeys: [], config: QUICK_SHELL })
    target = { user: sshd.user, host: sshd.host, port: sshd.port, kind: 'generic' }
  })
  afterAll(() => sshd.stop())
  beforeEach(async () => {
    world = createWorld()
    key = await makeKey('id_ed25519')
    await sshd.authorize(readFileSync(`${key.path}.pub`, 'utf8').trim())
  })
  afterEach(() => world.remove())

  test('by connectionId goes to its target with its key, and is kept', async () => {
    const other = await makeKey('a_better_one')
    world.write(fileOf([saved({ target, keyId: key.id })]))
    const params = { connectionId: 'one', hostKeyPolicy: 'accept-new' } as const
    const report = await world.service.test(params, quiet())
    expect(report).toMatchObject({ verdict: 'ok', acceptedKey: key.id, target })
    const [kept] = await world.service.list()
    expect(kept?.lastResult).toEqual({
      at: report.finishedAt,
      verdict: 'ok',
      cause: null,
      title: report.title,
      ms: report.stages.reduce((sum, { ms }) => sum + ms, 0),
      capabilities: report.capabilities,
      acceptedKey: key.id,
    })
    expect(kept?.lastUsedAt).toBe(report.finishedAt)
    // A key that is named comes first, though the server knows the saved one only.
    const named = await world.service.test({ ...params, keyId: other.id }, quiet())
    expect(named.cause).toBe('other-key-accepted')
    expect((await world.service.list())[0]).toMatchObject({
      keyId: key.id,
      lastResult: { verdict: 'failed', cause: 'other-key-accepted', title: named.title },
    })
  })

  test('of an unknown connection says so', async () => {
    const params = { connectionId: 'gone', hostKeyPolicy: 'ask' } as const
    await expect(world.service.test(params, quiet())).rejects.toMatchObject({ code: 'not-found' })
  })

  test('of the same place by a command is noted with what is saved, and saves nothing else', async () => {
    world.write(fileOf([saved({ target })]))
    const command = `ssh ${target.user}@127.0.0.1 -p ${target.port} -i ${key.path}`
    await world.service.test({ command, hostKeyPolicy: 'accept-new' }, quiet())
    const elsewhere = { ...target, port: await freePort() }
    await world.service.test({ target: elsewhere, hostKeyPolicy: 'ask' }, quiet())
    expect(await world.service.list()).toMatchObject([
      { id: 'one', lastResult: { verdict: 'ok', cause: null } },
    ])
  })

  test('of Setup’s place makes it one of the saved connections, once', async () => {
    choose()
    const params = { target, keyId: key.id } as const
    const first = await world.service.test({ ...params, hostKeyPolicy: 'ask' }, quiet())
    expect(first.cause).toBe('host-key-new')
    const [made] = await world.service.list()
    expect(made).toMatchObject({
      target,
      keyId: key.id,
      name: `${target.user}@127.0.0.1:${target.port}`,
      lastResult: { verdict: 'failed', cause: 'host-key-new' },
    })
    await world.service.test({ ...params, hostKeyPolicy: 'accept-new' }, quiet())
    expect(await world.service.list()).toMatchObject([
      { id: made?.id, lastResult: { verdict: 'ok' } },
    ])
  })

  test('of Setup’s place with its key is what Setup remembers, whoever waits for it', async () => {
    choose()
    const params = { target, keyId: key.id } as const
    const first = await world.service.test({ ...params, hostKeyPolicy: 'ask' }, quiet())
    const address = `${target.user}@127.0.0.1:${target.port}`
    expect(world.setup).toMatchObject({
      reached: { at: first.finishedAt, address, software: first.serverSoftware },
      lastTest: {
        at: first.finishedAt,
        ok: false,
        cause: 'host-key-new',
        title: first.title,
        address,
      },
    })
    const running = world.service.test({ ...params, hostKeyPolicy: 'accept-new' }, quiet())
    // What the person does in Setup meanwhile does not make it a test of something else.
    await new Promise((resolve) => setTimeout(resolve, 20))
    world.setup = { ...world.setup, keyId: 'SHA256:another' }
    await running
    expect(world.setup.lastTest).toMatchObject({ ok: true, address, keyId: key.id })
  })

  test('with another key, or of another place, tells Setup nothing', async () => {
    choose()
    const other = await makeKey('another')
    const elsewhere = { ...target, port: await freePort() }
    const ask = { hostKeyPolicy: 'ask' } as const
    await world.service.test({ target, keyId: other.id, ...ask }, quiet())
    await world.service.test({ target: elsewhere, keyId: key.id, ...ask }, quiet())
    await world.service.test({ target: elsewhere, until: 'banner', ...ask }, quiet())
    expect(world.setup).toMatchObject({ reached: null, lastTest: null })
  })

  test('only of the banner tells Setup who answered, or that nobody did', async () => {
    choose()
    const params = { target, hostKeyPolicy: 'ask', until: 'banner' } as const
    const { finishedAt } = await world.service.test(params, quiet())
    expect(world.setup).toMatchObject({ reached: { at: finishedAt }, lastTest: null })
    const elsewhere = { ...target, port: await freePort() }
    choose(elsewhere)
    await world.service.test({ ...params, target: elsewhere }, quiet())
    expect(world.setup).toMatchObject({
      reached: null,
      lastTest: { ok: false, cause: 'connection-refused', keyId: key.id },
    })
  })

  test('a key that was refused does not take the place of the saved one; an accepted one does', async () => {
    const refused = await makeKey('refused')
    world.write(fileOf([saved({ target, keyId: 'SHA256:before' })]))
    choose()
    const keyAfter = async (keyId: string) => {
      await world.service.test({ target, keyId, hostKeyPolicy: 'accept-new' }, quiet())
      return (await world.service.list())[0]?.keyId
    }
    expect(await keyAfter(refused.id)).toBe('SHA256:before')
    expect(await keyAfter(key.id)).toBe(key.id)
  })

  test('only of the banner is no result', async () => {
    const before = saved({ target, lastResult: PASSED })
    world.write(fileOf([before]))
    const params = { connectionId: 'one', hostKeyPolicy: 'ask', until: 'banner' } as const
    expect((await world.service.test(params, quiet())).verdict).toBe('ok')
    expect(await world.service.list()).toEqual([before])
  })

  test('that is cancelled leaves the last result', async () => {
    const before = saved({ target, lastResult: PASSED })
    world.write(fileOf([before]))
    const params = { connectionId: 'one', hostKeyPolicy: 'ask' } as const
    const attempt = world.service.test(params, quiet(AbortSignal.abort()))
    await expect(attempt).rejects.toMatchObject({ code: 'cancelled' })
    expect(await world.service.list()).toEqual([before])
  })

  test.skipIf(process.getuid?.() === 0 && process.platform !== 'linux')(
    'has its verdict also where the result cannot be kept',
    async () => {
      world.write(fileOf([saved({ target })]))
      execFileSync('chattr', ['+i', world.paths.connectionsFile])
      try {
        const params = { connectionId: 'one', hostKeyPolicy: 'accept-new' } as const
        expect((await world.service.test(params, quiet())).verdict).toBe('ok')
        expect(world.logged).toContain('result-not-kept')
      } finally {
        execFileSync('chattr', ['-i', world.paths.connectionsFile])
      }
    },
  )
})

/** As if the person had chosen the key and pasted the command in Setup. */
function choose({ user, port } = target): void {
  world.setup = { ...world.setup, keyId: key.id, command: `ssh ${user}@127.0.0.1 -p ${port}` }
}

async function makeKey(name: string) {
  const path = join(world.paths.sshDir, name)
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', path])
  chmodSync(path, 0o600)
  const pair = (await world.keys.list()).find((each) => each.name === name)
  return { id: pair?.id ?? '', path }
}
