/**
 * Whether anyone else belongs to a group. Many systems give each account a group of its own; what
 * such a group may do, nobody else may. Follows Debian's `user-group-modes.patch`, which makes
 * ssh and sshd accept group-writable files of such groups.
 */

import type { SystemInfo } from '../../contract/methods.ts'
import { run } from '../../system/run.ts'

const TIMEOUT_MS = 3_000
/** A directory service may list a hundred thousand accounts. */
const MAX_OUTPUT_BYTES = 16_777_216

/** OpenSSH as Debian, Ubuntu and Raspberry Pi OS build it names them in its version. */
export function toleratesPrivateGroup(sshClient: SystemInfo['sshClient']): boolean {
  return /\b(?:Debian|Ubuntu|Raspbian)\b/.test(sshClient?.version ?? '')
}

/** True as well when the system does not say who is in the group. */
export async function isSharedGroup(
  gid: number,
  ownerUid: number,
  myUid: number,
): Promise<boolean> {
  try {
    const [group, accounts] = await Promise.all([getent('group', String(gid)), getent('passwd')])
    return !isPrivateGroup({ group, accounts, gid, ownerUid, myUid })
  } catch {
    return true
  }
}

async function getent(...args: readonly string[]): Promise<string> {
  const options = { timeoutMs: TIMEOUT_MS, maxOutputBytes: MAX_OUTPUT_BYTES }
  const { exitCode, stdout } = await run(['getent', ...args], options)
  return exitCode === 0 ? stdout : ''
}

export interface GroupFacts {
  /** The group's line of group(5). */
  readonly group: string
  /** All lines of passwd(5). */
  readonly accounts: string
  readonly gid: number
  readonly ownerUid: number
  readonly myUid: number
}

/** At least one member, and no other than me: neither by passwd nor by the group's own list. */
export function isPrivateGroup(facts: GroupFacts): boolean {
  const [, , , list] = facts.group.trim().split(':')
  if (list === undefined) return false
  const accounts = facts.accounts.split('\n').map((line) => line.split(':'))
  const primary = accounts.filter(([, , , gid]) => gid === String(facts.gid))
  if (primary.some(([, , uid]) => uid !== String(facts.myUid))) return false
  const owner = accounts.find(([, , uid]) => uid === String(facts.ownerUid))?.[0]
  if (owner === undefined) return false
  const members = list.split(',').filter((name) => name !== '')
  return (
    (primary.length > 0 || members.length > 0) &&
    members.every((name) => name === owner) &&
    members.length < 2
  )
}
