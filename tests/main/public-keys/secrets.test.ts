/** Private keys and API keys: a hard stop, and not one character of them in anything returned. */

import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPublicKeys } from '../../../main/public-keys/index.ts'
import { ED25519, RSA, vector, wrap } from './vectors.ts'

/** A private key file, and every run of its letters that must not come back. */
interface Secret {
  readonly name: string
  readonly text: string
}

const folder = mkdtempSync(join(homedir(), 'secrets-'))
const SECRETS: readonly Secret[] = [
  opensshKey('openssh-ed25519', '-t', 'ed25519'),
  opensshKey('openssh-rsa', '-t', 'rsa', '-b', '2048'),
  opensshKey('openssh-ecdsa', '-t', 'ecdsa'),
  opensshKey('openssh-encrypted', '-t', 'ed25519', '-N', 'passphrase', '-a', '1'),
  opensshKey('pem-rsa', '-t', 'rsa', '-b', '2048', '-m', 'PEM'),
  opensshKey('pem-rsa-encrypted', '-t', 'rsa', '-b', '2048', '-m', 'PEM', '-N', 'passphrase'),
  opensshKey('pem-ecdsa', '-t', 'ecdsa', '-m', 'PEM'),
  opensshKey('pkcs8-rsa', '-t', 'rsa', '-b', '2048', '-m', 'PKCS8'),
  { name: 'pkcs8-ed25519', text: nodeKey() },
  { name: 'pkcs8-encrypted', text: nodeKey('passphrase') },
  puttyKey('ppk', 'openssh-ed25519'),
  puttyKey('ppk-rsa', 'openssh-rsa'),
]

test.each(SECRETS)('$name is stopped', ({ text }) => {
  const report = checkPublicKeys({ text, expectedKeyId: 'SHA256:x' })
  expect(leaks(text, text.replaceAll('\n', ''))).not.toEqual([])
  expect(report).toMatchObject({
    ok: false,
    repaired: null,
    containsExpected: false,
    entries: [{ verdict: 'rejected', excerpt: '', comment: '', fingerprint: null, repaired: null }],
  })
  expect(report.problems[0]?.code).toBe('private-key')
  expect(report.entries[0]?.problems.map(({ code }) => code)).toEqual(['private-key'])
  expect(leaks(text, report)).toEqual([])
})

describe.each(SECRETS)('$name', ({ text }) => {
  const lines = text.trim().split('\n')
  const damaged: readonly (readonly [string, string])[] = [
    ['without its first line', lines.slice(1).join('\n')],
    ['without its last line', lines.slice(0, -1).join('\n')],
    ['only the first half', text.slice(0, text.length / 2)],
    ['on one line', lines.join(' ')],
    ['without any line break', lines.join('')],
    ['in quotes', `"${text.trim()}"`],
    ['as a JSON string', JSON.stringify({ key: text })],
    ['in a variable', `SSH_KEY='${text}'`],
    ['with Windows line endings', lines.join('\r\n')],
    ['indented', `    ${lines.join('\n    ')}`],
    ['in a quoted mail', `> ${lines.join('\n> ')}`],
    ['at another width', wrap(text, 33)],
    ['with zero-width spaces', lines.join('\u200b\n')],
    ['with long dashes', text.replaceAll('-----', '—————')],
    ['as base64', Buffer.from(text).toString('base64')],
    ['with type word', `ssh-rsa ${lines.join('')}`],
  ]

  test.each(damaged)('%s', (_, pasted) => {
    const alone = checkPublicKeys({ text: pasted })
    expect(alone.repaired).toBeNull()
    expect(leaks(text, alone)).toEqual([])
    const among = checkPublicKeys({ text: `${ED25519}\n${pasted}\n${RSA}\n` })
    expect(leaks(text, among)).toEqual([])
    expect(among.ok).toBe(false)
    expect(among.repaired?.split('\n').slice(-1)).toEqual([RSA])
  })

  test('between two keys it is the only thing left out', () => {
    const { repaired, entries } = checkPublicKeys({ text: `${ED25519}\n${text}\n${RSA}\n` })
    expect(repaired).toBe(`${ED25519}\n${RSA}`)
    expect(entries.map(({ verdict }) => verdict)).toEqual(['ok', 'rejected', 'ok'])
  })
})

