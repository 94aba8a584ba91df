/** The verdict about a host key, compared with what the real ssh says to the real sshd. */

import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseKnownHosts } from '../../../main/known-hosts/file.ts'
import { judgeKey } from '../../../main/known-hosts/judge.ts'
import { type Sshd, startSshd, whyNoSshd } from '../../support/servers/index.ts'
import { sshJudges } from './oracle.ts'

describe.skipIf(whyNoSshd() !== null)('with the real sshd', () => {
  let sshd: Sshd
  let file: string
  let keys: { readonly right: string; readonly other: string; readonly rsa: string }

  beforeAll(async () => {
    sshd = await startSshd({ authorizedKeys: [] })
    const folder = mkdtempSync(join(homedir(), 'known-hosts-'))
    file = join(folder, 'known_hosts')
    keys = {
      right: sshd.hostKeys[0]?.line ?? '',
      other: makeKey(join(folder, 'other'), 'ed25519'),
      rsa: makeKey(join(folder, 'rsa'), 'rsa'),
    }
  })
  afterAll(() => sshd.stop())

  function makeKey(path: string, type: string): string {
    execFileSync('ssh-keygen', ['-q', '-t', type, '-N', '', '-C', '', '-f', path])
    return readFileSync(`${path}.pub`, 'utf8').trim()
  }

  type Write = (name: string, k: typeof keys) => string

  test.each<readonly [string, Write, string]>([
    ['no file content', () => '', 'new'],
    ['the same key', (name, k) => `${name} ${k.right}\n`, 'known'],
    ['the same key without a final newline', (name, k) => `${name} ${k.right}`, 'known'],
    ['the same key with CR LF', (name, k) => `${name} ${k.right}\r\n`, 'known'],
    ['another key of the same type', (name, k) => `${name} ${k.other}\n`, 'changed'],
    ['another key of another type', (name, k) => `${name} ${k.rsa}\n`, 'changed'],
    ['another key and the same', (name, k) => `${name} ${k.other}\n${name} ${k.right}\n`, 'known'],
    ['revoked', (name, k) => `@revoked ${name} ${k.right}\n`, 'revoked'],
    [
      'revoked for all hosts, yet recorded',
      (name, k) => `${name} ${k.right}\n@revoked * ${k.right}\n`,
      'revoked',
    ],
    ['another key revoked', (name, k) => `@revoked ${name} ${k.other}\n`, 'new'],
    ['only a certificate authority', (name, k) => `@cert-authority ${name} ${k.other}\n`, 'new'],
    ['the same key as an authority', (name, k) => `@cert-authority ${name} ${k.right}\n`, 'new'],
    ['the bare host', (_name, k) => `127.0.0.1 ${k.right}\n`, 'known'],
    ['the bare host with another key', (_name, k) => `127.0.0.1 ${k.other}\n`, 'new'],
    [
      'the bare host, and another key here',
      (name, k) => `127.0.0.1 ${k.right}\n${name} ${k.other}\n`,
      'changed',
    ],
    ['the bare host, revoked', (_name, k) => `@revoked 127.0.0.1 ${k.right}\n`, 'revoked'],
    ['another port', (_name, k) => `[127.0.0.1]:1 ${k.other}\n`, 'new'],
    ['a pattern', (_name, k) => `[127.0.*]:* ${k.right}\n`, 'known'],
    ['a pattern with another key', (_name, k) => `[127.0.*]:* ${k.other}\n`, 'changed'],
    ['an excluded name', (name, k) => `[127.0.*]:*,!${name} ${k.right}\n`, 'new'],
    ['a star', (_name, k) => `* ${k.right}\n`, 'known'],
    ['two names', (name, k) => `pod.example,${name} ${k.right}\n`, 'known'],
    ['an unknown marker', (name, k) => `@trusted ${name} ${k.right}\n`, 'new'],
    ['a comment', (name, k) => `#${name} ${k.right}\n`, 'new'],
    [
      'spaces before and a comment after',
      (name, k) => `  \t${name}   ${k.right} my pod\n`,
      'known',
    ],
    [
      'a damaged line before',
      (name, k) => `${name} ssh-ed25519 AAAA\n${name} ${k.right}\n`,
      'known',
    ],
    ['the wrong type word', (name, k) => `${name} ssh-rsa ${k.right.split(' ')[1]}\n`, 'new'],
  ])('%s', (_title, write, expected) => {
    writeFileSync(file, write(`[127.0.0.1]:${sshd.port}`, keys))
    const blob = Buffer.from(keys.right.split(' ')[1] ?? '', 'base64')
    const ours = judgeKey(parseKnownHosts(readFileSync(file)), '127.0.0.1', sshd.port, blob)
    expect(ours.status).toBe(expected)
    expect(sshJudges(file, sshd.port)).toBe(expected)
  })

  test('hashed by ssh-keygen -H', () => {
    for (const [key, expected] of [
      [keys.right, 'known'],
      [keys.other, 'changed'],
    ] as const) {
      writeFileSync(file, `[127.0.0.1]:${sshd.port} ${key}\n`)
      execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' })
      const blob = Buffer.from(keys.right.split(' ')[1] ?? '', 'base64')
      const ours = judgeKey(parseKnownHosts(readFileSync(file)), '127.0.0.1', sshd.port, blob)
      expect([ours.status, sshJudges(file, sshd.port)]).toEqual([expected, expected])
    }
  })
})
