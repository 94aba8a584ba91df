/** What each repair makes of a key, and what it leaves alone. */

import { generateKeyPairSync } from 'node:crypto'
import {
  chmod,
  copyFile,
  lstat,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { opensshVersion } from '../../../../main/keys/openssh-version.ts'
import { run } from '../../../../main/system/run.ts'
import {
  makeKey,
  publicHalfByKeygen,
  sshKeygen,
  type TestFolder,
  testFolder,
  writeKeyFile,
} from '../support.ts'
import { codesOf, inBackups, only, repairOnly } from './support.ts'

const PASSPHRASE = 'correct horse'
let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

const at = (name: string) => join(folder.sshDir, name)
const make = (name: string, args: readonly string[] = ['-t', 'ed25519'], passphrase = '') =>
  makeKey(folder.sshDir, name, args, passphrase)
const repair = (code: string, passphrase?: string) => repairOnly(folder, code, passphrase)

test.each([
  ['plain', ['-t', 'ed25519'], ''],
  ['encrypted', ['-t', 'ed25519', '-a', '1'], PASSPHRASE],
  ['pem', ['-t', 'rsa', '-b', '3072', '-m', 'PEM'], ''],
])('a missing .pub file of a %s key needs no passphrase', async (_, args, passphrase) => {
  const path = await make('work', args, passphrase)
  const line = await readFile(`${path}.pub`, 'utf8')
  await rm(`${path}.pub`)
  const pair = await repair('no-public-file')
  expect(pair).toMatchObject({ pair: 'matched', problems: [] })
  const written = await readFile(`${path}.pub`, 'utf8')
  expect(written.trimEnd().split(' ').slice(0, 2)).toEqual(line.split(' ').slice(0, 2))
  expect((await stat(`${path}.pub`)).mode & 0o777).toBe(0o644)
})

test('the comment inside a key comes with its .pub file', async () => {
  const path = await make('work')
  const line = await readFile(`${path}.pub`, 'utf8')
  await rm(`${path}.pub`)
  await repair('no-public-file')
  expect(await readFile(`${path}.pub`, 'utf8')).toBe(line)
})

test('an encrypted PEM key must be opened for its public half', async () => {
  const path = await make('old', ['-t', 'rsa', '-b', '3072', '-m', 'PEM'], PASSPHRASE)
  const line = await publicHalfByKeygen(path, PASSPHRASE)
  await rm(`${path}.pub`)
  await expect(repair('no-public-file')).rejects.toMatchObject({ code: 'passphrase-needed' })
  await expect(repair('no-public-file', 'wrong')).rejects.toMatchObject({
    code: 'passphrase-wrong',
  })
  await repair('no-public-file', PASSPHRASE)
  expect((await readFile(`${path}.pub`, 'utf8')).trim()).toBe(line)
})

test('a .pub file of another key is replaced, and kept in the backups', async () => {
  const path = await make('work')
  const other = await makeKey(folder.dir, 'other', ['-t', 'ed25519'])
  const right = await readFile(`${path}.pub`, 'utf8')
  await copyFile(`${other}.pub`, `${path}.pub`)
  const pair = await repair('pair-mismatch')
  expect(pair).toMatchObject({ pair: 'matched', problems: [] })
  expect(await readFile(`${path}.pub`, 'utf8')).toBe(right)
  expect(await inBackups(folder, await readFile(`${other}.pub`))).toBe(true)
})

test.each([
  ['public-file-bom', (line: string) => `\uFEFF${line}`],
  ['public-file-utf16', (line: string) => Buffer.from(`\uFEFF${line}`, 'utf16le')],
  ['public-file-wrapped', (line: string) => `${line.slice(0, 40)}\n${line.slice(40)}`],
  ['public-file-empty', () => '\n'],
  ['public-file-unreadable', (line: string) => line.slice(0, 30)],
])('%s is repaired', async (code, damage) => {
  const path = await make('work', ['-t', 'rsa', '-b', '3072'])
  const line = await readFile(`${path}.pub`, 'utf8')
  await writeFile(`${path}.pub`, damage(line))
  expect(codesOf(await only(folder))).toEqual([code])
  expect(await repair(code)).toMatchObject({ pair: 'matched', problems: [] })
  expect(await readFile(`${path}.pub`, 'utf8')).toBe(line)
})

test('what is left of a .pub file gives back the comment, and the key where it is alone', async () => {
  const path = await make('work', ['-t', 'ed25519', '-a', '1'], PASSPHRASE)
  const line = await readFile(`${path}.pub`, 'utf8')
  await writeFile(`${path}.pub`, await sshKeygen(['-e', '-f', path]))
  await sshKeygen(['-q', '-c', '-P', PASSPHRASE, '-C', 'inside', '-f', path])
  await writeFile(`${path}.pub`, `\uFEFF${line}`)
  await repair('public-file-bom')
  expect(await readFile(`${path}.pub`, 'utf8')).toBe(line)
  await writeFile(`${path}.pub`, await sshKeygen(['-e', '-f', path]))
  await rm(path)
  await repair('public-file-rfc4716')
  expect(await publicBlob(`${path}.pub`)).toBe(line.split(' ')[1])
})

test('a private key in a .pub file gets a file of its own, for its owner only', async () => {
  const path = await make('shared')
  const data = await readFile(path)
  await rm(`${path}.pub`)
  await rename(path, `${path}.pub`)
  await chmod(`${path}.pub`, 0o644)
  const pair = await repair('private-in-public-file')
  expect(pair).toMatchObject({ privateKeyPath: path, publicKeyPath: null, pair: 'private-only' })
  expect(await readFile(path)).toEqual(data)
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  await expect(lstat(`${path}.pub`)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('it never takes the name of another key', async () => {
  const path = await make('work')
  const other = await makeKey(folder.dir, 'other', ['-t', 'ed25519'])
  const original = await readFile(path)
  await copyFile(other, `${path}.pub`)
  const pair = await repair('private-in-public-file')
  expect(pair.privateKeyPath).toBe(`${path}_2`)
  expect(await readFile(path)).toEqual(original)
  expect(await readFile(`${path}_2`)).toEqual(await readFile(other))
})

test('a copy of the private key in its own .pub file goes to the backups', async () => {
  const path = await make('work')
  await copyFile(path, `${path}.pub`)
  expect(await repair('private-in-public-file')).toMatchObject({ privateKeyPath: path })
  expect(await readdir(folder.sshDir)).toEqual(['work'])
})

test('a public key without .pub is renamed, unless another key has that name', async () => {
  const path = await make('id_work')
  const line = await readFile(`${path}.pub`)
  await rm(path)
  await rename(`${path}.pub`, path)
  expect(await repair('public-key')).toMatchObject({ publicKeyPath: `${path}.pub` })
  expect(await readdir(folder.sshDir)).toEqual(['id_work.pub'])
  await writeFile(path, line)
  expect(await repair('public-key')).toMatchObject({ publicKeyPath: `${path}.pub` })
  expect(await readdir(folder.sshDir)).toEqual(['id_work.pub'])
  const other = await makeKey(folder.dir, 'other', ['-t', 'ed25519'])
  await copyFile(`${other}.pub`, path)
  const [problem] = (await only(folder)).problems
  expect([problem?.code, problem?.fix]).toEqual(['public-key', undefined])
})

test('Ed25519 in PKCS#8 becomes a file that this ssh reads', async ({ skip }) => {
  if (((await opensshVersion())?.version ?? 0) >= 9.6) skip('this ssh reads Ed25519 in PKCS#8')
  const { privateKey } = generateKeyPairSync('ed25519')
  await writeKeyFile(at('work'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const pair = await repair('ed25519-pkcs8')
  expect(pair).toMatchObject({ format: 'openssh', encrypted: false, pair: 'private-only' })
  expect(await publicHalfByKeygen(at('work'))).toMatch(/^ssh-ed25519 /)
})

test.each([
  ['2', ''],
  ['3', ''],
  ['3', PASSPHRASE],
])('a PuTTY %s file gets an OpenSSH pair beside it (%j)', async (version, passphrase) => {
  const source = await makeKey(folder.dir, 'source', ['-t', 'ed25519'])
  const secret = join(folder.dir, 'passphrase')
  await writeFile(secret, passphrase)
  const files = ['--new-passphrase', secret, '-o', at('work.ppk')]
  const param = ['--ppk-param', `version=${version},passes=1,memory=1024`]
  await run(['puttygen', source, '-O', 'private', ...param, ...files], { timeoutMs: 20_000 })
  await chmod(at('work.ppk'), 0o600)
  const ppk = await readFile(at('work.ppk'))
  const isOpen = passphrase === ''
  if (!isOpen) {
    await expect(repair('putty')).rejects.toMatchObject({ code: 'passphrase-needed' })
  }
  const pair = await repair('putty', isOpen ? undefined : passphrase)
  expect(pair).toMatchObject({ name: 'work', encrypted: !isOpen, pair: 'matched' })
  expect(await publicHalfByKeygen(at('work'), passphrase)).toBe(await publicHalfByKeygen(source))
  expect(await readFile(at('work.ppk'))).toEqual(ppk)
})

async function publicBlob(path: string): Promise<string | undefined> {
  return (await readFile(path, 'utf8')).split(' ')[1]?.trim()
}
