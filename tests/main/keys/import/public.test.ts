import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ImportKeyParams } from '../../../../main/contract/methods.ts'
import { exportPublicKey } from '../../../../main/keys/export.ts'
import { parsePublicKeyLine } from '../../../../main/public-keys/index.ts'
import { makeKey, quietContext, sshKeygen, type TestFolder, testFolder } from '../support.ts'
import { HAS_PUTTYGEN, makePpk, puttygen } from './puttygen.ts'
import { errorOf } from './support.ts'

const COMMENTS = [
  'me@laptop',
  'My "old" key, O\'Brien \\ ключ  2019',
  '"all of it in quotes"',
  'ends with a backslash \\',
  'a: b; c, d)]}',
  'long '.repeat(60).trim(),
  'ünïcödé 🔑 鍵 '.repeat(20).trim(),
]

let made: TestFolder
let folder: TestFolder
/** Type word and base64. */
let blob = ''
let keyPath = ''

beforeAll(async () => {
  made = await testFolder()
  keyPath = await makeKey(made.dir, 'key', ['-t', 'ecdsa'])
  blob = (await readFile(`${keyPath}.pub`, 'utf8')).split(' ').slice(0, 2).join(' ')
})
afterAll(() => made.remove())
beforeEach(async () => {
  folder = await testFolder({ create: false })
})
afterEach(() => folder.remove())

function importKey(params: Partial<ImportKeyParams>) {
  return folder.service.import({ name: 'imported', ...params }, quietContext())
}
function inspect(text: string) {
  return folder.service.inspectImport({ text }, quietContext())
}

describe.each(COMMENTS)('comment %s', (comment) => {
  test('of a .pub line', async () => {
    const pair = await importKey({ text: `${blob} ${comment}\n` })
    expect(await readFile(pair.publicKeyPath ?? '', 'utf8')).toBe(`${blob} ${comment}\n`)
    expect(pair).toMatchObject({ comment, pair: 'public-only', privateKeyPath: null })
    expect(await readdir(folder.sshDir)).toEqual(['imported.pub'])
    expect((await stat(join(folder.sshDir, 'imported.pub'))).mode & 0o777).toBe(0o644)
    expect((await sshKeygen(['-lf', pair.publicKeyPath ?? ''])).split(' ')[1]).toBe(pair.id)
  })

  test.skipIf(!HAS_PUTTYGEN)('of an RFC 4716 file that puttygen wrote', async () => {
    const ppk = join(made.dir, 'comment.ppk')
    await makePpk(ppk, ['ed25519'], comment)
    const text = await puttygen([ppk, '-O', 'public'])
    const pair = await importKey({ text })
    const expected = await puttygen([ppk, '-O', 'public-openssh'])
    expect(await readFile(pair.publicKeyPath ?? '', 'utf8')).toBe(expected)
    expect((await inspect(text)).format).toBe('rfc4716')
  })
})

test('RFC 4716 by ssh-keygen, and an old header over several lines', async () => {
  const text = await sshKeygen(['-e', '-f', `${keyPath}.pub`])
  expect(await inspect(text)).toMatchObject({ kind: 'public-only', format: 'rfc4716', bits: 256 })
  const wrapped = text.replace(
    /Comment: .*/,
    "Comment: This is my public key for use on \\\nservers which I don't like.",
  )
  expect((await inspect(wrapped)).comment).toBe(
    "This is my public key for use on servers which I don't like.",
  )
  expect((await inspect(text.replace(/Comment: .*\n/, ''))).comment).toBe('')
})

test('what Keypilot exports, it imports again', async () => {
  const comment = 'a comment that takes more than the seventy-two bytes of one line, as comments do'
  const key = parsePublicKeyLine(`${blob} ${comment}`)
  if (key === null) throw new Error('no key')
  const formats = ['openssh-public', 'rfc4716', 'pem-public'] as const
  for (const format of formats) {
    const preview = await inspect(exportPublicKey(key, format))
    expect(preview).toMatchObject({ kind: 'public-only', format, fingerprint: key.fingerprint })
    expect(preview.comment).toBe(format === 'pem-public' ? '' : comment)
  }
})

test.each(['PEM', 'PKCS8'])('PEM by ssh-keygen -m %s', async (form) => {
  const path = join(made.dir, `rsa-${form}`)
  await sshKeygen(['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', path])
  const text = await sshKeygen(['-e', '-m', form, '-f', `${path}.pub`])
  const pair = await importKey({ text, comment: 'me@laptop' })
  const [type, base64] = (await readFile(`${path}.pub`, 'utf8')).split(' ')
  expect(await readFile(pair.publicKeyPath ?? '', 'utf8')).toBe(`${type} ${base64} me@laptop\n`)
})

test('a line that was bent on its way', async () => {
  const [type, base64 = ''] = blob.split(' ')
  const texts = [
    `\uFEFF${blob} me\r\n`,
    `${type} ${base64.slice(0, 60)}\n${base64.slice(60)} me`,
    `no-pty ${blob} me`,
    `Here is it:\n\n${blob} me\n`,
  ]
  for (const text of texts) {
    const { fingerprint, comment } = await inspect(text)
    expect([text, fingerprint?.sha256, comment]).toEqual([
      text,
      expect.stringMatching(/^SHA256/),
      'me',
    ])
  }
})

test('the public half of a security key is one like any other', async () => {
  const publicKey =
    'sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIAcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHAAAABHNzaDo='
  expect((await importKey({ text: `${publicKey} me` })).type).toBe('sk-ed25519')
})

test('a taken name is refused, whichever half takes it', async () => {
  await mkdir(folder.sshDir, { mode: 0o700 })
  await makeKey(folder.sshDir, 'imported', ['-t', 'ed25519'])
  await importKey({ name: 'second', text: `${blob} me` })
  const before = await readFile(join(folder.sshDir, 'imported.pub'))
  for (const name of ['imported', 'second']) {
    expect((await errorOf(importKey({ name, text: `${blob} me` }))).code).toBe('already-exists')
  }
  expect(await readFile(join(folder.sshDir, 'imported.pub'))).toEqual(before)
})
