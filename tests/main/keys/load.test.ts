import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chacha20Block, poly1305 } from '../../../main/keys/formats/chacha20-poly1305.ts'
import { loadPrivateKey } from '../../../main/keys/index.ts'
import {
  makeKey,
  publicHalfByKeygen,
  type TestFolder,
  testFolder,
  writeKeyFile,
} from './support.ts'

const PASSPHRASE = 'cAnAry pass-phrase'
let folder: TestFolder

beforeAll(async () => {
  folder = await testFolder()
})
afterAll(() => folder.remove())

const TYPES: readonly (readonly [string, readonly string[]])[] = [
  ['ed25519', ['-t', 'ed25519']],
  ['ecdsa256', ['-t', 'ecdsa', '-b', '256']],
  ['ecdsa384', ['-t', 'ecdsa', '-b', '384']],
  ['ecdsa521', ['-t', 'ecdsa', '-b', '521']],
  ['rsa', ['-t', 'rsa', '-b', '2048']],
]
const CIPHERS = [
  'aes256-ctr',
  'aes192-ctr',
  'aes128-ctr',
  'aes256-cbc',
  'aes192-cbc',
  'aes128-cbc',
  '3des-cbc',
  'aes256-gcm@openssh.com',
  'aes128-gcm@openssh.com',
  'chacha20-poly1305@openssh.com',
]

interface Case {
  readonly name: string
  readonly args: readonly string[]
  readonly passphrase: string
}

const CASES: readonly Case[] = [
  ...TYPES.map(([name, args]) => ({ name, args, passphrase: '' })),
  ...TYPES.map(([name, args]) => ({
    name: `${name}-encrypted`,
    args: [...args, '-a', '2'],
    passphrase: PASSPHRASE,
  })),
  ...CIPHERS.map((cipher) => ({
    name: cipher.split('@')[0] ?? '',
    args: ['-t', 'ed25519', '-a', '2', '-Z', cipher],
    passphrase: PASSPHRASE,
  })),
  ...['PEM', 'PKCS8'].flatMap((format) =>
    TYPES.slice(1).flatMap(([name, args]) =>
      ['', PASSPHRASE].map((passphrase) => ({
        name: `${name}-${format}${passphrase === '' ? '' : '-encrypted'}`,
        args: [...args, '-m', format],
        passphrase,
      })),
    ),
  ),
]

test.each(CASES)('$name: opened, and the same key for ssh-keygen and ssh2', async (row) => {
  const path = await makeKey(folder.sshDir, row.name, row.args, row.passphrase)
  const opened = await loadPrivateKey(path, row.passphrase === '' ? undefined : row.passphrase)
  const copy = join(folder.sshDir, `${row.name}-opened`)
  await writeKeyFile(copy, opened)
  const expected = await publicHalfByKeygen(path, row.passphrase)
  expect(expected).not.toBeNull()
  expect(await publicHalfByKeygen(copy)).toBe(expected)
  const parsed = ssh2.utils.parseKey(opened)
  if (parsed instanceof Error) throw parsed
  expect(parsed.getPublicSSH().toString('base64')).toBe(expected?.split(' ')[1])
})

test.each(CASES.filter((row) => row.passphrase !== ''))(
  '$name: a missing and a wrong passphrase are told apart, and neither is repeated',
  async (row) => {
    const path = join(folder.sshDir, row.name)
    await expect(loadPrivateKey(path, undefined)).rejects.toMatchObject({
      code: 'passphrase-needed',
    })
    await expect(loadPrivateKey(path, 'wr0ng-canary')).rejects.toMatchObject({
      code: 'passphrase-wrong',
      message: expect.not.stringContaining('canary'),
    })
  },
)

test('a passphrase for a key that has none does no harm', async () => {
  const opened = await loadPrivateKey(join(folder.sshDir, 'ed25519'), PASSPHRASE)
  expect(opened.toString()).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/)
})

test('DSA, which only old servers take, is opened as well', async () => {
  const path = await makeKey(folder.sshDir, 'dsa', ['-t', 'dsa', '-m', 'PEM'])
  const copy = join(folder.sshDir, 'dsa-opened')
  await writeKeyFile(copy, await loadPrivateKey(path, undefined))
  expect(await publicHalfByKeygen(copy)).toBe(await publicHalfByKeygen(path))
})

test('what is no key file is refused with its name', async () => {
  const missing = join(folder.sshDir, 'none')
  await expect(loadPrivateKey(missing, undefined)).rejects.toMatchObject({ code: 'not-found' })
  const directory = join(folder.sshDir, 'directory')
  await mkdir(directory)
  await expect(loadPrivateKey(directory, undefined)).rejects.toMatchObject({
    code: 'unreadable',
    message: expect.stringContaining('This is a folder'),
  })
  const publicHalf = `${join(folder.sshDir, 'ed25519')}.pub`
  await chmod(publicHalf, 0o600)
  await expect(loadPrivateKey(publicHalf, undefined)).rejects.toMatchObject({
    code: 'unreadable',
    message: expect.stringContaining('public key'),
  })
})

// RFC 8439, section 2.5.2.
test('Poly1305 gives the tag of the RFC', () => {
  const key = '85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b'
  const tag = poly1305(Buffer.from(key, 'hex'), Buffer.from('Cryptographic Forum Research Group'))
  expect(tag.toString('hex')).toBe('a8061dc1305136c6c22b8baf0c0127a9')
})

// RFC 8439, section 2.3.2.
test('ChaCha20 gives the block of the RFC', () => {
  const key = Buffer.from(Array.from({ length: 32 }, (_, index) => index))
  const nonce = [0x09000000, 0x4a000000, 0] as const
  expect(chacha20Block(key, 1, nonce).toString('hex')).toBe(
    '10f1e7e4d13b5915500fdd1fa32071c4c7d1f4c733c068030422aa9ac3d46c4e' +
      'd2826446079faa0914c2d705d98b02a2b5129cd1de164eb9cbd083e8a2503c4e',
  )
})
