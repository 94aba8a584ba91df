import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { GenerateKeyParams } from '../../../main/contract/methods.ts'
import { generatePair } from '../../../main/keys/generate.ts'
import type { MadePair } from '../../../main/keys/make-pair.ts'
import { createKeyWorker, type KeyWorker } from '../../../main/keys/worker-client.ts'
import { quietContext, type TestFolder, testFolder } from './support.ts'

const PASSPHRASE = 'pass-phrase'
let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder({ create: false })
})
afterEach(() => folder.remove())

function generate(params: Partial<GenerateKeyParams>) {
  return folder.service.generate({ name: 'id_test', comment: 'me', ...params }, quietContext())
}

test('a cancelled call leaves nothing behind', async () => {
  const context = { signal: AbortSignal.abort(), progress: () => {} }
  const params = { name: 'id_test', comment: 'me' }
  await expect(folder.service.generate(params, context)).rejects.toMatchObject({
    code: 'cancelled',
  })
  await expect(stat(folder.sshDir)).rejects.toMatchObject({ code: 'ENOENT' })
  // The files are staged when they are judged: cancelled there, they go without a trace.
  const controller = new AbortController()
  const worker = createKeyWorker(null)
  let staged: readonly string[] = []
  const slow: KeyWorker = {
    ...worker,
    verify: async (...args) => {
      staged = await readdir(folder.sshDir)
      controller.abort()
      return worker.verify(...args)
    },
  }
  const { paths } = folder
  const late = generatePair({ paths, worker: slow }, params, {
    ...quietContext(),
    signal: controller.signal,
  })
  await expect(late).rejects.toMatchObject({ code: 'cancelled' })
  expect(staged).toHaveLength(2)
  await expect(stat(folder.sshDir)).rejects.toMatchObject({ code: 'ENOENT' })
  expect(await readdir(folder.paths.backupsDir).catch(() => [])).toEqual([])
})

test('when the public half cannot be written, the private one does not appear', async () => {
  // A path that leaves room for the private file's temporary name, but not for ".pub" more.
  const longest = 4_095
  const temporaryLength = '/.k.012345678901.keypilot-tmp'.length
  let sshDir = folder.dir
  while (sshDir.length < longest - temporaryLength - 200) sshDir += `/${'d'.repeat(100)}`
  sshDir += `/${'e'.repeat(longest - temporaryLength - sshDir.length - 1)}`
  const paths = { ...folder.paths, sshDir }
  const params = { name: 'k', comment: 'me' }
  const attempt = generatePair({ paths, worker: createKeyWorker(null) }, params, quietContext())
  await expect(attempt).rejects.toMatchObject({ code: 'invalid-name' })
  await expect(stat(sshDir)).rejects.toMatchObject({ code: 'ENOENT' })
})

test.each<[string, (one: MadePair, other: MadePair) => MadePair]>([
  ['halves of different keys', (one, other) => ({ ...one, publicBlob: other.publicBlob })],
  ['a damaged private half', (one) => ({ ...one, privateFile: one.privateFile.subarray(0, 200) })],
])('a generator that gives %s is found out, and nothing stays', async (_, spoil) => {
  const worker = createKeyWorker(null)
  const faulty: KeyWorker = {
    ...worker,
    make: async (spec, signal) =>
      spoil(await worker.make(spec, signal), await worker.make(spec, signal)),
  }
  const params = { name: 'id_test', comment: 'me' }
  const { paths } = folder
  const attempt = generatePair({ paths, worker: faulty }, params, quietContext())
  await expect(attempt).rejects.toMatchObject({ code: 'verification-failed' })
  await expect(stat(folder.sshDir)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('an ssh-keygen that disagrees is believed', async () => {
  const bin = join(folder.dir, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'ssh-keygen'), '#!/bin/sh\necho "invalid format" >&2\nexit 255\n', {
    mode: 0o755,
  })
  const path = process.env.PATH
  process.env.PATH = `${bin}:${path}`
  try {
    await expect(generate({})).rejects.toMatchObject({
      code: 'verification-failed',
      message: expect.stringContaining('invalid format'),
    })
  } finally {
    process.env.PATH = path
  }
  await expect(stat(folder.sshDir)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('without ssh-keygen a pair is made all the same', async () => {
  const path = process.env.PATH
  process.env.PATH = folder.dir
  try {
    expect((await generate({ passphrase: PASSPHRASE })).pair).toBe('matched')
  } finally {
    process.env.PATH = path
  }
})
