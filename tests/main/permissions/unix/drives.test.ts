/** Drives that keep no modes, and files that may not be changed. */

import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, stat, truncate, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { privateKeyFindingId, restorePermissions } from '../../../../main/permissions/index.ts'
import { applyMode } from '../../../../main/permissions/unix/change-mode.ts'
import { look } from '../../../../main/permissions/unix/look.ts'
import { makeHome, repairAll } from '../support/make-service.ts'
import { skipUnless, works } from '../support/tools.ts'

const execute = promisify(execFile)

/** Mounting needs more than the program: `/dev/fuse`, and `fusermount` for accounts other than root. */
function canMount(): boolean {
  const [source, folder] = ['a', 'b'].map(() => mkdtempSync(join(homedir(), 'fuse-')))
  if (!works('bindfs', source ?? '', folder ?? '')) return false
  return works('fusermount', '-u', folder ?? '')
}

describe.skipIf(
  skipUnless(canMount(), 'drives without modes, since bindfs cannot mount anything here'),
)('a drive on which chmod has no effect', () => {
  const mounts: string[] = []
  async function mount(folder: string, perms = '0777'): Promise<void> {
    await mkdir(folder, { recursive: true })
    const source = await mkdtemp(join(homedir(), 'source-'))
    await execute('bindfs', ['--chmod-ignore', `--perms=${perms}`, source, folder])
    mounts.push(folder)
  }
  afterEach(async () => {
    for (const folder of mounts.splice(0)) await execute('fusermount', ['-u', folder])
  })

  test('a key there can be copied into the ssh folder', async () => {
    const folder = await mkdtemp(join(homedir(), 'drive-'))
    await mount(folder)
    const key = join(folder, 'id_usb')
    const home = await makeHome({ keys: [key] })
    await home.put(key, 0o600)
    await home.put('id_usb', 0o600)
    const before = await stat(key)
    const findings = await home.service.audit()
    expect(findings).toMatchObject([
      {
        code: 'parent-folder-drive-without-modes',
        path: folder,
        repairable: false,
        rootCause: null,
      },
      {
        id: privateKeyFindingId(key),
        severity: 'refuses',
        repairable: false,
        after: null,
        rootCause: findings[0]?.id,
        fix: {
          kind: 'call',
          method: 'keys.import',
          // The name is taken in the ssh folder.
          params: { path: key, name: 'id_usb_2' },
        },
      },
    ])
    const { plan, repair } = await repairAll(home)
    expect(plan.steps).toEqual([])
    expect(plan.skipped[1]?.reason).toContain('keeps no permissions')
    expect(repair).toEqual({ repaired: [], failed: [], remaining: [], backup: null })
    const after = await stat(key)
    expect([after.mode, after.mtimeMs, after.ctimeMs]).toEqual([
      before.mode,
      before.mtimeMs,
      before.ctimeMs,
    ])
    expect(await readdir(folder)).toEqual(['id_usb'])
  })

  test('the whole ssh folder: one cause, and an explanation', async () => {
    const home = await makeHome({ keys: ['key'] })
    await mount(home.paths.sshDir)
    await home.put('key', 0o600)
    await home.put('config', 0o600)
    const findings = await home.service.audit()
    const folder = findings.find(({ kind }) => kind === 'ssh-folder')
    expect(findings.map(({ code, rootCause }) => [code, rootCause])).toEqual([
      ['ssh-folder-drive-without-modes', null],
      ['private-key-too-open', folder?.id],
      ['config-writable', folder?.id],
    ])
    expect(findings.every(({ repairable, fix }) => !repairable && fix === undefined)).toBe(true)
    expect(findings.every(({ reason }) => reason?.includes('keeps no permissions'))).toBe(true)
    const { skipped } = await home.service.plan([folder?.id ?? ''])
    expect(skipped[0]?.reason).toContain('Move it to a drive of this computer')
  })

  test('as strict as it is, it can still suit ssh', async () => {
    const home = await makeHome({ keys: ['key'] })
    await mount(home.paths.sshDir, '0700')
    await home.put('key', 0o644)
    expect(await home.service.audit()).toEqual([])
  })

  test('a change that had no effect is not called one', async () => {
    const home = await makeHome()
    await mount(home.paths.sshDir)
    const key = await home.put('key', 0o600)
    const file = { path: key, target: null, kind: 'private-key' } as const
    const fault = { repair: { kind: 'apply', command: '', mode: 0o600 } } as const
    const apply = applyMode(file, await look(key), fault)
    await expect(apply).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('keeps no permissions'),
    })
    const back = restorePermissions({ path: key, mode: 0o600, sddl: null })
    await expect(back).rejects.toMatchObject({ code: 'unsupported' })
  })
})

