import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ImportKeyParams } from '../../../../main/contract/methods.ts'
import {
  publicHalfByKeygen,
  quietContext,
  sshKeygen,
  type TestFolder,
  testFolder,
} from '../support.ts'
import { CHEAP, HAS_PUTTYGEN, makePpk, publicByPuttygen, savePpk } from './puttygen.ts'
import { errorOf } from './support.ts'

const COMMENT = 'My "old" key, O\'Brien \\ ключ  2019'
const PASSPHRASE = 'cAnAry "$(x)\' ümlaut 7'
const TYPES = {
  ed25519: ['ed25519'],
  ecdsa256: ['ecdsa', '-b', '256'],
  ecdsa384: ['ecdsa', '-b', '384'],
  ecdsa521: ['ecdsa', '-b', '521'],
  rsa: ['rsa', '-b', '2048'],
} as const
type Type = keyof typeof TYPES
const NAMES = Object.keys(TYPES) as Type[]

describe.skipIf(!HAS_PUTTYGEN)('PuTTY files', () => {
  let made: TestFolder
  let folder: TestFolder
  let number = 0

  beforeAll(async () => {
    made = await testFolder()
    for (const name of NAMES) await makePpk(source(name), TYPES[name], COMMENT)
  })
  afterAll(() => made.remove())
  beforeEach(async () => {
    folder = await testFolder({ create: false })
  })
  afterEach(() => folder.remove())

  function source(name: Type): string {
    return join(made.dir, `${name}.ppk`)
  }

  /** The key of that type, saved again by puttygen. */
  async function saved(name: Type, parameters: string, passphrase: Buffer | string = '') {
    const path = join(made.dir, `saved-${number++}.ppk`)
    await savePpk(source(name), path, parameters, passphrase)
    return path
  }

  function importKey(params: Partial<ImportKeyParams>) {
    return folder.service.import({ name: 'imported', ...params }, quietContext())
  }

  const VARIANTS: readonly (readonly [string, string, string])[] = [
    ['version 3', 'version=3', ''],
    ['version 2', 'version=2', ''],
    ['version 3, Argon2id', `version=3,kdf=argon2id,${CHEAP}`, PASSPHRASE],
    ['version 3, Argon2i', `version=3,kdf=argon2i,${CHEAP}`, PASSPHRASE],
    ['version 3, Argon2d, 3 lanes', `version=3,kdf=argon2d,${CHEAP},parallelism=3`, PASSPHRASE],
    ['version 2, encrypted', 'version=2', PASSPHRASE],
  ]

  describe.each(NAMES)('%s', (name) => {
    test.each(VARIANTS)(
      '%s becomes a pair that ssh-keygen reads',
      async (_, parameters, secret) => {
        const path = await saved(name, parameters, secret)
        // Writing encrypted copies takes nearly all the time, and is the same for every type.
        const encrypted = name === 'ed25519' && parameters.includes('argon2id')
        const protect = encrypted ? 'same' : 'none'
        const passphrase = secret === '' ? {} : { passphrase: secret }
        const pair = await importKey({ path, protect, ...passphrase })
        const expected = await publicByPuttygen(path, secret)
        const privatePath = join(folder.sshDir, 'imported')
        expect(await readFile(`${privatePath}.pub`, 'utf8')).toBe(`${expected}\n`)
        expect(await publicHalfByKeygen(privatePath, encrypted ? secret : '')).toBe(
          expected.split(' ').slice(0, 2).join(' '),
        )
        if (encrypted) expect(await publicHalfByKeygen(privatePath)).toBeNull()
        expect(pair).toMatchObject({
          format: 'openssh',
          encrypted,
          comment: COMMENT,
          pair: 'matched',
          privateKeyPath: privatePath,
        })
        const modes = [privatePath, `${privatePath}.pub`].map(
          async (file) => (await stat(file)).mode,
        )
        expect((await Promise.all(modes)).map((mode) => (mode & 0o777).toString(8))).toEqual([
          '600',
          '644',
        ])
      },
    )
  })

  test('with the passphrase protection that PuTTYgen chooses by itself', async () => {
    const path = await saved('ed25519', 'version=3', PASSPHRASE)
    expect(await readFile(path, 'latin1')).toContain('Argon2-Memory: 8192')
    const pair = await importKey({ path, passphrase: PASSPHRASE })
    expect(pair.fingerprint?.sha256).toBe(
      (await sshKeygen(['-lf', pair.publicKeyPath ?? ''])).split(' ')[1],
    )
  })

  test('without a comment, also when an editor took the space at the end of its line', async () => {
    const path = join(made.dir, 'no-comment.ppk')
    await makePpk(path, ['ed25519'], '')
    const text = await readFile(path, 'utf8')
    for (const [name, spaces] of [
      ['as-made', ' '],
      ['trimmed', ''],
    ] as const) {
      const pair = await importKey({
        name,
        text: text.replace('Comment: \n', `Comment:${spaces}\n`),
      })
      expect(pair).toMatchObject({ comment: '', pair: 'matched' })
      expect(await publicByPuttygen(pair.privateKeyPath ?? '')).toBe(await publicByPuttygen(path))
    }
  })

  test('the comment inside the private file is the same, too', async () => {
    await importKey({ path: source('ed25519') })
    const path = join(folder.sshDir, 'imported')
    expect(await sshKeygen(['-y', '-f', path])).toBe(await readFile(`${path}.pub`, 'utf8'))
  })

  test('back again: puttygen reads the imported pair as the same key', async () => {
    for (const name of NAMES) {
      await importKey({ name, path: source(name) })
      const path = join(folder.sshDir, name)
      expect(await publicByPuttygen(path)).toBe(await publicByPuttygen(source(name)))
    }
  })

  describe('the preview', () => {
    test('of a locked key shows all but that it opens', async () => {
      const path = await saved('rsa', `version=3,${CHEAP}`, PASSPHRASE)
      const preview = await folder.service.inspectImport({ path }, quietContext())
      const [bits, sha256] = (await fingerprintOf(path, PASSPHRASE)).split(' ')
      expect(preview).toMatchObject({
        kind: 'locked',
        format: 'ppk3',
        type: 'rsa',
        bits: Number(bits),
        comment: COMMENT,
        fingerprint: { sha256 },
        encrypted: true,
        existing: null,
      })
    })

    test('of an opened key, and that it is here already', async () => {
      const path = await saved('ecdsa384', 'version=2', PASSPHRASE)
      await importKey({ name: 'work', path, passphrase: PASSPHRASE, protect: 'none' })
      const preview = await folder.service.inspectImport(
        { path, passphrase: PASSPHRASE },
        quietContext(),
      )
      expect(preview).toMatchObject({
        kind: 'pair',
        format: 'ppk2',
        type: 'ecdsa',
        bits: 384,
        existing: { name: 'work', path: join(folder.sshDir, 'work') },
        problems: [{ code: 'converted', severity: 'info' }],
      })
    })

    async function fingerprintOf(path: string, passphrase: string): Promise<string> {
      const pair = await importKey({ path, passphrase, protect: 'none' })
      return sshKeygen(['-lf', pair.privateKeyPath ?? ''])
    }
  })

  describe('passphrases', () => {
    test.each([
      ['of one character', 'x'],
      ['of 1,000 characters', 'long '.repeat(200)],
      ['in other scripts', '密码 пароль 🔑'],
    ])('%s', async (_, secret) => {
      const path = await saved('ed25519', 'version=2', secret)
      const pair = await importKey({ path, passphrase: secret })
      expect(await publicHalfByKeygen(pair.privateKeyPath ?? '', secret)).not.toBeNull()
    })

    test.each(['version=2', `version=3,${CHEAP}`])(
      'written by an old PuTTYgen on Windows, in its character set: %s',
      async (parameters) => {
        const path = await saved('ed25519', parameters, Buffer.from('Straße', 'latin1'))
        const pair = await importKey({ path, passphrase: 'Straße', protect: 'none' })
        expect(pair.pair).toBe('matched')
      },
    )

    test('longer than ssh can read: only for a copy without one', async () => {
      const secret = 'пароль'.repeat(100)
      const path = await saved('ed25519', 'version=2', secret)
      const error = await errorOf(importKey({ path, passphrase: secret }))
      expect([error.code, error.message]).toEqual([
        'invalid-value',
        expect.stringContaining('longer'),
      ])
      expect((await importKey({ path, passphrase: secret, protect: 'none' })).pair).toBe('matched')
    })

    test('the copy can be left without one', async () => {
      const path = await saved('ed25519', 'version=2', PASSPHRASE)
      const pair = await importKey({ path, passphrase: PASSPHRASE, protect: 'none' })
      expect(pair.encrypted).toBe(false)
      expect(await publicHalfByKeygen(pair.privateKeyPath ?? '')).not.toBeNull()
    })

    test.each(['version=2', `version=3,${CHEAP}`])('missing or wrong: %s', async (parameters) => {
      const path = await saved('rsa', parameters, PASSPHRASE)
      const errors = [importKey({ path }), importKey({ path, passphrase: 'wrong' })].map(errorOf)
      expect((await Promise.all(errors)).map(({ code }) => code)).toEqual([
        'passphrase-needed',
        'passphrase-wrong',
      ])
      await expect(stat(folder.sshDir)).rejects.toThrow('ENOENT')
    })
  })

  describe('damage', () => {
    test.each(VARIANTS)('every changed field of %s is noticed', async (_, parameters, secret) => {
      const text = await readFile(await saved('ed25519', parameters, secret), 'latin1')
      const passphrase = secret === '' ? {} : { passphrase: secret }
      const changes: readonly ((whole: string) => string)[] = [
        (whole) => whole.replace('Comment: M', 'Comment: m'),
        (whole) => whole.replace(/AAAAI[A-Za-z0-9+/]/, (found) => `AAAAI${other(found.at(-1))}`),
        (whole) =>
          whole.replace(
            /(Private-Lines: 1\r?\n.{30})(.)/,
            (_all, start, last) => start + other(last),
          ),
        (whole) =>
          whole.replace(
            /(Private-MAC: )(.)/,
            (_all, start, digit) => start + (digit === '0' ? '1' : '0'),
          ),
      ]
      for (const change of changes) {
        const damaged = change(text)
        expect(damaged).not.toBe(text)
        const { code } = await errorOf(importKey({ text: utf8(damaged), ...passphrase }))
        expect(code).toBe('unreadable')
      }
    })

    test('cut off anywhere, there is no key', async () => {
      const text = await readFile(await saved('ed25519', 'version=3'), 'utf8')
      for (let length = 30; length < text.length - 2; length += 7) {
        const { code } = await errorOf(importKey({ text: text.slice(0, length) }))
        expect([length, code]).toEqual([length, 'unreadable'])
      }
    })

    test.each<[string, (text: string) => string]>([
      ['Windows line ends', (text) => text.replaceAll('\n', '\r\n')],
      ['a byte order mark', (text) => `\uFEFF${text}`],
      ['indentation', (text) => text.replaceAll(/^/gm, '   ')],
      ['text around it', (text) => `My key:\n\n${text}\nregards\n`],
      ['no line breaks', (text) => text.trim().replaceAll('\n', ' ')],
    ])('%s does no harm', async (_, change) => {
      const text = await readFile(await saved('rsa', `version=3,${CHEAP}`, PASSPHRASE), 'utf8')
      const params = { text: change(text), passphrase: PASSPHRASE, protect: 'none' } as const
      const pair = await importKey(params)
      expect(pair.comment).toBe(COMMENT)
    })

    function other(character: string | undefined): string {
      return character === 'A' ? 'B' : 'A'
    }
    function utf8(text: string): string {
      return Buffer.from(text, 'latin1').toString('utf8')
    }
  })

  test('a comment in the character set of an old Windows', async () => {
    const path = join(made.dir, 'latin1.ppk')
    const script = 'puttygen "$0" -C "$(printf "Schl\\374ssel")" -O private -o "$1"'
    await promisify(execFile)('sh', ['-c', script, source('ed25519'), path])
    expect((await importKey({ path })).comment).toBe('Schlüssel')
  })
})
