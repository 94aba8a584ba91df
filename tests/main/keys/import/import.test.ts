import { lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CallContext } from '../../../../main/contract/dispatch.ts'
import type { CallProgress, ImportKeyParams } from '../../../../main/contract/methods.ts'
import { CORPUS } from '../damage-corpus.ts'
import {
  makeKey,
  publicHalfByKeygen,
  quietContext,
  sshKeygen,
  type TestFolder,
  testFolder,
} from '../support.ts'
import { errorOf, vector } from './support.ts'

const PASSPHRASE = 'cAnAry "$(x)\' ümlaut 7'
let made: TestFolder
let folder: TestFolder

beforeAll(async () => {
  made = await testFolder()
})
afterAll(() => made.remove())
beforeEach(async () => {
  folder = await testFolder({ create: false })
})
afterEach(() => folder.remove())

type Context = Pick<CallContext, 'signal' | 'progress'>

function importKey(params: Partial<ImportKeyParams>, context: Context = quietContext()) {
  return folder.service.import({ name: 'imported', ...params }, context)
}
function inspect(params: { path?: string; text?: string; passphrase?: string }) {
  return folder.service.inspectImport(params, quietContext())
}

const CIPHERS = [
  'aes128-ctr',
  'aes192-cbc',
  'aes256-ctr',
  '3des-cbc',
  'aes128-gcm@openssh.com',
  'aes256-gcm@openssh.com',
  'chacha20-poly1305@openssh.com',
]

describe('encrypted OpenSSH keys', () => {
  test.each(CIPHERS)('%s', async (cipher) => {
    const args = ['-t', 'ed25519', '-a', '1', '-Z', cipher]
    const path = await makeKey(made.dir, `cipher-${cipher}`, args, PASSPHRASE)
    const locked = await inspect({ path })
    const expected = (await sshKeygen(['-lf', path])).split(' ')[1]
    expect(locked).toMatchObject({
      kind: 'locked',
      format: 'openssh',
      encrypted: true,
      fingerprint: { sha256: expected },
    })
    const protect = cipher === 'aes256-ctr' ? 'same' : 'none'
    const pair = await importKey({ path, passphrase: PASSPHRASE, protect })
    expect(pair).toMatchObject({ id: expected, comment: `cipher-${cipher}@test`, pair: 'matched' })
    const secret = protect === 'same' ? PASSPHRASE : ''
    expect(await publicHalfByKeygen(pair.privateKeyPath ?? '', secret)).not.toBeNull()
  })

  test('the copy is protected as ssh-keygen protects new keys', async () => {
    const path = await makeKey(made.dir, 'weak', ['-t', 'ed25519', '-a', '1'], PASSPHRASE)
    await importKey({ path, passphrase: PASSPHRASE })
    const text = await readFile(join(folder.sshDir, 'imported'), 'latin1')
    const data = Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64')
    expect(data.subarray(15, 60).toString('latin1')).toContain('aes256-ctr')
    // Cipher, derivation, then the salt of 16 bytes and the number of rounds.
    expect(data.readUInt32BE(15 + 14 + 10 + 4 + 20)).toBe(24)
  })

  test('no passphrase, or a wrong one', async () => {
    const path = await makeKey(made.dir, 'locked', ['-t', 'ed25519', '-a', '1'], PASSPHRASE)
    const codes = [errorOf(importKey({ path })), errorOf(importKey({ path, passphrase: 'no' }))]
    expect((await Promise.all(codes)).map(({ code }) => code)).toEqual([
      'passphrase-needed',
      'passphrase-wrong',
    ])
    expect((await errorOf(inspect({ path, passphrase: 'no' }))).code).toBe('passphrase-wrong')
  })
})

