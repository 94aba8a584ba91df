import { existsSync } from 'node:fs'
import {
  chmod,
  lstat,
  readdir,
  readFile,
  rename,
  stat,
  symlink,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../main/contract/errors.ts'
import { privateKeyFindingId } from '../../../main/permissions/index.ts'
import { takePlan } from '../../../main/permissions/plan-store.ts'
import type { Platform } from '../../../main/permissions/platform.ts'
import { carryOut } from '../../../main/permissions/repair.ts'
import { unixPlatform } from '../../../main/permissions/unix/platform.ts'
import { forgetPermissions, readBackups, recordPermissions } from '../../../main/storage/index.ts'
import { makeHome } from './support/make-service.ts'

async function modeOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o7777).toString(8)
}

describe.skipIf(process.platform === 'win32')('repair on Unix', () => {
  describe('between plan and repair', () => {
    async function planned(mode = 0o644) {
      const home = await makeHome({ keys: ['key'] })
      const key = await home.put('key', mode)
      const plan = await home.service.plan([privateKeyFindingId(key)])
      return { home, key, plan: plan.id }
    }

    test('another process carries it out', async () => {
      const { home, plan, key } = await planned()
      const again = await makeHome({ home: home.paths.home, keys: ['key'] })
      expect(await again.service.repair(plan)).toMatchObject({
        repaired: [{ path: key, from: 'mode 0644', to: 'mode 0600' }],
        failed: [],
      })
      const left = await readdir(join(home.paths.dataDir, 'permission-plans'))
      expect(left.filter((name) => name.startsWith(plan))).toEqual([])
    })

    test('the stored plan is private', async () => {
      const { home, plan } = await planned()
      const folder = join(home.paths.dataDir, 'permission-plans')
      expect([await modeOf(folder), await modeOf(join(folder, `${plan}.json`))]).toEqual([
        '700',
        '600',
      ])
    })

    test('a plan is carried out once, and only if there is one', async () => {
      const { home, plan, key } = await planned()
      await home.service.repair(plan)
      await chmod(key, 0o644)
      const ids = [
        plan,
        '../../settings',
        '',
        'a'.repeat(36),
        '00000000-0000-0000-0000-000000000000',
      ]
      for (const id of ids) {
        await expect(home.service.repair(id)).rejects.toMatchObject({ code: 'not-found' })
      }
      expect(await modeOf(key)).toBe('644')
    })

    test('a plan of eleven minutes ago is refused', async () => {
      const { home, plan, key } = await planned()
      const file = join(home.paths.dataDir, 'permission-plans', `${plan}.json`)
      const stored = JSON.parse(await readFile(file, 'utf8')) as { made: number }
      await writeFile(file, JSON.stringify({ ...stored, made: stored.made - 660_000 }))
      await expect(home.service.repair(plan)).rejects.toMatchObject({ code: 'not-found' })
      expect(await modeOf(key)).toBe('644')
    })

    test('plans that nobody carried out are cleared away', async () => {
      const { home, plan } = await planned()
      const file = join(home.paths.dataDir, 'permission-plans', `${plan}.json`)
      const old = Date.now() / 1000 - 700
      await utimes(file, old, old)
      await home.service.plan(['nothing'])
      expect(existsSync(file)).toBe(false)
    })

    test('a damaged plan is no plan', async () => {
      const { home, plan } = await planned()
      await writeFile(join(home.paths.dataDir, 'permission-plans', `${plan}.json`), '{"made":')
      await expect(home.service.repair(plan)).rejects.toMatchObject({ code: 'not-found' })
    })

    test.each<[string, (key: string) => Promise<unknown>]>([
      ['it got another mode', (key) => chmod(key, 0o664)],
      ['it vanished', (key) => unlink(key)],
      ['it was written', (key) => writeFile(key, 'other')],
      [
        'another file took its place',
        async (key) => {
          await writeFile(`${key}.new`, 'x')
          await chmod(`${key}.new`, 0o644)
          await rename(`${key}.new`, key)
        },
      ],
      [
        'a symbolic link took its place',
        async (key) => {
          await rename(key, `${key}.moved`)
          await symlink('/etc/passwd', key)
        },
      ],
      [
        'a symbolic link to itself under another name took its place',
        async (key) => {
          await rename(key, `${key}.moved`)
          await symlink(`${key}.moved`, key)
        },
      ],
    ])('%s: it is left alone', async (_, change) => {
      const { home, plan, key } = await planned()
      await change(key)
      const before = await lstat(key).catch(() => null)
      const repair = await home.service.repair(plan)
      expect(repair).toMatchObject({ repaired: [], backup: null })
      expect(repair.failed).toMatchObject([{ path: key }])
      const after = await lstat(key).catch(() => null)
      expect([after?.mode, after?.ino, after?.ctimeMs]).toEqual([
        before?.mode,
        before?.ino,
        before?.ctimeMs,
      ])
    })

    test('it was repaired by hand: said, not claimed', async () => {
      const { home, plan, key } = await planned()
      await chmod(key, 0o600)
      expect(await home.service.repair(plan)).toMatchObject({
        repaired: [],
        failed: [{ path: key }],
        remaining: [],
      })
    })

    test('the old mode cannot be saved: nothing is changed', async () => {
      const home = await makeHome({
        keys: ['key'],
        record: async () => {
          throw new AppError('disk-full', 'no space')
        },
      })
      const key = await home.put('key', 0o644)
      const plan = await home.service.plan([privateKeyFindingId(key)])
      await expect(home.service.repair(plan.id)).rejects.toMatchObject({ code: 'disk-full' })
      expect(await modeOf(key)).toBe('644')
    })

    test('new files in a folder do not keep it from being repaired', async () => {
      const home = await makeHome()
      await chmod(home.paths.sshDir, 0o777)
      const [finding] = await home.service.audit()
      const plan = await home.service.plan([finding?.id ?? ''])
      await home.put('known_hosts', 0o600)
      expect(await home.service.repair(plan.id)).toMatchObject({ failed: [], remaining: [] })
    })

    test('one that changed does not stop the others', async () => {
      const home = await makeHome({ keys: ['a', 'b'] })
      const [a, b] = [await home.put('a', 0o644), await home.put('b', 0o644)]
      const plan = await home.service.plan([a, b].map(privateKeyFindingId))
      await chmod(a, 0o666)
      const repair = await home.service.repair(plan.id)
      expect(repair).toMatchObject({
        repaired: [{ path: b }],
        failed: [{ path: a }],
        remaining: [{ id: privateKeyFindingId(a) }],
      })
      expect(home.recorded.map(({ path }) => path)).toEqual([b])
    })

    test('one that vanishes while it is looked at does not stop the others', async () => {
      const home = await makeHome({ keys: ['a', 'b'] })
      const [a, b] = [await home.put('a', 0o644), await home.put('b', 0o644)]
      const plan = await home.service.plan([a, b].map(privateKeyFindingId))
      const platform: Platform = {
        ...unixPlatform,
        async judge(file, snapshot, context) {
          const faults = await unixPlatform.judge(file, snapshot, context)
          if (file.path === a) await unlink(a)
          return faults
        },
      }
      const repair = await carryOut(
        await takePlan(home.paths, plan.id),
        platform,
        { paths: home.paths, sshClient: null, strictFolders: [] },
        { record: async () => 'backup', forget: async () => {} },
      )
      expect(repair.repaired).toMatchObject([{ path: b }])
      expect(repair.failed).toEqual([{ path: a, reason: expect.stringContaining(a) }])
    })

    test('when every repair fails, nothing of it is left among the backups', async () => {
      const home = await makeHome({ keys: ['key'] })
      const key = await home.put('key', 0o644)
      const plan = await home.service.plan([privateKeyFindingId(key)])
      const platform: Platform = {
        ...unixPlatform,
        apply: () => Promise.reject(new AppError('read-only', 'the drive is read-only')),
      }
      const titles = async () => (await readBackups(home.paths)).map(({ title }) => title)
      const before: string[][] = []
      const repair = await carryOut(
        await takePlan(home.paths, plan.id),
        platform,
        { paths: home.paths, sshClient: null, strictFolders: [] },
        {
          async record(title, saved) {
            const id = await recordPermissions(home.paths, title, saved)
            before.push(await titles())
            return id
          },
          forget: (id) => forgetPermissions(home.paths, id),
        },
      )
      expect(before).toEqual([[`Repaired the permissions of ${key}`]])
      expect(repair).toMatchObject({ repaired: [], failed: [{ path: key }], backup: null })
      expect([await titles(), await readdir(home.paths.backupsDir)]).toEqual([[], []])
    })
  })
})
