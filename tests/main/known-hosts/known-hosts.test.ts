/** The service: what it writes, what it refuses, and what it leaves alone. */

import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { ConfirmPrompt } from '../../../main/contract/methods.ts'
import { createKnownHosts, type KnownHosts } from '../../../main/known-hosts/index.ts'
import { resolvePaths } from '../../../main/storage/index.ts'
import { keygenFinds } from './oracle.ts'

let sshDir: string
let file: string
let knownHosts: KnownHosts
let key: string
let other: string

beforeAll(() => {
  const folder = mkdtempSync(join(homedir(), 'known-hosts-'))
  const make = (name: string) => {
    execFileSync('ssh-keygen', [
      '-q',
      '-t',
      'ed25519',
      '-N',
      '',
      '-C',
      '',
      '-f',
      join(folder, name),
    ])
    return readFileSync(join(folder, `${name}.pub`), 'utf8').trim()
  }
  key = make('key')
  other = make('other')
})
beforeEach(() => {
  const home = mkdtempSync(join(homedir(), 'known-hosts-home-'))
  sshDir = join(home, '.ssh')
  file = join(sshDir, 'known_hosts')
  const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: join(home, 'data') }
  knownHosts = createKnownHosts({ paths: resolvePaths({ env, platform: process.platform, home }) })
})

const POD = { host: '203.0.113.7', port: 12345 }
const NAME = '[203.0.113.7]:12345'
const yes = { confirm: async () => true }

function write(text: string) {
  mkdirSync(sshDir, { recursive: true, mode: 0o700 })
  writeFileSync(file, text, { mode: 0o600 })
}
const read = () => readFileSync(file, 'latin1')

describe('accept', () => {
  test('makes the file, for the owner only, and ssh-keygen finds the entry', async () => {
    const entries = await knownHosts.accept({ ...POD, key })
    expect(read()).toBe(`${NAME} ${key}\n`)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(keygenFinds(file, NAME)).toEqual([{ line: 1, marker: null }])
    expect(entries).toMatchObject([
      { line: 1, file, type: 'ssh-ed25519', marker: null, hashed: false },
    ])
  })

  test('port 22 has the bare name, in lower case', async () => {
    await knownHosts.accept({ host: 'SSH.RunPod.io', port: 22, key })
    expect(read()).toBe(`ssh.runpod.io ${key}\n`)
  })

  test('a line without an end gets one, and everything before stays', async () => {
    write('# mine\r\nbroken line\nh.example ssh-ed25519 AAAA')
    await knownHosts.accept({ ...POD, key })
    expect(read()).toBe(`# mine\r\nbroken line\nh.example ssh-ed25519 AAAA\n${NAME} ${key}\n`)
  })

  test('a key that is recorded changes nothing, in known_hosts2 either', async () => {
    await knownHosts.accept({ ...POD, key })
    await knownHosts.accept({ ...POD, key: `${key} some comment` })
    expect(read()).toBe(`${NAME} ${key}\n`)
    write('')
    writeFileSync(join(sshDir, 'known_hosts2'), `${NAME} ${key}\n`)
    const entries = await knownHosts.accept({ ...POD, key })
    expect(read()).toBe('')
    expect(entries).toMatchObject([{ file: join(sshDir, 'known_hosts2') }])
  })

  test('the base64 alone is enough', async () => {
    await knownHosts.accept({ ...POD, key: key.split(' ')[1] ?? '' })
    expect(read()).toBe(`${NAME} ${key}\n`)
  })

  test('another recorded key is not silently joined by a second one', async () => {
    write(`${NAME} ${other}\n`)
    await expect(knownHosts.accept({ ...POD, key })).rejects.toMatchObject({
      code: 'already-exists',
    })
    expect(read()).toBe(`${NAME} ${other}\n`)
  })

  test('a revoked key is refused', async () => {
    write(`@revoked * ${key}\n`)
    await expect(knownHosts.accept({ ...POD, key })).rejects.toMatchObject({
      code: 'invalid-value',
    })
    expect(read()).toBe(`@revoked * ${key}\n`)
  })

  test.each([
    'two words',
    'a,b',
    '*',
    'pod?',
    '!pod',
    '|1|x|y',
    '@revoked',
    'a\nb',
    '[::1]',
    '#',
    'pöd.example',
    '',
  ])('the host %j is refused', async (host) => {
    await expect(knownHosts.accept({ host, port: 22, key })).rejects.toMatchObject({
      code: 'invalid-value',
    })
    expect(existsSync(file)).toBe(false)
  })

  test.each([
    '',
    'ssh-ed25519',
    'ssh-ed25519 AAAA',
    'ssh-ed25519 AAAA\nevil ssh-rsa AAAA',
    'AAAA',
    'hello',
  ])('the key %j is refused', async (text) => {
    await expect(knownHosts.accept({ ...POD, key: text })).rejects.toMatchObject({
      code: 'invalid-value',
    })
    expect(existsSync(file)).toBe(false)
  })

  test('twenty at once all end up in the file', async () => {
    const ports = Array.from({ length: 20 }, (_, index) => 10_000 + index)
    await Promise.all(ports.map((port) => knownHosts.accept({ host: '203.0.113.7', port, key })))
    expect(read().trim().split('\n').sort()).toEqual(
      ports.map((port) => `[203.0.113.7]:${port} ${key}`),
    )
  })
})