test('however it is damaged, as long as it can be told, nothing of it comes back', () => {
  const piece = fc.constantFrom(
    '\n',
    ' ',
    '"',
    ',',
    '\\n',
    '\r\n',
    `\n${RSA}\n`,
    ' me@laptop ',
    '\t',
  )
  const cuts = fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), piece }), {
    maxLength: 6,
  })
  const trim = fc.tuple(fc.nat(60), fc.nat(60))
  fc.assert(
    fc.property(fc.constantFrom(...SECRETS), cuts, trim, ({ text }, inserts, [from, to]) => {
      let pasted = text
      for (const { at, piece: inserted } of inserts) {
        const index = Math.floor(at * pasted.length)
        pasted = pasted.slice(0, index) + inserted + pasted.slice(index)
      }
      // One end stays whole: what has lost both is no private key to any reader.
      const cut = from > to ? pasted.slice(from) : pasted.slice(0, pasted.length - to)
      expect(leaks(text, checkPublicKeys({ text: cut }))).toEqual([])
    }),
    { numRuns: 400, seed: 4716 },
  )
})

describe('API keys', () => {
  const API_KEY = `rpa_${'A1B2C3D4E5'.repeat(4)}xyz`
  test.each([
    ['alone', API_KEY],
    ['in a variable', `RUNPOD_API_KEY=${API_KEY}`],
    ['in quotes', `"${API_KEY}"`],
    ['stuck to a key', `${ED25519.replace(' ada@laptop', '')}${API_KEY}`],
    ['as a comment', `${ED25519.replace(' ada@laptop', '')} ${API_KEY}`],
    ['in a command', `curl -H "Authorization: Bearer ${API_KEY}" https://api.runpod.io/v2/pods`],
  ])('%s', (_, text) => {
    const report = checkPublicKeys({ text })
    expect(report.ok).toBe(false)
    expect(report.problems[0]?.code).toBe('api-key')
    expect(JSON.stringify(report)).not.toContain('A1B2C3')
  })

  test('the key before it stays usable', () => {
    expect(checkPublicKeys({ text: `${ED25519}\n${API_KEY}` }).repaired).toBe(ED25519)
  })
})

test.each([
  ['a line of a private key file', 'xY3'.repeat(23)],
  ['a token', 'Zm9vYmFyYmF6MTIzNDU2Nzg5MEFCQ0RFRkdISUpLTE1OT1A'],
])('%s is not shown, in case it is secret', (_, text) => {
  const [entry] = checkPublicKeys({ text }).entries
  expect(entry?.problems.map(({ code }) => code)).toEqual(['unknown-base64'])
  expect(entry?.excerpt).toBe('')
})

test('public material is no false alarm', () => {
  const names = [
    'ed25519-cert.pub',
    'ed25519.puttygen.pub',
    'rsa-3072.spki.pem',
    'rsa-3072.pkcs1.pem',
  ]
  const text = [...names.map(vector), ED25519, RSA, wrap(vector('ed25519-cert.pub'), 80)].join('\n')
  const { entries } = checkPublicKeys({ text })
  const codes = entries.flatMap(({ problems }) => problems.map(({ code }) => code))
  expect(codes).not.toContain('private-key')
})

/** Pieces of 12 or more letters of the secret part that stand in the report. */
function leaks(secret: string, report: unknown): readonly string[] {
  const said = JSON.stringify(report)
  const body = secret
    .split('\n')
    .filter((line) => !/-----|: /.test(line))
    .join('')
  const found: string[] = []
  for (let index = 0; index + 12 <= body.length; index += 3) {
    const piece = body.slice(index, index + 12)
    if (said.includes(piece) && !ED25519.includes(piece) && !RSA.includes(piece)) found.push(piece)
  }
  return found
}

function opensshKey(name: string, ...args: string[]): Secret {
  const path = join(folder, name)
  const passphrase = args.includes('-N') ? [] : ['-N', '']
  execFileSync('ssh-keygen', ['-q', '-C', 'c', '-f', path, ...passphrase, ...args])
  return { name, text: readFileSync(path, 'utf8') }
}

function nodeKey(passphrase?: string): string {
  const { privateKey } = generateKeyPairSync('ed25519')
  const cipher = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }
  return privateKey.export({ type: 'pkcs8', format: 'pem', ...cipher }).toString()
}

function puttyKey(name: string, from: string): Secret {
  const path = join(folder, `${name}.ppk`)
  execFileSync('puttygen', [join(folder, from), '-O', 'private', '-o', path])
  return { name, text: readFileSync(path, 'utf8') }
}
