import { createPublicKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExportKeyParams, KeyPair } from '../../../main/contract/methods.ts'
import { makeKey, sshKeygen, type TestFolder, testFolder, writeKeyFile } from './support.ts'

const TYPES: readonly (readonly [string, readonly string[]])[] = [
  ['ed25519', ['-t', 'ed25519']],
  ['ecdsa256', ['-t', 'ecdsa', '-b', '256']],
  ['ecdsa384', ['-t', 'ecdsa', '-b', '384']],
  ['ecdsa521', ['-t', 'ecdsa', '-b', '521']],
  ['rsa', ['-t', 'rsa', '-b', '2048']],
  ['dsa', ['-t', 'dsa']],
]
let folder: TestFolder
let pairs: readonly KeyPair[]

beforeAll(async () => {
  folder = await testFolder()
  for (const [name, args] of TYPES) await makeKey(folder.sshDir, name, args, 'pass-phrase')
  pairs = await folder.service.list()
})
afterAll(() => folder.remove())

async function exported(name: string, format: ExportKeyParams['format']): Promise<string> {
  const id = pairs.find((pair) => pair.name === name)?.id ?? ''
  return (await folder.service.export({ id, format })).text
}

const NAMES = TYPES.map(([name]) => name)

test.each(NAMES)('%s: the OpenSSH form is the .pub file', async (name) => {
  const file = await readFile(join(folder.sshDir, `${name}.pub`), 'utf8')
  expect(await exported(name, 'openssh-public')).toBe(file)
})

test.each(NAMES)('%s: ssh-keygen reads the RFC 4716 form back', async (name) => {
  const text = await exported(name, 'rfc4716')
  expect(text).toContain(`Comment: "${name}@test"\n`)
  const path = join(folder.dir, 'rfc4716')
  await writeKeyFile(path, text)
  const [type, base64] = (await exported(name, 'openssh-public')).split(' ')
  expect((await sshKeygen(['-i', '-f', path])).trim()).toBe(`${type} ${base64}`)
})

test.each(NAMES.filter((name) => name !== 'dsa' && name !== 'ed25519'))(
  '%s: ssh-keygen reads the PEM form back',
  async (name) => {
    const path = join(folder.dir, 'pem')
    await writeKeyFile(path, await exported(name, 'pem-public'))
    const [type, base64] = (await exported(name, 'openssh-public')).split(' ')
    const read = await sshKeygen(['-i', '-m', 'PKCS8', '-f', path])
    expect(read.trim()).toBe(`${type} ${base64}`)
  },
)

test('Ed25519 in PEM holds the same 32 bytes, which OpenSSH itself cannot convert', async () => {
  const key = createPublicKey(await exported('ed25519', 'pem-public'))
  const raw = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url')
  const base64 = (await exported('ed25519', 'openssh-public')).split(' ')[1] ?? ''
  expect(Buffer.from(base64, 'base64').subarray(-32)).toEqual(raw)
})

test('what a format does not have is refused; an unknown id too', async () => {
  await expect(exported('dsa', 'pem-public')).rejects.toMatchObject({ code: 'unsupported' })
  await expect(exported('none', 'rfc4716')).rejects.toMatchObject({ code: 'not-found' })
})

test('a long comment is folded so that no line has more than 72 bytes, and reads back', async () => {
  const comment = `${'ü'.repeat(60)} "quoted" ${'x'.repeat(100)}`
  const path = join(folder.sshDir, 'long')
  await sshKeygen(['-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', path])
  const id = (await folder.service.list()).find((pair) => pair.name === 'long')?.id ?? ''
  const { text } = await folder.service.export({ id, format: 'rfc4716' })
  for (const line of text.split('\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(72)
  expect(text.replaceAll('\\\n', '')).toContain(`Comment: "${comment}"\n`)
  await writeKeyFile(join(folder.dir, 'rfc4716'), text)
  const base64 = (await readFile(`${path}.pub`, 'utf8')).split(' ')[1] ?? ''
  expect(await sshKeygen(['-i', '-f', join(folder.dir, 'rfc4716')])).toContain(base64)
})

test('no format gives out anything private', async () => {
  for (const name of NAMES) {
    for (const format of ['openssh-public', 'rfc4716', 'pem-public'] as const) {
      const text = await exported(name, format).catch(() => '')
      expect(text).not.toMatch(/PRIVATE|b3BlbnNzaC1rZXk/)
    }
  }
})
