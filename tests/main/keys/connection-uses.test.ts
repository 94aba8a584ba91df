/** Saved connections that log in with a key: in the list, and in what renaming and removing show. */

import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { SavedConnection } from '../../../main/contract/methods.ts'
import { createKeyService, type KeyService } from '../../../main/keys/index.ts'
import { createLog } from '../../../main/storage/index.ts'
import { nobody, person, refTo } from './change/support.ts'
import { makeKey, type TestFolder, testFolder } from './support.ts'

let folder: TestFolder
let service: KeyService
let saved: readonly SavedConnection[]
let id: string

beforeEach(async () => {
  folder = await testFolder()
  const { paths } = folder
  await makeKey(folder.sshDir, 'work', ['-t', 'ed25519'])
  id = (await refTo(folder, 'work')).id
  saved = []
  const savedConnections = async () => saved
  service = createKeyService({ paths, log: createLog(paths), savedConnections })
})
afterEach(() => folder.remove())

const at = (name: string) => join(folder.sshDir, name)

function connection(name: string, keyId: string | null, host = '203.0.113.7'): SavedConnection {
  return {
    id: `id of ${name}`,
    name,
    target: { user: 'root', host, port: 22_022, kind: 'runpod-direct' },
    keyId,
    notes: '',
    alias: null,
    podId: null,
    createdAt: '2026-11-01T00:00:00.000Z',
    lastUsedAt: null,
    lastResult: null,
  }
}

async function uses() {
  return (await service.list()).map((pair) => [
    pair.name,
    pair.uses.map((use) => (use.kind === 'connection' ? use.name : use.kind)),
  ])
}

test('each saved connection is a use of its key, of the first file with that key', async () => {
  await makeKey(folder.sshDir, 'xother', ['-t', 'ed25519'])
  await copyFile(at('work'), at('z-copy'))
  saved = [connection('gpu', id), connection('any', null), connection('lab', id)]
  expect(await uses()).toEqual([
    ['work', ['gpu', 'lab']],
    ['xother', []],
    ['z-copy', []],
  ])
  const [pair] = await service.list()
  expect(pair?.uses[0]).toEqual({
    kind: 'connection',
    id: 'id of gpu',
    name: 'gpu',
    target: { user: 'root', host: '203.0.113.7', port: 22_022, kind: 'runpod-direct' },
  })
})

test('connections that cannot be read hide no key', async () => {
  const { paths } = folder
  const savedConnections = () => Promise.reject(new Error('damaged'))
  const broken = createKeyService({ paths, log: createLog(paths), savedConnections })
  expect((await broken.list()).map((pair) => pair.uses)).toEqual([[]])
})

test('a new name: the plan says that they follow, and they do', async () => {
  saved = [connection('gpu', id)]
  const plan = await service.planRename({ id, name: 'pods' })
  expect(plan.notes).toMatchObject([
    { code: 'connections-follow', severity: 'info', detail: expect.stringContaining('gpu') },
  ])
  await service.rename({ id, name: 'pods', planId: plan.planId }, nobody())
  expect(await uses()).toEqual([['pods', ['gpu']]])
})

test('removing: the plan and the question name them, and what they lose', async () => {
  saved = Array.from({ length: 10 }, (_, index) => connection(`pod${index}`, id))
  const plan = await service.planRemove({ id })
  expect(plan.uses).toHaveLength(10)
  const note = plan.notes.find(({ code }) => code === 'connections-lose-key')
  expect(note).toMatchObject({ severity: 'warning' })
  expect(note?.detail).toContain('pod0, pod1, pod2, pod3, pod4, pod5, pod6, pod7, and 2 more')
  const asked = person(true)
  await service.remove({ id, typedName: 'work' }, asked)
  expect(asked.prompts[0]?.detail).toContain('the saved connection pod9 (root@203.0.113.7)')
})

test('removing one of two files with the key: they go on with the other', async () => {
  await copyFile(at('work'), at('z-copy'))
  saved = [connection('gpu', id)]
  const { notes } = await service.planRemove({ id, path: at('work') })
  const codes = notes.map(({ code }) => code)
  expect(codes).toContain('connections-use-copy')
  expect(codes).not.toContain('connections-lose-key')
  await service.remove({ id, path: at('work'), typedName: 'work' }, person(true))
  expect(await uses()).toEqual([['z-copy', ['gpu']]])
})
