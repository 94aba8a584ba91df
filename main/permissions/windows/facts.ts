/** What is wrong with one file of ssh on Windows, before it is put into words. Pure. */

import type { CheckedKind, FindingSeverity } from '../../contract/methods.ts'
import type { Drive, Location } from './location.ts'
import type { AccessPlan, Goal } from './planner.ts'
import {
  type Account,
  CREATOR_OWNER_SID,
  denialsOf,
  hasRight,
  isHandedToFiles,
  isInherited,
  isInheritOnly,
  mapGeneric,
  OWNER_RIGHTS_SID,
  READ_DATA,
  WRITE_DAC,
  WRITE_OWNER,
} from './rights.ts'
import { isTrusted, offendingEntries, WRITE_MASK } from './rule.ts'
import { type Ace, parseSddl, type SecurityDescriptor } from './sddl.ts'

export type WindowsFault =
  | 'owner'
  | 'trustees'
  | 'writers'
  | 'hands-down'
  | 'locked'
  | 'no-list'
  | 'not-understood'

export interface WindowsFinding {
  readonly fault: WindowsFault
  readonly severity: FindingSeverity
  /** Null where there is no list to change. */
  readonly descriptor: SecurityDescriptor | null
  readonly plan: AccessPlan
}

export interface World {
  readonly account: Account
  readonly drives: { readonly [letter: string]: Drive }
}

/** FILE_ADD_FILE, FILE_ADD_SUBDIRECTORY, FILE_DELETE_CHILD: replacing what is in a folder. */
const REPLACE_MASK = 0x46 | WRITE_DAC | WRITE_OWNER
const CHANGE_MASK = WRITE_MASK | WRITE_DAC | WRITE_OWNER

/** ssh's own rule for the files it checks; for the others, who could do harm. Null: all is well. */
export function findFault(
  kind: CheckedKind,
  sddl: string | null,
  location: Location,
  account: Account,
): WindowsFinding | null {
  // Neither ssh nor sshd of Windows looks at folders above the files.
  if (kind === 'home' || kind === 'parent-folder') return null
  const descriptor = sddl === null ? null : parseSddl(sddl, account.sid)
  const make = (
    fault: WindowsFault,
    severity: FindingSeverity,
    offenders: readonly Ace[] = [],
  ) => ({
    fault,
    severity,
    descriptor,
    plan: planFor(kind, descriptor, account, offenders),
  })
  const checked = isChecked(kind)
  if (sddl === null || location.kind === 'wsl' || location.kind === 'no-access-lists') {
    return checked ? make('no-list', 'refuses') : null
  }
  if (descriptor === null) return make('not-understood', 'advice')
  if (checked) {
    const offenders = offendingEntries(descriptor, account.sid, kind !== 'private-key')
    if (!isTrusted(descriptor.owner, account.sid)) return make('owner', 'refuses', offenders)
    if (descriptor.dacl === null) return make('no-list', 'refuses')
    if (offenders.length > 0) {
      return make(kind === 'private-key' ? 'trustees' : 'writers', 'refuses', offenders)
    }
  }
  const harmful = checked ? null : harm(kind, descriptor, account)
  if (harmful !== null) return make(harmful.fault, 'exposes', harmful.offenders)
  if (hasRight(descriptor, account, READ_DATA)) return null
  return make('locked', kind === 'public-key' || kind === 'ssh-folder' ? 'advice' : 'refuses')
}

/** Files whose owner and list ssh or sshd checks. */
function isChecked(kind: CheckedKind): boolean {
  return kind !== 'public-key' && kind !== 'known-hosts' && kind !== 'ssh-folder'
}

function harm(
  kind: CheckedKind,
  descriptor: SecurityDescriptor,
  account: Account,
): { readonly fault: WindowsFault; readonly offenders: readonly Ace[] } | null {
  if (kind === 'public-key') return null
  const others = (descriptor.dacl?.aces ?? []).filter(
    // CREATOR OWNER and OWNER RIGHTS are whoever owns the file, which is the account itself.
    ({ type, sid }) =>
      type === 'A' &&
      sid !== CREATOR_OWNER_SID &&
      sid !== OWNER_RIGHTS_SID &&
      !isTrusted(sid, account.sid),
  )
  if (kind === 'known-hosts') {
    const writers = others.filter((ace) => gives(ace, CHANGE_MASK))
    return writers.length === 0 ? null : { fault: 'writers', offenders: writers }
  }
  const writers = others.filter((ace) => gives(ace, REPLACE_MASK))
  const handedDown = others.filter(isHandedToFiles)
  const offenders = others.filter((ace) => writers.includes(ace) || handedDown.includes(ace))
  if (writers.length > 0) return { fault: 'writers', offenders }
  return handedDown.length > 0 ? { fault: 'hands-down', offenders } : null
}

function gives(ace: Ace, mask: number): boolean {
  return !isInheritOnly(ace) && (mapGeneric(ace.mask) & mask) !== 0
}

function planFor(
  kind: CheckedKind,
  descriptor: SecurityDescriptor | null,
  account: Account,
  offenders: readonly Ace[],
): AccessPlan {
  const goal: Goal = kind === 'private-key' ? 'private' : 'remove'
  const locked = descriptor !== null && !hasRight(descriptor, account, READ_DATA)
  return {
    goal,
    isFolder: kind === 'ssh-folder',
    account,
    offenders,
    denials: descriptor !== null && locked ? denialsOf(descriptor, account, READ_DATA) : [],
    locked,
  }
}

/** A folder that hands rights down explains the files that got them from it. */
export function isFromFolder({ fault, plan, descriptor }: WindowsFinding): boolean {
  if (fault === 'owner' || plan.offenders.length === 0 || descriptor === null) return false
  return plan.isFolder ? plan.offenders.some(isHandedToFiles) : plan.offenders.every(isInherited)
}
