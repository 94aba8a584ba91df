import { execFile } from 'node:child_process'
import { chmod, mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { OPENSSH_BEGIN, OPENSSH_END } from '../../../../main/keys/formats/openssh.ts'
import { wireString, wireUint32 } from '../../../../main/keys/formats/wire.ts'
import { startProcessorClock } from '../../../support/processor-time.ts'
import { makeKey, quietContext, type TestFolder, testFolder } from '../support.ts'
import { errorOf, readVector, vector } from './support.ts'

let folder: TestFolder

beforeAll(async () => {
  folder = await testFolder({ create: false })
})
afterAll(() => folder.remove())

/** Both calls refuse in the same words, and write nothing. */
async function refused(source: { path: string } | { text: string }, passphrase?: string) {
  const secret = passphrase === undefined ? {} : { passphrase }
  const context = quietContext()
  const preview = await errorOf(folder.service.inspectImport({ ...source, ...secret }, context))
  const result = await errorOf(
    folder.service.import({ name: 'new', ...source, ...secret }, context),
  )
  expect([result.code, result.message]).toEqual([preview.code, preview.message])
  await expect(stat(folder.sshDir)).rejects.toThrow('ENOENT')
  return preview
}

test.each([
  ['certificate.ppk', 'carries a certificate'],
  ['certificate.pub', 'This is a certificate'],
  ['dsa.pkcs8.pem', 'a DSA key'],
  ['dsa.traditional.pem', 'a DSA key'],
  ['dsa.openssh', 'a DSA key'],
  ['dsa.pub', 'a DSA key'],
  ['dsa.ppk', 'a DSA key'],
  ['ed448.pem', 'an Ed448 key'],
  ['ed448.ppk', 'an Ed448 key'],
  ['x25519.pem', 'a type or curve that OpenSSH does not have'],
  ['secp256k1.pem', 'a type or curve that OpenSSH does not have'],
  ['rsa-1000.ppk', 'less than 1024 bits'],
  ['ssh1', 'SSH version 1'],
  ['sshcom', 'ssh.com'],
  ['pkcs12.p12', 'PKCS#12'],
  ['pkcs8.der', 'binary (DER)'],
  ['x509.pem', 'web servers'],
  ['keystore.jks', 'Java keystore'],
])('%s: %s', async (name, words) => {
  const { code, message } = await refused({ path: vector(`refused/${name}`) })
  expect([code, message]).toEqual(['unsupported', expect.stringContaining(words)])
})

test.each([
  ['nothing', ' \n\n', 'unreadable', 'nothing in it'],
  ['notes', 'remember to buy milk', 'unreadable', 'no key in it'],
  ['a path', '~/.ssh/id_ed25519', 'unreadable', 'no key in it'],
  [
    'a fingerprint',
    'SHA256:2vJXMvQGZ8QqJp9ZcN1c0m0N0c0m0N0c0m0N0c0m0N0',
    'unreadable',
    'fingerprint',
  ],
  ['a page', '<!DOCTYPE html>\n<html><body>Sign in</body></html>', 'unreadable', 'web page'],
  [
    'half a public key',
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIEqxEctHkC5t me',
    'unreadable',
    'public key, but',
  ],
  ['the first line alone', '-----BEGIN OPENSSH PRIVATE KEY-----', 'unreadable', 'missing'],
  [
    'PPK version 1',
    'PuTTY-User-Key-File-1: ssh-rsa\nEncryption: none\n',
    'unsupported',
    'old or unknown version',
  ],
  [
    'the first line of a PPK',
    'PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\n',
    'unreadable',
    'missing',
  ],
  ['an OpenPGP key', '-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nlQOYBF\n', 'unsupported', 'OpenPGP'],
])('%s', async (_, text, code, words) => {
  expect(await refused({ text })).toMatchObject({ code, message: expect.stringContaining(words) })
})

describe('more than one key', () => {
  test('private keys', async () => {
    const [pem, ppk] = [await readVector('plain.pkcs8.pem'), await readVector('encrypted3.ppk')]
    for (const text of [`${pem}${pem}`, `${pem}\n${ppk}`, `${ppk}\n${ppk}`]) {
      const { code, message } = await refused({ text })
      expect([code, message]).toEqual([
        'unsupported',
        expect.stringContaining('more than one private'),
      ])
    }
  })

  test('public keys', async () => {
    await mkdir(join(folder.dir, 'keys'))
    const path = await makeKey(join(folder.dir, 'keys'), 'other', ['-t', 'ed25519'])
    const text = `${await readVector('plain.pub')}${await readFile(`${path}.pub`, 'utf8')}`
    expect((await refused({ text })).message).toContain('more than one public')
  })
})

test('the private part of a security key', async () => {
  const type = 'sk-ssh-ed25519@openssh.com'
  const publicBlob = Buffer.concat([
    wireString(type),
    wireString(Buffer.alloc(32, 7)),
    wireString('ssh:'),
  ])
  const fields = [publicBlob, Buffer.from([1]), wireString(Buffer.alloc(64, 3)), wireString('')]
  const section = Buffer.concat([wireUint32(1), wireUint32(1), ...fields, wireString('me@test')])
  const padding = Buffer.from(
    Array.from({ length: (8 - (section.length % 8)) % 8 }, (_, index) => index + 1),
  )
  const data = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    ...['none', 'none', ''].map((value) => wireString(value)),
    wireUint32(1),
    wireString(publicBlob),
    wireString(Buffer.concat([section, padding])),
  ])
  const text = `${OPENSSH_BEGIN}\n${data.toString('base64')}\n${OPENSSH_END}\n`
  const { code, message } = await refused({ text })
  expect([code, message]).toEqual(['unsupported', expect.stringContaining('ssh-keygen -K')])
})

