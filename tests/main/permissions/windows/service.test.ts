/** The whole service on a simulated Windows: audit, plan, repair, and what it costs. */

import { mkdir, realpath, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '../../../../main/contract/errors.ts'
import { createService } from '../../../../main/permissions/service.ts'
import { createWindowsPlatform } from '../../../../main/permissions/windows/platform.ts'
import { createLog, resolvePaths, type SavedPermissions } from '../../../../main/storage/index.ts'
import { allow, ME, OTHER, PRIVATE, simulateWindows, USERS } from './simulated-windows.ts'

const READ = '0x1200a9'
const FULL = ['FA', 'OI', 'CI'] as const

async function makeWorld() {
  await mkdir(resolvePaths().sshDir, { recursive: true, mode: 0o700 })
  const home = await realpath(resolvePaths().home)
  const paths = { ...resolvePaths(), home, sshDir: join(home, '.ssh') }
  const windows = simulateWindows()
  const at = (name: string) => join(paths.sshDir, name)
  windows.lists.set(home, PRIVATE)
  windows.lists.set(paths.sshDir, { ...PRIVATE, entries: [allow(ME, ...FULL)] })
  for (const name of ['id_a', 'id_b', 'config', 'known_hosts']) {
    await writeFile(at(name), '')
    windows.lists.set(at(name), PRIVATE)
  }
  const recorded: (readonly SavedPermissions[])[] = []
  const platform = createWindowsPlatform(windows.calls)
  const service = createService({
    paths,
    log: createLog(paths),
    listKeys: async () =>
      ['id_a', 'id_b'].map((name) => ({ privateKeyPath: at(name), publicKeyPath: null })),
    sshClient: async () => null,
    platform,
    records: {
      async record(_title, saved) {
        recorded.push(saved)
        return `backup-${recorded.length}`
      },
      async forget() {},
    },
  })
  return { windows, service, platform, recorded, at, sshDir: paths.sshDir }
}

let world: Awaited<ReturnType<typeof makeWorld>>

beforeEach(async () => {
  world = await makeWorld()
})

describe('the service on Windows', () => {
  it('finds nothing where ssh finds nothing, with one start of PowerShell', async () => {
    const { findings, checked, notes } = await world.service.report()
    expect(findings).toEqual([])
    expect(notes).toEqual([])
    expect(checked.length).toBeGreaterThanOrEqual(6)
    expect(world.windows.reads).toHaveLength(1)
  })

  it('names the folder as the cause, and repairs it with its files in one plan', async () => {
    const { windows, service, at, sshDir, recorded, platform } = world
    windows.lists.set(sshDir, {
      ...PRIVATE,
      entries: [allow(ME, ...FULL), allow(USERS, READ, 'OI', 'CI')],
    })
    const inherited = {
      owner: ME,
      protected: false,
      entries: [allow(ME, 'FA', 'ID'), allow(USERS, READ, 'ID')],
    }
    windows.lists.set(at('id_a'), inherited)
    windows.lists.set(at('id_b'), inherited)
    const before = new Map(windows.lists)
    const findings = await service.audit()
    const cause = findings.find(({ kind }) => kind === 'ssh-folder')
    expect(cause).toMatchObject({ severity: 'refuses', rootCause: null })
    expect(findings.filter(({ rootCause }) => rootCause === cause?.id)).toHaveLength(2)

    const plan = await service.plan(findings.map(({ id }) => id))
    expect(plan.skipped).toEqual([])
    const starts = windows.reads.length
    const repair = await service.repair(plan.id)
    // Each start takes half a second: three files must not take much longer than that times this.
    expect(windows.reads.length - starts).toBeLessThanOrEqual(10)
    expect(repair.failed).toEqual([])
    expect(repair.remaining).toEqual([])
    expect(repair.repaired).toHaveLength(3)
    expect(await service.audit()).toEqual([])

    for (const saved of recorded[0] ?? []) await platform.restore(saved)
    expect(new Map(windows.lists)).toEqual(before)
  })

  it('repairs what it may, and says what needs an administrator', async () => {
    const { windows, service, at } = world
    windows.lists.set(at('id_a'), {
      ...PRIVATE,
      entries: [...(PRIVATE.entries ?? []), allow(OTHER)],
    })
    windows.lists.set(at('id_b'), { owner: OTHER, protected: true, entries: [allow(OTHER)] })
    const findings = await service.audit()
    expect(findings.map(({ repairable }) => repairable).sort()).toEqual([false, true])
    const plan = await service.plan(findings.map(({ id }) => id))
    expect(plan.skipped).toMatchObject([{ path: at('id_b') }])
    expect(await service.repair(plan.id)).toMatchObject({ failed: [], backup: 'backup-1' })
    expect(windows.lists.get(at('id_b'))?.owner).toBe(OTHER)
  })

  it('says once that PowerShell is switched off, and starts it once', async () => {
    const { windows, service } = world
    windows.calls.readAccess = async (paths) => {
      windows.reads.push({ paths })
      throw new AppError('unsupported', 'PowerShell is restricted')
    }
    const { findings, checked, notes } = await service.report()
    expect([findings, checked]).toEqual([[], []])
    expect(notes.map(({ detail }) => detail)).toEqual(['PowerShell is restricted'])
    expect(notes[0]?.title).toMatch(/^\d+ files and folders could not be looked at$/)
    expect(windows.reads).toHaveLength(1)
  })
})
