/** The help: every cause is in it, in words that need no test, and what ssh prints leads to its cause. */

import { describe, expect, test } from 'vitest'
import { DIAGNOSES } from '../../../main/connection/diagnosis/index.ts'
import type { HelpEntry } from '../../../main/contract/methods.ts'
import { findHelp, readHelp } from '../../../main/help/index.ts'
import { checkPublicKeys } from '../../../main/public-keys/index.ts'

const HELP = readHelp()
const ENTRIES: readonly HelpEntry[] = HELP.parts.flatMap(({ entries }) => entries)

describe('what is in it', () => {
  test('every cause of the diagnosis once, and nothing twice', () => {
    const codes = ENTRIES.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes).toEqual(expect.arrayContaining(Object.keys(DIAGNOSES)))
  })

  test.each(ENTRIES)('$code is told in whole sentences, with a way out', ({ title, readings }) => {
    expect(title).toMatch(/^[A-Z].*[^.]$/)
    expect(readings.length).toBeGreaterThan(0)
    for (const { explanation } of readings) {
      expect(explanation).toMatch(/[.”]$/)
      expect(explanation).not.toMatch(/undefined|null|NaN|\{\w+\}|\(\)|“”| {2}|some time/)
    }
  })

  test.each(Object.keys(DIAGNOSES))('%s offers something in each reading', (cause) => {
    const readings = entry(cause).readings
    expect(readings.every(({ fixes }) => fixes.length > 0)).toBe(true)
  })

  test('no line to copy holds a value of the examples', () => {
    const lines = ENTRIES.flatMap(({ readings }) => readings.flatMap(({ fixes }) => fixes))
      .filter((fix) => fix.kind === 'copy')
      .map((fix) => fix.text)
    expect(lines).toContain('ssh-keygen -A')
    expect(lines.filter((line) => /~\/|AAAA|203\.0\.113|198\.51\.100/.test(line))).toEqual([])
  })

  test('servers are told apart only where the advice differs', () => {
    expect(entry('key-not-accepted').readings.map(({ kinds }) => kinds)).toEqual([
      ['runpod-direct'],
      ['runpod-proxy'],
      ['generic'],
    ])
    expect(entry('banner-timeout').readings.map(({ kinds }) => kinds)).toEqual([[]])
    expect(entry('host-key-changed').readings.map(({ kinds }) => kinds)).toEqual([
      ['runpod-direct', 'generic'],
      ['runpod-proxy'],
    ])
  })

  test('the mistakes of a pasted key are worded as the paste check words them', () => {
    const { entries } = checkPublicKeys({
      text: 'SHA256:n1lAF1ZrZ9ZV7x0xWm8S6mX2rKZl5bJ1mZ8nE1w3sUc',
    })
    const [problem] = entries[0]?.problems ?? []
    expect(problem?.code).toBe('fingerprint')
    expect(entry('fingerprint').title).toBe(problem?.title)
    expect(entry('fingerprint').readings[0]?.explanation).toBe(problem?.detail)
  })

  test('the words are explained once each', () => {
    const words = HELP.words.map(({ word }) => word)
    expect(new Set(words).size).toBe(words.length)
    expect(words).toEqual(expect.arrayContaining(['fingerprint', 'passphrase', 'known_hosts']))
  })
})

describe('searching', () => {
  const SAID = ENTRIES.flatMap(({ code, said }) => said.map((line) => [line, code] as const))

  test.each(SAID)('“%s” leads to %s', (line, code) => {
    const { recognised, codes } = findHelp(line)
    expect(recognised).toBe(code)
    expect(codes[0]).toBe(code)
  })

  test('a whole terminal is understood', () => {
    const text = [
      'PS C:\\Users\\ada> ssh root@203.0.113.7 -p 22041 -i ~/.ssh/id_ed25519',
      '@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@',
      '@         WARNING: UNPROTECTED PRIVATE KEY FILE!          @',
      "Permissions 0644 for '/home/ada/.ssh/id_ed25519' are too open.",
      'root@203.0.113.7: Permission denied (publickey,password).',
    ].join('\r\n')
    expect(findHelp(text).recognised).toBe('key-permissions')
  })

  test.each([
    ['password', 'key-not-accepted'],
    ['VS CODE hang', 'forwarding-refused'],
    ['scp', 'sftp-missing'],
    ["pod's web terminal", 'key-not-accepted'],
    ['too-many-authentication-failures', 'too-many-authentication-failures'],
  ])('“%s” is found by its words', (text, code) => {
    const { codes, recognised } = findHelp(text)
    expect(recognised).toBeNull()
    expect(codes).toContain(code)
    expect(codes.length).toBeLessThan(ENTRIES.length / 2)
  })

  test('a title counts more than a remark', () => {
    expect(findHelp('fingerprint').codes[0]).toBe('fingerprint')
    expect(findHelp('fingerprint').words).toContain('fingerprint')
  })

  test('what is nowhere finds nothing', () => {
    expect(findHelp('zebra crossing')).toEqual({ codes: [], words: [], recognised: null })
  })
})

function entry(code: string): HelpEntry {
  const found = ENTRIES.find((one) => one.code === code)
  if (found === undefined) throw new Error(`no entry ${code}`)
  return found
}
