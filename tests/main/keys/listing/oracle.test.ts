/** Every listed field against what the real `ssh-keygen` prints for the same file. */

import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { KeyPair } from '../../../../main/contract/methods.ts'
import { run } from '../../../../main/system/run.ts'
import { publicHalfByKeygen, sshKeygen, type TestFolder, testFolder } from '../support.ts'

const PASSPHRASE = 'five+characters'

interface Row {
  readonly name: string
  readonly args: readonly string[]
  readonly format: string
  readonly passphrase?: string
}

const TYPES: readonly Row[] = [
  { name: 'ed25519', args: ['-t', 'ed25519'], format: 'openssh' },
  { name: 'ecdsa256', args: ['-t', 'ecdsa', '-b', '256'], format: 'openssh' },
  { name: 'ecdsa384', args: ['-t', 'ecdsa', '-b', '384'], format: 'openssh' },
  { name: 'ecdsa521', args: ['-t', 'ecdsa', '-b', '521'], format: 'openssh' },
  { name: 'rsa1024', args: ['-t', 'rsa', '-b', '1024'], format: 'openssh' },
  { name: 'rsa2048', args: ['-t', 'rsa', '-b', '2048'], format: 'openssh' },
  { name: 'rsa3072', args: ['-t', 'rsa', '-b', '3072'], format: 'openssh' },
  { name: 'rsa2056', args: ['-t', 'rsa', '-b', '2056'], format: 'openssh' },
  { name: 'dsa', args: ['-t', 'dsa'], format: 'openssh' },
  { name: 'rsa-pkcs1', args: ['-t', 'rsa', '-b', '2048', '-m', 'PEM'], format: 'pkcs1' },
  { name: 'rsa-pkcs8', args: ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8'], format: 'pkcs8' },
  { name: 'ecdsa-sec1', args: ['-t', 'ecdsa', '-b', '384', '-m', 'PEM'], format: 'sec1' },
  { name: 'ecdsa-pkcs8', args: ['-t', 'ecdsa', '-b', '521', '-m', 'PKCS8'], format: 'pkcs8' },
]
const ENCRYPTED: readonly Row[] = TYPES.filter(({ name }) => !/1024|2056|384/.test(name)).map(
  (row) => ({
    ...row,
    name: `${row.name} locked`,
    args: [...row.args, '-a', '1'],
    passphrase: PASSPHRASE,
  }),
)
const CIPHERS: readonly Row[] = [
  'aes128-cbc',
  'aes256-gcm@openssh.com',
  'chacha20-poly1305@openssh.com',
  '3des-cbc',
].map((cipher) => ({
  name: cipher.replace(/@.*/, ''),
  args: ['-t', 'ed25519', '-a', '1', '-Z', cipher],
  format: 'openssh',
  passphrase: PASSPHRASE,
}))
/** Shells, C and people take each of these apart in their own way. */
const COMMENTS: readonly (readonly [string, string])[] = [
  ['plain', 'me@laptop'],
  ['spaces inside', 'my  new   key'],
  ['spaces at the end', 'my key  '],
  ['tab', 'my\tkey'],
  ['quotes', `it's "mine"`],
  ['dollar', '$(rm -rf ~) `x` \\n %s'],
  ['Umlaute', 'Schlüssel für Zürich'],
  ['emoji', '🔑 key'],
  ['Hebrew', 'מפתח'],
  ['hash', '# no comment'],
  ['like a key', 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI'],
  ['long', 'x'.repeat(900)],
]
const NAMES = ['with space', `it's`, 'a"b', 'Schlüssel', '-dash', 'per%cent', 'back\\slash', '鍵']

let folder: TestFolder
let pairs: readonly KeyPair[]

beforeAll(async () => {
  folder = await testFolder()
  for (const row of [...TYPES, ...ENCRYPTED, ...CIPHERS]) {
    await make(row.name, [...row.args, '-C', `${row.name}@test`], row.passphrase)
  }
  for (const [name, comment] of COMMENTS) {
    await make(`comment ${name}`, ['-t', 'ed25519', '-C', comment])
  }
  for (const name of NAMES) await make(name, ['-t', 'ed25519', '-C', 'odd name'])
  pairs = await folder.service.list()
}, 120_000)
afterAll(() => folder.remove())

const at = (name: string) => join(folder.sshDir, name)

async function make(name: string, args: readonly string[], passphrase = '') {
  await sshKeygen(['-q', ...args, '-N', passphrase, '-f', at(name)])
}

function listed(name: string): KeyPair {
  const pair = pairs.find((one) => one.name === name)
  if (pair === undefined) throw new Error(`${name} is not listed`)
  return pair
}

/** `BITS FINGERPRINT COMMENT (TYPE)`, of the private file: with the `.pub` beside it, as people do. */
async function byKeygen(path: string, args: readonly string[] = []) {
  const env = { ...process.env, LC_ALL: 'C.UTF-8' }
  const { stdout } = await run(['ssh-keygen', '-l', ...args, '-f', path], { timeoutMs: 9_000, env })
  const [, bits, print, comment, type] = /^(\d+) (\S+) (.*) \(([^()]+)\)\n$/s.exec(stdout) ?? []
  return { bits: Number(bits), print, comment, type: type?.toLowerCase() }
}

async function expectAgreement(name: string) {
  const { bits, fingerprint, comment, type } = listed(name)
  const sha256 = await byKeygen(at(name))
  const md5 = await byKeygen(at(name), ['-E', 'md5'])
  expect({ bits, print: fingerprint?.sha256, comment, type }).toEqual(sha256)
  expect({ bits, print: fingerprint?.md5, comment, type }).toEqual(md5)
}

test.each([...TYPES, ...ENCRYPTED, ...CIPHERS])(
  '$name ($format)',
  async ({ name, format, passphrase }) => {
    await expectAgreement(name)
    const encrypted = passphrase !== undefined
    expect(listed(name)).toMatchObject({ format, encrypted, pair: 'matched' })
  },
)

test.each(COMMENTS)('the comment: %s', async (name) => {
  await expectAgreement(`comment ${name}`)
})

test.each(NAMES)('the file name %s', async (name) => {
  await expectAgreement(name)
  expect(listed(name).problems.map(({ code }) => code)).toEqual(
    /^[\p{L}]+$/u.test(name) ? [] : [name === 'with space' ? 'name-with-spaces' : 'name-unsafe'],
  )
})

test('nothing else is listed', async () => {
  const files = await readdir(folder.sshDir)
  expect(pairs).toHaveLength(files.length / 2)
})

test('without .pub files: the private half tells the same, also of an encrypted OpenSSH file', async () => {
  const readable = [...TYPES, ...ENCRYPTED, ...CIPHERS].filter(
    ({ format, passphrase }) => format === 'openssh' || passphrase === undefined,
  )
  for (const { name } of readable) await rm(`${at(name)}.pub`)
  const alone = await folder.service.list()
  for (const { name, passphrase } of readable) {
    const pair = alone.find((one) => one.name === name)
    const { bits, print, comment, type } = await byKeygen(at(name))
    expect([name, pair?.bits, pair?.fingerprint?.sha256, pair?.type]).toEqual([
      name,
      bits,
      print,
      type,
    ])
    // Where there is no comment to be read, ssh-keygen prints a placeholder.
    expect([name, pair?.comment || 'no comment']).toEqual([name, comment])
    const line = await publicHalfByKeygen(at(name), passphrase)
    const exported = await folder.service.export({
      id: String(pair?.id),
      path: at(name),
      format: 'openssh-public',
    })
    expect(exported.text.split(' ').slice(0, 2).join(' ').trim()).toBe(line)
  }
}, 60_000)

test.each([
  ['CRLF', (line: string) => `${line.trim()}\r\n`],
  ['a comment line and a blank one first', (line: string) => `# mine\n\n${line}`],
  ['indented by a tab', (line: string) => `\t${line}`],
  ['two blanks between', (line: string) => line.replaceAll(' ', '  ')],
  ['garbage first', (line: string) => `garbage\n${line}`],
  ['no final newline', (line: string) => line.trim()],
  ['a second key', (line: string) => `${line}${line.replace('plain', 'other')}`],
  ['BOM', (line: string) => `\uFEFF${line}`],
  ['UTF-16', (line: string) => Buffer.from(`\uFEFF${line}`, 'utf16le')],
  ['wrapped', (line: string) => `${line.slice(0, 50)}\n${line.slice(50)}`],
  ['truncated', (line: string) => line.slice(0, 60)],
  ['no type word', (line: string) => line.replace('ssh-ed25519 ', '')],
  ['a no-break space first', (line: string) => `\u00a0${line}`],
  ['PEM before', (line: string) => `-----BEGIN X-----\n${line}`],
  ['options', (line: string) => `restrict ${line}`],
  ['in quotes', (line: string) => `"${line.trim()}"\n`],
])('a .pub file, %s: a key for us exactly when for OpenSSH', async (_, damage) => {
  const own = await testFolder()
  try {
    const line = await readFile(`${at('comment plain')}.pub`, 'utf8')
    const path = join(own.sshDir, 'id_case')
    // Its own public half cannot be read, so that ssh-keygen has to take the .pub file, as ssh does.
    await copyFile(at('rsa-pkcs1 locked'), path)
    await writeFile(`${path}.pub`, damage(line))
    const [pair] = await own.service.list()
    const theirs = await byKeygen(path)
    const ours = pair?.fingerprint?.sha256
    expect([ours, ours && pair?.comment]).toEqual([theirs.print, theirs.comment])
    const [code = ''] = pair?.problems.map((problem) => problem.code) ?? []
    expect(code).toMatch(ours === undefined ? /^public-file-/ : /^pair-not-checked$/)
  } finally {
    await own.remove()
  }
})
