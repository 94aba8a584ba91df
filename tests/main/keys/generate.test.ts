import { lstat, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { CallProgress, GenerateKeyParams } from '../../../main/contract/methods.ts'
import {
  publicHalfByKeygen,
  quietContext,
  sshKeygen,
  type TestFolder,
  testFolder,
} from './support.ts'

const PASSPHRASE = 'cAnAry "$(x)\' ümlaut 7'
let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder({ create: false })
})
afterEach(() => folder.remove())

function generate(params: Partial<GenerateKeyParams>) {
  return folder.service.generate(
    { name: 'id_test', comment: 'me@laptop', ...params },
    quietContext(),
  )
}

describe.each<[string, Partial<GenerateKeyParams>, string]>([
  ['Ed25519', {}, '256 SHA256 (ED25519)'],
  ['ECDSA', { type: 'ecdsa' }, '256 SHA256 (ECDSA)'],
  ['ECDSA 384', { type: 'ecdsa', bits: 384 }, '384 SHA256 (ECDSA)'],
  ['ECDSA 521', { type: 'ecdsa', bits: 521 }, '521 SHA256 (ECDSA)'],
  ['RSA', { type: 'rsa' }, '3072 SHA256 (RSA)'],
])('%s', (_, params, listed) => {
  test.each([
    ['without a passphrase', undefined],
    ['with a passphrase', PASSPHRASE],
  ])('%s: ssh-keygen reads the same key from both halves', async (_name, passphrase) => {
    const pair = await generate({ ...params, ...(passphrase === undefined ? {} : { passphrase }) })
    const path = join(folder.sshDir, 'id_test')
    const line = (await readFile(`${path}.pub`, 'utf8')).trim()
    expect(line).toMatch(/^\S+ \S+ me@laptop$/)
    expect(await publicHalfByKeygen(path, passphrase)).toBe(line.split(' ').slice(0, 2).join(' '))
    if (passphrase !== undefined) expect(await publicHalfByKeygen(path)).toBeNull()
    const [bits, sha256, comment, type] = (await sshKeygen(['-lf', path])).trim().split(' ')
    expect(`${bits} SHA256 ${type}`).toBe(listed)
    expect(pair).toMatchObject({
      id: sha256,
      name: 'id_test',
      bits: Number(bits),
      comment,
      fingerprint: { sha256 },
      privateKeyPath: path,
      publicKeyPath: `${path}.pub`,
      format: 'openssh',
      encrypted: passphrase !== undefined,
      pair: 'matched',
      problems: [],
    })
  })
})

test('folder 0700, private half 0600, public half 0644, whatever the umask', async () => {
  const umask = process.umask(0o022)
  try {
    await generate({})
  } finally {
    process.umask(umask)
  }
  const paths = [folder.sshDir, join(folder.sshDir, 'id_test'), join(folder.sshDir, 'id_test.pub')]
  const modes = paths.map(async (path) => ((await stat(path)).mode & 0o777).toString(8))
  expect(await Promise.all(modes)).toEqual(['700', '600', '644'])
  expect((await readdir(folder.sshDir)).sort()).toEqual(['id_test', 'id_test.pub'])
})

test('a second call is refused and changes nothing', async () => {
  await generate({})
  const snapshot = async () => {
    const names = (await readdir(folder.sshDir)).sort()
    const rows = names.map(async (name) => {
      const path = join(folder.sshDir, name)
      const { mtimeMs, ino, mode } = await lstat(path)
      return [name, mtimeMs, ino, mode, await readFile(path, 'base64')]
    })
    return Promise.all(rows)
  }
  const before = await snapshot()
  await expect(generate({ type: 'ecdsa' })).rejects.toMatchObject({ code: 'already-exists' })
  expect(await snapshot()).toEqual(before)
})

test.each([
  ['only the public half', () => writeFile(join(folder.sshDir, 'id_test.pub'), 'mine')],
  ['only the private half', () => writeFile(join(folder.sshDir, 'id_test'), 'mine')],
  ['a folder', () => mkdir(join(folder.sshDir, 'id_test'))],
  ['a link that leads nowhere', () => symlink('nowhere', join(folder.sshDir, 'id_test.pub'))],
])('a name taken by %s is refused, and nothing appears', async (_, occupy) => {
  await mkdir(folder.sshDir)
  await occupy()
  const before = await readdir(folder.sshDir)
  await expect(generate({})).rejects.toMatchObject({ code: 'already-exists' })
  expect(await readdir(folder.sshDir)).toEqual(before)
})

test('of many calls for one name at once, one wins and its halves belong together', async () => {
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => generate({})))
  const codes = results.map((result) => (result.status === 'fulfilled' ? 'ok' : result.reason.code))
  expect(codes.sort()).toEqual([...Array(7).fill('already-exists'), 'ok'])
  const path = join(folder.sshDir, 'id_test')
  const line = await readFile(`${path}.pub`, 'utf8')
  expect(line).toContain((await publicHalfByKeygen(path)) ?? 'refused')
  expect((await readdir(folder.sshDir)).sort()).toEqual(['id_test', 'id_test.pub'])
})

