/** Rights in Windows access lists: who really has them, and words for them. Pure. */

import type { Ace, SecurityDescriptor } from './sddl.ts'

/** The account this process runs as. */
export interface Account {
  readonly sid: string
  /** Enabled groups of the process's token: without Administrators unless it is elevated. */
  readonly groups: readonly string[]
  readonly elevated: boolean
}

export const READ_DATA = 0x1
export const WRITE_DAC = 0x40000
export const WRITE_OWNER = 0x80000
export const FULL_CONTROL = 0x1f01ff
export const OWNER_RIGHTS_SID = 'S-1-3-4'
export const CREATOR_OWNER_SID = 'S-1-3-0'
const EVERYONE_SID = 'S-1-1-0'

/** [generic right, what it means for files] (`FILE_GENERIC_*`, winnt.h). */
const GENERIC: readonly (readonly [number, number])[] = [
  [0x10000000, FULL_CONTROL],
  [0x20000000, 0x1200a0],
  [0x40000000, 0x120116],
  [0x80000000, 0x120089],
]

/** The rights that an entry gives where it takes effect: generic ones become the file's own. */
export function mapGeneric(mask: number): number {
  return (
    GENERIC.reduce(
      (mapped, [generic, rights]) =>
        (mask & generic) === 0 ? mapped : (mapped & ~generic) | rights,
      mask,
    ) >>> 0
  )
}

/**
 * Windows' access check for one right: entries in their order, the first that speaks of it decides;
 * an owner may always change the list, unless OWNER RIGHTS says otherwise. Privileges are left out.
 */
export function hasRight(descriptor: SecurityDescriptor, account: Account, right: number): boolean {
  const { owner, dacl } = descriptor
  if (dacl === null) return true
  const limited = dacl.aces.some((ace) => ace.sid === OWNER_RIGHTS_SID)
  if (owner === account.sid && right === WRITE_DAC && !limited) return true
  return entriesAbout(descriptor, account, right)[0]?.type === 'A'
}

/** Entries that forbid the account this right, whether or not another one allowed it before. */
export function denialsOf(
  descriptor: SecurityDescriptor,
  account: Account,
  right: number,
): readonly Ace[] {
  return entriesAbout(descriptor, account, right).filter(({ type }) => type === 'D')
}

/** What speaks of the right, for the account or one of its groups. */
function entriesAbout(
  { owner, dacl }: SecurityDescriptor,
  { sid, groups }: Account,
  right: number,
): readonly Ace[] {
  const mine = new Set([sid, ...groups, EVERYONE_SID, ...(owner === sid ? [OWNER_RIGHTS_SID] : [])])
  return (dacl?.aces ?? []).filter(
    (ace) =>
      (ace.type === 'A' || ace.type === 'D') &&
      !isInheritOnly(ace) &&
      mine.has(ace.sid) &&
      (mapGeneric(ace.mask) & right) !== 0,
  )
}

/** Says nothing about the folder itself, only about what is made in it. */
export function isInheritOnly(ace: Ace): boolean {
  return ace.flags.includes('IO')
}

export function isInherited(ace: Ace): boolean {
  return ace.flags.includes('ID')
}

/** Files made in the folder get it. */
export function isHandedToFiles(ace: Ace): boolean {
  return ace.flags.includes('OI')
}

const NAMES: { readonly [sid: string]: string } = {
  'S-1-1-0': 'Everyone',
  'S-1-3-0': 'CREATOR OWNER',
  'S-1-3-1': 'CREATOR GROUP',
  'S-1-3-4': 'OWNER RIGHTS',
  'S-1-5-2': 'Network',
  'S-1-5-4': 'Interactive',
  'S-1-5-7': 'Anonymous',
  'S-1-5-11': 'Authenticated Users',
  'S-1-5-18': 'SYSTEM',
  'S-1-5-19': 'Local Service',
  'S-1-5-20': 'Network Service',
  'S-1-5-32-544': 'Administrators',
  'S-1-5-32-545': 'Users',
  'S-1-5-32-546': 'Guests',
  'S-1-15-2-1': 'all app packages',
}

/** The SID is the same in every language of Windows; the name helps those who read English. */
export function describeSid(sid: string): string {
  const name = Object.hasOwn(NAMES, sid) ? NAMES[sid] : undefined
  if (name !== undefined) return `${name} (${sid})`
  // Of a computer or domain, and of Entra ID.
  return /^S-1-(?:5-21|12-1)-/.test(sid) ? `the account or group ${sid}` : sid
}

const RIGHTS: readonly (readonly [number, string])[] = [
  [FULL_CONTROL, 'full control'],
  [0x1301bf, 'change'],
  [0x12019f, 'read and write'],
  [0x1200a9, 'read and run'],
  [0x120089, 'read'],
  [0x120116, 'write'],
]

/** As Windows' own dialog names them, else in hexadecimal. */
export function describeRights(mask: number): string {
  const rights = mapGeneric(mask)
  const named = RIGHTS.find(([bits]) => rights === bits)
  return named?.[1] ?? `rights 0x${rights.toString(16)}`
}

/** `Users (S-1-5-32-545): read, inherited`. */
export function describeAce(ace: Ace): string {
  const how = isInherited(ace) ? ', inherited' : ''
  return `${describeSid(ace.sid)}: ${describeRights(ace.mask)}${how}`
}
