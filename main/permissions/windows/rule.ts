/**
 * Win32-OpenSSH's rule for its files (`w32-sshfileperm.c` check_secure_file_permission). Pure.
 *
 * Two things of it cannot be told from the list: ssh takes an entry whose SID Windows resolves to
 * our own account's name (`sIDHistory`, after a move between domains), which Keypilot refuses; and
 * for the config it looks our SID up by name, where Keypilot uses the one of the process.
 */

import { type Ace, parseSddl, type SecurityDescriptor } from './sddl.ts'

export const SYSTEM_SID = 'S-1-5-18'
export const ADMINISTRATORS_SID = 'S-1-5-32-544'
export const TRUSTED_INSTALLER_SID =
  'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464'

/** FILE_WRITE_DATA, FILE_APPEND_DATA, FILE_WRITE_EA, FILE_WRITE_ATTRIBUTES. */
export const WRITE_MASK = 0x116

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
  const { owner, dacl } = descriptor
  if (!isTrusted(owner, userSid)) return { ok: false, reason: 'owner', sid: owner }
  if (dacl === null) return { ok: false, reason: 'no-access-list' }
  const offenders = offendingEntries(descriptor, userSid, readOk)
  if (offenders.length === 0) return { ok: true }
  return { ok: false, reason: 'trustees', sids: sidsOf(offenders) }
}

/** The four that ssh accepts as owners and in entries. */
export function isTrusted(sid: string | null, userSid: string): boolean {
  const trusted = [ADMINISTRATORS_SID, SYSTEM_SID, TRUSTED_INSTALLER_SID, userSid.toUpperCase()]
  return sid !== null && trusted.includes(sid)
}

/**
 * The entries that make ssh refuse. Deny, object and callback entries are not looked at; inherited
 * ones are, and those that a folder only hands down. Masks are compared as they stand: generic
 * rights, which Windows maps when an entry takes effect, are other bits than the write rights.
 */
export function offendingEntries(
  { dacl }: SecurityDescriptor,
  userSid: string,
  readOk: boolean,
): readonly Ace[] {
  return (dacl?.aces ?? [])
    .filter((ace) => ace.type === 'A' && !isTrusted(ace.sid, userSid))
    .filter((ace) => !readOk || (ace.mask & WRITE_MASK) !== 0)
}

/** Each once, in their order. */
export function sidsOf(aces: readonly Ace[]): readonly string[] {
  return [...new Set(aces.map((ace) => ace.sid))]
}
