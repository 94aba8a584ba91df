import { chmod, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeKey, publicHalfByKeygen, sshKeygen, type TestFolder, testFolder } from '../support.ts'
import { nobody, picture, refTo } from './support.ts'

const PASSPHRASE = 'cAnAry "$(x)\' ümlaut 7'
const COMMENTS = [
  'plain',
  'Zoë’s laptop #1',
  'it\'s "quoted" `x` $(y) \\ %h',
  '鍵 🔑 на ноутбуке',
  'a'.repeat(300),
]
let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

async function setComment(name: string, comment: string, passphrase?: string) {
  const secret = passphrase === undefined ? {} : { passphrase }
  return folder.service.setComment({ ...(await refTo(folder, name)), comment, ...secret }, nobody())
}

/** The comment inside the private file: `ssh-keygen -l` takes it from there when no .pub is near. */
async function commentInside(path: string): Promise<string> {
  const copy = join(folder.dir, 'alone')
  await writeFile(copy, await readFile(path), { mode: 0o600 })
  try {
    const listed = await sshKeygen(['-lf', copy])
    return /^\d+ \S+ (.*) \(\S+\)\n$/.exec(listed)?.[1] ?? ''
  } finally {
    await rm(copy)
  }
}

const TYPES = [
  ['ed25519', ['-t', 'ed25519']],
  ['ecdsa', ['-t', 'ecdsa', '-b', '384']],
  ['rsa', ['-t', 'rsa', '-b', '2048']],
] as const

describe.each(TYPES)('%s', (name, args) => {
  test('ssh-keygen sees the new comment in both files, and the same key', async () => {
    const path = await makeKey(folder.sshDir, name, args)
    const before = await publicHalfByKeygen(path)
    for (const comment of COMMENTS) {
      const pair = await setComment(name, `  ${comment} `)
      expect(pair).toMatchObject({ comment, pair: 'matched' })
      expect(await commentInside(path)).toBe(comment)
      expect(await readFile(`${path}.pub`, 'utf8')).toBe(`${before} ${comment}\n`)
      expect(await publicHalfByKeygen(path)).toBe(before)
    }
    const modes = [path, `${path}.pub`].map(async (file) => (await stat(file)).mode & 0o777)
    expect(await Promise.all(modes)).toEqual([0o600, 0o644])
  })

  test('with a passphrase, which stays', async () => {
    const path = await makeKey(folder.sshDir, name, args, PASSPHRASE)
    const before = await publicHalfByKeygen(path, PASSPHRASE)
    const pair = await setComment(name, 'Zoë’s "key"', PASSPHRASE)
    expect(pair).toMatchObject({ comment: 'Zoë’s "key"', encrypted: true, pair: 'matched' })
    expect(await publicHalfByKeygen(path, PASSPHRASE)).toBe(before)
    expect(await publicHalfByKeygen(path, 'other')).toBeNull()
    // Loading needs the passphrase; with -y, ssh-keygen prints the comment from inside.
    expect(await sshKeygen(['-y', '-P', PASSPHRASE, '-f', path])).toBe(`${before} Zoë’s "key"\n`)
  })
})

test('the other lines of a .pub file survive, byte for byte, and its line endings', async () => {
  const path = await makeKey(folder.sshDir, 'id_ed25519', ['-t', 'ed25519'])
  const line = (await readFile(`${path}.pub`, 'latin1')).trim()
  const other = Buffer.from('# caf\xe9\r\n', 'latin1')
  await writeFile(`${path}.pub`, Buffer.concat([other, Buffer.from(`${line}\r\n# end`)]))
  await setComment('id_ed25519', 'new')
  const written = await readFile(`${path}.pub`)
  const key = line.split(' ').slice(0, 2).join(' ')
  expect(written).toEqual(Buffer.concat([other, Buffer.from(`${key} new\r\n# end`)]))
})

test('rounds above the default are kept', async () => {
  const path = await makeKey(folder.sshDir, 'slow', ['-t', 'ed25519', '-a', '33'], 'pass')
  await setComment('slow', 'new', 'pass')
  const body = (await readFile(path, 'latin1')).split('\n').slice(1, -2).join('')
  // "openssh-key-v1\0", cipher and kdf names, length of the options, length and bytes of the salt.
  const at = 15 + (4 + 'aes256-ctr'.length) + (4 + 'bcrypt'.length) + 4 + (4 + 16)
  expect(Buffer.from(body, 'base64').readUInt32BE(at)).toBe(33)
})

