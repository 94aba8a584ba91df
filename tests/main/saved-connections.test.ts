/** Saved connections, terminals and editors behind the dispatcher, as a host gets them. */

import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createKeypilot, type HostActions } from '../../main/app.ts'
import type { MethodName, Params, Result, Value } from '../../main/contract/methods.ts'
import { freePort } from '../support/servers/index.ts'

const target = { user: 'root', host: '203.0.113.7', port: 10022, kind: 'runpod-direct' } as const

// The services are loaded by the first calls, which takes a while on a busy machine.
vi.setConfig({ testTimeout: 120_000 })

let keypilot: ReturnType<typeof createKeypilot>
let asked: { title: string; detail: string }[]
let answer: boolean
let opened: string[]
const { PATH, DISPLAY, TERMINAL } = process.env

beforeEach(() => {
  asked = []
  opened = []
  answer = true
  const host: HostActions = {
    kind: 'electron',
    openLink: async (url) => opened.push(url) > 0,
    reveal: async () => false,
  }
  keypilot = createKeypilot({ host, version: '1.2.3' })
})
afterEach(async () => {
  Object.assign(process.env, { PATH })
  for (const [name, value] of Object.entries({ DISPLAY, TERMINAL })) {
    if (value === undefined) delete process.env[name]
    else process.env[name] = value
  }
  await rm(keypilot.paths.dataDir, { recursive: true, force: true })
})

function call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<Value<M>>> {
  return keypilot.dispatch(method, params, {
    callId: 'x',
    host: 'electron',
    signal: new AbortController().signal,
    confirm: async (prompt) => asked.push(prompt) > 0 && answer,
    progress: () => {},
  }) as Promise<Result<Value<M>>>
}

async function expectValue<M extends MethodName>(method: M, params: Params<M>): Promise<Value<M>> {
  const result = await call(method, params)
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}

it('a connection is saved, listed, exported, tested and removed', async () => {
  await expectValue('keys.generate', { name: 'id_ed25519', comment: 'c' })
  const refused = { ...target, host: '127.0.0.1', port: await freePort() }
  const { id } = await expectValue('connections.save', { target: refused, name: 'pod' })
  const report = await expectValue('connection.test', { connectionId: id, hostKeyPolicy: 'ask' })
  expect(report).toMatchObject({ cause: 'connection-refused', target: refused })
  expect(await expectValue('connections.list', {})).toMatchObject([
    { id, name: 'pod', lastResult: { cause: 'connection-refused', at: report.finishedAt } },
  ])
  expect(await expectValue('connections.testAll', {})).toMatchObject({ failed: 1 })
  const { text } = await expectValue('connections.export', {})
  expect(await expectValue('connections.import', { text })).toMatchObject({ merged: [{ id }] })
  expect(await expectValue('connections.problems', {})).toEqual([])
  answer = false
  expect(await call('connections.remove', { id })).toMatchObject({ error: { code: 'declined' } })
  answer = true
  await expectValue('connections.remove', { id })
  expect(await expectValue('connections.list', {})).toEqual([])
  const [backup] = await expectValue('backups.list', {})
  expect(backup?.title).toBe('Removed a saved connection: connections.json')
  await expectValue('backups.restore', { id: backup?.id ?? '' })
  expect(await expectValue('connections.list', {})).toMatchObject([{ id, name: 'pod' }])
})

it('Setup’s connection is saved by its first test', async () => {
  await expectValue('keys.generate', { name: 'other', comment: 'c' })
  const port = await freePort()
  await expectValue('settings.save', { setup: { command: `ssh root@127.0.0.1 -p ${port}` } })
  const place = { user: 'root', host: '127.0.0.1', port, kind: 'generic' } as const
  await expectValue('connection.test', { target: place, hostKeyPolicy: 'ask' })
  expect(await expectValue('connections.list', {})).toMatchObject([{ target: place }])
})

it('a test of Setup’s place is kept with the settings, and the page is told', async () => {
  const { id: keyId } = await expectValue('keys.generate', { name: 'setup', comment: 'c' })
  const place = {
    user: 'root',
    host: '127.0.0.1',
    port: await freePort(),
    kind: 'generic',
  } as const
  const command = `ssh root@127.0.0.1 -p ${place.port}`
  await expectValue('settings.save', { setup: { command, keyId } })
  const heard: string[] = []
  const stop = keypilot.watch((event) => void heard.push(event))
  const report = await expectValue('connection.test', {
    target: place,
    keyId,
    hostKeyPolicy: 'ask',
  })
  expect((await expectValue('settings.read', {})).setup.lastTest).toEqual({
    at: report.finishedAt,
    ok: false,
    cause: 'connection-refused',
    title: report.title,
    address: `root@127.0.0.1:${place.port}`,
    keyId,
  })
  await expect.poll(() => heard, { timeout: 10_000 }).toContain('settings.changed')
  stop()
})

it('another program’s change of a file is told to the page', async () => {
  const heard: string[] = []
  await expectValue('connections.save', { target })
  const stop = keypilot.watch((event) => void heard.push(event))
  await writeFile(keypilot.paths.settingsFile, '{}')
  await expect.poll(() => heard, { timeout: 10_000 }).toEqual(['settings.changed'])
  await writeFile(keypilot.paths.connectionsFile, '{"version":1,"connections":[]}')
  await expect.poll(() => heard, { timeout: 10_000 }).toContain('connections.changed')
  expect(heard).not.toContain('keys.changed')
  stop()
  heard.length = 0
  await writeFile(keypilot.paths.connectionsFile, '{"version":1,"connections":[] }')
  await new Promise((resolve) => setTimeout(resolve, 600))
  expect(heard).toEqual([])
})

