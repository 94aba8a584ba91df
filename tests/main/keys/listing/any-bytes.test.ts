/**
 * Whatever lies in a key file: the inspector never throws, always answers, and never calls a file
 * usable that `ssh-keygen -y` refuses.
 */

import { createCipheriv, createHash } from 'node:crypto'
import { mkdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { diagnoseBytes } from '../../../../main/keys/diagnose.ts'
import { inspectPair } from '../../../../main/keys/inspect.ts'
import type { PairFiles } from '../../../../main/keys/listing/pair-files.ts'
import { MAX_KEY_FILE_BYTES } from '../../../../main/keys/read-key-file.ts'
import {
  makeKey,
  publicHalfByKeygen,
  type TestFolder,
  testFolder,
  writeKeyFile,
} from '../support.ts'

/** Of the processor, which other programs do not lengthen as they do the time on the clock. */
const HANGING_MS = 200
const ATTEMPTS = 3
const MAX = MAX_KEY_FILE_BYTES
let folder: TestFolder
const originals: Buffer[] = []

beforeAll(async () => {
  folder = await testFolder()
  const dir = join(folder.dir, 'originals')
  await mkdir(dir)
  const rows: readonly (readonly [string, readonly string[], string])[] = [
    ['ed25519', ['-t', 'ed25519'], ''],
    ['locked', ['-t', 'ed25519', '-a', '1'], 'five+characters'],
    ['ecdsa', ['-t', 'ecdsa', '-b', '384'], ''],
    ['pem', ['-t', 'rsa', '-b', '1024', '-m', 'PEM'], ''],
    ['pkcs8', ['-t', 'ecdsa', '-m', 'PKCS8'], ''],
    ['pkcs8-locked', ['-t', 'ecdsa', '-m', 'PKCS8'], 'five+characters'],
  ]
  for (const [name, args, passphrase] of rows) {
    const path = await makeKey(dir, name, args, passphrase)
    originals.push(await readFile(path))
    if (name === 'ed25519') originals.push(await readFile(`${path}.pub`))
  }
})
afterAll(() => folder.remove())

const MARKS = [
  '-----BEGIN OPENSSH PRIVATE KEY-----',
  '-----END OPENSSH PRIVATE KEY-----\n',
  '-----BEGIN RSA PRIVATE KEY-----\n',
  '-----BEGIN ENCRYPTED PRIVATE KEY-----\n',
  '-----END PRIVATE KEY-----',
  'Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,',
  'PuTTY-User-Key-File-3: ssh-ed25519\n',
  '---- BEGIN SSH2 PUBLIC KEY ----\n',
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI',
  'b3BlbnNzaC1rZXktdjEA',
  'BEGIN ',
  '\uFEFF',
  '\r\n',
  '   \t',
  '='.repeat(300),
  '\\\n',
]

/** Noise, marks of every format in any order, one short thing again and again, and real keys, cut. */
function anyFile(): fc.Arbitrary<Buffer> {
  const noise = fc.uint8Array({ maxLength: 4_000 }).map((bytes) => Buffer.from(bytes))
  const muchNoise = fc
    .tuple(fc.nat(), fc.nat(MAX))
    .map(([seed, length]) => randomised(seed, length))
  const mark = fc.constantFrom(...MARKS).map((text) => Buffer.from(text))
  const pieces = fc
    .array(fc.oneof(noise, mark, fc.base64String({ maxLength: 500 }).map(Buffer.from)), {
      maxLength: 40,
    })
    .map((parts) => Buffer.concat(parts).subarray(0, MAX))
  const repeated = fc
    .tuple(fc.oneof(mark, fc.string({ minLength: 1, maxLength: 12 }).map(Buffer.from)), mark)
    .map(([piece, end]) => Buffer.concat([Buffer.alloc(MAX - end.length, piece), end]))
  const wide = fc.tuple(pieces, fc.boolean()).map(([data, big]) => {
    const wider = Buffer.from(`\uFEFF${data.toString('latin1')}`, 'utf16le').subarray(0, MAX)
    return big ? wider.swap16() : wider
  })
  return fc.oneof(noise, muchNoise, pieces, repeated, wide, mutated())
}

/** As good as random, and the same again for the same seed. */
function randomised(seed: number, length: number): Buffer {
  const key = createHash('sha256').update(String(seed)).digest().subarray(0, 16)
  return createCipheriv('aes-128-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length))
}

/** A real key with bytes changed, taken out, doubled or moved. */
function mutated(): fc.Arbitrary<Buffer> {
  const change = fc.tuple(
    fc.constantFrom('set', 'remove', 'insert', 'swap', 'cut'),
    fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    fc.nat(255),
    fc.integer({ min: 1, max: 80 }),
  )
  return fc
    .tuple(fc.nat(6), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([index, changes]) =>
      changes.reduce((data, [kind, at, byte, length]) => {
        const offset = Math.floor(at * data.length)
        const before = data.subarray(0, offset)
        const after = data.subarray(offset)
        switch (kind) {
          case 'set':
            return Buffer.concat([before, Buffer.from([byte]), after.subarray(1)])
          case 'remove':
            return Buffer.concat([before, after.subarray(length)])
          case 'insert':
            return Buffer.concat([before, Buffer.alloc(length, byte), after])
          case 'swap':
            return Buffer.concat([after, before])
          default:
            return before
        }
      }, originals[index] ?? Buffer.alloc(0)),
    )
}

async function rolesOf(data: Buffer): Promise<readonly PairFiles[]> {
  const path = join(folder.sshDir, 'case')
  const stats = await stat(join(folder.dir, 'originals', 'ed25519'))
  const file = { path, read: { kind: 'data', data, stats } } as const
  return [
    pairOf({ privateFile: file }),
    pairOf({ publicFile: file }),
    pairOf({ privateFile: file, publicFile: file, certificate: file }),
  ]
}

/** The shortest of some attempts: the first may wait for the compiler or the garbage collector. */
async function inspectedInTime(files: PairFiles) {
  let shortest = Number.POSITIVE_INFINITY
  for (let attempt = 0; ; attempt++) {
    const start = process.cpuUsage()
    const { pair } = await inspectPair(files)
    const { user, system } = process.cpuUsage(start)
    shortest = Math.min(shortest, (user + system) / 1_000)
    if (shortest < HANGING_MS || attempt === ATTEMPTS) return { pair, ms: shortest }
  }
}

function pairOf(files: object): PairFiles {
  const none = { privateFile: null, publicFile: null, certificate: null }
  return { name: 'case', source: 'ssh-folder', ...none, ...files }
}

test('no bytes make the inspector throw or hang', async () => {
  await fc.assert(
    fc.asyncProperty(anyFile(), async (data) => {
      for (const files of await rolesOf(data)) {
        const { pair, ms } = await inspectedInTime(files)
        expect(ms).toBeLessThan(HANGING_MS)
        const isNamed = pair.problems.some(({ severity }) => severity !== 'info')
        expect(pair.pair !== 'unreadable' || isNamed).toBe(true)
      }
    }),
    { numRuns: 600 },
  )
}, 120_000)

test('what is called usable, ssh-keygen loads too, with the same public half', async () => {
  let usable = 0
  const path = join(folder.dir, 'asked')
  await fc.assert(
    fc.asyncProperty(fc.oneof({ weight: 4, arbitrary: mutated() }, anyFile()), async (data) => {
      const diagnosis = await diagnoseBytes(data)
      if (diagnosis.state !== 'usable') return
      usable += 1
      await rm(path, { force: true })
      await writeKeyFile(path, data)
      const line = await publicHalfByKeygen(path, diagnosis.encrypted ? 'five+characters' : '')
      // A change inside what is encrypted shows only to who has the passphrase.
      if (diagnosis.encrypted) return
      const { publicKey } = diagnosis
      expect(`${publicKey?.typeWord} ${publicKey?.blob.toString('base64')}`).toBe(line)
    }),
    { numRuns: 1_500 },
  )
  expect(usable).toBeGreaterThan(20)
}, 120_000)
