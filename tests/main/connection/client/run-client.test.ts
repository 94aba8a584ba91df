/** The system's own ssh against real servers; what is left running afterwards is counted. */

import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  type ClientStageInput,
  createClientStage,
  runClientStage,
} from '../../../../main/connection/client/index.ts'
import { type Sshd, startScripted, startSshd, whyNoSshd } from '../../../support/servers/index.ts'
import { type MadeKey, makeKey } from '../support.ts'
import { createWorld, type World } from './world.ts'

const SSH = '/usr/bin/ssh'

describe.skipIf(whyNoSshd() !== null || !existsSync(SSH))('with the real ssh', () => {
  let sshd: Sshd
  let world: World
  let good: MadeKey
  beforeAll(async () => {
    sshd = await startSshd({ authorizedKeys: [] })
  })
  afterAll(() => sshd.stop())
  beforeEach(async () => {
    world = createWorld()
    good = world.key('good')
    await sshd.authorize(good.publicLine)
    world.know(sshd)
  })
  afterEach(async () => {
    await world.end()
    expect(sshProcesses(world.home)).toEqual([])
  })

  const inputFor = (change: Partial<ClientStageInput> = {}): ClientStageInput => ({
    target: { user: sshd.user, host: sshd.host, port: sshd.port, kind: 'generic' },
    keyPath: good.path,
    encrypted: false,
    agentHolds: false,
    knownHostsFiles: [join(world.home, '.ssh', 'known_hosts')],
    sshPath: SSH,
    useConfig: false,
    useAgent: false,
    signal: new AbortController().signal,
    limitMs: 25_000,
    isProxy: false,
    ...change,
  })
  const client = (change: Partial<ClientStageInput> = {}) => runClientStage(inputFor(change))

  test('a login that works, ended at once, with known_hosts as it was', async () => {
    const file = join(world.home, '.ssh', 'known_hosts')
    const before = readFileSync(file, 'utf8')
    const result = await client()
    expect(result).toMatchObject({ state: 'ok', cause: null, acceptedKey: good.id })
    expect(result.lines.at(-1)).not.toBe('')
    expect(result.lines.some((line) => line.startsWith('Authenticated to '))).toBe(true)
    expect(readFileSync(file, 'utf8')).toBe(before)
  })

  test('paths with spaces, quotes and percent signs', async () => {
    const path = world.file('my "50%d" key', readFileSync(good.path))
    const known = world.file('known 5%h hosts', readFileSync(join(world.home, '.ssh/known_hosts')))
    const result = await client({ keyPath: path, knownHostsFiles: [known] })
    expect(result).toMatchObject({ state: 'ok', acceptedKey: good.id })
  })

  test('paths in other scripts, which ssh writes as numbers', async () => {
    const path = world.file('Işıl’ın 家 ключ', readFileSync(good.path))
    const result = await client({ keyPath: path })
    expect(result).toMatchObject({ state: 'ok', acceptedKey: good.id })
    expect(result.lines.some((line) => line.includes(`Offering public key: ${path} `))).toBe(true)
    const slashed = world.file('back\\\\slash\\303\\274', readFileSync(good.path))
    expect(await client({ keyPath: slashed })).toMatchObject({ state: 'ok' })
    chmodSync(path, 0o644)
    const refused = await client({ keyPath: path })
    expect(refused).toMatchObject({ state: 'failed', cause: 'key-permissions' })
    expect(refused.evidence.join('\n')).toContain(path)
  })

  test('a path that ssh would take for a variable is said, not tried', async () => {
    const result = await client({ keyPath: `${good.path}\${HOME}` })
    expect(result).toMatchObject({ state: 'skipped', cause: null, lines: [] })
    expect(result.detail).toContain('“${”')
  })

  test.each([
    [0o600, 'ok', null],
    [0o400, 'ok', null],
    [0o644, 'failed', 'key-permissions'],
    [0o640, 'failed', 'key-permissions'],
    [0o777, 'failed', 'key-permissions'],
  ])('a key of mode %o', async (mode, state, cause) => {
    chmodSync(good.path, mode)
    expect(await client()).toMatchObject({ state, cause })
  })

  test('a key that the server does not have', async () => {
    const stranger = makeKey(join(world.home, '.ssh', 'stranger'))
    const result = await client({ keyPath: stranger.path })
    expect(result).toMatchObject({ state: 'failed', cause: 'key-not-accepted', acceptedKey: null })
    expect(result.detail).toContain('It says: “')
  })

  test('a host key that is not recorded, which stays so', async () => {
    const empty = world.file('empty', '')
    const result = await client({ knownHostsFiles: [empty] })
    expect(result).toMatchObject({ state: 'failed', cause: 'host-key-new' })
    expect(readFileSync(empty, 'utf8')).toBe('')
  })

  test('a config that has another key sent as well', async () => {
    const stranger = makeKey(join(world.home, '.ssh', 'stranger'))
    const configFile = world.file('config', `Host *\n  IdentityFile ${good.path}\n`)
    const change = { keyPath: stranger.path, configFile }
    const result = await client({ ...change, useConfig: true })
    expect(result).toMatchObject({ state: 'warning', cause: null, acceptedKey: good.id })
    expect(result.detail).toContain(good.path)
    expect(await client({ ...change, useConfig: false })).toMatchObject({
      state: 'failed',
      cause: 'key-not-accepted',
    })
  })

  test('a config that is broken', async () => {
    const configFile = world.file('config', 'Hostnam pod\n')
    const result = await client({ useConfig: true, configFile })
    expect(result).toMatchObject({ state: 'failed', cause: 'config-broken' })
    expect(await client({ useConfig: false, configFile })).toMatchObject({ state: 'ok' })
  })

  test('nothing of a config but the login happens', async () => {
    const mark = join(world.home, 'ran')
    const socket = join(world.home, 'master')
    const configFile = world.file(
      'config',
      [
        'Host *',
        'PermitLocalCommand yes',
        `LocalCommand touch ${mark}`,
        'ControlMaster auto',
        `ControlPath ${socket}`,
        'ControlPersist 60',
        'LocalForward 127.0.0.1:1 127.0.0.1:2',
        'ExitOnForwardFailure yes',
        'LogLevel QUIET',
      ].join('\n'),
    )
    expect(await client({ useConfig: true, configFile })).toMatchObject({ state: 'ok' })
    expect([existsSync(mark), existsSync(socket)]).toEqual([false, false])
  })

  test('a locked key is not tried, unless the agent holds it and may be used', async () => {
    const locked = world.key('locked', ['-N', 'correct horse'])
    await sshd.authorize(locked.publicLine)
    const change = { keyPath: locked.path, encrypted: true }
    const skipped = await client({ ...change, agentHolds: true })
    expect(skipped).toMatchObject({ state: 'skipped', cause: null, lines: [] })
    const agent = await world.agent()
    const askpass = world.file('askpass', '#!/bin/sh\necho correct horse\n', 0o700)
    const asking = { SSH_ASKPASS: askpass, SSH_ASKPASS_REQUIRE: 'force', DISPLAY: 'none' }
    spawnSync('ssh-add', [locked.path], {
      env: { ...process.env, ...asking, SSH_AUTH_SOCK: agent },
    })
    await withAgent(agent, async () => {
      const result = await client({ ...change, agentHolds: true, useAgent: true })
      expect(result).toMatchObject({ state: 'ok', acceptedKey: locked.id })
    })
  })

  test('keys of the agent do not help a key that is refused', async () => {
    const agent = await world.agent()
    spawnSync('ssh-add', [good.path], { env: { ...process.env, SSH_AUTH_SOCK: agent } })
    const stranger = makeKey(join(world.home, '.ssh', 'stranger'))
    await withAgent(agent, async () => {
      for (const useAgent of [false, true]) {
        const result = await client({ keyPath: stranger.path, useAgent })
        expect(result).toMatchObject({ state: 'failed', cause: 'key-not-accepted' })
      }
    })
  })

  test('as a part of a test: the ssh that is there, the config of the ssh folder, the agent', async () => {
    const locked = world.key('locked', ['-N', 'correct horse'])
    world.file('config', `Host *\n  IdentityFile ${good.path}\n`)
    const { sshPath: _ssh, useConfig: _config, useAgent: _agent, ...request } = inputFor()
    const asked: string[] = []
    const stage = (path: string | null) =>
      createClientStage({
        findSsh: async () => (path === null ? null : { path }),
        agentHolds: async (keyPath) => asked.push(keyPath) === 0,
        sshDir: join(world.home, '.ssh'),
      })
    const stranger = makeKey(join(world.home, '.ssh', 'stranger'))
    const withStranger = { ...request, keyPath: stranger.path }
    expect(
      await stage(SSH)({ ...withStranger, uses: { config: true, agent: false } }),
    ).toMatchObject({ state: 'warning', acceptedKey: good.id })
    expect(
      await stage(SSH)({ ...withStranger, uses: { config: false, agent: false } }),
    ).toMatchObject({ state: 'failed', cause: 'key-not-accepted' })
    const withLocked = { ...request, keyPath: locked.path, encrypted: true }
    expect(await stage(SSH)({ ...withLocked, uses: { config: false, agent: true } })).toMatchObject(
      { state: 'skipped' },
    )
    expect(asked).toEqual([locked.path])
    expect(await stage(null)({ ...request, uses: { config: true, agent: true } })).toMatchObject({
      state: 'skipped',
      detail: expect.stringContaining('no ssh program'),
    })
  })

  test('a program that is not there, or no ssh', async () => {
    expect(await client({ sshPath: join(world.home, 'nothing') })).toMatchObject({
      state: 'failed',
      cause: 'client-cannot-start',
    })
    expect(await client({ sshPath: '/bin/true' })).toMatchObject({
      state: 'failed',
      cause: 'unexpected',
    })
  })

  test('a program that talks without end is ended', async () => {
    const talker = world.file('talker', '#!/bin/sh\nyes "debug1: noise" >&2\n', 0o700)
    const result = await client({ sshPath: talker })
    expect(result).toMatchObject({ state: 'failed', cause: 'unexpected' })
    expect(result.lines).toHaveLength(200)
  })

  test('secrets are taken out of what is shown', async () => {
    const said = '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\npassword=hunter2'
    const teller = world.file('teller', `#!/bin/sh\nprintf '%b' '${said}\\n' >&2\n`, 0o700)
    const shown = JSON.stringify(await client({ sshPath: teller }))
    expect(shown).toContain('removed')
    expect(shown).not.toMatch(/b3Blbn|hunter2/)
  })

  test('a server that never answers ends with the limit', async () => {
    const silent = await world.until(startScripted('banner-then-silent'))
    const target = { user: 'root', host: silent.host, port: silent.port, kind: 'generic' } as const
    expect(await client({ target, limitMs: 2_500 })).toMatchObject({ state: 'failed' })
    await silent.allClosed(10_000)
  })

  test('cancelled, it leaves neither a process nor a connection, nor a ProxyCommand', async () => {
    const silent = await world.until(startScripted('banner-then-silent'))
    const relay = world.file('relay', `#!/bin/sh\nexec sleep 600 # ${world.home}\n`, 0o700)
    const configFile = world.file('config', `Host pod\n  ProxyCommand ${relay}\n`)
    for (const host of [silent.host, 'pod']) {
      const controller = new AbortController()
      const target = { user: 'root', host, port: silent.port, kind: 'generic' } as const
      const running = client({ target, useConfig: true, configFile, signal: controller.signal })
      await expect
        .poll(() => sshProcesses(world.home).length, { timeout: 10_000 })
        .toBeGreaterThan(0)
      controller.abort()
      await expect(running).rejects.toMatchObject({ code: 'cancelled' })
      await expect.poll(() => sshProcesses(world.home)).toEqual([])
    }
    await silent.allClosed(10_000)
  })
})

/** Command lines that name the folder, of processes that are alive. */
function sshProcesses(folder: string): readonly string[] {
  const { stdout } = spawnSync('ps', ['-eo', 'stat=,args='], { encoding: 'utf8' })
  return stdout.split('\n').filter((line) => line.includes(folder) && !/^Z|ssh-agent/.test(line))
}

async function withAgent(socket: string, action: () => Promise<void>): Promise<void> {
  const before = process.env.SSH_AUTH_SOCK
  process.env.SSH_AUTH_SOCK = socket
  try {
    await action()
  } finally {
    process.env.SSH_AUTH_SOCK = before
  }
}