/** A real exFAT file system in a file; null where no loop device can be had. */
async function mountExfat(): Promise<{ folder: string; unmount(): Promise<void> } | null> {
  const [base, folder] = [
    await mkdtemp(join(homedir(), 'exfat-')),
    await mkdtemp(join(homedir(), 'usb-')),
  ]
  const image = join(base, 'image')
  await writeFile(image, '')
  await truncate(image, 4 * 1_048_576)
  let device = ''
  const detach = () => execute('losetup', ['-d', device])
  try {
    await execute('mkfs.exfat', [image])
    device = (await execute('losetup', ['-f', '--show', image])).stdout.trim()
    await execute('mount.exfat-fuse', ['-o', 'umask=022', device, folder])
  } catch {
    if (device !== '') await detach()
    return null
  }
  const unmount = async () => {
    await execute('umount', [folder])
    await detach()
  }
  return { folder, unmount }
}

describe.skipIf(process.platform !== 'linux')('a memory stick', () => {
  test('exFAT: ssh refuses every key, chmod says nothing, and a copy helps', async (context) => {
    const drive = await mountExfat()
    if (drive === null) return context.skip('exfat-fuse cannot mount an image here')
    try {
      const key = join(drive.folder, 'id_usb')
      await execute('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
      await execute('chmod', ['600', key])
      const loads = execute('ssh-keygen', ['-y', '-f', key])
      await expect(loads).rejects.toMatchObject({ stderr: expect.stringContaining('too open') })
      const home = await makeHome({ keys: [key] })
      expect(await home.service.audit()).toMatchObject([
        {
          id: privateKeyFindingId(key),
          before: 'mode 0755',
          after: null,
          reason: expect.stringContaining('keeps no permissions'),
          fix: { method: 'keys.import', params: { path: key, name: 'id_usb' } },
        },
      ])
      expect((await readdir(drive.folder)).sort()).toEqual(['id_usb', 'id_usb.pub'])
      const { skipped } = await home.service.plan([privateKeyFindingId(key)])
      expect(skipped).toMatchObject([{ path: key, fix: { method: 'keys.import' } }])
    } finally {
      await drive.unmount()
    }
  })

  test('FAT whose driver knows no chmod: told as what it is', async (context) => {
    const [base, folder] = [
      await mkdtemp(join(homedir(), 'fat-')),
      await mkdtemp(join(homedir(), 'usb-')),
    ]
    const image = join(base, 'image')
    await writeFile(image, '')
    await truncate(image, 4 * 1_048_576)
    if (!works('mkfs.vfat', image) || !works('fusefat', '-o', 'rw+', image, folder)) {
      return context.skip('fusefat cannot mount an image here')
    }
    try {
      const key = join(folder, 'key')
      await writeFile(key, 'x')
      const file = { path: key, target: null, kind: 'private-key' } as const
      const fault = { repair: { kind: 'apply', command: '', mode: 0o600 } } as const
      await expect(applyMode(file, await look(key), fault)).rejects.toMatchObject({
        code: 'unsupported',
        message: expect.stringContaining('keeps no permissions'),
      })
    } finally {
      await execute('umount', [folder])
    }
  })
})

describe.skipIf(process.platform !== 'linux')('a file marked as unchangeable', () => {
  test('is explained with the line that lifts it', async (context) => {
    const home = await makeHome({ keys: ['key'] })
    const key = await home.put('key', 0o644)
    if (!works('chattr', '+i', key)) context.skip('chattr +i does not work here')
    try {
      const { repair } = await repairAll(home)
      expect(repair).toMatchObject({ repaired: [], remaining: [{ path: key }], backup: null })
      expect(repair.failed[0]?.reason).toContain(`sudo chattr -i -a '${key}'`)
    } finally {
      execFileSync('chattr', ['-i', key])
    }
    expect((await repairAll(home)).repair).toMatchObject({ failed: [], remaining: [] })
  })

  test('does not stop its neighbours from being taken back', async (context) => {
    const home = await makeHome({ keys: ['key', 'other'] })
    const key = await home.put('key', 0o644)
    const other = await home.put('other', 0o640)
    if (!works('chattr', '+i', key)) context.skip('chattr +i does not work here')
    try {
      const { repair } = await repairAll(home)
      expect(repair.repaired).toMatchObject([{ path: other }])
      await restorePermissions({ path: key, mode: 0o644, sddl: null })
      await restorePermissions({ path: other, mode: 0o640, sddl: null })
      expect((await stat(other)).mode & 0o777).toBe(0o640)
    } finally {
      execFileSync('chattr', ['-i', key])
    }
  })
})
