/** Random files: what `ssh-keygen -F` finds and `-R` removes is what Keypilot finds and removes. */

import { execFileSync, spawnSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { parseKnownHosts } from '../../../main/known-hosts/file.ts'
import { createKnownHosts } from '../../../main/known-hosts/index.ts'
import { linesFor } from '../../../main/known-hosts/judge.ts'
import { knownHostName } from '../../../main/known-hosts/matching.ts'
import { resolvePaths } from '../../../main/storage/index.ts'
import { keygenFinds } from './oracle.ts'

const KEYS = [
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDcRHBEOmK1VxEVKCAobQ4jVISsFoTcts2MN9E+YYNIX',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDZpqe3pv+T7/SN1xl4DOt7E1dhJQzOKdVIxc0c7EUQ1',
]
const PLACES = [
  { host: 'pod.example', port: 22 },
  { host: 'pod.example', port: 2222 },
  { host: '203.0.113.7', port: 22061 },
  { host: '2001:db8::1', port: 22 },
] as const
const NAMES = PLACES.map(({ host, port }) => knownHostName(host, port))

const name = fc.constantFrom(...NAMES, 'POD.example', 'x.example')
const pattern = fc.constantFrom('*.example', '[*]:2222', '203.0.113.?', '!pod.example', '*')
const hashed = fc.tuple(name, fc.integer({ min: 1, max: 255 })).map(([text, seed]) => {
  const salt = Buffer.alloc(20, seed)
  const digest = createHmac('sha1', salt).update(text.toLowerCase()).digest('base64')
  return `|1|${salt.toString('base64')}|${digest}`
})
const marker = fc.constantFrom('', '', '', '@revoked ', '@cert-authority ')
const tail = fc.constantFrom('', ' comment', '  two words\t', '\r')
const other = fc.constantFrom('', '# comment', '  # indented', '\t')

function lineOf(names: fc.Arbitrary<string>) {
  return fc
    .tuple(marker, names, fc.constantFrom(...KEYS), tail)
    .map(([mark, text, key, end]) => `${mark}${text} ${key}${end}`)
}

/** Lines with one plain name, or hashed: those that `-R` removes without touching a neighbour. */
const single = fc.oneof(lineOf(name), lineOf(hashed), other)
const any = fc.oneof(
  single,
  lineOf(
    fc.array(fc.oneof(name, pattern), { minLength: 1, maxLength: 4 }).map((all) => all.join(',')),
  ),
)
const fileOf = (line: fc.Arbitrary<string>) =>
  fc.array(line, { maxLength: 8 }).map((lines) => lines.map((text) => `${text}\n`).join(''))

let sshDir: string
let file: string
let service: ReturnType<typeof createKnownHosts>
beforeEach(() => {
  const home = mkdtempSync(join(homedir(), 'known-hosts-oracle-'))
  sshDir = join(home, '.ssh')
  file = join(sshDir, 'known_hosts')
  mkdirSync(sshDir, { mode: 0o700 })
  const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: join(home, 'data') }
  service = createKnownHosts({ paths: resolvePaths({ env, platform: process.platform, home }) })
})

test('the same lines are found', () => {
  fc.assert(
    fc.property(fileOf(any), fc.constantFrom(...PLACES), (text, { host, port }) => {
      writeFileSync(file, text)
      const ours = linesFor(parseKnownHosts(Buffer.from(text)), host, port)
      expect(ours.map(({ number, marker: mark }) => ({ line: number, marker: mark }))).toEqual(
        keygenFinds(file, knownHostName(host, port)),
      )
    }),
    { numRuns: 80 },
  )
}, 120_000)

test('the same lines are removed, and every other byte stays', async () => {
  await fc.assert(
    fc.asyncProperty(fileOf(single), fc.constantFrom(...PLACES), async (text, place) => {
      writeFileSync(file, text)
      const theirs = join(sshDir, 'theirs')
      writeFileSync(theirs, text)
      spawnSync('ssh-keygen', ['-R', knownHostName(place.host, place.port), '-f', theirs])
      await service.forget(place, { confirm: async () => true })
      expect(readFileSync(file, 'latin1')).toBe(readFileSync(theirs, 'latin1'))
    }),
    { numRuns: 60 },
  )
}, 120_000)

test('one name goes and its neighbours stay, even beside lines that ssh-keygen gives up over', async () => {
  const place = { host: '203.0.113.7', port: 22061 }
  const [gone] = [knownHostName(place.host, place.port)]
  const damaged = 'broken ssh-ed25519 AAAA!!\n@mark x ssh-rsa A\nlonely\n'
  await fc.assert(
    fc.asyncProperty(fc.subarray([...NAMES, 'x.example'], { minLength: 1 }), async (names) => {
      const line = (all: readonly string[]) => `${all.join(',')} ${KEYS[0]} c\r\n`
      writeFileSync(file, `${damaged}${line(names)}${damaged}`)
      const left = names.filter((one) => one !== gone)
      await service.forget(place, { confirm: async () => true })
      expect(readFileSync(file, 'latin1')).toBe(
        `${damaged}${left.length > 0 ? line(left) : ''}${damaged}`,
      )
      expect(keygenFinds(file, gone ?? '')).toEqual([])
      for (const one of left) expect(keygenFinds(file, one)).toHaveLength(1)
    }),
    { numRuns: 15 },
  )
}, 120_000)

test('what ssh-keygen -H hashes is found and removed under the same names', async () => {
  const lines = NAMES.map((text, index) => `${text} ${KEYS[index % 2]}\n`)
  writeFileSync(file, lines.join(''))
  execFileSync('ssh-keygen', ['-H', '-f', file], { stdio: 'ignore' })
  const before = readFileSync(file, 'latin1').split('\n')
  for (const [index, { host, port }] of PLACES.entries()) {
    expect(await service.lookup(host, port)).toMatchObject([{ line: index + 1, hashed: true }])
  }
  const [, second] = PLACES
  await service.forget(second, { confirm: async () => true })
  expect(readFileSync(file, 'latin1').split('\n')).toEqual(before.filter((_, at) => at !== 1))
})
