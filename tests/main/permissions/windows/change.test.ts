/** Changes to access lists are proven, taken back, and cheap, against a simulation of Windows. */

import { mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import type { CheckedFile } from '../../../../main/permissions/platform.ts'
import { createWindowsPlatform } from '../../../../main/permissions/windows/platform.ts'
import {
  ADMINISTRATORS,
  allow,
  deny,
  type List,
  ME,
  OTHER,
  PRIVATE,
  USERS,
} from './simulated-windows.ts'
import { context, folder, freshFile, path, READ, world } from './windows-world.ts'

beforeEach(freshFile)

describe('a change is proven', () => {
  const open = { ...PRIVATE, entries: [allow(ME), allow(USERS, READ)] }

  it.each<readonly [string, (list: List) => List]>([
    ['another entry', (list) => ({ ...list, entries: [...(list.entries ?? []), allow(OTHER)] })],
    ['another owner', (list) => ({ ...list, owner: OTHER })],
    ['inheritance', (list) => ({ ...list, protected: false })],
  ])('is not made over %s since the plan', async (_, change) => {
    const { windows, platform, file } = world(open)
    const snapshot = await platform.look(path)
    const [fault] = await platform.judge(file, snapshot, context)
    windows.lists.set(path, change(open))
    await expect(
      fault === undefined ? null : platform.apply(file, snapshot, fault),
    ).rejects.toMatchObject({ code: 'changed-meanwhile' })
    expect(windows.ran).toEqual([])
  })

  it('is not made to another file in the place of the planned one', async () => {
    const { windows, platform, file } = world(open)
    const snapshot = await platform.look(path)
    const [fault] = await platform.judge(file, snapshot, context)
    await writeFile(`${path}.new`, 'another file')
    await rename(`${path}.new`, path)
    await expect(
      fault === undefined ? null : platform.apply(file, snapshot, fault),
    ).rejects.toMatchObject({ code: 'changed-meanwhile' })
    expect(windows.ran).toEqual([])
  })

  it.each([
    [5, 'denied'],
    [1332, 'icacls ended with 1332'],
    [null, 'icacls ended with no code'],
  ])('exit code %s is an error', async (exitCode, text) => {
    const { repair } = world(open, { exitCode: () => exitCode ?? Number.NaN })
    const message = exitCode === null ? 'icacls ended with' : text
    await expect(repair()).rejects.toMatchObject({
      code: 'permission-denied',
      message: expect.stringContaining(message),
    })
  })

  it('a link is followed', async () => {
    const link = join(folder, 'link')
    await symlink(path, link)
    const { windows, platform } = world(open)
    const file: CheckedFile = { path: link, target: path, kind: 'private-key' }
    const snapshot = await platform.look(link)
    const [fault] = await platform.judge(file, snapshot, context)
    if (fault !== undefined) await platform.apply(file, snapshot, fault)
    expect(windows.ran.map((call) => call.path)).toEqual([path])
  })
})

describe('taking back', () => {
  it('brings the old list and owner back', async () => {
    const old: List = {
      owner: ADMINISTRATORS,
      protected: true,
      entries: [deny(OTHER), allow(ME), allow(USERS, READ)],
    }
    const { windows, platform, repair } = world(old, { elevated: true })
    const { snapshot } = await repair()
    expect(windows.lists.get(path)).not.toEqual(old)
    await platform.restore({ path, mode: null, sddl: snapshot.sddl })
    expect(windows.lists.get(path)).toEqual(old)
  })

  it('says when only an administrator can give the file back, before anything is changed', async () => {
    const { windows, platform } = world(PRIVATE, { exitCode: () => 1307 })
    const sddl = `O:${OTHER}D:P(A;;FA;;;${OTHER})`
    await expect(platform.restore({ path, mode: null, sddl })).rejects.toMatchObject({
      code: 'permission-denied',
    })
    expect(windows.lists.get(path)).toEqual(PRIVATE)
  })

  it('does not follow a link that took the place of the file', async () => {
    const { platform } = world(PRIVATE)
    await rename(path, `${path}.moved`)
    await symlink(`${path}.moved`, path)
    await expect(platform.restore({ path, mode: null, sddl: `O:${ME}D:P` })).rejects.toMatchObject({
      code: 'changed-meanwhile',
    })
  })

  it('claims nothing that it did not read back', async () => {
    const { windows, platform } = world(PRIVATE)
    const lying = createWindowsPlatform({
      ...windows.calls,
      writeAccessList: async () => true,
    })
    const sddl = `O:${ME}D:P(A;;FA;;;WD)`
    await expect(lying.restore({ path, mode: null, sddl })).rejects.toMatchObject({
      code: 'verification-failed',
    })
    await expect(platform.restore({ path, mode: null, sddl: null })).rejects.toMatchObject({
      code: 'unsupported',
    })
  })
})

describe('many files', () => {
  it('are read by one start of PowerShell', async () => {
    const { windows, platform } = world(PRIVATE)
    const more = join(folder, 'more')
    await mkdir(more, { recursive: true })
    const paths = await Promise.all(
      Array.from({ length: 50 }, async (_, index) => {
        const name = join(more, `k${index}`)
        await writeFile(name, '')
        windows.lists.set(name, PRIVATE)
        return name
      }),
    )
    await platform.prepare?.([...paths, '/not/there'])
    for (const name of paths) await platform.look(name)
    expect(windows.reads).toHaveLength(1)
    // A second look is a look.
    await platform.look(path)
    await platform.look(paths[0] ?? '')
    expect(windows.reads).toHaveLength(3)
  })
})