describe('what needs no passphrase asks for none, and what does says so', () => {
  test('an encrypted OpenSSH key', async () => {
    await makeKey(folder.sshDir, 'locked', ['-t', 'ed25519'], 'pass')
    const before = await picture(folder.sshDir)
    await expect(setComment('locked', 'new')).rejects.toMatchObject({ code: 'passphrase-needed' })
    await expect(setComment('locked', 'new', 'wr0ng-canary')).rejects.toMatchObject({
      code: 'passphrase-wrong',
      message: expect.not.stringContaining('canary'),
    })
    expect(await picture(folder.sshDir)).toEqual(before)
  })

  test.each([
    ['plain', ''],
    ['encrypted', 'pass-phrase'],
  ])('a PEM key, %s: the .pub file has the comment, the private file stays', async (_, secret) => {
    const args = ['-t', 'rsa', '-b', '2048', '-m', 'PEM']
    const path = await makeKey(folder.sshDir, 'pem', args, secret)
    const before = await readFile(path)
    expect(await setComment('pem', 'in the .pub')).toMatchObject({ comment: 'in the .pub' })
    expect(await readFile(path)).toEqual(before)
    expect(await readFile(`${path}.pub`, 'utf8')).toMatch(/^ssh-rsa \S+ in the \.pub\n$/)
  })

  test('a PEM key without .pub: the file is made, with the passphrase where it is needed', async () => {
    const args = ['-t', 'ecdsa', '-m', 'PEM']
    const path = await makeKey(folder.sshDir, 'pem', args, 'pass-phrase')
    const half = await publicHalfByKeygen(path, 'pass-phrase')
    await rm(`${path}.pub`)
    const { id } = await refTo(folder, 'pem')
    expect(id).toBe(`file:${path}`)
    await expect(setComment('pem', 'new')).rejects.toMatchObject({ code: 'passphrase-needed' })
    const pair = await setComment('pem', 'new', 'pass-phrase')
    expect(pair).toMatchObject({ comment: 'new', pair: 'matched', publicKeyPath: `${path}.pub` })
    expect(await readFile(`${path}.pub`, 'utf8')).toBe(`${half} new\n`)
    expect((await stat(`${path}.pub`)).mode & 0o777).toBe(0o644)
  })
})

test('an OpenSSH key without .pub gets none; a .pub alone is changed', async () => {
  const path = await makeKey(folder.sshDir, 'alone', ['-t', 'ed25519'])
  await rm(`${path}.pub`)
  expect(await setComment('alone', 'new')).toMatchObject({ comment: 'new', pair: 'private-only' })
  expect(await commentInside(path)).toBe('new')
  const other = await makeKey(folder.sshDir, 'public', ['-t', 'ed25519'])
  await rm(other)
  expect(await setComment('public', 'mine')).toMatchObject({ comment: 'mine', pair: 'public-only' })
  expect([...(await picture(folder.sshDir)).keys()].sort()).toEqual(['alone', 'public.pub'])
})

test('the comment it has already: nothing is written, and nothing is backed up', async () => {
  const path = await makeKey(folder.sshDir, 'same', ['-t', 'ed25519'])
  const before = await Promise.all([path, `${path}.pub`].map((file) => stat(file)))
  await setComment('same', 'same@test')
  const after = await Promise.all([path, `${path}.pub`].map((file) => stat(file)))
  const marks = (all: typeof before) =>
    all.map(({ ino, mtimeMs, ctimeMs }) => [ino, mtimeMs, ctimeMs])
  expect(marks(after)).toEqual(marks(before))
  expect(await picture(folder.paths.backupsDir)).toEqual(new Map())
})

test('a symbolic link stays one; the file it leads to is changed', async () => {
  const real = await makeKey(folder.dir, 'real', ['-t', 'ed25519'])
  const path = join(folder.sshDir, 'linked')
  await symlink(real, path)
  await symlink(`${real}.pub`, `${path}.pub`)
  expect(await setComment('linked', 'new')).toMatchObject({ comment: 'new', pair: 'matched' })
  const shown = await picture(folder.sshDir)
  expect([shown.get('linked'), shown.get('linked.pub')]).toEqual([
    `link ${real}`,
    `link ${real}.pub`,
  ])
  expect(await commentInside(real)).toBe('new')
})

describe('refused with a reason, and nothing changes', () => {
  test.each([
    ['an empty comment', ' \t '],
    ['two lines', 'a\nssh-rsa AAAA'],
    ['a control character', 'a\u001b[31m'],
    ['a line separator', 'a\u2028b'],
  ])('%s', async (_, comment) => {
    await makeKey(folder.sshDir, 'key', ['-t', 'ed25519'])
    const before = await picture(folder.sshDir)
    await expect(setComment('key', comment)).rejects.toMatchObject({ code: 'invalid-value' })
    expect(await picture(folder.sshDir)).toEqual(before)
  })

  test('the .pub of another key', async () => {
    const path = await makeKey(folder.sshDir, 'key', ['-t', 'ed25519'])
    const other = await makeKey(folder.dir, 'other', ['-t', 'ed25519'])
    await writeFile(`${path}.pub`, await readFile(`${other}.pub`))
    const before = await picture(folder.sshDir)
    await expect(setComment('key', 'new')).rejects.toMatchObject({ code: 'unsupported' })
    expect(await picture(folder.sshDir)).toEqual(before)
  })

  test('a key that others can read, which ssh-keygen refuses too', async () => {
    const path = await makeKey(folder.sshDir, 'key', ['-t', 'ed25519'])
    await chmod(path, 0o644)
    expect(await publicHalfByKeygen(path)).toBeNull()
    await expect(setComment('key', 'new')).rejects.toMatchObject({
      code: 'permission-denied',
      message: expect.stringContaining('0644'),
    })
  })

  test('a damaged key', async () => {
    const path = await makeKey(folder.sshDir, 'id_key', ['-t', 'ed25519'])
    const whole = await readFile(path, 'utf8')
    await writeFile(path, whole.replaceAll('\n', '\r\n'))
    await expect(setComment('id_key', 'new')).rejects.toMatchObject({ code: 'unreadable' })
    expect(await readFile(path, 'utf8')).toBe(whole.replaceAll('\n', '\r\n'))
  })
})