test('a passphrase protection that asks for the impossible', async () => {
  const ppk = await readVector('encrypted3.ppk')
  const changes: readonly (readonly [string, string])[] = [
    ['Argon2-Memory: 64', 'Argon2-Memory: 4194304'],
    ['Argon2-Passes: 2', 'Argon2-Passes: 4000000000'],
    ['Argon2-Memory: 64', 'Argon2-Memory: 9999999999'],
  ]
  for (const [from, to] of changes) {
    const usedMs = startProcessorClock()
    const { code, message } = await refused({ text: ppk.replace(from, to) }, 'vector')
    expect([code, message]).toEqual(['unsupported', expect.stringContaining('1 GiB')])
    expect(usedMs()).toBeLessThan(5_000)
  }
  const lanes = ppk.replace('Argon2-Parallelism: 1', 'Argon2-Parallelism: 4000')
  expect((await refused({ text: lanes }, 'vector')).code).toBe('unreadable')
})

describe.skipIf(process.platform === 'win32')('files that are none', () => {
  test('a pipe, a socket, a device, a folder, a huge file, a link in a circle', async () => {
    const at = (name: string) => join(folder.dir, name)
    await promisify(execFile)('mkfifo', [at('pipe')])
    const server = createServer().listen(at('socket'))
    await writeFile(at('huge'), Buffer.alloc(70_000, 'A'))
    await symlink(at('circle'), at('circle'))
    try {
      const cases: readonly (readonly [string, string, string])[] = [
        [at('pipe'), 'unreadable', 'not an ordinary file'],
        [at('socket'), 'unreadable', 'not an ordinary file'],
        ['/dev/zero', 'unreadable', 'not an ordinary file'],
        [folder.dir, 'unreadable', 'a folder'],
        [at('huge'), 'unreadable', 'too large'],
        [at('circle'), 'unreadable', 'circle'],
        [at('missing'), 'not-found', 'missing'],
        [join(at('huge'), 'key'), 'not-found', 'no file'],
      ]
      for (const [path, code, words] of cases) {
        expect(await refused({ path })).toMatchObject({
          code,
          message: expect.stringContaining(words),
        })
      }
    } finally {
      server.close()
    }
  })

  test('a file of somebody else', async () => {
    const path = join(folder.dir, 'theirs')
    await writeFile(path, 'key', { mode: 0o000 })
    // Modes do not stop root, so root looks at it as somebody else.
    const isRoot = process.getuid?.() === 0
    for (const dir of [process.env.HOME ?? '', folder.dir]) await chmod(dir, 0o755)
    if (isRoot) process.seteuid?.(65_534)
    try {
      expect(await refused({ path })).toMatchObject({ code: 'permission-denied' })
    } finally {
      if (isRoot) process.seteuid?.(0)
    }
  })
})

test('no error repeats anything of the source', async () => {
  const secret = 'cAnArYcAnArYcAnArY'
  const texts = [
    `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----\n`,
    `-----BEGIN RSA PRIVATE KEY-----\n${secret}\n`,
    `PuTTY-User-Key-File-3: ${secret}\nEncryption: ${secret}\nComment: ${secret}\n`,
    (await readVector('encrypted3.ppk')).replace('aes256-cbc', secret),
    (await readVector('encrypted3.ppk')).replace('Argon2id', secret),
    secret,
  ]
  for (const text of texts) {
    const error = await refused({ text }, secret)
    expect(JSON.stringify([error.message, error.details, String(error.cause)])).not.toContain(
      secret,
    )
  }
})
