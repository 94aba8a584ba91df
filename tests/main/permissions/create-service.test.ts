/** Audit, plan, repair and one-step restore, with the real backups. */

import { execFileSync } from 'node:child_process'
import { chmod, mkdir, realpath, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { createBackupService } from '../../../main/backups/index.ts'
import { createPermissionsService, privateKeyFindingId } from '../../../main/permissions/index.ts'
import { resolvePaths } from '../../../main/storage/index.ts'

const log = { info() {}, warn() {}, error() {}, file: '' }
const paths = resolvePaths()
const key = join(paths.sshDir, 'id_ed25519')

const service = createPermissionsService({
  paths,
  log,
  listKeys: async () => [{ privateKeyPath: key, publicKeyPath: `${key}.pub` }],
  sshClient: async () => null,
})

describe.skipIf(process.platform === 'win32')('createPermissionsService', () => {
  beforeEach(async () => {
    await rm(paths.sshDir, { recursive: true, force: true })
    await mkdir(paths.sshDir, { mode: 0o700 })
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
  })

  function isAccepted(): boolean {
    try {
      execFileSync('ssh-keygen', ['-y', '-f', key], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  }

  test('a repaired mode is listed among the backups and brought back by them', async () => {
    await chmod(key, 0o2644)
    await chmod(paths.sshDir, 0o707)
    expect(isAccepted()).toBe(false)
    const findings = await service.audit()
    const plan = await service.plan(findings.map(({ id }) => id))
    const repair = await service.repair(plan.id)
    expect(repair).toMatchObject({ failed: [], remaining: [] })
    expect([isAccepted(), await service.audit()]).toEqual([true, []])

    const backups = createBackupService({ paths, log })
    const [backup] = await backups.list()
    expect(backup).toMatchObject({
      id: repair.backup,
      title: 'Repaired the permissions of 2 files',
      restorable: true,
    })
    expect(backup?.files.map(({ path, what, mode }) => [path, what, mode])).toEqual([
      [await realpath(key), 'permissions', '2644'],
      [await realpath(paths.sshDir), 'permissions', '0707'],
    ])
    await backups.restore(repair.backup ?? '', { confirm: async () => true })
    const modes = await Promise.all(
      [key, paths.sshDir].map(async (path) => (await stat(path)).mode),
    )
    expect(modes.map((mode) => mode & 0o7777)).toEqual([0o2644, 0o707])
    expect((await service.audit()).map(({ id }) => id)).toEqual(findings.map(({ id }) => id))
  })

  test('a single file is named in the title', async () => {
    await chmod(key, 0o604)
    await service.repair((await service.plan([privateKeyFindingId(key)])).id)
    const [backup] = await createBackupService({ paths, log }).list()
    expect(backup?.title).toBe(`Repaired the permissions of ${key}`)
  })

  test('without any ssh on the machine, the rules of its authors are applied', async () => {
    expect((await service.report()).sshClient).toBeNull()
  })
})
