/**
 * Win32-OpenSSH's rule as a table: owner × trustee × mask × inherited × type. Every group of rows
 * states its verdicts by hand, from `w32-sshfileperm.c` (check_secure_file_permission), read at
 * PowerShell/openssh-portable; no row asks the code under test.
 */

import { describe, expect, it } from 'vitest'
import { judgeWindowsFile } from '../../../../main/permissions/windows/rule.ts'

const ME = 'S-1-5-21-1004336348-1177238915-682003330-1001'
const DOMAIN = 'S-1-5-21-1004336348-1177238915-682003330'
const INSTALLER = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'
const MINE = `(A;;FA;;;BA)(A;;FA;;;SY)(A;;FA;;;${ME})`

const FOUR = [ME, 'SY', 'S-1-5-18', 'BA', 'S-1-5-32-544', INSTALLER]
const OTHERS = [
  'WD', // Everyone
  'BU', // Users
  'S-1-5-32-545',
  'AU', // Authenticated Users
  'IU', // Interactive
  'OW', // OWNER RIGHTS (Win32-OpenSSH#2317)
  'CO', // CREATOR OWNER
  'AC', // all app packages
  'BG', // Guests
  'BO', // Backup Operators
  `${DOMAIN}-1002`, // a second account
  `${DOMAIN}-500`, // the built-in administrator, who is not the group
  'LA', // the same as Windows writes it
  'DA', // Domain Admins
  'DU', // Domain Users
  'S-1-5-21-1-2-3-1009', // an account that is gone
  'S-1-12-1-2138743142-1188129412-2471637151-3131232133', // an account of Entra ID
  'S-1-22-1-1000', // a Unix account seen through Samba
  `${ME}1`, // begins like ours
]
/** Each has one of FILE_WRITE_DATA 2, FILE_APPEND_DATA 4, FILE_WRITE_EA 0x10, FILE_WRITE_ATTRIBUTES 0x100. */
const WRITING = [
  'FA',
  'FW',
  '0x2',
  '0x4',
  '0x10',
  '0x100',
  '0x116',
  '0x1301bf',
  '0x1f01ff',
  'DC',
  'CCDCLCRP',
]
/** None has. Generic rights are other bits, and ssh compares the mask as it stands. */
const NOT_WRITING = [
  'FR',
  'FX',
  '0x1200a9',
  '0x1',
  '0x8',
  '0x20',
  '0x40',
  '0x80',
  'SD',
  'WDWO',
  '0x100000',
  '0x1f00e9',
  'GA',
  'GRGX',
  'GW',
]
const HOW = ['', 'ID', 'OICI', 'OICIIO', 'OICIIOID']
const NOT_LOOKED_AT = ['D', 'OA', 'OD', 'XA', 'XD']

type Verdict = 'ok' | 'owner' | 'trustees' | 'no-access-list'

interface Group {
  readonly rule: string
  readonly owners: readonly string[]
  readonly lists: readonly string[]
  readonly key: Verdict
  /** Config, its includes and authorized_keys. */
  readonly config: Verdict
}

function entries(
  trustees: readonly string[],
  masks: readonly string[],
  hows: readonly string[],
  types: readonly string[] = ['A'],
): readonly string[] {
  const object = (type: string) =>
    type.startsWith('O') ? 'bf967aba-0de6-11d0-a285-00aa003049e2' : ''
  const condition = (type: string) => (type.startsWith('X') ? ';(@User.Title=="x (y)")' : '')
  return types.flatMap((type) =>
    hows.flatMap((how) =>
      masks.flatMap((mask) =>
        trustees.map(
          (sid) => `D:${MINE}(${type};${how};${mask};${object(type)};;${sid}${condition(type)})`,
        ),
      ),
    ),
  )
}

const GROUPS: readonly Group[] = [
  {
    rule: 'the four are allowed anything, inherited or not',
    owners: [ME],
    lists: entries(FOUR, [...WRITING, ...NOT_WRITING], HOW),
    key: 'ok',
    config: 'ok',
  },
  {
    rule: 'anyone else with a write right refuses both',
    owners: [ME],
    lists: entries(OTHERS, WRITING, HOW),
    key: 'trustees',
    config: 'trustees',
  },
  {
    rule: 'anyone else with any other right refuses a private key only (read_ok)',
    owners: [ME],
    lists: entries(OTHERS, NOT_WRITING, HOW),
    key: 'trustees',
    config: 'ok',
  },
  {
    rule: 'an empty mask is an entry all the same',
    owners: [ME],
    lists: entries(OTHERS, ['0x0'], HOW),
    key: 'trustees',
    config: 'ok',
  },
  {
    rule: 'only ACCESS_ALLOWED_ACE_TYPE is examined',
    owners: [ME],
    lists: entries([...OTHERS, ME], ['FA', 'FW', 'FR', '0x0'], ['', 'ID'], NOT_LOOKED_AT),
    key: 'ok',
    config: 'ok',
  },
  {
    rule: 'the owner must be one of the four',
    owners: FOUR,
    lists: [`D:PAI${MINE}`, `D:AI${MINE}`, 'D:P', 'D:', 'D:PAI(D;;FA;;;WD)'],
    key: 'ok',
    config: 'ok',
  },
  {
    rule: 'any other owner refuses, whatever the list says',
    owners: OTHERS,
    lists: [`D:PAI${MINE}`, 'D:P', 'D:PAI(A;;FA;;;WD)', 'D:NO_ACCESS_CONTROL', ''],
    key: 'owner',
    config: 'owner',
  },
  {
    rule: 'a NULL list is not valid (IsValidAcl), an empty one is',
    owners: FOUR,
    lists: ['D:NO_ACCESS_CONTROL', 'D:PNO_ACCESS_CONTROL', ''],
    key: 'no-access-list',
    config: 'no-access-list',
  },
  {
    rule: 'one bad entry among good ones is enough, wherever it stands',
    owners: [ME],
    lists: OTHERS.flatMap((sid) => [`D:(A;;FW;;;${sid})${MINE}`, `D:(D;;FA;;;WD)(A;;FW;;;${sid})`]),
    key: 'trustees',
    config: 'trustees',
  },
]

describe.each(GROUPS)('$rule', ({ owners, lists, key, config }) => {
  const rows = owners.flatMap((owner) => lists.map((list) => `O:${owner}${list}`))

  it(`in ${rows.length} lists`, () => {
    const disagreeing = rows.filter(
      (sddl) => verdictOf(sddl, false) !== key || verdictOf(sddl, true) !== config,
    )
    expect(disagreeing).toEqual([])
  })
})

it('is at least as long as promised', () => {
  const rows = GROUPS.map(({ owners, lists }) => owners.length * lists.length)
  expect(Math.min(...rows)).toBeGreaterThan(10)
  expect(rows.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3_000)
})

function verdictOf(sddl: string, readOk: boolean): string {
  const verdict = judgeWindowsFile(sddl, ME, readOk)
  return verdict.ok ? 'ok' : verdict.reason
}
