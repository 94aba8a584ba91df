/** The ssh config: what of it could be saved, and which entry an editor is sent to. */

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { configHostsFrom } from '../../../main/connections/index.ts'
import { AppError } from '../../../main/contract/errors.ts'
import type { ConfigHost } from '../../../main/contract/methods.ts'
import { createWorld, direct, fileOf, saved, type World } from './support.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.remove())

const entry = (alias: string, target = direct(), identityFiles: string[] = []) => ({
  alias,
  target,
  identityFiles,
})
const proxy = {
  user: 'abc-64411f3a',
  host: 'ssh.runpod.io',
  port: 22,
  kind: 'runpod-proxy',
} as const

test('hosts of the config, with their key and what is saved already', async () => {
  const path = join(world.paths.sshDir, 'pod')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path])
  const [key] = await world.keys.list()
  world.write(fileOf([saved()]))
  world.configHosts.push(
    entry('pod', direct(), ['/gone', path]),
    entry('other', direct('203.0.113.9')),
    entry('odd', direct('$(x)')),
  )
  expect(await world.service.candidates()).toEqual([
    { alias: 'pod', target: direct(), keyId: key?.id, problem: null, savedAs: 'one' },
    { alias: 'other', target: direct('203.0.113.9'), keyId: null, problem: null, savedAs: null },
    expect.objectContaining({ alias: 'odd', problem: expect.stringMatching(/\w+\. \w+/) }),
  ])
})

test('a config without hosts has no candidates', async () => {
  expect(await world.service.candidates()).toEqual([])
})

describe('an editor is sent', () => {
  test('to the entry that the connection names, or that leads to the same place', async () => {
    world.write(fileOf([saved({ alias: 'named' }), saved({ id: 'two', target: direct('b') })]))
    world.configHosts.push(entry('named'), entry('by-target', direct('b')))
    const place = (connectionId: string) =>
      world.service.editorPlace({ connectionId, editor: 'vscode' })
    expect(await place('one')).toEqual({ alias: 'named', folder: '/workspace' })
    expect(await place('two')).toEqual({ alias: 'by-target', folder: '/workspace' })
    world.configHosts.length = 0
    world.configHosts.push(entry('renamed'))
    expect(await place('one')).toMatchObject({ alias: 'renamed' })
  })

  test('to a host of the config, and the folder that was asked for', async () => {
    world.configHosts.push(entry('lab', { ...direct(), kind: 'generic' } as never))
    const place = (folder?: string) =>
      world.service.editorPlace({
        alias: 'lab',
        editor: 'cursor',
        ...(folder === undefined ? {} : { folder }),
      })
    expect(await place()).toEqual({ alias: 'lab', folder: '/' })
    expect(await place('/data/x')).toEqual({ alias: 'lab', folder: '/data/x' })
    await expect(place('data')).rejects.toMatchObject({ code: 'invalid-value' })
  })

  test.each([
    ['without an entry', 'one', 'not-found', /VS Code finds servers by their name/],
    ['through the proxy', 'proxy', 'unsupported', /SSH over exposed TCP/],
    ['that was removed', 'gone', 'not-found', /no longer saved/],
  ])('nowhere for a connection %s', async (_, connectionId, code, message) => {
    world.write(fileOf([saved(), saved({ id: 'proxy', target: proxy })]))
    const attempt = world.service.editorPlace({ connectionId, editor: 'vscode' })
    await expect(attempt).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  test('nowhere by an entry of the proxy, or one that a link cannot hold', async () => {
    world.configHosts.push(entry('proxy', proxy as never), entry('mein-püd'))
    const place = (alias: string) => world.service.editorPlace({ alias, editor: 'windsurf' })
    await expect(place('proxy')).rejects.toMatchObject({ code: 'unsupported' })
    await expect(place('mein-püd')).rejects.toMatchObject({ code: 'invalid-name' })
    await expect(place('other')).rejects.toMatchObject({ code: 'not-found' })
  })
})

describe('what the service of the config tells', () => {
  const hosts = ['pod', 'broken', 'lab', 'pod'].map((alias) => ({ alias }) as ConfigHost)
  const asked: string[] = []
  const read = configHostsFrom(async () => ({
    read: async () => ({ hosts }),
    effective: async ({ host }, { confirm }) => {
      asked.push(host)
      expect(await confirm({ title: '', detail: '', action: '' })).toBe(false)
      if (host === 'broken') throw new AppError('unreadable', 'broken')
      const port = host === 'pod' ? 10022 : 22
      return { hostName: '198.51.100.9', user: 'root', port, identityFiles: [`/k/${host}`] }
    },
  }))

  test('is each host once, with what ssh makes of it', async () => {
    expect(await read()).toEqual([
      {
        alias: 'pod',
        target: { user: 'root', host: '198.51.100.9', port: 10022, kind: 'runpod-direct' },
        identityFiles: ['/k/pod'],
      },
      {
        alias: 'lab',
        target: { user: 'root', host: '198.51.100.9', port: 22, kind: 'generic' },
        identityFiles: ['/k/lab'],
      },
    ])
  })

  test('is asked for one host alone', async () => {
    asked.length = 0
    expect(await read('lab')).toHaveLength(1)
    expect(await read('unknown')).toEqual([])
    expect(asked).toEqual(['lab'])
  })
})
