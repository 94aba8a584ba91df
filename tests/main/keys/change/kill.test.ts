// Every operation that changes keys, killed at calls of the file system spread evenly from its first
// to its last, and at random times: afterwards the folder holds the old state or the new one, whole,
// and the backup works.

import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBackupService } from '../../../../main/backups/index.ts'
import type { KeyPair } from '../../../../main/contract/methods.ts'
import { createKeyService, loadPrivateKey } from '../../../../main/keys/index.ts'
import { createLog, recoverChanges, resolvePaths } from '../../../../main/storage/index.ts'
import {
  bundleProgram,
  type KillPoint,
  killAtRandom,
  killEverywhere,
  type Program,
} from '../../../support/kill/index.ts'
import { makeKey, sshKeygen } from '../support.ts'
import { person, picture } from './support.ts'

type Picture = ReadonlyMap<string, string>

interface Operation {
  readonly method: string
  readonly params: { readonly [name: string]: string | null }
  /** Whether the change has happened, whole; the folder is not as before. */
  isDone(pairs: readonly KeyPair[], now: Picture, before: Picture, sshDir: string): Promise<boolean>
  /** Points of the sweep, where not all. */
  readonly maxPoints?: number
}

let template: string
let program: Program
let total = 0
/** By the name of the key. */
const ids = new Map<string, string>()

beforeAll(async () => {
  template = await mkdtemp(join(homedir(), 'template-'))
  const work = await makeKey(template, 'work', ['-t', 'ed25519'])
  const authority = await makeKey(homedir(), 'authority', ['-t', 'ed25519'])
  await sshKeygen(['-q', '-s', authority, '-I', 'me', '-n', 'root', `${work}.pub`])
  await makeKey(template, 'locked', ['-t', 'ed25519', '-a', '1'], 'pass')
  const crlf = await makeKey(template, 'id_crlf', ['-t', 'ed25519'])
  await writeFile(crlf, (await readFile(crlf, 'utf8')).replaceAll('\n', '\r\n'))
  await rm(await makeKey(template, 'alone', ['-t', 'ed25519']).then((path) => `${path}.pub`))
  const lines = [
    'Host pod',
    '  IdentityFile %d/.ssh/work',
    '  CertificateFile ~/.ssh/work-cert.pub',
  ]
  await writeFile(join(template, 'config'), `${lines.join('\n')}\n`, { mode: 0o600 })
  for (const file of ['work', 'locked', 'alone', 'id_crlf.pub']) {
    const listed = await sshKeygen(['-lf', join(template, file)])
    ids.set(file.replace('.pub', ''), listed.split(' ')[1] ?? '')
  }
  program = await bundleProgram(new URL('./kill-entry.ts', import.meta.url))
})
afterAll(() => program.remove())

function pathsOf(dir: string) {
  const env = { KEYPILOT_SSH_DIR: join(dir, '.ssh'), KEYPILOT_DATA_DIR: join(dir, 'data') }
  return resolvePaths({ env, platform: process.platform, home: dir })
}

const shown = (pairs: readonly KeyPair[], name: string) => pairs.find((one) => one.name === name)

/** All names but these are as they were. */
function othersKept(now: Picture, before: Picture, ...own: readonly string[]): boolean {
  const rest = (rows: Picture) => [...rows].filter(([name]) => !own.includes(name))
  return JSON.stringify(rest(now)) === JSON.stringify(rest(before))
}

const WORK = ['work', 'work.pub', 'work-cert.pub']