test.each([
  ['ed25519', ['-t', 'ed25519']],
  ['ecdsa', ['-t', 'ecdsa', '-b', '521']],
  ['rsa', ['-t', 'rsa', '-b', '3072']],
] as const)('a plain %s key keeps its numbers and its comment', async (name, args) => {
  const path = await makeKey(made.dir, name, args)
  expect(await inspect({ path })).toMatchObject({
    kind: 'pair',
    comment: `${name}@test`,
    problems: [],
  })
  const pair = await importKey({ text: await readFile(path, 'utf8') })
  expect(await sshKeygen(['-y', '-f', pair.privateKeyPath ?? ''])).toBe(
    await sshKeygen(['-y', '-f', path]),
  )
  const halves = [pair.privateKeyPath ?? '', pair.publicKeyPath ?? '']
  const modes = await Promise.all(
    [folder.sshDir, ...halves].map(async (half) => (await stat(half)).mode & 0o777),
  )
  expect(modes).toEqual([0o700, 0o600, 0o644])
})

describe('damage that can be put right', () => {
  const LOST = /half|missing|<br>/
  const damages = CORPUS.filter(
    ([kind, name]) => kind === 'plain' && !/instead|emptied|blanked|SSH 1|PuTTY|random/.test(name),
  )

  test.each(damages)('%s, %s', async (_, name, damage, code) => {
    const path = join(made.dir, 'damage')
    const original = await lstat(path).then(
      () => path,
      () => makeKey(made.dir, 'damage', ['-t', 'ed25519']),
    )
    const damaged = join(folder.dir, 'damaged key.txt')
    await writeFile(damaged, damage(await readFile(original, 'utf8')))
    if (LOST.test(name) && !name.includes('HTML')) {
      expect((await errorOf(importKey({ path: damaged }))).code).toBe('unreadable')
      return
    }
    const preview = await inspect({ path: damaged })
    const codes = preview.problems.map((problem) => problem.code)
    expect(preview).toMatchObject({ kind: 'pair', suggestedName: 'damaged_key' })
    if (name === 'without its last line') expect(codes).toEqual(['missing-markers'])
    else if (code !== null && code !== 'truncated') expect(codes).toContain(code)
    else if (code === null && name === 'as it is') expect(codes).toEqual([])
    expect(preview.problems.map(({ severity }) => severity)).toEqual(codes.map(() => 'info'))
    const pair = await importKey({ path: damaged })
    expect(await publicHalfByKeygen(pair.privateKeyPath ?? '')).toBe(
      await publicHalfByKeygen(original),
    )
  })
})

describe('names and comments', () => {
  let path = ''
  beforeAll(async () => {
    path = await makeKey(made.dir, 'named', ['-t', 'ed25519'])
  })

  test.each(['clé de Zoë', "o'brien", 'пароль', 'a b (2)', '$HOME', 'x'.repeat(100)])(
    'name %s',
    async (name) => {
      const pair = await importKey({ name, path })
      expect(pair).toMatchObject({ name, pair: 'matched' })
      expect((await readdir(folder.sshDir)).sort()).toEqual([name, `${name}.pub`].sort())
    },
  )

  test.each(['../x', 'a/b', '-x', 'config', '.hidden', 'x.pub', 'nul', 'a\nb', ' x'])(
    'no name: %j',
    async (name) => {
      expect((await errorOf(importKey({ name, path }))).code).toBe('invalid-name')
      await expect(stat(folder.sshDir)).rejects.toThrow('ENOENT')
    },
  )

  test.each(['', 'me@laptop', '"quoted" \\ \'x\' $(y)', '鍵 🔑', 'long '.repeat(200).trim()])(
    'comment %j',
    async (comment) => {
      const pair = await importKey({ path, comment })
      const line = await readFile(pair.publicKeyPath ?? '', 'utf8')
      expect(line.split(' ').slice(2).join(' ').trim()).toBe(comment)
      expect((await sshKeygen(['-y', '-f', pair.privateKeyPath ?? ''])).trim()).toBe(line.trim())
    },
  )

  test('a comment of two lines is refused, and one in a file becomes one line', async () => {
    expect((await errorOf(importKey({ path, comment: 'a\nb' }))).code).toBe('invalid-value')
    const odd = await makeKey(made.dir, 'odd', ['-t', 'ed25519'])
    await sshKeygen(['-c', '-C', ' two\nlines\u0007 ', '-f', odd])
    expect(await inspect({ path: odd })).toMatchObject({ comment: 'two lines' })
    expect(await importKey({ path: odd })).toMatchObject({ comment: 'two lines', pair: 'matched' })
  })

  test('a suggested name is free', async () => {
    await importKey({ name: 'named', path })
    await importKey({ name: 'id_ed25519', path })
    const text = await readFile(path, 'utf8')
    const names = [inspect({ path }), inspect({ text }), inspect({ path: vector('plain.pub') })]
    expect((await Promise.all(names)).map(({ suggestedName }) => suggestedName)).toEqual([
      'named_2',
      'id_ed25519_2',
      'plain',
    ])
  })
})

