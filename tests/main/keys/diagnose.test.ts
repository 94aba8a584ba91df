import { generateKeyPairSync } from 'node:crypto'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diagnoseBytes, diagnoseRead } from '../../../main/keys/diagnose.ts'
import { writeOpensshPrivateKey } from '../../../main/keys/formats/openssh-write.ts'
import { diagnoseKeyFile } from '../../../main/keys/index.ts'
import { parseVersion } from '../../../main/keys/openssh-version.ts'
import { run } from '../../../main/system/run.ts'
import { bom, CORPUS } from './damage-corpus.ts'
import {
  makeKey,
  publicHalfByKeygen,
  sshKeygen,
  type TestFolder,
  testFolder,
  writeKeyFile,
} from './support.ts'

const PASSPHRASE = 'five+characters'
let folder: TestFolder
const originals: Record<string, Buffer> = {}

beforeAll(async () => {
  folder = await testFolder()
  const dir = join(folder.dir, 'originals')
  await mkdir(dir)
  const make = async (name: string, args: readonly string[], passphrase = '') => {
    originals[name] = await readFile(await makeKey(dir, name, args, passphrase))
  }
  await make('plain', ['-t', 'ed25519'])
  await make('ecdsa', ['-t', 'ecdsa', '-b', '521'])
  await make('encrypted', ['-t', 'ed25519', '-a', '1'], PASSPHRASE)
  await make('pem', ['-t', 'rsa', '-b', '2048', '-m', 'PEM'])
  await make('pem-encrypted', ['-t', 'rsa', '-b', '2048', '-m', 'PEM'], PASSPHRASE)
  await make('pkcs8', ['-t', 'ecdsa', '-m', 'PKCS8'])
  await make('pkcs8-encrypted', ['-t', 'ecdsa', '-m', 'PKCS8'], PASSPHRASE)
  originals.public = await readFile(join(dir, 'plain.pub'))
  originals.rfc4716 = Buffer.from(await sshKeygen(['-e', '-f', join(dir, 'plain')]))
  originals.fingerprint = Buffer.from(await sshKeygen(['-lf', join(dir, 'plain')]))
  originals.spki = Buffer.from(await sshKeygen(['-e', '-m', 'PKCS8', '-f', join(dir, 'pem')]))
})
afterAll(() => folder.remove())

test.each(CORPUS)('%s, %s', async (name, _, damage, code) => {
  const path = join(folder.dir, 'case')
  await writeKeyFile(path, damage(originals[name]?.toString('latin1') ?? ''))
  const diagnosis = await diagnoseKeyFile(path)
  const found = diagnosis.state === 'unusable' ? diagnosis.problem.code : null
  expect([diagnosis.state === 'missing', found]).toEqual([false, code])
  const passphrase = name.includes('encrypted') ? PASSPHRASE : ''
  expect((await publicHalfByKeygen(path, passphrase)) !== null).toBe(code === null)
})

test('a usable file tells format, encryption and public key, without a passphrase', async () => {
  const expected: [string, string, boolean, boolean][] = [
    ['plain', 'openssh', false, true],
    ['encrypted', 'openssh', true, true],
    ['pem', 'pkcs1', false, true],
    ['pem-encrypted', 'pkcs1', true, false],
    ['pkcs8', 'pkcs8', false, true],
    ['pkcs8-encrypted', 'pkcs8', true, false],
  ]
  for (const [name, format, encrypted, readable] of expected) {
    const diagnosis = await diagnoseBytes(originals[name] ?? Buffer.alloc(0))
    if (diagnosis.state !== 'usable') throw new Error(`${name} is ${diagnosis.state}`)
    const { publicKey } = diagnosis
    expect([name, diagnosis.format, diagnosis.encrypted, publicKey !== null]).toEqual([
      name,
      format,
      encrypted,
      readable,
    ])
    if (publicKey === null) continue
    const path = join(folder.dir, 'originals', name)
    const line = await publicHalfByKeygen(path, encrypted ? PASSPHRASE : '')
    expect(`${publicKey.typeWord} ${publicKey.blob.toString('base64')}`).toBe(line)
  }
})

