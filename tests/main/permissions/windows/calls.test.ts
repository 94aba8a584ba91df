/** What goes to Windows and what comes back, without Windows: variables, answers, places, quoting. */

import { mkdtemp, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { freeName } from '../../../../main/permissions/free-name.ts'
import { parseAnswer, readVariables } from '../../../../main/permissions/windows/calls.ts'
import { longPath, quoteForWindows } from '../../../../main/permissions/windows/command-line.ts'
import { findFault } from '../../../../main/permissions/windows/facts.ts'
import { locate, refine } from '../../../../main/permissions/windows/location.ts'
import { platformNotes } from '../../../../main/permissions/windows/notes.ts'
import { remedyFor } from '../../../../main/permissions/windows/remedy.ts'
import { describeRights, hasRight } from '../../../../main/permissions/windows/rights.ts'
import { READ_SCRIPT, WRITE_SCRIPT } from '../../../../main/permissions/windows/scripts.ts'
import { expandAliases, parseSddl } from '../../../../main/permissions/windows/sddl.ts'

const ME = 'S-1-5-21-1004336348-1177238915-682003330-1001'
const DOMAIN = 'S-1-5-21-9-8-7'
const ACCOUNT = { sid: ME, groups: ['S-1-1-0', 'S-1-5-32-545'], elevated: false }

/** As the script writes it. */
function answer(fields: object): string {
  const all = {
    sid: ME,
    groups: [],
    elevated: false,
    aliases: {},
    drives: {},
    files: [],
    ...fields,
  }
  return Buffer.from(JSON.stringify(all), 'utf8').toString('base64')
}

describe('the answer of PowerShell', () => {
  it('is read, with the SIDs of the aliases', () => {
    const text = answer({
      groups: ['S-1-1-0'],
      elevated: true,
      aliases: { LA: `${DOMAIN}-500`, DA: `${DOMAIN}-512`, FA: 'FA', BA: 'S-1-0-0' },
      drives: { C: { type: 'Fixed', format: 'NTFS' }, E: { type: 'Removable', format: null } },
      files: [
        {
          sddl: 'O:LAG:DUD:PAI(A;;FA;;;DA)(XA;;FR;;;BA;(@User.Title=="Müller (LA)"))',
          error: null,
        },
        { sddl: null, error: 'UnauthorizedAccessException' },
      ],
    })
    expect(parseAnswer(`${text}\r\n`)).toEqual({
      account: { sid: ME, groups: ['S-1-1-0'], elevated: true },
      drives: { C: { type: 'Fixed', format: 'NTFS' }, E: { type: 'Removable', format: null } },
      files: [
        {
          sddl: `O:${DOMAIN}-500G:DUD:PAI(A;;FA;;;${DOMAIN}-512)(XA;;FR;;;BA;(@User.Title=="Müller (LA)"))`,
          error: null,
        },
        { sddl: null, error: 'UnauthorizedAccessException' },
      ],
    })
  })

  it.each([
    ['nothing', ''],
    ['an error in a foreign language', 'Zugriff verweigert'],
    ['half an answer', answer({}).slice(0, 40)],
    ['no account', answer({ sid: 'me' })],
    ['no files', answer({ files: null })],
    ['JSON of something else', Buffer.from('[1]').toString('base64')],
  ])('%s is no answer', (_, text) => {
    expect(parseAnswer(text)).toBeNull()
  })
})

describe('the paths', () => {
  const odd = "C:\\Users\\Jörg & 日本\\.ssh\\it's [1] 100% !^$`(x);"

  it('go in variables, whole and in order', () => {
    const share = '\\\\server\\share\\key'
    expect(readVariables([odd, 'd:\\k', share])).toEqual({
      KEYPILOT_PATH_LISTS: '1',
      KEYPILOT_PATHS_0: `${odd}|d:\\k|${share}`,
      KEYPILOT_DRIVES: 'CD',
    })
    expect(readVariables([])).toEqual({ KEYPILOT_PATH_LISTS: '0', KEYPILOT_DRIVES: '' })
  })

  it('fill as many variables as they need, none beyond its limit', () => {
    const paths = Array.from({ length: 3_000 }, (_, index) => `C:\\Users\\me\\.ssh\\key-${index}`)
    const variables = readVariables(paths)
    const lists = Object.entries(variables).filter(([name]) => /PATHS_\d/.test(name))
    expect(lists.length).toBe(Number(variables.KEYPILOT_PATH_LISTS))
    expect(lists.length).toBeGreaterThan(2)
    expect(lists.every(([, list]) => list.length < 32_767)).toBe(true)
    expect(lists.flatMap(([, list]) => list.split('|'))).toEqual(paths)
  })

  it('over 260 characters get the prefix that makes them possible', () => {
    const name = 'n'.repeat(250)
    expect(longPath(`C:\\a/${name}`)).toBe(`\\\\?\\C:\\a\\${name}`)
    expect(longPath(`\\\\server\\share\\${name}`)).toBe(`\\\\?\\UNC\\server\\share\\${name}`)
    expect(longPath(`\\\\?\\C:\\${name}`)).toBe(`\\\\?\\C:\\${name}`)
    expect(longPath('C:\\Users\\me\\.ssh\\id_rsa')).toBe('C:\\Users\\me\\.ssh\\id_rsa')
  })
})

describe.each([
  ['reading', READ_SCRIPT],
  ['writing', WRITE_SCRIPT],
])('the script for %s', (_, script) => {
  it('survives being one argument', () => {
    expect(script).not.toMatch(/"/)
    expect(script).not.toMatch(/[^\n -~]/)
    expect(script.length).toBeLessThan(8_000)
  })

  it('is balanced', () => {
    const bare = script.replaceAll(/'[^'\n]*'/g, "''")
    for (const [open, close] of ['()', '{}', '[]']) {
      expect(bare.split(open ?? '').length).toBe(bare.split(close ?? '').length)
    }
    expect(script.split("'").length % 2).toBe(1)
  })
})

describe('a line to paste', () => {
  it.each([
    ['C:\\Users\\me\\my key', '"C:\\Users\\me\\my key"'],
    ["C:\\it's", '"C:\\it\'s"'],
    ['C:\\a & b ^ (c)!', '"C:\\a & b ^ (c)!"'],
    ['C:\\$env:TEMP', "'C:\\$env:TEMP'"],
    ['C:\\%TEMP%', "'C:\\%TEMP%'"],
    ["C:\\it's `x", "'C:\\it''s `x'"],
    ['C:\\“x” ‘y’', "'C:\\“x” ‘‘y’’'"],
  ])('quotes %s', (path, quoted) => {
    expect(quoteForWindows(path)).toBe(quoted)
  })
})

describe('where a file lies', () => {
  const drives = {
    C: { type: 'Fixed', format: 'NTFS' },
    E: { type: 'Removable', format: 'exFAT' },
    F: { type: 'Removable', format: 'FAT32' },
    R: { type: 'Fixed', format: 'ReFS' },
    S: { type: 'Removable', format: null },
    Z: { type: 'Network', format: 'NTFS' },
  }

  it.each([
    ['C:\\k', 'local'],
    ['c:/k', 'local'],
    ['\\\\?\\C:\\k', 'local'],
    ['R:\\k', 'local'],
    ['S:\\k', 'local'],
    ['X:\\k', 'local'],
    ['E:\\k', 'no-access-lists'],
    ['f:\\k', 'no-access-lists'],
    ['Z:\\k', 'network'],
    ['\\\\server\\share\\k', 'network'],
    ['\\\\?\\UNC\\server\\share\\k', 'network'],
    ['//server/share/k', 'network'],
  ])('%s is %s', (path, kind) => {
    expect(locate(path, drives).kind).toBe(kind)
  })

  it.each([
    '\\\\wsl.localhost\\Ubuntu-22.04\\home\\me\\.ssh\\my key',
    '\\\\wsl$\\Ubuntu-22.04\\home\\me\\.ssh\\my key',
    '\\\\WSL.LOCALHOST\\Ubuntu-22.04\\home\\me\\.ssh\\my key',
    '//wsl$/Ubuntu-22.04/home/me/.ssh/my key',
  ])('%s is a file of Linux', (path) => {
    expect(locate(path, drives)).toEqual({
      kind: 'wsl',
      distribution: 'Ubuntu-22.04',
      linuxPath: '/home/me/.ssh/my key',
    })
  })

  it('what Windows makes up for other file systems is no access list', () => {
    const local = { kind: 'local' } as const
    expect(refine(local, parseSddl('O:WD', ME)).kind).toBe('no-access-lists')
    expect(refine(local, parseSddl('O:WDG:WDD:NO_ACCESS_CONTROL', ME)).kind).toBe('no-access-lists')
    expect(refine(local, parseSddl(`O:${ME}D:NO_ACCESS_CONTROL`, ME)).kind).toBe('local')
    expect(refine(local, null).kind).toBe('local')
  })
})

describe('what helps where no access list does', () => {
  const sshDir = join(homedir(), 'no-such-ssh-folder')
  const cases = [
    ['\\\\wsl.localhost\\Debian\\home\\me\\k', 'WSL'],
    ['\\\\server\\share\\k', 'network'],
    ['E:\\k', 'FAT'],
  ] as const
  const drives = { E: { type: 'Removable', format: 'exFAT' } }

  it.each(cases)('a key at %s is copied', async (path, word) => {
    const location = locate(path, drives)
    const sddl = location.kind === 'network' ? `O:${DOMAIN}-1001D:(A;;FA;;;WD)` : null
    const finding = findFault('private-key', sddl, location, ACCOUNT)
    if (finding === null) throw new Error('nothing found')
    const file = { path, target: null, kind: 'private-key' as const }
    expect(await remedyFor(file, finding, location, sshDir)).toMatchObject({
      kind: 'cannot',
      reason: expect.stringContaining(word),
      fix: { kind: 'call', method: 'keys.import', params: { path, name: 'k' } },
    })
  })

  it('the config of a Linux is repaired there', async () => {
    const path = '\\\\wsl$\\Ubuntu\\home\\me\\.ssh\\my config'
    const location = locate(path, {})
    const finding = findFault('config', null, location, ACCOUNT)
    if (finding === null) throw new Error('nothing found')
    const file = { path, target: null, kind: 'config' as const }
    expect(await remedyFor(file, finding, location, sshDir)).toMatchObject({
      fix: { text: 'wsl -d Ubuntu -e chmod 600 "/home/me/.ssh/my config"' },
    })
  })

  it('a share with a list that ssh accepts is in order', () => {
    const location = locate('\\\\server\\share\\k', {})
    const sddl = `O:${ME}D:P(A;;FA;;;${ME})`
    expect(findFault('private-key', sddl, location, ACCOUNT)).toBeNull()
  })

  it('a copy gets a name that is free', async () => {
    const folder = await mkdtemp(join(homedir(), 'names-'))
    expect(await freeName(folder, 'k')).toBe('k')
    await writeFile(join(folder, 'k'), '')
    await writeFile(join(folder, 'k_2'), '')
    expect(await freeName(folder, 'k')).toBe('k_3')
  })
})

describe('rights', () => {
  const check = (list: string, right: number, owner = 'BA') => {
    const descriptor = parseSddl(`O:${owner}D:${list}`, ME)
    return descriptor === null ? null : hasRight(descriptor, ACCOUNT, right)
  }

  it.each([
    ['(A;;FR;;;BU)', 0x1, true],
    ['(A;;0x2;;;BU)', 0x1, false],
    ['(D;;FR;;;WD)(A;;FA;;;BU)', 0x1, false],
    ['(A;;FA;;;BU)(D;;FR;;;WD)', 0x1, true],
    ['(A;IO;FA;;;BU)', 0x1, false],
    ['(A;;GR;;;BU)', 0x1, true],
    ['(A;;FA;;;BA)', 0x1, false],
    ['(XA;;FA;;;BU;(x))', 0x1, false],
    ['', 0x1, false],
    ['NO_ACCESS_CONTROL', 0x1, true],
  ])('%s gives 0x%s: %s', (list, right, expected) => {
    expect(check(list, right)).toBe(expected)
  })

  it('an owner may change the list, unless OWNER RIGHTS says otherwise', () => {
    expect(check('P', 0x40000, ME)).toBe(true)
    expect(check('P(A;;FR;;;OW)', 0x40000, ME)).toBe(false)
    expect(check('P(A;;FA;;;OW)', 0x40000, ME)).toBe(true)
    expect(check('P', 0x40000)).toBe(false)
  })

  it.each([
    [0x1f01ff, 'full control'],
    [0x10000000, 'full control'],
    [0x80000000, 'read'],
    [0x1301bf, 'change'],
    [0x100000, 'rights 0x100000'],
  ])('0x%s reads as %s', (mask, words) => {
    expect(describeRights(mask)).toBe(words)
  })
})

it('aliases that mean the same everywhere stay', () => {
  expect(expandAliases('O:BAD:(A;;FA;;;SY)', { BA: 'x', SY: 'y', FA: 'z' })).toBe(
    'O:BAD:(A;;FA;;;SY)',
  )
  expect(expandAliases('O:LA', { LA: 'S-1-5-21-1-2-3-500' })).toBe('O:S-1-5-21-1-2-3-500')
})

it('whose ssh it is, is a remark', () => {
  const client = (flavour: 'windows' | 'git' | 'openssh') => ({
    path: 'C:\\Program Files\\Git\\usr\\bin\\ssh.exe',
    version: 'OpenSSH_9.9p1',
    flavour,
  })
  expect(platformNotes(client('windows'))).toEqual([])
  expect(platformNotes(null)).toEqual([])
  expect(platformNotes(client('git'))).toMatchObject([
    { code: 'other-ssh', detail: expect.stringContaining('proves nothing') },
  ])
})
