import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../../../../main/contract/errors.ts'
import type { ImportPreview } from '../../../../main/contract/methods.ts'
import { cleanPrivateKeyText } from '../../../../main/keys/import/clean-key-text.ts'
import { startProcessorClock } from '../../../support/processor-time.ts'
import { quietContext, type TestFolder, testFolder } from '../support.ts'
import { vector } from './support.ts'

/** Far more than is needed, since other tests run on the same processors. */
const MAX_MS = 3_000
let folder: TestFolder

beforeAll(async () => {
  folder = await testFolder()
})
afterAll(() => folder.remove())

/** The preview, or null where the source is refused for the person. Anything else is a fault. */
async function inspect(
  source: { path: string } | { text: string },
  passphrase?: string,
): Promise<ImportPreview | null> {
  const usedMs = startProcessorClock()
  try {
    const secret = passphrase === undefined ? {} : { passphrase }
    return await folder.service.inspectImport({ ...source, ...secret }, quietContext())
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  } finally {
    expect(usedMs()).toBeLessThan(MAX_MS)
  }
}

const FRAGMENTS = [
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  '-----END OPENSSH PRIVATE KEY-----',
  '-----BEGIN RSA PRIVATE KEY-----',
  '-----BEGIN ENCRYPTED PRIVATE KEY-----',
  '-----END ENCRYPTED PRIVATE KEY-----',
  'Proc-Type: 4,ENCRYPTED',
  'DEK-Info: DES-CBC,0123456789ABCDEF',
  'PuTTY-User-Key-File-3: ssh-ed25519',
  'PuTTY-User-Key-File-2: ssh-rsa',
  'Encryption: aes256-cbc',
  'Comment: me',
  'Public-Lines: 2',
  'Key-Derivation: Argon2id',
  'Argon2-Memory: 8192',
  'Private-Lines: 1',
  'Private-MAC: 00',
  '---- BEGIN SSH2 PUBLIC KEY ----',
  '---- END SSH2 PUBLIC KEY ----',
  '-----BEGIN PUBLIC KEY-----',
  'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW',
  'AAAAC3NzaC1lZDI1NTE5AAAAI',
  'ssh-ed25519 ',
  '\n',
  '\r\n',
  '-',
  '  ',
  '\\',
  '\\n',
]

describe('arbitrary input is never a key, and never more than a refusal', () => {
  const bytes = fc.uint8Array({ maxLength: 65_536, size: 'max' })

  test('bytes of a file', async () => {
    const path = join(folder.dir, 'bytes')
    const inspectFile = async (data: Uint8Array) => {
      await writeFile(path, data)
      expect(await inspect({ path }, 'secret')).toBeNull()
      expect(cleanPrivateKeyText(Buffer.from(data))).toBeNull()
    }
    await fc.assert(fc.asyncProperty(bytes, inspectFile), { numRuns: 60 })
    const few = fc.uint8Array({ maxLength: 64 })
    await fc.assert(fc.asyncProperty(few, inspectFile), { numRuns: 300 })
  })

  test('pieces of key files', async () => {
    const piece = fc.oneof(
      fc.constantFrom(...FRAGMENTS),
      fc.base64String({ maxLength: 80 }),
      fc.string(),
    )
    const text = fc.array(piece, { minLength: 1, maxLength: 60 }).map((pieces) => pieces.join(''))
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        expect(await inspect({ text: value || ' ' }, 'secret')).toBeNull()
      }),
      { numRuns: 400 },
    )
  })

  test.each(FRAGMENTS)('%j over and over', async (fragment) => {
    const text = fragment.repeat(Math.floor(130_000 / fragment.length))
    expect(await inspect({ text })).toBeNull()
    expect(await inspect({ text: `-----BEGIN PRIVATE KEY-----\n${text}` })).toBeNull()
  })
})

describe.each<[string, string | undefined]>([
  ['plain.sec1.pem', undefined],
  ['plain.pkcs8.pem', undefined],
  ['plain.ppk', undefined],
  ['encrypted3.ppk', 'vector'],
  ['encrypted/pbes2-aes128.pem', 'vector'],
  ['encrypted/dek-des3.pem', 'vector'],
  ['../ed25519', undefined],
])('%s with damage', (name, passphrase) => {
  test('is the same key, or none', async () => {
    const original = await readFile(vector(name))
    const whole = await inspect({ text: original.toString('utf8') }, passphrase)
    expect(whole?.kind).toBe('pair')
    const path = join(folder.dir, 'damaged')
    const judge = async (data: Buffer) => {
      await writeFile(path, data)
      const preview = await inspect({ path }, passphrase)
      if (preview === null || preview.kind === 'public-only') return
      expect(preview.fingerprint ?? whole?.fingerprint).toEqual(whole?.fingerprint)
    }
    const at = fc.nat({ max: original.length - 1 })
    const flip = fc.asyncProperty(at, fc.nat({ max: 7 }), (offset, bit) => {
      const data = Buffer.from(original)
      data.writeUInt8(data.readUInt8(offset) ^ (1 << bit), offset)
      return judge(data)
    })
    const cut = fc.asyncProperty(at, fc.integer({ min: 1, max: 40 }), (offset, length) => {
      return judge(
        Buffer.concat([original.subarray(0, offset), original.subarray(offset + length)]),
      )
    })
    const end = fc.asyncProperty(at, (offset) => judge(original.subarray(0, offset)))
    await fc.assert(flip, { numRuns: 60 })
    await fc.assert(cut, { numRuns: 60 })
    await fc.assert(end, { numRuns: 60 })
  })
})

test('every changed character of an unencrypted PuTTY file is noticed', async () => {
  const text = await readFile(vector('plain.ppk'), 'latin1')
  // All that a person's key is made of; the names of the fields are the reader's business.
  const values = [...text.matchAll(/(?<=Comment: |Private-MAC: |\n)[^:\n]+(?=\n)/g)]
  let changed = 0
  for (const { index, 0: value } of values) {
    for (let at = index; at < index + value.length; at++) {
      const data = Buffer.from(text, 'latin1')
      data.writeUInt8(data.readUInt8(at) ^ 1, at)
      const path = join(folder.dir, 'changed.ppk')
      await writeFile(path, data)
      expect([at, await inspect({ path })]).toEqual([at, null])
      changed++
    }
  }
  expect(changed).toBeGreaterThan(180)
})
