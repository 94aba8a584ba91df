/** Win32-OpenSSH's rule for its files (`w32-sshfileperm.c` check_secure_file_permission). Pure. */

import { parseSddl } from './sddl.ts'

export const SYSTEM_SID = 'S-1-5-18'
export const ADMINISTRATORS_SID = 'S-1-5-32-544'
const TRUSTED_INSTALLER_SID = 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'

/** FILE_WRITE_DATA, FILE_APPEND_DATA, FILE_WRITE_EA, FILE_WRITE_ATTRIBUTES. */
const WRITE_MASK = 0x116

export type WindowsVerdict =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'unreadable' | 'no-access-list' }
  | { readonly ok: false; readonly reason: 'owner'; readonly sid: string | null }
  /** Accounts and groups that may not have rights to the file. */
  | { readonly ok: false; readonly reason: 'trustees'; readonly sids: readonly string[] }

/**
 * `readOk` false: private keys, where any right of any other account refuses. True: config,
 * its includes and authorized_keys, which others may read but not write.
 */
export function judgeWindowsFile(sddl: string, userSid: string, readOk: boolean): WindowsVerdict {
  const descriptor = parseSddl(sddl, userSid)
  if (descriptor === null) return { ok: false, reason: 'unreadable' }
  const trusted = [ADMINISTRATORS_SID, SYSTEM_SID, TRUSTED_INSTALLER_SID, userSid.toUpperCase()]
  const { owner, dacl } = descriptor
  if (owner === null || !trusted.includes(owner)) return { ok: false, reason: 'owner', sid: owner }
  if (dacl === null) return { ok: false, reason: 'no-access-list' }
  const offenders = dacl.aces
    // Deny, object and callback entries are not looked at; inherited ones are.
    .filter((ace) => ace.type === 'A' && !trusted.includes(ace.sid))
    .filter((ace) => !readOk || (ace.mask & WRITE_MASK) !== 0)
  if (offenders.length === 0) return { ok: true }
  return { ok: false, reason: 'trustees', sids: [...new Set(offenders.map((ace) => ace.sid))] }
}

/** The rights `ssh-keygen.exe` gives a new key, by SIDs since names are translated. */
export function secureArguments(path: string, userSid: string): readonly string[] {
  return [
    path,
    '/inheritance:r',
    '/grant:r',
    `*${userSid}:F`,
    `*${SYSTEM_SID}:F`,
    `*${ADMINISTRATORS_SID}:F`,
  ]
}

/** Lines to paste into a terminal: rights, then the owner where that is what is wrong. */
export function repairCommand(path: string, userSid: string, verdict: WindowsVerdict): string {
  const [, ...options] = secureArguments(path, userSid)
  const removed =
    !verdict.ok && verdict.reason === 'trustees' && verdict.sids.length > 0
      ? ['/remove:g', ...verdict.sids.map((sid) => `*${sid}`)]
      : []
  // PowerShell expands $ and ` in double quotes; Command Prompt knows no single quotes.
  const quoted = /[$`]/.test(path) ? `'${path.replaceAll("'", "''")}'` : `"${path}"`
  const rights = ['icacls', quoted, ...options, ...removed].join(' ')
  const isOwner = !verdict.ok && verdict.reason === 'owner'
  return isOwner ? `icacls ${quoted} /setowner *${userSid}\n${rights}` : rights
}