test('keys of kinds ssh does not have', async () => {
  const pem = { type: 'pkcs8', format: 'pem' } as const
  const sec1 = { type: 'sec1', format: 'pem' } as const
  const secp = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey
  const ed448 = generateKeyPairSync('ed448').privateKey
  const short = generateKeyPairSync('rsa', { modulusLength: 768 }).privateKey
  const rows = [
    [secp.export(sec1), 'unsupported-curve'],
    [ed448.export(pem), 'unsupported-curve'],
    [short.export(pem), 'rsa-too-short'],
  ] as const
  for (const [text, code] of rows) {
    const path = join(folder.dir, 'case')
    await writeKeyFile(path, text)
    expect(await diagnoseKeyFile(path)).toMatchObject({ problem: { code } })
    expect(await publicHalfByKeygen(path)).toBeNull()
  }
})

test.each([
  ['pem', ''],
  ['pem-encrypted', PASSPHRASE],
])('a BOM before %s is judged as the ssh of this machine does', async (name, passphrase) => {
  const path = join(folder.dir, 'case')
  await writeKeyFile(path, bom(originals[name]?.toString('latin1') ?? ''))
  const accepted = (await publicHalfByKeygen(path, passphrase)) !== null
  expect((await diagnoseKeyFile(path)).state).toBe(accepted ? 'usable' : 'unusable')
})

test('Ed25519 in PKCS#8 is judged as the ssh of this machine does', async () => {
  const path = join(folder.dir, 'case')
  const { privateKey } = generateKeyPairSync('ed25519')
  await writeKeyFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  const accepted = (await publicHalfByKeygen(path)) !== null
  expect((await diagnoseKeyFile(path)).state).toBe(accepted ? 'usable' : 'unusable')
})

test.each([
  ['OpenSSH_9.2p1 Debian-2+deb12u10, OpenSSL 3.0.19 27 Jan 2026', { version: 9.2, openssl: 3 }],
  ['OpenSSH_8.9p1, OpenSSL 1.1.1w  11 Sep 2023', { version: 8.9, openssl: 1.1 }],
  ['OpenSSH_for_Windows_8.1p1, LibreSSL 3.0.2', { version: 8.1, openssl: null }],
  ['OpenSSH_10.0p2, LibreSSL 3.3.6', { version: 10, openssl: null }],
  ['OpenSSH_9.6p1, without OpenSSL', { version: 9.6, openssl: null }],
  ['Dropbear v2022.83', null],
])('the version in %j', (text, expected) => {
  expect(parseVersion(text)).toEqual(expected)
})

test('a private half whose public half was exchanged is refused, as by ssh-keygen', async () => {
  const one = Buffer.alloc(32, 1)
  const field = (data: Buffer | string) => {
    const length = Buffer.alloc(4)
    length.writeUInt32BE(Buffer.byteLength(data))
    return Buffer.concat([length, Buffer.from(data)])
  }
  const publicBlob = (key: Buffer) => Buffer.concat([field('ssh-ed25519'), field(key)])
  const fields = Buffer.concat([publicBlob(one), field(Buffer.alloc(64, 1))])
  for (const [blob, accepted] of [
    [publicBlob(one), true],
    [publicBlob(Buffer.alloc(32, 2)), false],
  ] as const) {
    const path = join(folder.dir, 'case')
    await writeKeyFile(path, writeOpensshPrivateKey({ fields, publicBlob: blob }, 'x', undefined))
    expect((await diagnoseKeyFile(path)).state).toBe(accepted ? 'usable' : 'unusable')
    expect((await publicHalfByKeygen(path)) !== null).toBe(accepted)
  }
})