describe('forget', () => {
  test('exactly this host and port: all else stays byte for byte, and the old file is kept', async () => {
    const text = [
      '# mine\r\n',
      `203.0.113.7 ${key}\n`,
      `${NAME} ${key} pod one\n`,
      `[203.0.113.7]:12346 ${key}\n`,
      `  a.example,${NAME},b.example\t${other}  two names\r\n`,
      `[203.0.113.*]:12345 ${other}\n`,
      `@revoked ${NAME} ${other}\n`,
      'not a line of any kind \u00ff\n',
      `${NAME} ${other}`,
    ]
    write('')
    writeFileSync(file, text.join(''), 'latin1')
    const prompts: ConfirmPrompt[] = []
    const { removed } = await knownHosts.forget(POD, {
      confirm: async (prompt) => prompts.push(prompt) > 0,
    })
    expect(read()).toBe(
      [
        text[0],
        text[1],
        text[3],
        `  a.example,b.example\t${other}  two names\r\n`,
        text[5],
        text[6],
        text[7],
      ].join(''),
    )
    expect(removed.map(({ line }) => line)).toEqual([3, 5, 9])
    expect(prompts).toMatchObject([
      { title: `Forget the host key of ${NAME}?`, action: 'Forget host key' },
    ])
    for (const { sha256, line } of removed) {
      expect(prompts[0]?.detail).toContain(`${file} line ${line}: ssh-ed25519 ${sha256}`)
    }
  })

  test('hashed entries, too', async () => {
    write(`${NAME} ${key}\nother.example ${key}\n`)
    execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' })
    const [, second] = read().split('\n')
    const { removed } = await knownHosts.forget(POD, yes)
    expect(removed).toMatchObject([{ line: 1, hashed: true }])
    expect(read()).toBe(`${second}\n`)
  })

  test('in both files', async () => {
    write(`${NAME} ${key}\n`)
    writeFileSync(join(sshDir, 'known_hosts2'), `x.example ${key}\n${NAME} ${other}\n`)
    const { removed } = await knownHosts.forget(POD, yes)
    expect(removed).toHaveLength(2)
    expect(read()).toBe('')
    expect(readFileSync(join(sshDir, 'known_hosts2'), 'utf8')).toBe(`x.example ${key}\n`)
    expect(await knownHosts.lookup(POD.host, POD.port)).toEqual([])
  })

  test('declined: nothing changes', async () => {
    write(`${NAME} ${key}\n`)
    await expect(knownHosts.forget(POD, { confirm: async () => false })).rejects.toMatchObject({
      code: 'declined',
    })
    expect(read()).toBe(`${NAME} ${key}\n`)
  })

  test('nothing recorded: nothing is asked', async () => {
    const confirm = vi.fn(async () => true)
    expect(await knownHosts.forget(POD, { confirm })).toEqual({ removed: [], backup: null })
    write(`[203.0.113.*]:12345 ${key}\n`)
    expect(await knownHosts.forget(POD, { confirm })).toEqual({ removed: [], backup: null })
    expect(confirm).not.toHaveBeenCalled()
  })

  test('a line that appears while the question is open was not agreed to, and stays', async () => {
    write(`${NAME} ${key}\n`)
    await knownHosts.forget(POD, {
      confirm: async () => {
        appendFileSync(file, `${NAME} ${other}\n`)
        return true
      },
    })
    expect(read()).toBe(`${NAME} ${other}\n`)
  })
})

test('a lookup without any file finds nothing, and makes none', async () => {
  expect(await knownHosts.lookup(POD.host, POD.port)).toEqual([])
  expect(existsSync(sshDir)).toBe(false)
})