test.each([
  ['', 'a/b', 'a\\b', '../up', '/etc/x', '.hidden', '-rf', 'a:b', 'what?', 'two\nlines', 'nul\0'],
  ['CON', 'com1', 'nul.txt', 'LPT9', 'trailing.', ' leading', 'trailing ', 'id.pub', 'id.PUB'],
  ['config', 'known_hosts', 'Known_Hosts', 'authorized_keys', 'x'.repeat(101), 'ö'.repeat(101)],
  ['zero\u200Bwidth', 'right\u202Eleft', '.', '..', '*', '<x>', 'a"b', 'a|b', 'a\u0024{HOME}'],
])('bad names are refused before anything is made: %j %j %j …', async (...names) => {
  for (const name of names) {
    await expect(generate({ name }), name).rejects.toMatchObject({ code: 'invalid-name' })
  }
  await expect(stat(folder.sshDir)).rejects.toMatchObject({ code: 'ENOENT' })
})

test.each(["it's a key", 'id ed25519', 'schlüssel', '鍵', '50%', '$HOME', 'x'.repeat(100), 'con1'])(
  'the name %j works',
  async (name) => {
    const pair = await generate({ name })
    expect([pair.name, pair.pair]).toEqual([name, 'matched'])
  },
)

test.each<[string, Partial<GenerateKeyParams>]>([
  ['an empty comment', { comment: '' }],
  ['a blank comment', { comment: ' \t ' }],
  ['a comment of two lines', { comment: 'a\nssh-rsa AAAA' }],
  ['a control character', { comment: 'a\u001b[31m' }],
  ['RSA 1024', { type: 'rsa', bits: 1024 }],
  ['an odd RSA size', { type: 'rsa', bits: 3073 }],
  ['RSA 32768', { type: 'rsa', bits: 32768 }],
  ['ECDSA 512', { type: 'ecdsa', bits: 512 }],
  ['Ed25519 with a size', { bits: 3072 }],
  ['a passphrase with a line break', { passphrase: 'a\nb' }],
  ['a passphrase longer than ssh reads', { passphrase: 'ü'.repeat(600) }],
])('%s is refused, and nothing appears', async (_, params) => {
  await expect(generate(params)).rejects.toMatchObject({ code: 'invalid-value' })
  await expect(stat(folder.sshDir)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('the comment stays as typed, without the spaces around it', async () => {
  const pair = await generate({ comment: '  Zoë’s laptop #1 "x"  ' })
  expect(pair.comment).toBe('Zoë’s laptop #1 "x"')
  const listed = await sshKeygen(['-lf', join(folder.sshDir, 'id_test')])
  expect(listed).toContain(' Zoë’s laptop #1 "x" (ED25519)')
})

test('other files of the folder are not touched', async () => {
  await mkdir(folder.sshDir)
  const others = ['config', 'known_hosts', 'authorized_keys', 'id_rsa', 'notes.txt']
  for (const name of others) await writeFile(join(folder.sshDir, name), name, { mode: 0o640 })
  const state = () => Promise.all(others.map((name) => lstat(join(folder.sshDir, name))))
  const before = await state()
  await generate({})
  const after = await state()
  const key = (list: typeof before) =>
    list.map((s) => [s.ino, s.mtimeMs, s.ctimeMs, s.mode, s.size])
  expect(key(after)).toEqual(key(before))
})

test('the passphrase is nowhere: not in progress, result, log, error or any file', async () => {
  const events: CallProgress[] = []
  const context = { ...quietContext(), progress: (event: CallProgress) => events.push(event) }
  const params = { name: 'id_test', comment: 'me', passphrase: PASSPHRASE }
  const pair = await folder.service.generate(params, context)
  const error = await folder.service.generate(params, context).catch((reason: unknown) => reason)
  const names = await readdir(folder.dir, { recursive: true, withFileTypes: true })
  const files = names.filter((entry) => entry.isFile())
  const contents = files.map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8'))
  const everything = [
    JSON.stringify([events, pair]),
    String(error),
    ...(await Promise.all(contents)),
  ]
  for (const text of everything) expect(text).not.toContain('cAnAry')
  expect(events.map(({ progress }) => progress.kind)).toContain('working')
  expect(files.some((entry) => entry.name.startsWith('askpass'))).toBe(false)
})

/** Of the largest, one takes minutes. */
const RSA_SIZES = process.env.KEYPILOT_SLOW === '1' ? [2050, 4096, 8192, 16384] : [2050, 4096]

test.each(RSA_SIZES)(
  'RSA %i is made on request, as ssh-keygen counts it',
  async (bits) => {
    const pair = await generate({ type: 'rsa', bits })
    expect(pair).toMatchObject({ pair: 'matched', type: 'rsa', bits })
    expect((await sshKeygen(['-lf', pair.privateKeyPath ?? ''])).split(' ')[0]).toBe(`${bits}`)
    expect(await publicHalfByKeygen(pair.privateKeyPath ?? '')).not.toBeNull()
  },
  1_800_000,
)

test('RSA 2048 is made on request, with a remark', async () => {
  const pair = await generate({ type: 'rsa', bits: 2048 })
  expect(pair.pair).toBe('matched')
  expect(pair.problems).toEqual([expect.objectContaining({ code: 'rsa-small', severity: 'info' })])
})