const OPERATIONS: readonly Operation[] = [
  {
    method: 'generate',
    params: { name: 'fresh', comment: 'me' },
    isDone: async (pairs, now, before) =>
      shown(pairs, 'fresh')?.pair === 'matched' && othersKept(now, before, 'fresh', 'fresh.pub'),
  },
  {
    method: 'rename',
    params: { key: 'work', name: 'other' },
    isDone: async (pairs, now, before) => {
      const moved = WORK.every(
        (name) => now.get(name.replace('work', 'other')) === before.get(name) && !now.has(name),
      )
      const line = (rows: Picture) =>
        Buffer.from(rows.get('config')?.split(' ')[1] ?? '', 'base64').toString()
      const names = [...WORK, ...WORK.map((name) => name.replace('work', 'other')), 'config']
      return (
        moved &&
        line(now) === line(before).replaceAll('.ssh/work', '.ssh/other') &&
        shown(pairs, 'other')?.uses.length === 1 &&
        othersKept(now, before, ...names)
      )
    },
  },
  {
    method: 'setComment',
    params: { key: 'work', comment: 'Zoë’s "new" one' },
    isDone: async (pairs, now, before) => {
      const pair = shown(pairs, 'work')
      const inside = await innerComment(pair?.privateKeyPath ?? '')
      return (
        pair?.pair === 'matched' &&
        pair.comment === 'Zoë’s "new" one' &&
        inside === pair.comment &&
        othersKept(now, before, 'work', 'work.pub')
      )
    },
  },
  {
    method: 'setPassphrase',
    params: { key: 'locked', passphrase: 'pass', newPassphrase: null },
    isDone: async (pairs, now, before) =>
      shown(pairs, 'locked')?.encrypted === false &&
      shown(pairs, 'locked')?.pair === 'matched' &&
      othersKept(now, before, 'locked'),
  },
  {
    method: 'setPassphrase',
    params: { key: 'work', newPassphrase: 'brand new lantern' },
    // Each takes a second of bcrypt.
    maxPoints: 8,
    isDone: async (pairs, now, before, sshDir) => {
      if (shown(pairs, 'work')?.encrypted !== true) return false
      await loadPrivateKey(join(sshDir, 'work'), 'brand new lantern')
      return othersKept(now, before, 'work')
    },
  },
  {
    method: 'remove',
    params: { key: 'work', typedName: 'work' },
    isDone: async (_, now, before) =>
      WORK.every((name) => !now.has(name)) && othersKept(now, before, ...WORK),
  },
  {
    method: 'repair',
    params: { key: 'id_crlf', problem: 'crlf' },
    isDone: async (pairs, now, before) =>
      shown(pairs, 'id_crlf')?.pair === 'matched' && othersKept(now, before, 'id_crlf'),
  },
  {
    method: 'repair',
    params: { key: 'alone', problem: 'no-public-file' },
    isDone: async (pairs, now, before) =>
      shown(pairs, 'alone')?.pair === 'matched' && othersKept(now, before, 'alone.pub'),
  },
]

async function innerComment(path: string): Promise<string> {
  return (await sshKeygen(['-y', '-f', path])).trim().split(' ').slice(2).join(' ')
}

interface Scene {
  readonly args: readonly string[]
  readonly dir: string
  readonly before: Picture
}

async function prepare({ method, params }: Operation): Promise<Scene> {
  const dir = await mkdtemp(join(homedir(), 'scene-'))
  const sshDir = join(dir, '.ssh')
  await mkdir(sshDir, { mode: 0o700 })
  await cp(template, sshDir, { recursive: true })
  const { key, ...rest } = params
  const path = join(sshDir, key ?? '')
  const ref = key == null ? {} : { id: ids.get(key), path }
  const args = [dir, method, JSON.stringify({ ...rest, ...ref })]
  return { args, dir, before: await picture(sshDir) }
}

async function check(operation: Operation, { dir, before }: Scene, point: KillPoint) {
  const paths = pathsOf(dir)
  const log = createLog(paths)
  const service = createKeyService({ paths, log })
  await recoverChanges(paths)
  const pairs = await service.list()
  const now = await picture(paths.sshDir)
  const untouched = othersKept(now, before)
  if (!point.killed || !untouched) {
    expect(await operation.isDone(pairs, now, before, paths.sshDir), 'old or new').toBe(true)
    const backups = createBackupService({ paths, log })
    const list = await backups.list()
    expect(list).toMatchObject([{ restorable: true }])
    await backups.restore(list[0]?.id ?? '', person(true))
    expect(othersKept(await picture(paths.sshDir), before), 'restored').toBe(true)
  } else {
    // What was not done has no backup to offer.
    expect(await createBackupService({ paths, log }).list()).toEqual([])
  }
  const hidden = (await readdir(paths.backupsDir).catch(() => [])).filter((name) => name[0] === '.')
  expect(hidden).toEqual([])
  // A note that was not whole names nothing; it goes when it is old enough to belong to nobody.
  const notes = await readdir(paths.journalDir).catch(() => [])
  expect(notes.filter((name) => !name.endsWith('.new.json'))).toEqual([])
  await log.flush()
  await rm(dir, { recursive: true, force: true })
}

const title = ({ method, params }: Operation) =>
  [method, ...Object.values(params).map((value) => value ?? 'none')].join(' ')

test.each(OPERATIONS.map((operation) => [title(operation), operation] as const))(
  '%s: killed at calls from its first to its last',
  async (_, operation) => {
    const report = await killEverywhere<Scene>(program, {
      prepare: () => prepare(operation),
      check: (scene, point) => check(operation, scene, point),
      maxPoints: operation.maxPoints ?? 42,
    })
    total += report.killed
  },
  600_000,
)

const QUICK = OPERATIONS.filter(({ maxPoints }) => maxPoints === undefined)

test.each(QUICK.map((operation) => [title(operation), operation] as const))(
  '%s: killed at random times',
  async (_, operation) => {
    const report = await killAtRandom<Scene>(program, {
      prepare: () => prepare(operation),
      check: (scene, point) => check(operation, scene, point),
      kills: 5,
    })
    total += report.killed
  },
  600_000,
)

test('more than 300 kills were survived', () => {
  expect(total).toBeGreaterThan(300)
})
