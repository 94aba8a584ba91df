/**
 * Which icacls calls repair an access list. Pure, and by SID only: names are translated in every
 * language of Windows.
 *
 * `icacls NAME [/grant[:r] SID:perm…] [/deny …] [/remove[:g|:d] SID…] /inheritance:e|d|r` is one
 * form of its help: one call reads the list, changes it and writes it back. Rights are granted in
 * the same call that takes others away, so no list is ever empty.
 */

import { quoteForWindows } from './command-line.ts'
import { type Account, hasRight, isInherited, WRITE_DAC, WRITE_OWNER } from './rights.ts'
import { ADMINISTRATORS_SID, isTrusted, SYSTEM_SID, sidsOf, type WindowsVerdict } from './rule.ts'
import type { Ace, SecurityDescriptor } from './sddl.ts'

/**
 * `private`: nobody but the account, SYSTEM and Administrators, as `ssh-keygen.exe` sets it.
 * `remove`: the offending entries go, everything else stays.
 */
export type Goal = 'private' | 'remove'

export interface AccessPlan {
  readonly goal: Goal
  readonly isFolder: boolean
  readonly account: Account
  /** The entries that have to go. */
  readonly offenders: readonly Ace[]
  /** Entries that keep the account itself out. */
  readonly denials: readonly Ace[]
  /** Whether the account lacks the right to read the file. */
  readonly locked: boolean
}

/** Arguments of icacls after the path, one row per call; none when there is nothing to change. */
export function planCalls(
  descriptor: SecurityDescriptor,
  plan: AccessPlan,
): readonly (readonly string[])[] {
  const { account } = plan
  const owner = isTrusted(descriptor.owner, account.sid) ? [] : [['/setowner', `*${account.sid}`]]
  const list =
    plan.goal === 'private' ? privateList(descriptor, plan) : listWithout(descriptor, plan)
  return list.length === 0 ? owner : [...owner, list]
}

/** Inherited entries go with the inheritance, so only explicit ones need removing. */
function privateList({ dacl }: SecurityDescriptor, plan: AccessPlan): readonly string[] {
  const { offenders, denials, locked } = plan
  if (offenders.length === 0 && denials.length === 0 && !locked && dacl !== null) return []
  return [
    '/inheritance:r',
    ...grants(plan),
    ...removal('g', offenders.filter(isExplicit)),
    ...removal('d', denials.filter(isExplicit)),
  ]
}

/** Inherited entries become explicit ones first, since only those can be removed. */
function listWithout({ dacl }: SecurityDescriptor, plan: AccessPlan): readonly string[] {
  const { offenders, denials, locked, account } = plan
  const gone = [...offenders, ...denials]
  if (gone.length === 0 && !locked && dacl !== null) return []
  const offending = sidsOf(offenders)
  const kept = (dacl?.aces ?? []).filter((ace) => ace.type === 'A' && !offending.includes(ace.sid))
  const keepsMine = kept.some((ace) => ace.sid === account.sid)
  return [
    ...(gone.some(isInherited) ? ['/inheritance:d'] : []),
    ...(locked || !keepsMine ? grants(plan) : []),
    ...removal('g', offenders),
    ...removal('d', denials),
  ]
}

function isExplicit(ace: Ace): boolean {
  return !isInherited(ace)
}

/** In a folder the rights go on to what is made in it. */
function grants({ account, isFolder }: AccessPlan): readonly string[] {
  const right = isFolder ? '(OI)(CI)F' : 'F'
  const sids = [...new Set([account.sid, SYSTEM_SID, ADMINISTRATORS_SID])]
  return ['/grant:r', ...sids.map((sid) => `*${sid}:${right}`)]
}

function removal(which: 'g' | 'd', aces: readonly Ace[]): readonly string[] {
  return aces.length === 0 ? [] : [`/remove:${which}`, ...sidsOf(aces).map((sid) => `*${sid}`)]
}

/** What the account may not do that the plan needs; null when nothing is in the way. */
export function obstacle(
  descriptor: SecurityDescriptor,
  account: Account,
): 'owner' | 'access-list' | null {
  // An administrator's terminal may take ownership of anything, and an owner may change the list.
  if (account.elevated) return null
  const needsOwner = !isTrusted(descriptor.owner, account.sid)
  if (needsOwner) return hasRight(descriptor, account, WRITE_OWNER) ? null : 'owner'
  return hasRight(descriptor, account, WRITE_DAC) ? null : 'access-list'
}

/** The calls as lines to paste into a terminal. */
export function commandLines(path: string, calls: readonly (readonly string[])[]): string {
  const quoted = quoteForWindows(path)
  // PowerShell reads parentheses as a command of its own.
  const shown = (text: string) => (text.includes('(') ? `"${text}"` : text)
  return calls.map((call) => ['icacls', quoted, ...call.map(shown)].join(' ')).join('\n')
}

/** The rights `ssh-keygen.exe` gives a new key, by SIDs since names are translated. */
export function secureArguments(path: string, userSid: string): readonly string[] {
  const account = { sid: userSid, groups: [], elevated: false }
  return [path, '/inheritance:r', ...grants({ ...NOTHING, account })]
}

const NOTHING: Omit<AccessPlan, 'account'> = {
  goal: 'private',
  isFolder: false,
  offenders: [],
  denials: [],
  locked: false,
}

/** Lines to paste into a terminal: the owner where that is what is wrong, then the rights. */
export function repairCommand(path: string, userSid: string, verdict: WindowsVerdict): string {
  const [, ...rights] = secureArguments(path, userSid)
  const removed =
    !verdict.ok && verdict.reason === 'trustees' && verdict.sids.length > 0
      ? ['/remove:g', ...verdict.sids.map((sid) => `*${sid}`)]
      : []
  const owner = !verdict.ok && verdict.reason === 'owner' ? [['/setowner', `*${userSid}`]] : []
  return commandLines(path, [...owner, [...rights, ...removed]])
}