test('what is no ordinary file is named at once, never opened or waited for', async () => {
  const at = (name: string) => join(folder.dir, name)
  await run(['mkfifo', at('fifo')], { timeoutMs: 5_000 })
  await mkdir(at('directory'))
  await symlink('nowhere', at('dangling'))
  await symlink('loop', at('loop'))
  await symlink('/dev/zero', at('device'))
  await writeFile(at('huge'), Buffer.alloc(65_537, 'A'))
  const server = createServer().listen(at('socket'))
  const codeOf = async (name: string) => {
    const diagnosis = await diagnoseKeyFile(at(name))
    return diagnosis.state === 'unusable' ? diagnosis.problem.code : diagnosis.state
  }
  const names = [
    'fifo',
    'directory',
    'dangling',
    'loop',
    'device',
    'huge',
    'socket',
    'none',
    'huge/x',
  ]
  const codes = await Promise.all(names.map(codeOf))
  server.close()
  expect(codes).toEqual([
    'not-a-file',
    'directory',
    'missing',
    'read-error',
    'not-a-file',
    'too-large',
    'not-a-file',
    'missing',
    'missing',
  ])
})

test.each([
  ['EACCES', 'unreadable-by-us'],
  ['EPERM', 'unreadable-by-us'],
  ['EIO', 'read-error'],
])('reading fails with %s', async (errno, code) => {
  expect(await diagnoseRead({ kind: 'failed', errno })).toMatchObject({ problem: { code } })
})

test('arbitrary bytes never throw and are never called usable', async () => {
  const wrapped = fc.tuple(
    fc.base64String(),
    fc.constantFrom('OPENSSH ', 'RSA ', 'EC ', '', 'ENCRYPTED '),
  )
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2_000 }).map((data) => Buffer.from(data)),
    fc.string().map((text) => Buffer.from(text)),
    wrapped.map(([body, label]) =>
      Buffer.from(
        `-----BEGIN ${label}PRIVATE KEY-----\n${body}\n-----END ${label}PRIVATE KEY-----\n`,
      ),
    ),
  )
  await fc.assert(
    fc.asyncProperty(bytes, async (data) => {
      expect((await diagnoseBytes(data)).state).toBe('unusable')
    }),
    { numRuns: 400 },
  )
})

test('a private number beyond its curve is refused, as ssh-keygen refuses it', async () => {
  const { head, plain, at, tail } = await longNumber()
  const path = join(folder.dir, 'case')
  for (const first of [0, 1, 2, 0x7f, 0x80, 0xff]) {
    const data = Buffer.from(plain)
    data[at] = first
    const text = `${head}${data.toString('base64').replace(/.{70}/g, '$&\n')}\n${tail}`
    await writeKeyFile(path, Buffer.from(text))
    const { state } = await diagnoseKeyFile(path)
    const accepted = (await publicHalfByKeygen(path)) !== null
    expect([first, state === 'usable']).toEqual([first, accepted])
    if (first > 1) expect(accepted).toBe(false)
  }
})

/** A P-521 key whose private number fills its 66 bytes, as every second one does. */
async function longNumber() {
  for (let tries = 0; tries < 60; tries++) {
    const path = await makeKey(join(folder.dir, 'originals'), `p521-${tries}`, [
      ...['-t', 'ecdsa', '-b', '521'],
    ])
    const parts = (await readFile(path, 'latin1')).split(/(?<=Y-----\n)|(?=-----END)/)
    const [head = '', body = '', tail = ''] = parts
    const plain = Buffer.from(body, 'base64')
    // The number follows its length, behind the second copy of the point.
    const at = plain.lastIndexOf(Buffer.from([0, 0, 0, 0x42])) + 4
    if (at > 4) return { head, plain, at, tail }
  }
  throw new Error('no key has a number of 66 bytes')
}

test.each(['plain', 'ecdsa', 'pkcs8', 'pem'])(
  'one changed byte of %s: usable exactly when ssh-keygen says so',
  async (name) => {
    const original = originals[name] ?? Buffer.alloc(0)
    const path = join(folder.dir, 'case')
    const byte = fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('ABCDwxyz0189+/=\n\r -')))
    await fc.assert(
      fc.asyncProperty(fc.nat(original.length - 1), byte, async (index, value) => {
        const data = Buffer.from(original)
        data[index] = value
        await writeKeyFile(path, data)
        const { state } = await diagnoseKeyFile(path)
        const accepted = (await publicHalfByKeygen(path)) !== null
        expect([index, value, state === 'usable']).toEqual([index, value, accepted])
      }),
      { numRuns: 60 },
    )
  },
)
