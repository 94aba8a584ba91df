/**
 * Access lists on real Windows: break, find, repair, and let Windows' own ssh-keygen judge. The
 * same rules are tested everywhere with access lists as texts (tests/main/permissions/windows/).
 */

import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CheckedKind } from '../../main/contract/methods.ts'
import { checkPrivateKeyAccess, secureNewFile } from '../../main/permissions/index.ts'
import type { CheckedFile, PlatformContext } from '../../main/permissions/platform.ts'
import { windowsPlatform } from '../../main/permissions/windows/platform.ts'
import { parseSddl } from '../../main/permissions/windows/sddl.ts'
import { resolvePaths } from '../../main/storage/index.ts'
import {
  ADMINISTRATORS,
  EVERYONE,
  guestOf,
  icacls,
  keygenReads,
  makeFolder,
  makeKey,
  mySid,
  OWNER_RIGHTS,
  SYSTEM,
  USERS,
  whyNotHere,
} from './windows.ts'

const missing = whyNotHere()
const context: PlatformContext = { paths: resolvePaths(), sshClient: null, strictFolders: [] }

if (missing !== null) test.skip(`access lists on real Windows (skipped: ${missing})`, () => {})
else describe('access lists on real Windows', { timeout: 120_000 }, realWindows)

function realWindows(): void {
  let folder: string
  let key: string
  let me: string

  beforeAll(async () => {
    me = await mySid()
    folder = await makeFolder()
  })
  beforeEach(async () => {
    key = join(folder, 'id_ed25519')
    await rm(key, { force: true })
    await rm(`${key}.pub`, { force: true })
    await makeKey(key)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const judge = async (path: string, kind: CheckedKind = 'private-key') => {
    const file: CheckedFile = { path, target: null, kind }
    const snapshot = await windowsPlatform.look(path)
    const faults = await windowsPlatform.judge(file, snapshot, context)
    return { file, snapshot, faults }
  }
  const repair = async (path: string, kind: CheckedKind = 'private-key') => {
    const { file, snapshot, faults } = await judge(path, kind)
    const [fault] = faults
    if (fault === undefined) throw new Error('nothing to repair')
    await windowsPlatform.apply(file, snapshot, fault)
    return { fault, snapshot }
  }

  test('a new key of ssh-keygen is in order', async () => {
    expect((await judge(key)).faults).toEqual([])
    expect(await keygenReads(key)).toMatchObject({ ok: true })
  })

  test('a new key of ours gets what ssh-keygen accepts', async () => {
    const copy = join(folder, 'copy')
    await writeFile(copy, await readFile(key))
    await icacls(copy, '/grant', `*${USERS}:R`)
    await secureNewFile(copy)
    expect(await checkPrivateKeyAccess(copy)).toEqual({ ok: true })
    expect(await keygenReads(copy)).toMatchObject({ ok: true })
  })

  const breaks: readonly (readonly [string, () => Promise<void>])[] = [
    ['Users may read', () => icacls(key, '/grant', `*${USERS}:R`)],
    ['Everyone may do everything', () => icacls(key, '/grant', `*${EVERYONE}:F`)],
    ['a second account may read', () => icacls(key, '/grant', `*${guestOf(me)}:R`)],
    ['OWNER RIGHTS', () => icacls(key, '/grant', `*${OWNER_RIGHTS}:F`)],
    ['an account that is gone', () => icacls(key, '/grant', '*S-1-5-21-1-2-3-1009:R')],
    [
      'several, and inherited ones',
      async () => {
        await icacls(folder, '/grant', `*${USERS}:(OI)(CI)R`)
        await icacls(key, '/inheritance:e', '/grant', `*${EVERYONE}:R`)
      },
    ],
  ]

  test.each(breaks)(
    '%s: ssh-keygen refuses, and takes the key after the repair',
    async (_, spoil) => {
      await spoil()
      const refused = await keygenReads(key)
      expect(refused).toMatchObject({ ok: false, said: expect.stringContaining('UNPROTECTED') })
      const { fault, snapshot } = await repair(key)
      expect(fault).toMatchObject({ code: 'private-key-too-open', severity: 'refuses' })
      expect((await judge(key)).faults).toEqual([])
      expect(await keygenReads(key)).toMatchObject({ ok: true })
      // And back, exactly.
      await windowsPlatform.restore({ path: key, mode: null, sddl: snapshot.sddl })
      const { sddl } = await windowsPlatform.look(key)
      expect(parseSddl(sddl ?? '', me)).toEqual(parseSddl(snapshot.sddl ?? '', me))
      expect(await keygenReads(key)).toMatchObject({ ok: false })
      await icacls(folder, '/remove:g', `*${USERS}`)
    },
  )

  test('an empty list, as after /inheritance:r alone', async () => {
    await icacls(key, '/remove:g', `*${SYSTEM}`, `*${ADMINISTRATORS}`, `*${me}`)
    expect(await keygenReads(key)).toMatchObject({ ok: false })
    expect((await repair(key)).fault.code).toBe('private-key-locked')
    expect((await judge(key)).faults).toEqual([])
    expect(await keygenReads(key)).toMatchObject({ ok: true })
  })

  test('a wrong owner, where this account may set one', async ({ skip }) => {
    const given = await icacls(key, '/setowner', `*${guestOf(me)}`).then(
      () => true,
      () => false,
    )
    if (!given) skip('only an administrator can give a file away')
    expect(await keygenReads(key)).toMatchObject({ ok: false })
    expect((await repair(key)).fault.title).toContain('belongs to another account')
    expect((await judge(key)).faults).toEqual([])
    expect(await keygenReads(key)).toMatchObject({ ok: true })
  })

  test('the config keeps its readers and loses its writers', async () => {
    const config = join(folder, 'config')
    await writeFile(config, 'Host pod\n')
    await icacls(config, '/grant', `*${USERS}:R`, `*${EVERYONE}:M`)
    await repair(config, 'config')
    const { faults, snapshot } = await judge(config, 'config')
    expect(faults).toEqual([])
    expect(snapshot.sddl).toContain(';;;BU)')
    expect(snapshot.sddl).not.toContain(';;;WD)')
  })

  test('the folder hands rights down; repairing it repairs what is in it', async () => {
    const inner = join(folder, '.ssh')
    await mkdir(inner)
    await icacls(inner, '/grant', `*${USERS}:(OI)(CI)R`)
    const copy = join(inner, 'copied')
    await writeFile(copy, await readFile(key))
    expect((await judge(copy)).faults).toMatchObject([{ family: 'inherited' }])
    expect((await judge(inner, 'ssh-folder')).faults).toMatchObject([{ family: 'inherited' }])
    await repair(inner, 'ssh-folder')
    expect((await judge(inner, 'ssh-folder')).faults).toEqual([])
    expect((await judge(copy)).faults).toEqual([])
    expect(await keygenReads(copy)).toMatchObject({ ok: true })
  })

  test('a path over 260 characters is found and repaired', async () => {
    const deep = join(folder, 'd'.repeat(120), 'e'.repeat(120))
    await mkdir(deep, { recursive: true })
    const long = join(deep, 'id_long')
    await writeFile(long, await readFile(key))
    expect(long.length).toBeGreaterThan(260)
    await secureNewFile(long)
    expect((await judge(long)).faults).toEqual([])
    const { snapshot } = await judge(long)
    const open = `${snapshot.sddl}(A;;FR;;;WD)`
    await windowsPlatform.restore({ path: long, mode: null, sddl: open })
    expect((await judge(long)).faults).toHaveLength(1)
    await repair(long)
    expect((await judge(long)).faults).toEqual([])
  })

  test('many files cost one start of PowerShell', async () => {
    const paths = await Promise.all(
      Array.from({ length: 200 }, async (_, index) => {
        const path = join(folder, `file-${index}`)
        await writeFile(path, '')
        return path
      }),
    )
    const start = Date.now()
    await windowsPlatform.prepare?.(paths)
    for (const path of paths) expect((await windowsPlatform.look(path)).sddl).toMatch(/^O:/)
    expect(Date.now() - start).toBeLessThan(30_000)
  })

  test('a file that is not there', async () => {
    await expect(windowsPlatform.look(join(homedir(), 'none'))).rejects.toMatchObject({
      code: 'not-found',
    })
  })
}
