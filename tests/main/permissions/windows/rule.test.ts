/**
 * The rule of Win32-OpenSSH's `w32-sshfileperm.c`, read from its source, against
 * access lists as Windows writes them.
 */

import { expect, test } from 'vitest'
import { describeWindows } from '../../../../main/permissions/private-key-access.ts'
import { secureArguments } from '../../../../main/permissions/windows/planner.ts'
import { judgeWindowsFile } from '../../../../main/permissions/windows/rule.ts'
import { parseSddl } from '../../../../main/permissions/windows/sddl.ts'

const ME = 'S-1-5-21-1004336348-1177238915-682003330-1001'
const OTHER = 'S-1-5-21-1004336348-1177238915-682003330-1002'
const ADMINISTRATOR = 'S-1-5-21-1004336348-1177238915-682003330-500'
const INSTALLER = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'
const GOOD = `(A;;FA;;;BA)(A;;FA;;;SY)(A;;FA;;;${ME})`

type Reason = 'ok' | 'owner' | 'trustees' | 'no-access-list' | 'unreadable'

/** what, SDDL, verdict for a private key, verdict where reading is allowed */
const ROWS: readonly (readonly [string, string, Reason, Reason])[] = [
  ['as ssh-keygen.exe writes it', `O:${ME}D:PAI${GOOD}`, 'ok', 'ok'],
  ['group and empty SACL besides', `O:${ME}G:${ME}D:PAI${GOOD}S:AI`, 'ok', 'ok'],
  ['owner Administrators', `O:BAG:SYD:PAI${GOOD}`, 'ok', 'ok'],
  ['owner SYSTEM', `O:SYG:SYD:PAI${GOOD}`, 'ok', 'ok'],
  ['owner TrustedInstaller', `O:${INSTALLER}D:P${GOOD}`, 'ok', 'ok'],
  ['owner another account', `O:${OTHER}D:PAI${GOOD}`, 'owner', 'owner'],
  ['owner Users', `O:BUD:PAI${GOOD}`, 'owner', 'owner'],
  ['owner Everyone', `O:WDD:PAI${GOOD}`, 'owner', 'owner'],
  ['owner OWNER RIGHTS', `O:OWD:PAI${GOOD}`, 'owner', 'owner'],
  ['no owner', `D:PAI${GOOD}`, 'owner', 'owner'],
  ['empty owner', `O:D:PAI${GOOD}`, 'owner', 'owner'],
  [
    'inherited from the home folder',
    `O:${ME}D:AI(A;ID;FA;;;SY)(A;ID;FA;;;BA)(A;ID;FA;;;${ME})`,
    'ok',
    'ok',
  ],
  ['inherited Users', `O:${ME}D:AI(A;ID;0x1200a9;;;BU)(A;ID;FA;;;${ME})`, 'trustees', 'ok'],
  [
    'inherited Authenticated Users who modify',
    `O:${ME}D:AI(A;ID;0x1301bf;;;AU)(A;ID;FA;;;SY)`,
    'trustees',
    'trustees',
  ],
  ['Everyone reads', `O:${ME}D:${GOOD}(A;;FR;;;WD)`, 'trustees', 'ok'],
  ['Everyone has all', `O:${ME}D:${GOOD}(A;;FA;;;WD)`, 'trustees', 'trustees'],
  ['Everyone writes', `O:${ME}D:${GOOD}(A;;FW;;;WD)`, 'trustees', 'trustees'],
  ['Everyone executes', `O:${ME}D:${GOOD}(A;;FX;;;WD)`, 'trustees', 'ok'],
  ['Users read', `O:${ME}D:${GOOD}(A;;0x1200a9;;;BU)`, 'trustees', 'ok'],
  ['Interactive reads', `O:${ME}D:${GOOD}(A;;FR;;;IU)`, 'trustees', 'ok'],
  ['OWNER RIGHTS', `O:${ME}D:${GOOD}(A;;FR;;;OW)`, 'trustees', 'ok'],
  ['OWNER RIGHTS with all', `O:${ME}D:${GOOD}(A;;FA;;;OW)`, 'trustees', 'trustees'],
  ['CREATOR OWNER', `O:${ME}D:${GOOD}(A;OICIIO;GA;;;CO)`, 'trustees', 'ok'],
  ['all application packages', `O:${ME}D:${GOOD}(A;;FR;;;AC)`, 'trustees', 'ok'],
  ['a second account reads', `O:${ME}D:${GOOD}(A;;FR;;;${OTHER})`, 'trustees', 'ok'],
  ['a second account has all', `O:${ME}D:${GOOD}(A;;FA;;;${OTHER})`, 'trustees', 'trustees'],
  ['an orphaned SID', `O:${ME}D:${GOOD}(A;;FR;;;S-1-5-21-1-2-3-1009)`, 'trustees', 'ok'],
  ['only Synchronize', `O:${ME}D:${GOOD}(A;;0x100000;;;BU)`, 'trustees', 'ok'],
  ['an empty mask', `O:${ME}D:${GOOD}(A;;0x0;;;BU)`, 'trustees', 'ok'],
  ['write data', `O:${ME}D:${GOOD}(A;;0x2;;;BU)`, 'trustees', 'trustees'],
  ['append data', `O:${ME}D:${GOOD}(A;;0x4;;;BU)`, 'trustees', 'trustees'],
  ['write extended attributes', `O:${ME}D:${GOOD}(A;;0x10;;;BU)`, 'trustees', 'trustees'],
  ['write attributes', `O:${ME}D:${GOOD}(A;;0x100;;;BU)`, 'trustees', 'trustees'],
  ['the four write rights', `O:${ME}D:${GOOD}(A;;0x116;;;BU)`, 'trustees', 'trustees'],
  ['everything but those four', `O:${ME}D:${GOOD}(A;;0x1f00e9;;;BU)`, 'trustees', 'ok'],
  ['only DELETE', `O:${ME}D:${GOOD}(A;;SD;;;BU)`, 'trustees', 'ok'],
  ['only WRITE_DAC', `O:${ME}D:${GOOD}(A;;WD;;;BU)`, 'trustees', 'ok'],
  ['only WRITE_OWNER', `O:${ME}D:${GOOD}(A;;WO;;;BU)`, 'trustees', 'ok'],
  ['mnemonics with a write right', `O:${ME}D:${GOOD}(A;;CCDCLC;;;BU)`, 'trustees', 'trustees'],
  ['mnemonics without one', `O:${ME}D:${GOOD}(A;;CCSWRC;;;BU)`, 'trustees', 'ok'],
  ['a generic right, compared as it stands', `O:${ME}D:${GOOD}(A;;GW;;;BU)`, 'trustees', 'ok'],
  ['a decimal mask', `O:${ME}D:${GOOD}(A;;2;;;BU)`, 'trustees', 'trustees'],
  ['an octal mask', `O:${ME}D:${GOOD}(A;;026;;;BU)`, 'trustees', 'trustees'],
  ['deny for Everyone', `O:${ME}D:(D;;FW;;;WD)${GOOD}`, 'ok', 'ok'],
  [
    'an object entry',
    `O:${ME}D:${GOOD}(OA;;FA;bf967aba-0de6-11d0-a285-00aa003049e2;;WD)`,
    'ok',
    'ok',
  ],
  [
    'a callback entry with a condition',
    `O:${ME}D:${GOOD}(XA;;FA;;;WD;(@User.Title=="x (y)"))`,
    'ok',
    'ok',
  ],
  ['TrustedInstaller', `O:${ME}D:${GOOD}(A;;FA;;;${INSTALLER})`, 'ok', 'ok'],
  ['only me', `O:${ME}D:P(A;;FA;;;${ME})`, 'ok', 'ok'],
  ['I may only read', `O:${ME}D:P(A;;FR;;;${ME})`, 'ok', 'ok'],
  ['an empty list: nobody may do anything', `O:${ME}D:P`, 'ok', 'ok'],
  ['a NULL list', `O:${ME}D:NO_ACCESS_CONTROL`, 'no-access-list', 'no-access-list'],
  ['no list', `O:${ME}G:${ME}`, 'no-access-list', 'no-access-list'],
  ['the order does not matter', `D:PAI${GOOD}O:${ME}`, 'ok', 'ok'],
  ['an entry in the SACL', `O:${ME}D:P${GOOD}S:(AU;SAFA;FA;;;WD)(ML;;NW;;;LW)`, 'ok', 'ok'],
  ['white space around', ` O:${ME}D:P${GOOD}\r\n`, 'ok', 'ok'],
  ['an unknown right', `O:${ME}D:${GOOD}(A;;ZZ;;;BU)`, 'unreadable', 'unreadable'],
  ['half a mnemonic', `O:${ME}D:${GOOD}(A;;F;;;BU)`, 'unreadable', 'unreadable'],
  ['an entry without trustee', `O:${ME}D:(A;;FA;;;)`, 'unreadable', 'unreadable'],
  ['an entry cut off', `O:${ME}D:(A;;FA;;;BA)(A;;FA`, 'unreadable', 'unreadable'],
  ['nothing', '', 'unreadable', 'unreadable'],
  ['an error message', 'Get-Acl : Cannot find path', 'unreadable', 'unreadable'],
  ['two lists', `O:${ME}D:P${GOOD}D:P${GOOD}`, 'unreadable', 'unreadable'],
]

