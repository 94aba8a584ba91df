import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ImportKeyParams } from '../../../../main/contract/methods.ts'
import { findPem, openPem } from '../../../../main/keys/formats/pem.ts'
import { startProcessorClock } from '../../../support/processor-time.ts'
import {
  makeKey,
  publicHalfByKeygen,
  quietContext,
  type TestFolder,
  testFolder,
  writeKeyFile,
} from '../support.ts'
import { errorOf, readVector, vector } from './support.ts'

const PASSPHRASE = 'vector'
let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

function importKey(params: Partial<ImportKeyParams>) {
  return folder.service.import({ name: 'imported', ...params }, quietContext())
}

const KEYS: readonly (readonly [string, () => KeyObject])[] = [
  ['rsa', () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey],
  ['ecdsa', () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey],
  ['ecdsa', () => generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey],
  ['ecdsa', () => generateKeyPairSync('ec', { namedCurve: 'P-521' }).privateKey],
  ['ed25519', () => generateKeyPairSync('ed25519').privateKey],
]

describe.each(KEYS)('%s made by node:crypto', (type, make) => {
  const formats = { rsa: ['pkcs1', 'pkcs8'], ecdsa: ['sec1', 'pkcs8'], ed25519: ['pkcs8'] } as const
  const ways = formats[type as keyof typeof formats].flatMap((format) => {
    return [[format, undefined] as const, [format, 'aes-256-cbc'] as const]
  })

  test.each(ways)('%s, cipher %s', async (format, cipher) => {
    const secret = cipher === undefined ? {} : { cipher, passphrase: PASSPHRASE }
    const text = make()
      .export({ type: format, format: 'pem', ...secret })
      .toString()
    const original = join(folder.dir, 'original')
    await writeKeyFile(original, text)
    const given = cipher === undefined ? {} : { passphrase: PASSPHRASE, protect: 'none' as const }
    const pair = await importKey({ text, comment: 'me@laptop', ...given })
    expect(pair).toMatchObject({ type, format: 'openssh', encrypted: false, pair: 'matched' })
    const judged = await publicHalfByKeygen(pair.privateKeyPath ?? '')
    expect(await readFile(pair.publicKeyPath ?? '', 'utf8')).toBe(`${judged} me@laptop\n`)
    // OpenSSH 9.2 does not read Ed25519 in PKCS#8: there the import is what makes it usable.
    if (type !== 'ed25519') {
      expect(judged).toBe(
        await publicHalfByKeygen(original, cipher === undefined ? '' : PASSPHRASE),
      )
    }
  })
})

const ENCRYPTED = readdirSync(vector('encrypted'))
const UNKNOWN = ['dek-bf.pem', 'pbes2-blowfish.pem', 'pkcs12-sha1-rc2.pem']
const TOO_COSTLY = 'pbes2-100-million-rounds.pem'
const KNOWN = ENCRYPTED.filter((name) => !UNKNOWN.includes(name) && name !== TOO_COSTLY)

describe('encrypted by openssl', () => {
  test.each(KNOWN)('%s', async (name) => {
    const path = vector(`encrypted/${name}`)
    const pair = await importKey({ path, passphrase: PASSPHRASE, protect: 'none' })
    expect(await readFile(pair.publicKeyPath ?? '', 'utf8')).toBe(await readVector('plain.pub'))
    expect((await errorOf(importKey({ name: 'b', path }))).code).toBe('passphrase-needed')
    const wrong = await errorOf(importKey({ name: 'b', path, passphrase: 'wrong' }))
    expect(wrong.code).toBe('passphrase-wrong')
  })

  test('the copy has the passphrase of the source', async () => {
    const path = vector('encrypted/pbes2-hmac-sha512.pem')
    const pair = await importKey({ path, passphrase: PASSPHRASE })
    expect(pair.encrypted).toBe(true)
    expect(await publicHalfByKeygen(pair.privateKeyPath ?? '')).toBeNull()
    const judged = await publicHalfByKeygen(pair.privateKeyPath ?? '', PASSPHRASE)
    expect(`${judged}\n`).toBe(await readVector('plain.pub'))
  })

  test.each([...UNKNOWN, TOO_COSTLY])('%s is refused, and not for its passphrase', async (name) => {
    const path = vector(`encrypted/${name}`)
    const usedMs = startProcessorClock()
    const { code, message } = await errorOf(importKey({ path, passphrase: PASSPHRASE }))
    expect([code, message]).toEqual(['unsupported', expect.stringContaining('kind of encryption')])
    expect(usedMs()).toBeLessThan(5_000)
  })

  test('a wrong passphrase never looks like another fault', async () => {
    for (const name of [
      'encrypted/pbes1-md5-des.pem',
      'encrypted/dek-des.pem',
      'encrypted/pbes2-des3.pem',
    ]) {
      const pem = findPem(await readFile(vector(name)))
      if (pem === null) throw new Error('no key')
      // One in 256 has padding that looks right.
      for (let number = 0; number < 300; number++) {
        expect(openPem(pem, `wrong ${number}`)).toEqual({ ok: false, reason: 'passphrase' })
      }
    }
  })
})

test('the comment of a PEM key stands in the .pub file beside it', async () => {
  const path = await makeKey(folder.dir, 'old', ['-t', 'rsa', '-b', '2048', '-m', 'PEM'])
  expect(await importKey({ path })).toMatchObject({ comment: 'old@test', pair: 'matched' })
  expect(await importKey({ name: 'b', path, comment: 'new' })).toMatchObject({ comment: 'new' })
  const other = await makeKey(folder.dir, 'other', ['-t', 'ed25519'])
  await copyFile(`${other}.pub`, `${path}.pub`)
  const preview = await folder.service.inspectImport({ path }, quietContext())
  expect(preview.comment).toBe('')
  expect(preview.problems.map(({ code }) => code)).toEqual(['converted', 'rsa-small', 'no-comment'])
})

test('a file that starts with its curve parameters', async () => {
  const pair = await importKey({ path: vector('with-parameters.pem') })
  expect(pair).toMatchObject({ type: 'ecdsa', bits: 256, pair: 'matched' })
})

test('the preview of a locked PEM key says what its label says', async () => {
  const inspect = (name: string) => {
    return folder.service.inspectImport({ path: vector(`encrypted/${name}`) }, quietContext())
  }
  expect(await inspect('dek-aes256.pem')).toMatchObject({
    kind: 'locked',
    format: 'sec1',
    type: 'ecdsa',
    fingerprint: null,
    suggestedName: 'dek-aes256',
  })
  expect(await inspect('scrypt.pem')).toMatchObject({
    kind: 'locked',
    format: 'pkcs8',
    type: 'unknown',
    bits: null,
  })
})
