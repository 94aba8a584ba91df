// Every kind of change, killed at calls of the file system spread from its first to its last:
// afterwards the ssh folder is the old one or the new one, whole, and a done change can be taken back.

import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBackupService } from '../../../../main/backups/index.ts'
import { createLog, recoverChanges, resolvePaths } from '../../../../main/storage/index.ts'
import {
  bundleProgram,
  type KillPoint,
  killEverywhere,
  type Program,
} from '../../../support/kill/index.ts'
import { picture } from '../../keys/change/support.ts'
import { writeScene } from './scenes.ts'
import { POD } from './support.ts'

const OPERATIONS = [
  ['upsertHost', 'nothing', POD],
  ['upsertHost', 'managed', { ...POD, port: 1, identityFile: '/keys/id' }],
  ['upsertHost', 'hand-written', { ...POD, where: 'in-place' }],
  ['removeHost', 'managed', { alias: 'pod' }],
  ['removeHost', 'made', { alias: 'pod' }],
  ['applyFix', 'hand-written', { code: 'identity-missing', line: 4 }],
] as const
const POINTS = 51

interface Scene {
  readonly args: readonly string[]
  readonly dir: string
}

let program: Program
let total = 0

beforeAll(async () => {
  program = await bundleProgram(new URL('./kill-entry.ts', import.meta.url))
})
afterAll(() => program.remove())

test.each(OPERATIONS)(
  '%s with %s',
  async (method, kind, params) => {
    const template = await mkdtemp(join(homedir(), 'template-'))
    await writeScene(template, kind)
    const before = await picture(template)
    let after: ReadonlyMap<string, string> | null = null

    const prepare = async (): Promise<Scene> => {
      const dir = await mkdtemp(join(homedir(), 'scene-'))
      await mkdir(join(dir, '.ssh'), { mode: 0o700 })
      await cp(template, join(dir, '.ssh'), { recursive: true })
      return { dir, args: [dir, method, JSON.stringify(paramsFor(params, dir))] }
    }
    const check = async ({ dir }: Scene, { killed }: KillPoint) => {
      const env = { KEYPILOT_SSH_DIR: join(dir, '.ssh'), KEYPILOT_DATA_DIR: join(dir, 'data') }
      const paths = resolvePaths({ env, platform: process.platform, home: dir })
      await recoverChanges(paths)
      const now = withoutFolder(await picture(paths.sshDir), dir)
      // The first run is not killed, and shows what the change makes of the folder.
      after ??= now
      const same = (other: ReadonlyMap<string, string>) =>
        JSON.stringify([...now]) === JSON.stringify([...other])
      const isDone = same(after)
      expect(isDone || (killed && same(before)), 'old or new').toBe(true)
      const backups = createBackupService({ paths, log: createLog(paths) })
      expect(await backups.list()).toMatchObject(isDone ? [{ restorable: true }] : [])
      if (!killed) await takeBack(backups, paths.sshDir, before)
      const hidden = (await readdir(paths.backupsDir).catch(() => [])).filter(
        (name) => name[0] === '.',
      )
      expect(hidden).toEqual([])
      await rm(dir, { recursive: true, force: true })
    }
    const { killed } = await killEverywhere<Scene>(program, { prepare, check, maxPoints: POINTS })
    expect(JSON.stringify([...(after ?? before)])).not.toBe(JSON.stringify([...before]))
    total += killed
  },
  900_000,
)

test('more than 300 kills were survived', () => {
  expect(total).toBeGreaterThan(300)
})

async function takeBack(
  backups: ReturnType<typeof createBackupService>,
  sshDir: string,
  before: ReadonlyMap<string, string>,
): Promise<void> {
  const [backup] = await backups.list()
  await backups.restore(backup?.id ?? '', { confirm: async () => true })
  expect([...(await picture(sshDir))]).toEqual([...before])
}

function paramsFor(params: object, dir: string): object {
  if (!('code' in params)) return params
  const file = join(dir, '.ssh', 'config')
  const words = { severity: 'error', title: 't', detail: 'd', fixable: true, alias: null }
  return { finding: { id: 'x', file, ...words, ...params } }
}

/** The Include line holds the folder's path, which is another one in each scene. */
function withoutFolder(
  rows: ReadonlyMap<string, string>,
  dir: string,
): ReadonlyMap<string, string> {
  const plain = (row: string) => {
    const [mode = '', content = ''] = row.split(' ')
    const text = Buffer.from(content, 'base64').toString('latin1').replaceAll(dir, '<home>')
    return `${mode} ${Buffer.from(text, 'latin1').toString('base64')}`
  }
  return new Map([...rows].map(([name, row]) => [name, plain(row)]))
}
