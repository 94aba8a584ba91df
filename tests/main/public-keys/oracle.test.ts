/** Real ssh-keygen and puttygen as oracles, over keys made on the spot. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import {
  checkPublicKeys,
  formatPublicKeyLine,
  parsePublicKeyLine,
} from '../../../main/public-keys/index.ts'
import { writeBlob } from '../../../main/public-keys/wire.ts'
import { blobOf, wrap } from './vectors.ts'

const KINDS = [
  { name: 'ed25519', args: ['-t', 'ed25519'], type: 'ed25519', bits: 256, curve: null },
  { name: 'p256', args: ['-t', 'ecdsa', '-b', '256'], type: 'ecdsa', bits: 256, curve: 'nistp256' },
  { name: 'p384', args: ['-t', 'ecdsa', '-b', '384'], type: 'ecdsa', bits: 384, curve: 'nistp384' },
  { name: 'p521', args: ['-t', 'ecdsa', '-b', '521'], type: 'ecdsa', bits: 521, curve: 'nistp521' },
  { name: 'rsa2048', args: ['-t', 'rsa', '-b', '2048'], type: 'rsa', bits: 2048, curve: null },
  { name: 'rsa3072', args: ['-t', 'rsa', '-b', '3072'], type: 'rsa', bits: 3072, curve: null },
] as const

let folder: string
const path = (name: string) => join(folder, name)
const publicLine = (name: string) => readFileSync(path(`${name}.pub`), 'utf8').trim()
const keygen = (...args: string[]) => execFileSync('ssh-keygen', args, { encoding: 'utf8' })
const puttygen = (...args: string[]) => execFileSync('puttygen', args)

beforeAll(() => {
  folder = mkdtempSync(join(homedir(), 'oracle-'))
  for (const { name, args } of KINDS) {
    keygen('-q', '-N', '', '-C', `${name} of ada`, '-f', path(name), ...args)
  }
})

/** What ssh-keygen says of every line of a text: bits and fingerprint. */
function listed(text: string, hash: 'sha256' | 'md5'): readonly string[] {
  writeFileSync(path('listed.pub'), `${text}\n`)
  const lines = keygen('-l', '-E', hash, '-f', path('listed.pub')).trim().split('\n')
  return lines.map((line) => line.split(' ').slice(0, 2).join(' '))
}

/** The same of our own reading of the keys. */
function ours(text: string): readonly string[] {
  return checkPublicKeys({ text }).entries.map(
    ({ bits, fingerprint }) => `${bits} ${fingerprint?.sha256}`,
  )
}

describe.each(KINDS)('$name', ({ name, type, bits, curve }) => {
  test('is read as ssh-keygen reads it', () => {
    const key = parsePublicKeyLine(publicLine(name))
    expect(key).toMatchObject({ type, bits, curve, comment: `${name} of ada` })
    expect([`${bits} ${key?.fingerprint.sha256}`]).toEqual(listed(publicLine(name), 'sha256'))
    expect([`${bits} ${key?.fingerprint.md5}`]).toEqual(listed(publicLine(name), 'md5'))
    expect(key && formatPublicKeyLine(key)).toBe(publicLine(name))
  })

  test('is repaired to a line that ssh-keygen reads as the same key', () => {
    const line = publicLine(name)
    const blob = blobOf(line)
    const texts = [
      line,
      blob,
      `"${line}",`,
      `ssh-dss ${blob}`,
      wrap(line, 80),
      wrap(line, 33).replaceAll('\n', '\r\n'),
      wrap(line, 64).replaceAll('\n', ' '),
      line.replaceAll('=', ''),
      line.replaceAll('+', '-').replaceAll('/', '_'),
      `from="*.lan",no-pty ${line}`,
      keygen('-e', '-f', path(`${name}.pub`)),
      // ssh-keygen has no PEM form for Ed25519.
      ...(type === 'ed25519' ? [] : [keygen('-e', '-m', 'PKCS8', '-f', path(`${name}.pub`))]),
    ]
    for (const text of texts) {
      const { repaired } = checkPublicKeys({ text })
      expect(listed(repaired ?? '', 'sha256'), text).toEqual(listed(line, 'sha256'))
    }
  })

  test('comes back from PuTTY', () => {
    puttygen(path(name), '-O', 'private', '-o', path(`${name}.ppk`))
    puttygen(path(name), '-O', 'public', '-o', path(`${name}.rfc4716`))
    const ppk = readFileSync(path(`${name}.ppk`), 'utf8')
    const publicPart = ppk.slice(0, ppk.indexOf('Private-Lines'))
    for (const text of [publicPart, readFileSync(path(`${name}.rfc4716`), 'utf8')]) {
      const { repaired } = checkPublicKeys({ text })
      expect(repaired).toBe(publicLine(name))
    }
    expect(checkPublicKeys({ text: ppk })).toMatchObject({
      repaired: null,
      entries: [{ excerpt: '' }],
    })
  })
})

test('all keys on one line come back one by one', () => {
  const lines = KINDS.map(({ name }) => publicLine(name))
  for (const separator of [' ', ',', '\\n', '']) {
    const { repaired } = checkPublicKeys({ text: lines.join(separator) })
    expect(repaired).toBe(lines.join('\n'))
    expect(listed(repaired ?? '', 'sha256')).toEqual(ours(lines.join('\n')))
  }
})

test('keys of security keys are read as ssh-keygen reads them', () => {
  const point = Buffer.from(blobOf(publicLine('ed25519')), 'base64').subarray(-32)
  const curvePoint = Buffer.from(blobOf(publicLine('p256')), 'base64').subarray(-65)
  const application = Buffer.from('ssh:')
  const line = (word: string, ...fields: Buffer[]) =>
    `${word} ${writeBlob(word, ...fields).toString('base64')} yubikey`
  const text = [
    line('sk-ssh-ed25519@openssh.com', point, application),
    line('sk-ecdsa-sha2-nistp256@openssh.com', Buffer.from('nistp256'), curvePoint, application),
  ].join('\n')
  const report = checkPublicKeys({ text })
  expect(report.ok).toBe(true)
  expect(report.entries.map(({ type }) => type)).toEqual(['sk-ed25519', 'sk-ecdsa'])
  expect(ours(text)).toEqual(listed(text, 'sha256'))
})

test('a real key is never called altered', () => {
  for (let count = 0; count < 40; count++) {
    const name = `many-${count}`
    keygen('-q', '-N', '', '-C', name, '-f', path(name), '-t', 'ed25519')
  }
  const text = Array.from({ length: 40 }, (_, count) => publicLine(`many-${count}`)).join('\n')
  expect(checkPublicKeys({ text })).toMatchObject({ ok: true, repaired: text })
})
