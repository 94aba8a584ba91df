/** What Keypilot finds and repairs on Windows, against a simulation of it. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { CheckedKind } from '../../../../main/contract/methods.ts'
import type { CheckedFile } from '../../../../main/permissions/platform.ts'
import { createWindowsPlatform } from '../../../../main/permissions/windows/platform.ts'
import {
  ADMINISTRATORS,
  allow,
  deny,
  EVERYONE,
  type List,
  ME,
  OTHER,
  OWNER_RIGHTS,
  PRIVATE,
  type SimulatedWindows,
  SYSTEM,
  simulateWindows,
  USERS,
} from './simulated-windows.ts'
import { CHANGE, context, folder, freshFile, path, READ, world } from './windows-world.ts'

beforeEach(freshFile)

const listed = (windows: SimulatedWindows) =>
  (windows.lists.get(path)?.entries ?? []).map(({ type, sid }) => `${type} ${sid}`)

describe('a private key', () => {
  it('is fine as ssh-keygen makes it', async () => {
    expect(await world(PRIVATE).judge()).toEqual([])
  })

  it('is repaired in one call, by SID, and never without an entry', async () => {
    const entries = [allow(ME), allow(USERS, READ, 'ID'), allow(EVERYONE, READ), allow(OTHER, READ)]
    const { windows, judge, repair } = world({ ...PRIVATE, protected: false, entries })
    const { fault } = await repair()
    expect(fault).toMatchObject({
      code: 'private-key-too-open',
      severity: 'refuses',
      before: `Users (${USERS}): read and run, inherited; Everyone (S-1-1-0): read and run; the account or group ${OTHER}: read and run`,
      after: 'you, SYSTEM and Administrators: full control',
      family: null,
    })
    expect(windows.ran).toEqual([
      {
        path,
        args: [
          '/inheritance:r',
          '/grant:r',
          `*${ME}:F`,
          '*S-1-5-18:F',
          '*S-1-5-32-544:F',
          '/remove:g',
          '*S-1-1-0',
          `*${OTHER}`,
        ],
      },
    ])
    expect(fault.repair).toMatchObject({
      command: `icacls '${path.replaceAll("'", "''")}' ${windows.ran[0]?.args.join(' ')}`,
    })
    expect(windows.emptied).toEqual([])
    expect(await judge()).toEqual([])
  })

  it('that only inherits too much has its cause in the folder', async () => {
    const entries = [allow(ME, '0x1f01ff', 'ID'), allow(USERS, READ, 'ID')]
    const [fault] = await world({ ...PRIVATE, protected: false, entries }).judge()
    expect(fault).toMatchObject({ family: 'inherited' })
  })

  it('gets its owner back first, where the account may set it', async () => {
    const { windows, repair, judge } = world({ ...PRIVATE, owner: OTHER })
    const { fault } = await repair()
    expect(windows.ran.map(({ args }) => args[0])).toEqual(['/setowner'])
    expect(fault).toMatchObject({
      code: 'private-key-too-open',
      title: 'This private key belongs to another account',
      before: `owner the account or group ${OTHER}`,
    })
    expect(await judge()).toEqual([])
  })

  it('of another account needs an administrator, and says how', async () => {
    const entries = [allow(OTHER), allow(ME, READ)]
    const { judge, windows } = world({ owner: OTHER, protected: true, entries })
    const [fault] = await judge()
    expect(fault?.after).toBeNull()
    expect(fault?.repair).toMatchObject({
      kind: 'cannot',
      reason: expect.stringContaining('Run as administrator'),
      fix: { kind: 'copy', text: expect.stringContaining(`/setowner *${ME}\nicacls '`) },
    })
    expect(windows.ran).toEqual([])
    const elevated = world({ owner: OTHER, protected: true, entries }, { elevated: true })
    await elevated.repair()
    expect(await elevated.judge()).toEqual([])
    expect(listed(elevated.windows)).not.toContain(`A ${OTHER}`)
  })

  it('that Administrators own and nobody lets us change needs takeown', async () => {
    const list = { owner: ADMINISTRATORS, protected: true, entries: [allow(EVERYONE, READ)] }
    const [fault] = await world(list).judge()
    expect(fault?.repair).toMatchObject({
      kind: 'cannot',
      fix: { text: expect.stringMatching(/^takeown \/f '.*\nicacls /) },
    })
  })

  it('with OWNER RIGHTS is refused by ssh (Win32-OpenSSH#2317), and repaired', async () => {
    const entries = [...(PRIVATE.entries ?? []), allow(OWNER_RIGHTS, 'FA')]
    const { judge, repair } = world({ ...PRIVATE, entries })
    expect((await repair()).fault.before).toBe('OWNER RIGHTS (S-1-3-4): full control')
    expect(await judge()).toEqual([])
  })

  it.each<readonly [string, List]>([
    ['an empty list, as after "icacls /inheritance:r" alone', { ...PRIVATE, entries: [] }],
    ['entries of others only', { ...PRIVATE, entries: [allow(SYSTEM), allow(ADMINISTRATORS)] }],
    ['a denial', { ...PRIVATE, entries: [deny(ME), ...(PRIVATE.entries ?? [])] }],
    [
      'a denial for Users',
      { ...PRIVATE, entries: [deny(USERS, '0x1'), ...(PRIVATE.entries ?? [])] },
    ],
  ])('that the rule accepts but nobody can open: %s', async (_, list) => {
    const { judge, repair } = world(list)
    const { fault } = await repair()
    expect(fault).toMatchObject({ code: 'private-key-locked', severity: 'refuses' })
    expect(await judge()).toEqual([])
  })

  it('that can be opened all the same is in order', async () => {
    const { judge } = world({ ...PRIVATE, entries: [allow(SYSTEM)] }, { opens: [path] })
    expect(await judge()).toEqual([])
  })

  it('without any list is given one', async () => {
    const { judge, repair, windows } = world({ ...PRIVATE, entries: null })
    await repair()
    expect(await judge()).toEqual([])
    expect(windows.ran).toHaveLength(1)
  })

  it('says that an account of another domain may be our own', async () => {
    const entries = [...(PRIVATE.entries ?? []), allow('S-1-5-21-1-2-3-1009', READ)]
    const [fault] = await world({ ...PRIVATE, entries }).judge()
    expect(fault?.consequence).toContain('Keypilot cannot tell')
    const [usual] = await world({ ...PRIVATE, entries: [allow(OTHER, READ), allow(ME)] }).judge()
    expect(usual?.consequence).not.toContain('Keypilot cannot tell')
  })
})

describe('the config', () => {
  const readers = [allow(USERS, READ), allow(EVERYONE, '0x120089')]

  it('may be read by all', async () => {
    const entries = [...(PRIVATE.entries ?? []), ...readers]
    expect(await world({ ...PRIVATE, entries }, {}, 'config').judge()).toEqual([])
  })

  it('loses only those who may write', async () => {
    const entries = [...(PRIVATE.entries ?? []), ...readers, allow(OTHER, CHANGE)]
    const { windows, repair, judge } = world({ ...PRIVATE, entries }, {}, 'config')
    const { fault } = await repair()
    expect(windows.ran.map(({ args }) => args)).toEqual([['/remove:g', `*${OTHER}`]])
    expect(fault).toMatchObject({
      code: 'config-writers',
      severity: 'refuses',
      after: `no rights for the account or group ${OTHER}; everyone else as before`,
    })
    expect(await judge()).toEqual([])
    expect(listed(windows)).toContain(`A ${USERS}`)
  })

  it('keeps what it inherits but the writers', async () => {
    const entries = [allow(ME, 'FA', 'ID'), allow(USERS, READ, 'ID'), allow(OTHER, CHANGE, 'ID')]
    const list = { ...PRIVATE, protected: false, entries }
    const { windows, repair } = world(list, {}, 'included-config')
    await repair()
    expect(windows.ran.map(({ args }) => args)).toEqual([
      ['/inheritance:d', '/remove:g', `*${OTHER}`],
    ])
    expect(listed(windows)).toEqual([`A ${ME}`, `A ${USERS}`])
  })

  it('is not left without an entry when everyone is the only one', async () => {
    const list = { ...PRIVATE, entries: [allow(EVERYONE)] }
    const { windows, repair } = world(list, {}, 'authorized-keys')
    await repair()
    expect(windows.emptied).toEqual([])
    expect(listed(windows)).toEqual([`A ${ME}`, `A ${SYSTEM}`, `A ${ADMINISTRATORS}`])
  })
})

describe('what ssh does not check', () => {
  const open = { ...PRIVATE, entries: [allow(ME), allow(USERS, CHANGE)] }

  it('known_hosts that others may change exposes', async () => {
    const { judge, repair } = world(open, {}, 'known-hosts')
    expect(await judge()).toMatchObject([{ code: 'known-hosts-writers', severity: 'exposes' }])
    await repair()
    expect(await judge()).toEqual([])
  })

  it.each<CheckedKind>(['home', 'parent-folder', 'public-key'])('%s may be open', async (kind) => {
    expect(await world(open, {}, kind).judge()).toEqual([])
  })
})

describe('the ssh folder', () => {
  it('explains and repairs what its files inherit, also when they are in the same plan', async () => {
    const handed = allow(USERS, READ, 'OI', 'CI')
    const windows = simulateWindows()
    windows.lists.set(folder, {
      ...PRIVATE,
      entries: [allow(ME, 'FA', 'OI', 'CI'), handed],
    })
    windows.lists.set(path, {
      owner: ME,
      protected: false,
      entries: [allow(ME, 'FA', 'ID'), allow(USERS, READ, 'ID')],
    })
    const platform = createWindowsPlatform(windows.calls)
    const files: readonly CheckedFile[] = [
      { path: folder, target: null, kind: 'ssh-folder' },
      { path, target: null, kind: 'private-key' },
    ]
    const planned = await Promise.all(
      files.map(async (file) => {
        const snapshot = await platform.look(file.path)
        const [fault] = await platform.judge(file, snapshot, context)
        return { file, snapshot, fault }
      }),
    )
    expect(planned.map(({ fault }) => fault?.family)).toEqual(['inherited', 'inherited'])
    expect(planned[0]?.fault).toMatchObject({
      code: 'ssh-folder-hands-down',
      severity: 'exposes',
      before: `Users (${USERS}): read and run, also for files in it`,
    })
    for (const { file, snapshot, fault } of planned) {
      if (fault !== undefined) await platform.apply(file, snapshot, fault)
      expect(await platform.judge(file, await platform.look(file.path), context)).toEqual([])
    }
    expect(windows.ran.map(({ args }) => args)).toEqual([['/remove:g', `*${USERS}`]])
  })

  it('that others may write exposes; CREATOR OWNER is ourselves', async () => {
    const mine = [allow(ME, 'FA', 'OI', 'CI'), allow('S-1-3-0', 'GA', 'OI', 'CI', 'IO')]
    const good = { ...PRIVATE, entries: mine }
    expect(await world(good, {}, 'ssh-folder').judge()).toEqual([])
    const bad = { ...PRIVATE, entries: [...mine, allow(USERS, '0x2')] }
    expect(await world(bad, {}, 'ssh-folder').judge()).toMatchObject([
      { code: 'ssh-folder-writers', severity: 'exposes', family: null },
    ])
  })

  it('hands its own rights on when they have to be given', async () => {
    const { windows, repair } = world({ ...PRIVATE, entries: [allow(EVERYONE)] }, {}, 'ssh-folder')
    await repair()
    expect(windows.ran[0]?.args).toContain(`*${ME}:(OI)(CI)F`)
  })
})

describe('where no access list helps', () => {
  const everyone = { owner: EVERYONE, protected: false, entries: null }

  it('a drive that keeps none is told, and the key is offered to be copied', async () => {
    const [fault] = await world(everyone).judge()
    expect(fault).toMatchObject({
      code: 'private-key-too-open',
      severity: 'refuses',
      after: null,
      repair: {
        kind: 'cannot',
        reason: expect.stringContaining('FAT'),
        fix: { kind: 'call', method: 'keys.import', params: { path, name: 'id_ed25519' } },
      },
    })
  })

  it('the config on one is refused as well', async () => {
    const [fault] = await world(everyone, {}, 'config').judge()
    expect(fault).toMatchObject({ severity: 'refuses', repair: { kind: 'cannot' } })
  })

  it.each([
    ['UnauthorizedAccessException', 'permission-denied'],
    ['FileNotFoundException', 'not-found'],
    ['IOException', 'unreadable'],
  ])('%s is %s', async (error, code) => {
    const { judge } = world(PRIVATE, { errors: { [path]: error } })
    await expect(judge()).rejects.toMatchObject({ code })
  })

  it('a list of an unknown form is left alone', async () => {
    const { windows, judge } = world(PRIVATE)
    windows.lists.set(path, { ...PRIVATE, entries: [allow(USERS, 'ZZ')] })
    expect(await judge()).toMatchObject([
      { code: 'private-key-not-understood', severity: 'advice', repair: { kind: 'cannot' } },
    ])
  })
})