describe('a terminal', () => {
  let bin: string
  const words = async () => (await readFile(join(bin, 'out'), 'utf8')).split('\x1e').slice(0, -1)

  beforeEach(async () => {
    bin = join(keypilot.paths.home, 'bin')
    await rm(bin, { recursive: true, force: true })
    await mkdir(bin)
    for (const name of ['xterm', 'mine']) await addProgram(name)
    process.env.PATH = `${bin}:/nowhere`
    process.env.DISPLAY = ':99'
    delete process.env.TERMINAL
  })

  async function addProgram(name: string): Promise<void> {
    const script = `#!/bin/sh\nfor word in ${name} "$@"; do printf "%s\\036" "$word"; done > "${bin}/out"\n`
    await writeFile(join(bin, name), script)
    await chmod(join(bin, name), 0o755)
  }

  it('goes to a saved connection with its key, and that counts as a use', async () => {
    const key = await expectValue('keys.generate', { name: 'terminal', comment: 'c' })
    const { id } = await expectValue('connections.save', { target, keyId: key.id })
    expect(await expectValue('terminal.open', { connectionId: id })).toEqual({ program: 'xterm' })
    expect((await words()).slice(-9)).toEqual([
      'ssh',
      '-i',
      key.privateKeyPath,
      '-o',
      'IdentitiesOnly=yes',
      '-p',
      '10022',
      '--',
      'root@203.0.113.7',
    ])
    expect((await expectValue('connections.list', {}))[0]?.lastUsedAt).toEqual(expect.any(String))
  })

  it('goes to a host of the ssh config by its name alone', async () => {
    await expectValue('terminal.open', { alias: 'my-pod.1' })
    expect((await words()).slice(-3)).toEqual(['ssh', '--', 'my-pod.1'])
    for (const alias of ['-oProxyCommand=x', 'a b', '$(x)', 'a;b']) {
      expect(await call('terminal.open', { alias })).toMatchObject({
        error: { code: 'invalid-name' },
      })
    }
  })

  it.each([
    [{}],
    [{ target, alias: 'pod' }],
    [{ connectionId: 'c', alias: 'pod' }],
    [{ alias: 'pod', keyId: 'SHA256:x' }],
  ])('%j names no one place', async (params) => {
    expect(await call('terminal.open', params)).toMatchObject({ error: { code: 'bad-request' } })
  })

  it('of one’s own is used after a yes, which shows the whole command', async () => {
    const terminal = { program: 'mine', args: ['--run', '{command}'] }
    answer = false
    expect(await call('settings.save', { terminal })).toMatchObject({ error: { code: 'declined' } })
    expect((await expectValue('settings.read', {})).terminal).toBeNull()
    answer = true
    await expectValue('settings.save', { terminal })
    expect(asked.map(({ title }) => title)).toEqual(Array(2).fill('Use mine as your terminal?'))
    expect(asked[0]?.detail).toContain('"mine" "--run" "{command}"')
    expect(await expectValue('terminal.open', { target })).toEqual({ program: 'mine' })
    expect((await words()).slice(0, 2)).toEqual(['mine', '--run'])
    expect((await expectValue('system.info', {})).capabilities.terminal).toBe('mine')
    // The same again is no change, and other settings ask nothing.
    await expectValue('settings.save', { terminal, theme: 'dark' })
    await expectValue('settings.save', { terminal: null })
    expect(asked).toHaveLength(2)
  })

  it('that is listed is taken without asking', async () => {
    const [first] = await expectValue('terminal.list', {})
    expect(first).toEqual({
      name: 'xterm',
      program: join(bin, 'xterm'),
      args: ['-e', '{command}'],
      isUsed: true,
      isOwn: false,
    })
    const { program = '', args = [] } = first ?? {}
    await expectValue('settings.save', { terminal: { program, args } })
    expect(asked).toEqual([])
  })

  it.each([
    { program: 'gone', args: ['{command}'] },
    { program: './mine', args: ['{command}'] },
    { program: 'mine', args: [] },
  ])('%j is refused without a question', async (terminal) => {
    expect(await call('settings.save', { terminal })).toMatchObject({
      error: { code: 'invalid-value' },
    })
    expect(asked).toEqual([])
  })
})

describe('an editor', () => {
  it('needs an entry of the ssh config, and says so', async () => {
    const { id } = await expectValue('connections.save', { target })
    const result = await call('editor.open', { connectionId: id, editor: 'cursor' })
    expect(result).toMatchObject({
      error: { code: 'not-found', message: expect.stringContaining('Cursor finds servers by') },
    })
    expect(opened).toEqual([])
  })

  it.each([
    [{ editor: 'vscode' }],
    [{ editor: 'vscode', alias: 'a', connectionId: 'c' }],
    [{ editor: 'emacs', alias: 'a' }],
  ])('%j is no request', async (params) => {
    const result = await call('editor.open', params as Params<'editor.open'>)
    expect(result).toMatchObject({ error: { code: 'bad-request' } })
  })
})
