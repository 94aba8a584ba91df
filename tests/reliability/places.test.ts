/** Homes that are not as a programmer's: names with spaces and letters of all kinds, long, or gone. */

import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { createKeypilot } from '../../main/app.ts'
import type { MethodName, Params, Result, Value } from '../../main/contract/methods.ts'
import { resolvePaths } from '../../main/storage/index.ts'
import { withFailingDisk } from '../support/failing-disk.ts'

const homes: string[] = []
afterEach(async () => {
  for (const home of homes.splice(0)) await rm(home, { recursive: true, force: true })
})

async function homeCalled(...parts: readonly string[]): Promise<string> {
  const outer = await mkdtemp(join(tmpdir(), 'keypilot-place-'))
  homes.push(outer)
  const home = join(outer, ...parts)
  await mkdir(home, { recursive: true })
  return home
}

function appIn(home: string) {
  const paths = resolvePaths({ env: {}, platform: process.platform, home })
  const no = async () => false
  const keypilot = createKeypilot({
    paths,
    version: '0.0.0',
    host: { kind: 'cli', openLink: no, reveal: no },
  })
  const ask = (method: string, params: unknown) =>
    keypilot.dispatch(method, params, {
      callId: 'x',
      host: 'cli',
      signal: new AbortController().signal,
      progress: () => {},
      confirm: async () => true,
    })
  return {
    paths,
    ask,
    async call<M extends MethodName>(method: M, params: Params<M>): Promise<Value<M>> {
      const result = (await ask(method, params)) as Result<Value<M>>
      if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
      return result.value
    },
  }
}

const ENTRY = { alias: 'pod', hostName: '192.0.2.1', user: 'root', port: 22 } as const

test.each([
  ['spaces', 'My Home Folder'],
  ['letters of many scripts', 'Jürgen Žižek 山田 محمد'],
  ['quotes and signs of shells', `it's "here" $HOME & (there);`],
  ['signs that change the direction of text', 'a\u202eb\u200bc'],
])('%s in the name of the home', async (_, name) => {
  const app = appIn(await homeCalled(name))
  const made = await app.call('keys.generate', { name: 'key', comment: 'me' })
  expect(made).toMatchObject({ pair: 'matched' })
  const { id } = made
  await app.call('sshConfig.upsertHost', { ...ENTRY, keyId: id, where: 'managed' })
  const effective = await app.call('sshConfig.effective', { host: 'pod' })
  expect(effective.identityFiles).toContain(join(app.paths.sshDir, 'key'))
  await app.call('connections.save', { target: { ...TARGET }, keyId: id })
  const [listed] = await app.call('keys.list', {})
  expect(listed?.uses.map(({ kind }) => kind).toSorted()).toEqual(['config', 'connection'])
  expect(await app.call('permissions.audit', {})).toEqual([])
  await app.call('sshConfig.removeHost', { alias: 'pod' })
  await app.call('keys.remove', { id, typedName: 'key' })
  expect(await app.call('keys.list', {})).toEqual([])
})

test('a percent sign, for which versions of ssh need different spellings: the config stays as it is', async () => {
  const app = appIn(await homeCalled('100 %h'))
  const { id } = await app.call('keys.generate', { name: 'key', comment: 'me' })
  const change = app.call('sshConfig.upsertHost', { ...ENTRY, keyId: id, where: 'managed' })
  await expect(change).rejects.toThrow(/verification-failed: Nothing was changed/)
  expect(await readdir(app.paths.sshDir)).toEqual(['key', 'key.pub'])
})

const TARGET = { user: 'root', host: '192.0.2.1', port: 22, kind: 'generic' } as const

test('a path of 4 kB: what is too long for the drive is said, and nothing is half made', async () => {
  const parts: string[] = []
  const outer = await homeCalled()
  while (join(outer, ...parts).length < 3_900) parts.push('d'.repeat(150))
  const home = join(outer, ...parts)
  await mkdir(home, { recursive: true })
  const app = appIn(home)
  for (const [method, params] of [
    ['keys.list', {}],
    ['keys.generate', { name: 'k'.repeat(90), comment: 'me' }],
    ['connections.save', { target: TARGET }],
    ['settings.save', { theme: 'dark' }],
    ['sshConfig.upsertHost', ENTRY],
    ['permissions.audit', {}],
    ['knownHosts.list', {}],
  ] as const) {
    const result = await app.ask(method, params)
    if (!result.ok) {
      expect(result.error.code, method).not.toBe('internal')
      expect(result.error.message).toMatch(/too long|does not exist/)
    }
  }
})

test.each([
  ['keys.generate', { name: 'fresh', comment: 'me' }],
  ['sshConfig.upsertHost', ENTRY],
  ['connections.save', { target: TARGET }],
  ['settings.save', { theme: 'dark' }],
] as const)(
  'the home vanishes in the middle of %s: an error or a result, never a fault of ours',
  async (method, params) => {
    const count = await writesOf(method, params)
    expect(count).toBeGreaterThan(2)
    for (let at = 1; at <= count; at += Math.max(1, Math.floor(count / 12))) {
      const home = await homeWithConfig()
      const app = appIn(home)
      const strike = () => rmSync(home, { recursive: true, force: true })
      const disk = { errno: 'EIO', lasts: false, folder: home, at, strike } as const
      const { outcome } = await withFailingDisk(disk, () => app.ask(method, params))
      if (!('value' in outcome)) throw outcome.error
      const { value } = outcome
      if (!value.ok)
        expect(value.error.code, `write ${at}: ${value.error.message}`).not.toBe('internal')
      // The next call finds a home without anything, as after the first start.
      expect((await app.ask('keys.list', {})).ok).toBe(true)
    }
  },
)

async function homeWithConfig(): Promise<string> {
  const home = await homeCalled('home')
  await mkdir(join(home, '.ssh'), { mode: 0o700 })
  await writeFile(join(home, '.ssh', 'config'), 'Host mine\n  Port 23\n', { mode: 0o600 })
  return home
}

async function writesOf(method: MethodName, params: unknown): Promise<number> {
  const home = await homeWithConfig()
  const disk = { errno: 'EIO', lasts: false, folder: home, at: 0 } as const
  const { writes } = await withFailingDisk(disk, () => appIn(home).ask(method, params))
  expect(await readFile(join(home, '.ssh', 'config'), 'utf8')).toContain('mine')
  expect((await stat(home)).isDirectory()).toBe(true)
  return writes.length
}
