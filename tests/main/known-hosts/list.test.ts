/** The list of all entries: names, fingerprints, what ssh passes over, and whose they are. */

import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { createKnownHosts, type KnownHosts } from '../../../main/known-hosts/index.ts'
import { type Paths, resolvePaths } from '../../../main/storage/index.ts'

const MIXED = join(import.meta.dirname, '../../vectors/known-hosts/mixed')
const KEY = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDcRHBEOmK1VxEVKCAobQ4jVISsFoTcts2MN9E+YYNIX'
const OTHER = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDZpqe3pv+T7/SN1xl4DOt7E1dhJQzOKdVIxc0c7EUQ1'

let paths: Paths
let file: string
let knownHosts: KnownHosts

beforeEach(() => {
  const home = mkdtempSync(join(homedir(), 'known-hosts-list-'))
  const env = { KEYPILOT_SSH_DIR: join(home, '.ssh'), KEYPILOT_DATA_DIR: join(home, 'data') }
  paths = resolvePaths({ env, platform: process.platform, home })
  file = join(paths.sshDir, 'known_hosts')
  knownHosts = createKnownHosts({ paths })
  mkdirSync(paths.sshDir, { mode: 0o700 })
})

const POD = { host: '203.0.113.7', port: 12345 }

describe('the list', () => {
  test('without files is empty', async () => {
    expect(await knownHosts.list()).toEqual({ rows: [], invalid: [], unreadable: [] })
  })

  test('has the fingerprints that ssh-keygen finds, line by line', async () => {
    copyFileSync(MIXED, file)
    const { rows } = await knownHosts.list()
    const lines = readFileSync(MIXED, 'latin1').split('\n')
    for (const { line, sha256 } of rows) {
      const alone = join(paths.sshDir, 'one')
      const [key] = /(?:ssh|ecdsa)-[a-z0-9-]+ [A-Za-z0-9+/=]+/.exec(lines[line - 1] ?? '') ?? []
      writeFileSync(alone, `${key}\n`)
      expect(execFileSync('ssh-keygen', ['-lf', alone], { encoding: 'utf8' })).toContain(sha256)
    }
    expect(rows.map(({ line }) => line)).toEqual([
      ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 19, 20, 21, 22],
    ])
  })

  test('tells names, marks, hashes and comments', async () => {
    copyFileSync(MIXED, file)
    const { rows } = await knownHosts.list()
    const at = (number: number) => rows.find(({ line }) => line === number)
    expect(at(4)).toMatchObject({
      ...{ names: ['[203.0.113.7]:12345'], comment: 'pod one', hashed: false, marker: null },
      ...{ type: 'ssh-ed25519', file, byKeypilot: false },
    })
    expect(at(5)?.names).toEqual(['[203.0.113.7]:12345', '[203.0.113.8]:40022'])
    expect(at(6)).toMatchObject({ names: [], hashed: true })
    expect(at(8)?.names).toEqual(['*.example.com', '!bad.example.com'])
    expect(at(11)).toMatchObject({ marker: 'cert-authority', names: ['*.corp.example'] })
    expect(at(12)).toMatchObject({ marker: 'revoked', names: ['*'] })
  })

  test('says of the other lines why ssh passes over them', async () => {
    copyFileSync(MIXED, file)
    const { invalid } = await knownHosts.list()
    expect(invalid.map(({ line, reason }) => [line, reason])).toEqual([
      [13, 'ssh does not know the mark @unknown at its start.'],
      [15, 'The key on it is damaged, or of a type that does not fit.'],
      [16, 'The key on it is damaged, or of a type that does not fit.'],
      [17, 'It is for the old version 1 of SSH, which nothing uses any more.'],
      [18, 'It is not in the form “names type key”.'],
    ])
  })

  test('has both files, and names the one that cannot be read', async () => {
    writeFileSync(file, `a ${KEY}\n`)
    const second = join(paths.sshDir, 'known_hosts2')
    writeFileSync(second, `b ${OTHER}\n`)
    expect((await knownHosts.list()).rows).toMatchObject([
      { file, names: ['a'] },
      { file: second, names: ['b'] },
    ])
    execFileSync('rm', [second])
    mkdirSync(second)
    const { rows, unreadable } = await knownHosts.list()
    expect(rows).toMatchObject([{ names: ['a'] }])
    expect(unreadable).toEqual([expect.stringContaining(second)])
  })

  test('takes nothing that is not text for names', async () => {
    writeFileSync(file, Buffer.from(`caf\xe9,\x1b[2J ${KEY} \xff\n`, 'latin1'))
    expect((await knownHosts.list()).rows).toMatchObject([
      { names: ['caf\uFFFD', '\u001b[2J'], comment: '\uFFFD' },
    ])
  })
})

describe('what Keypilot has recorded', () => {
  const mine = async () => (await knownHosts.list()).rows.map(({ byKeypilot }) => byKeypilot)

  test('is marked, and what others wrote is not', async () => {
    writeFileSync(file, `h.example ${KEY}\n`)
    await knownHosts.accept({ ...POD, key: KEY })
    appendFileSync(file, `[203.0.113.7]:12345 ${OTHER}\n`)
    expect(await mine()).toEqual([false, true, false])
  })

  test('is not what was there before', async () => {
    writeFileSync(file, `[203.0.113.7]:12345 ${KEY}\n`)
    await knownHosts.accept({ ...POD, key: KEY })
    expect(await mine()).toEqual([false])
  })

  test('stays marked when ssh-keygen hashes the names', async () => {
    await knownHosts.accept({ ...POD, key: KEY })
    await knownHosts.accept({ host: 'b.example', port: 22, key: OTHER })
    execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' })
    const { rows } = await knownHosts.list()
    expect(rows).toMatchObject([
      { hashed: true, byKeypilot: true },
      { hashed: true, byKeypilot: true },
    ])
  })

  test('is forgotten with the key', async () => {
    await knownHosts.accept({ ...POD, key: KEY })
    await knownHosts.forget(POD, { confirm: async () => true })
    appendFileSync(file, `[203.0.113.7]:12345 ${KEY}\n`)
    expect(await mine()).toEqual([false])
  })

  test.each(['{}', 'nonsense', '[1,null,{"name":3}]'])('may be damaged: %s', async (text) => {
    mkdirSync(paths.dataDir, { recursive: true })
    writeFileSync(join(paths.dataDir, 'accepted-host-keys.json'), text)
    await knownHosts.accept({ ...POD, key: KEY })
    expect(await mine()).toEqual([true])
  })

  test('of many at once is all noted', async () => {
    const ports = Array.from({ length: 10 }, (_, index) => 10_000 + index)
    await Promise.all(
      ports.map((port) => knownHosts.accept({ host: '203.0.113.7', port, key: KEY })),
    )
    expect(await mine()).toEqual(ports.map(() => true))
  })
})