describe('what is in the way', () => {
  test.each([
    ['a private key', 'imported'],
    ['a public key alone', 'imported.pub'],
  ])('%s of that name stays', async (_, name) => {
    await mkdir(folder.sshDir, { mode: 0o700 })
    await writeFile(join(folder.sshDir, name), 'mine')
    const { code } = await errorOf(importKey({ path: vector('plain.sec1.pem') }))
    expect(code).toBe('already-exists')
    expect(await readdir(folder.sshDir)).toEqual([name])
    expect(await readFile(join(folder.sshDir, name), 'utf8')).toBe('mine')
  })

  test('a link that leads nowhere stays', async () => {
    await mkdir(folder.sshDir, { mode: 0o700 })
    await symlink(join(folder.dir, 'nowhere'), join(folder.sshDir, 'imported'))
    const { code } = await errorOf(importKey({ path: vector('plain.sec1.pem') }))
    expect(code).toBe('already-exists')
    expect(await readdir(folder.dir)).not.toContain('nowhere')
  })
})

test('the source stays as it is', async () => {
  const path = await makeKey(made.dir, 'source', ['-t', 'ed25519'])
  const before = [await readFile(path), (await stat(path)).mtimeMs]
  await importKey({ path })
  expect([await readFile(path), (await stat(path)).mtimeMs]).toEqual(before)
})

test('progress, and stopping', async () => {
  const path = await makeKey(made.dir, 'slow', ['-t', 'ed25519', '-a', '1'], PASSPHRASE)
  const seen: CallProgress[] = []
  const progress = (one: CallProgress) => seen.push(one)
  const { signal } = new AbortController()
  await importKey({ path, passphrase: PASSPHRASE }, { signal, progress })
  expect(seen).toEqual(
    ['Opening the key', 'Writing the key'].map((detail) => {
      return { method: 'keys.import', progress: { kind: 'working', detail } }
    }),
  )
  for (const stopAt of ['Opening the key', 'Writing the key']) {
    const controller = new AbortController()
    const context = {
      signal: controller.signal,
      progress: (one: CallProgress) => {
        if (one.method === 'keys.import' && one.progress.detail === stopAt) controller.abort()
      },
    }
    const work = importKey({ name: 'stopped', path, passphrase: PASSPHRASE }, context)
    expect((await errorOf(work)).code).toBe('cancelled')
  }
  expect((await readdir(folder.sshDir)).sort()).toEqual(['imported', 'imported.pub'])
})

test('halves of two keys in one file are no key', async () => {
  const [one, two] = [
    await makeKey(made.dir, 'half-one', ['-t', 'ed25519']),
    await makeKey(made.dir, 'half-two', ['-t', 'ed25519']),
  ]
  const blobOf = async (path: string) => {
    return Buffer.from(
      (await readFile(`${path}.pub`, 'utf8')).split(' ')[1] ?? '',
      'base64',
    ).subarray(-32)
  }
  const text = await readFile(one, 'utf8')
  const data = Buffer.from(text.split('\n').slice(1, -2).join(''), 'base64')
  const [old, replacement] = [await blobOf(one), await blobOf(two)]
  for (let at = data.indexOf(old); at >= 0; at = data.indexOf(old)) replacement.copy(data, at)
  const [begin, , , , , , end] = text.split('\n')
  const forged = `${begin}\n${data.toString('base64')}\n${end}\n`
  expect((await errorOf(inspect({ text: forged }))).code).toBe('unreadable')
  expect((await errorOf(importKey({ text: forged }))).code).toBe('unreadable')
})