test.each(ROWS)('%s', (_, sddl, forKey, whenReadOk) => {
  const reason = (readOk: boolean) => {
    const verdict = judgeWindowsFile(sddl, ME, readOk)
    return verdict.ok ? 'ok' : verdict.reason
  }
  expect([reason(false), reason(true)]).toEqual([forKey, whenReadOk])
})

test('the built-in administrator, whom Windows writes as LA', () => {
  const sddl = 'O:LAD:PAI(A;;FA;;;SY)(A;;FA;;;LA)'
  expect(judgeWindowsFile(sddl, ADMINISTRATOR, false)).toEqual({ ok: true })
  expect(judgeWindowsFile(sddl, ME, false)).toEqual({ ok: false, reason: 'owner', sid: 'LA' })
})

test('every account that has too much is named once', () => {
  const sddl = `O:${ME}D:${GOOD}(A;;FR;;;BU)(A;ID;FA;;;BU)(A;;FR;;;WD)(D;;FA;;;AU)`
  expect(judgeWindowsFile(sddl, ME, false)).toEqual({
    ok: false,
    reason: 'trustees',
    sids: ['S-1-5-32-545', 'S-1-1-0'],
  })
})

test('flags, masks and protection are read', () => {
  expect(parseSddl(`O:SYD:PAI(A;OICIID;0x1301bf;;;${ME})`, ME)).toEqual({
    owner: 'S-1-5-18',
    dacl: {
      protected: true,
      aces: [{ type: 'A', flags: ['OI', 'CI', 'ID'], mask: 0x1301bf, sid: ME }],
    },
  })
  expect(parseSddl('D:ARAI(A;;GRGW;;;SY)', ME)?.dacl).toMatchObject({
    protected: false,
    aces: [{ mask: 0xc0000000 }],
  })
})

