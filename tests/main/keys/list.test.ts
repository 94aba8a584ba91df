import {
  chmod,
  copyFile,
  lstat,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { KeyPair } from '../../../main/contract/methods.ts'
import { makePair } from '../../../main/keys/make-pair.ts'
import { privateKeyFindingId } from '../../../main/permissions/index.ts'
import { formatPublicKeyLine, parsePublicKeyBlob } from '../../../main/public-keys/index.ts'
import { run } from '../../../main/system/run.ts'
import { makeKey, sshKeygen, type TestFolder, testFolder, writeKeyFile } from './support.ts'

let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

const at = (name: string) => join(folder.sshDir, name)
const make = (name: string, args: readonly string[] = ['-t', 'ed25519'], passphrase = '') =>
  makeKey(folder.sshDir, name, args, passphrase)

function summary(pairs: readonly KeyPair[]) {
  return pairs.map((pair) => [pair.name, pair.pair, pair.problems.map(({ code }) => code).join()])
}

test('no folder and an empty folder have no keys', async () => {
  expect(await folder.service.list()).toEqual([])
  await rm(folder.sshDir, { recursive: true })
  expect(await folder.service.list()).toEqual([])
})

test('a folder that is a file is an error, not an empty list', async () => {
  await rm(folder.sshDir, { recursive: true })
  await writeFile(folder.sshDir, '')
  await expect(folder.service.list()).rejects.toMatchObject({
    name: 'AppError',
    code: 'unreadable',
  })
})

test('each field is what ssh-keygen says', async () => {
  const path = await make('work', ['-t', 'ecdsa', '-b', '384'], 'pass-phrase')
  const [bits, sha256] = (await sshKeygen(['-lf', path])).split(' ')
  const [, md5] = (await sshKeygen(['-l', '-E', 'md5', '-f', path])).split(' ')
  const expected: KeyPair = {
    id: String(sha256),
    name: 'work',
    type: 'ecdsa',
    bits: Number(bits),
    comment: 'work@test',
    fingerprint: { sha256: String(sha256), md5: String(md5) },
    privateKeyPath: path,
    publicKeyPath: `${path}.pub`,
    format: 'openssh',
    encrypted: true,
    pair: 'matched',
    problems: [],
    certificatePath: null,
    createdAt: (await stat(path)).birthtime.toISOString(),
    modifiedAt: (await stat(path)).mtime.toISOString(),
    source: 'ssh-folder',
    uses: [],
  }
  expect(await folder.service.list()).toEqual([expected])
  expect(await folder.service.find(expected.id)).toEqual(expected)
})

test('keys are found by content under any name; ssh’s own files and others are no keys', async () => {
  await make('My Laptop Key.pem', ['-t', 'rsa', '-b', '2048', '-m', 'PEM'])
  await make('no-extension')
  const line = await readFile(at('no-extension.pub'), 'utf8')
  await writeFile(at('authorized_keys'), line)
  await writeFile(at('known_hosts'), `1.2.3.4 ${line}`)
  await writeFile(at('known_hosts.old'), `1.2.3.4 ${line}`)
  await writeFile(at('config'), 'Host *\n  IdentityFile ~/.ssh/id_rsa\n')
  await writeFile(at('team'), line + line)
  await writeFile(at('notes.txt'), 'BEGIN with a private key\n')
  await writeFile(at('lonely-cert.pub'), 'ssh-ed25519-cert-v01@openssh.com AAAA x\n')
  await mkdir(at('config.d'))
  expect(summary(await folder.service.list())).toEqual([
    ['no-extension', 'matched', ''],
    ['My Laptop Key.pem', 'matched', 'rsa-small,name-with-spaces'],
  ])
})

test('pairs are told apart', async () => {
  await make('a-matched')
  await make('b-mismatched')
  await copyFile(at('a-matched.pub'), at('b-mismatched.pub'))
  await make('c-private')
  await rm(at('c-private.pub'))
  await make('d-public')
  await rm(at('d-public'))
  await make('e-private-damaged')
  await writeKeyFile(
    at('e-private-damaged'),
    (await readFile(at('e-private-damaged'), 'utf8')).trim(),
  )
  await make('f-public-damaged')
  await writeFile(at('f-public-damaged.pub'), 'ssh-ed25519 AAAAC3Nza\n')
  await make('g-bom-in-public')
  await writeFile(
    at('g-bom-in-public.pub'),
    `\uFEFF${await readFile(at('g-bom-in-public.pub'), 'utf8')}`,
  )
  await make('h-crlf-in-public')
  const line = await readFile(at('h-crlf-in-public.pub'), 'utf8')
  await writeFile(at('h-crlf-in-public.pub'), `# mine\r\n\r\n${line.trim()}\r\n`)
  expect(summary(await folder.service.list())).toEqual([
    ['a-matched', 'matched', ''],
    ['c-private', 'private-only', 'no-public-file'],
    ['f-public-damaged', 'private-only', 'public-file-unreadable'],
    ['g-bom-in-public', 'private-only', 'public-file-bom'],
    ['h-crlf-in-public', 'matched', ''],
    ['b-mismatched', 'mismatched', 'pair-mismatch'],
    ['d-public', 'public-only', 'no-private-file'],
    ['e-private-damaged', 'unreadable', 'no-final-newline'],
  ])
})

test('encrypted PEM: the .pub beside it is believed, and that is said; without it the file is the id', async () => {
  const path = await make('old', ['-t', 'rsa', '-b', '2048', '-m', 'PEM'], 'pass-phrase')
  const [pair] = await folder.service.list()
  expect(pair).toMatchObject({ type: 'rsa', bits: 2048, encrypted: true, format: 'pkcs1' })
  expect(summary([pair as KeyPair])).toEqual([['old', 'matched', 'pair-not-checked,rsa-small']])
  await rm(`${path}.pub`)
  const [alone] = await folder.service.list()
  expect(alone).toMatchObject({
    id: `file:${path}`,
    type: 'rsa',
    fingerprint: null,
    encrypted: true,
  })
  expect((await folder.service.find(`file:${path}`)).pair).toBe('private-only')
})

test('mistakes with names and contents are reported', async () => {
  await make('source')
  const line = await readFile(at('source.pub'), 'utf8')
  await writeFile(at('id_rsa'), line)
  await writeFile(at('colleague.txt'), line)
  await rename(at('source'), at('shared.pub'))
  await rm(at('source.pub'))
  await writeFile(at('id_ed25519'), '')
  await writeFile(at('putty.ppk'), 'PuTTY-User-Key-File-3: ssh-ed25519\r\n')
  await symlink('gone', at('id_ecdsa'))
  const pairs = await folder.service.list()
  expect(summary(pairs).sort()).toEqual([
    ['colleague.txt', 'public-only', 'no-private-file'],
    ['id_ecdsa', 'unreadable', 'dangling-link'],
    ['id_ed25519', 'unreadable', 'empty'],
    ['id_rsa', 'unreadable', 'public-key'],
    ['putty.ppk', 'unreadable', 'putty'],
    ['shared', 'unreadable', 'private-in-public-file'],
  ])
  expect(pairs.find(({ name }) => name === 'putty.ppk')?.format).toBe('ppk3')
})

test('the best key comes first: usable, then by type, default names before others', async () => {
  await make('id_rsa', ['-t', 'rsa', '-b', '2048'])
  await make('id_ecdsa', ['-t', 'ecdsa'])
  await make('another')
  await make('id_ed25519')
  await make('id_ed25519_open')
  await chmod(at('id_ed25519_open'), 0o644)
  const names = (await folder.service.list()).map(({ name }) => name)
  expect(names).toEqual(['id_ed25519', 'another', 'id_ecdsa', 'id_rsa', 'id_ed25519_open'])
})

test('open permissions are a problem, with the finding whose repair ends it', async () => {
  const path = await make("it's open")
  await chmod(path, 0o640)
  const [problem] = (await folder.service.list())[0]?.problems ?? []
  expect(problem).toMatchObject({
    code: 'permissions',
    severity: 'error',
    fix: {
      kind: 'call',
      method: 'permissions.plan',
      params: { findings: [privateKeyFindingId(path)] },
    },
  })
  await chmod(path, 0o600)
  expect(summary(await folder.service.list())).toEqual([["it's open", 'matched', 'name-unsafe']])
})

test('weak RSA and DSA keys are errors, RSA below 3072 bits a remark', async () => {
  await make('short', ['-t', 'rsa', '-b', '1024'])
  await make('small', ['-t', 'rsa', '-b', '2048'])
  await make('good', ['-t', 'rsa', '-b', '3072'])
  await make('ancient', ['-t', 'dsa'])
  const pairs = await folder.service.list()
  const found = pairs.map(({ name, problems: [problem] }) => [
    name,
    problem?.code,
    problem?.severity,
    problem?.fix?.kind === 'ask' ? problem.fix.ask : undefined,
  ])
  expect(found).toEqual([
    ['good', undefined, undefined, undefined],
    ['small', 'rsa-small', 'info', undefined],
    ['short', 'rsa-weak', 'error', 'generate-key'],
    ['ancient', 'dsa-removed', 'error', 'generate-key'],
  ])
})

test('linked keys are followed; pipes, sockets, devices and huge files stop nothing', async () => {
  const elsewhere = join(folder.dir, 'elsewhere')
  await mkdir(elsewhere)
  await symlink(await makeKey(elsewhere, 'real', ['-t', 'ed25519']), at('linked'))
  await run(['mkfifo', at('id_fifo'), at('pipe')], { timeoutMs: 5_000 })
  await symlink('/dev/zero', at('id_zero'))
  await symlink('/dev/zero', at('zero'))
  await symlink('loop', at('loop'))
  await writeFile(at('huge'), Buffer.alloc(200_000, '-----BEGIN OPENSSH PRIVATE KEY-----\n'))
  await writeFile(at('id_huge'), Buffer.alloc(200_000))
  const server = createServer().listen(at('agent.sock'))
  const pairs = await folder.service.list()
  server.close()
  expect(summary(pairs)).toEqual([
    ['linked', 'private-only', 'no-public-file'],
    ['id_huge', 'unreadable', 'too-large'],
    ['id_zero', 'unreadable', 'not-a-file'],
  ])
})

test('looking changes nothing', async () => {
  await make('id_ed25519')
  const state = async () => {
    const rows = (await readdir(folder.sshDir)).map(async (name) => {
      const { mtimeMs, ctimeMs, mode } = await lstat(at(name))
      return [name, mtimeMs, ctimeMs, mode]
    })
    return Promise.all(rows)
  }
  const before = await state()
  await folder.service.list()
  expect(await state()).toEqual(before)
})

test('1,000 pairs are all there, each with its own halves', async () => {
  for (let index = 0; index < 1_000; index++) {
    const { privateFile, publicBlob } = await makePair({ type: 'ed25519', comment: `${index}` })
    await writeKeyFile(at(`key${index}`), privateFile)
    const key = parsePublicKeyBlob(publicBlob, `${index}`)
    if (key !== null) await writeFile(at(`key${index}.pub`), `${formatPublicKeyLine(key)}\n`)
  }
  const pairs = await folder.service.list()
  expect(pairs.filter(({ pair }) => pair === 'matched')).toHaveLength(1_000)
  expect(pairs.every(({ name, comment }) => name === `key${comment}`)).toBe(true)
})

test('an id that is not there', async () => {
  await expect(folder.service.find('SHA256:none')).rejects.toMatchObject({ code: 'not-found' })
})
