/** A process killed at any instant leaves the old files or, after recovering, the new ones: all of them. */

import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBackupService } from '../../../main/backups/index.ts'
import { recoverChanges } from '../../../main/storage/index.ts'
import {
  bundleProgram,
  type KillPoint,
  killAtRandom,
  killEverywhere,
  type Program,
} from '../../support/kill/index.ts'
import { FOREIGN, makeFiles } from './kill-entry.ts'
import { describeFolder, type FolderState, type TestFolder, testFolder } from './support.ts'

interface Scene {
  readonly args: readonly string[]
  readonly folder: TestFolder
  readonly old: FolderState
}

let program: Program

beforeAll(async () => {
  program = await bundleProgram(new URL('./kill-entry.ts', import.meta.url))
})
afterAll(() => program.remove())

async function prepare(operation: string): Promise<Scene> {
  const folder = await testFolder()
  const { sshDir, dataDir } = folder.paths
  await makeFiles(folder.paths)
  return { args: [operation, sshDir, dataDir], folder, old: await describeFolder(sshDir) }
}

const NEW: { readonly [operation: string]: (old: FolderState) => FolderState } = {
  generate: (old) => ({ ...old, new: '600 new private', 'new.pub': '644 new public' }),
  rename: ({ key = '', 'key.pub': pub = '', ...rest }) => ({
    ...rest,
    work: key,
    'work.pub': pub,
    config: '644 IdentityFile work',
  }),
  remove: ({ config = '', link = '' }) => ({ config, link }),
  exchange: ({ link = '', ...rest }) => ({
    ...rest,
    key: '-> key.pub',
    link2: link,
    link: '600 no link',
  }),
}

/** Completes or takes back what was left, in this process, and looks at what there is then. */
async function recovered(
  scene: Scene,
): Promise<{ readonly now: FolderState; readonly backups: readonly string[] }> {
  const { paths } = scene.folder
  await recoverChanges(paths)
  const now = await describeFolder(paths.sshDir)
  const backups = await readdir(paths.backupsDir).catch(() => [])
  const notes = await readdir(paths.journalDir).catch(() => [])
  // Half a note, after which nothing was begun, stays for a minute.
  expect(notes.filter((name) => !name.endsWith('.new.json'))).toEqual([])
  expect(backups.filter((name) => name.startsWith('.'))).toEqual([])
  return { now, backups }
}

async function check(operation: string, scene: Scene, point: KillPoint): Promise<'old' | 'new'> {
  const { now, backups } = await recovered(scene)
  const isNew = backups.length > 0
  if (!point.killed) expect(isNew).toBe(true)
  expect(now).toEqual(isNew ? NEW[operation]?.(scene.old) : scene.old)
  if (isNew) {
    await restoreLast(scene)
    expect(await describeFolder(scene.folder.paths.sshDir)).toEqual(scene.old)
  }
  await scene.folder.remove()
  return isNew ? 'new' : 'old'
}

/** A backup is worth something only if the change can be taken back with it. */
async function restoreLast({ folder: { paths } }: Scene): Promise<void> {
  const service = createBackupService({ paths, log: SILENT })
  const [backup] = await service.list()
  await service.restore(backup?.id ?? '', {
    confirm: async ({ detail }) => {
      throw new Error(`asked: ${detail}`)
    },
  })
}

const SILENT = { info: () => {}, warn: () => {}, error: () => {}, file: '' }

test.each([
  ['rename', 1_000],
  ['remove', 50],
  ['generate', 25],
  ['exchange', 30],
])(
  '%s: killed at every call',
  async (operation, maxPoints) => {
    const seen = new Set<string>()
    const report = await killEverywhere(program, {
      prepare: () => prepare(operation),
      check: async (scene, point) => {
        seen.add(await check(operation, scene, point))
      },
      maxPoints,
    })
    expect(report.killed).toBe(Math.min(report.calls.length, maxPoints))
    expect([...seen].sort()).toEqual(['new', 'old'])
  },
  200_000,
)

test('killed at random times', async () => {
  const report = await killAtRandom(program, {
    kills: 20,
    prepare: () => prepare('rename'),
    check: async (scene, point) => {
      await check('rename', scene, point)
    },
  })
  expect(report.killed).toBeGreaterThan(5)
}, 100_000)

test('killed while it takes a change back: the old files, and those of the other program', async () => {
  let planted = 0
  const report = await killEverywhere(program, {
    prepare: () => prepare('conflict'),
    check: async (scene) => {
      const { now, backups } = await recovered(scene)
      const { work, ...rest } = now
      expect([rest, backups]).toEqual([scene.old, []])
      if (work !== undefined) {
        // Killed in the middle of that file, too: what there is of it stays.
        expect(`644 ${FOREIGN}`.startsWith(work)).toBe(true)
        planted++
      }
      await scene.folder.remove()
    },
    maxPoints: 70,
  })
  expect(report.killed).toBeGreaterThan(50)
  expect(planted).toBeGreaterThan(30)
}, 200_000)

test.each([1, 12])(
  'killed again while completing a change that was killed: step %i',
  async (after) => {
    const { calls } = await killEverywhere(program, {
      prepare: () => prepare('rename'),
      check: (scene) => scene.folder.remove(),
      maxPoints: 0,
    })
    const commit = calls.findIndex(
      (call) => call.startsWith('rename') && call.endsWith('.draft.json'),
    )
    const report = await killEverywhere(program, {
      prepare: async () => {
        const scene = await prepare('rename')
        await program.run(scene.args, { killAt: commit + 1 + after })
        return { ...scene, args: ['recover', ...scene.args.slice(1)] }
      },
      check: async (scene) => {
        const { now, backups } = await recovered(scene)
        expect(now).toEqual(NEW.rename?.(scene.old))
        expect(backups).toHaveLength(1)
        await scene.folder.remove()
      },
      maxPoints: 10,
    })
    expect(report.killed).toBe(10)
  },
  200_000,
)