test('the repair is one line by SID, with the offenders; the owner gets a line of its own', () => {
  const path = 'C:\\Users\\Jörg Müller\\.ssh\\id_ed25519'
  const rights = `/inheritance:r /grant:r *${ME}:F *S-1-5-18:F *S-1-5-32-544:F`
  const command = (sddl: string, file = path) => {
    const verdict = describeWindows(file, ME, judgeWindowsFile(sddl, ME, false))
    return verdict.ok ? null : verdict.fixCommand
  }
  expect(command(`O:${ME}D:${GOOD}(A;;FR;;;BU)(A;;FR;;;${OTHER})`)).toBe(
    `icacls "${path}" ${rights} /remove:g *S-1-5-32-545 *${OTHER}`,
  )
  expect(command(`O:${OTHER}D:${GOOD}`)).toBe(
    `icacls "${path}" /setowner *${ME}\nicacls "${path}" ${rights}`,
  )
  expect(command(`O:${ME}D:${GOOD}(A;;FR;;;WD)`, "C:\\it's $5")).toContain("icacls 'C:\\it''s $5' ")
  expect(command(`O:${ME}D:${GOOD}`)).toBeNull()
  expect(secureArguments(path, ME)[0]).toBe(path)
})

test('rights beyond 32 bits are no list that can be judged', () => {
  for (const rights of ['0x100000000', '4294967296', `0x${'6'.repeat(300)}`]) {
    expect(parseSddl(`O:SYD:(A;;${rights};;;${ME})`, ME)).toBeNull()
  }
  expect(parseSddl(`O:SYD:(A;;0xffffffff;;;${ME})`, ME)?.dacl?.aces[0]?.mask).toBe(0xffffffff)
})
