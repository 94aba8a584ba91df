/**
 * OpenSSH's rules for files with modes and owners. Pure: `authfile.c` sshkey_perm_ok for private
 * keys, `readconf.c` read_config_file_depth for config, `misc.c` safe_path for sshd's StrictModes.
 */

import type { CheckedKind, FindingSeverity } from '../../contract/methods.ts'
import { judgePosixPrivateKey } from '../posix.ts'

export interface UnixFacts {
  readonly kind: CheckedKind
  /** The permission bits, `0o7777`. */
  readonly mode: number
  readonly uid: number
  readonly myUid: number
  /** What the system says, which also knows of groups, access lists and the superuser. */
  readonly mayRead: boolean
  /** Of a folder: whether files in it can be reached by name. */
  readonly mayEnter: boolean
  readonly mayWrite: boolean
  /** Whether anyone but me belongs to the file's group. */
  readonly sharedGroup: boolean
  /**
   * Whether this OpenSSH accepts group-writable files of a group that has no other member, as
   * Debian's and Ubuntu's do (`user-group-modes.patch`).
   */
  readonly toleratesPrivateGroup: boolean
  /** Whether sshd's StrictModes looks at this folder. */
  readonly strict: boolean
  /** Whether a setgid bit survives our chmod: only for root and members of the file's group (chmod(2)). */
  readonly keepsSetgid: boolean
}

export type UnixFault =
  | 'too-open'
  | 'writable'
  | 'owner'
  | 'unreadable'
  | 'not-enterable'
  | 'not-listable'

export interface UnixVerdict {
  readonly fault: UnixFault
  readonly severity: FindingSeverity
  /** The mode without the fault, nothing else changed; null when it is the owner that is wrong. */
  readonly mode: number | null
}

/** The one thing that is wrong, the gravest first; null for what OpenSSH accepts. */
export function judgeUnix(facts: UnixFacts): UnixVerdict | null {
  const verdict = judgeKind(facts)
  if (verdict === null || verdict.mode === null || facts.keepsSetgid) return verdict
  return { ...verdict, mode: verdict.mode & ~0o2000 }
}

function judgeKind(facts: UnixFacts): UnixVerdict | null {
  switch (facts.kind) {
    case 'private-key':
      return judgePrivateKey(facts)
    case 'config':
    case 'included-config':
    case 'authorized-keys':
      return judgeTrustedFile(facts)
    case 'known-hosts':
      return judgeKnownHosts(facts)
    case 'public-key':
      return facts.mayRead ? null : unreadable(facts, 'advice')
    case 'ssh-folder':
    case 'home':
    case 'parent-folder':
      return judgeFolder(facts)
  }
}

function judgePrivateKey(facts: UnixFacts): UnixVerdict | null {
  if (!judgePosixPrivateKey(facts, facts.myUid).ok) {
    return { fault: 'too-open', severity: 'refuses', mode: readable(facts.mode & ~0o077) }
  }
  // A key of another account is not checked, it only has to be readable.
  return facts.mayRead ? null : unreadable(facts, 'refuses')
}

/** Owned by root or me, and nobody else may write: ssh ends, or sshd refuses, otherwise. */
function judgeTrustedFile(facts: UnixFacts): UnixVerdict | null {
  if (isForeign(facts)) return { fault: 'owner', severity: 'refuses', mode: null }
  const bits = refusedWriteBits(facts)
  if (bits !== 0) {
    const mode = facts.mode & ~OTHERS_WRITE
    return { fault: 'writable', severity: 'refuses', mode: isMine(facts) ? readable(mode) : mode }
  }
  return facts.mayRead ? null : unreadable(facts, 'refuses')
}

/** ssh has no rule for it: what matters is who could vouch for a false server, and our own rights. */
function judgeKnownHosts(facts: UnixFacts): UnixVerdict | null {
  const bits = exposedWriteBits(facts)
  if (!facts.mayRead) return unreadable({ ...facts, mode: facts.mode & ~bits }, 'refuses')
  if (bits !== 0)
    return { fault: 'writable', severity: 'exposes', mode: facts.mode & ~OTHERS_WRITE }
  if (!isMine(facts) && !facts.mayWrite) return { fault: 'owner', severity: 'advice', mode: null }
  return null
}

function judgeFolder(facts: UnixFacts): UnixVerdict | null {
  const isSshFolder = facts.kind === 'ssh-folder'
  if (facts.strict || isSshFolder) {
    const severity = facts.strict || !facts.mayEnter ? 'refuses' : 'exposes'
    if (isForeign(facts)) return { fault: 'owner', severity, mode: null }
  }
  const bits = facts.strict ? refusedWriteBits(facts) : exposedWriteBits(facts)
  if (!facts.mayEnter) {
    if (!isMine(facts)) return { fault: 'owner', severity: 'refuses', mode: null }
    // Whether sshd will look at the folder cannot be seen from outside: as strictly as if it did.
    const all = bits | refusedWriteBits(facts)
    return { fault: 'not-enterable', severity: 'refuses', mode: (facts.mode & ~all) | 0o700 }
  }
  if (bits !== 0) {
    // A folder around them may be shared with a group for other reasons.
    const open = facts.mode & ~(facts.kind === 'parent-folder' ? bits : OTHERS_WRITE)
    const mode = isSshFolder && isMine(facts) ? readable(open) : open
    return { fault: 'writable', severity: facts.strict ? 'refuses' : 'exposes', mode }
  }
  if (!isSshFolder) return null
  if (!isMine(facts) && !facts.mayWrite) return { fault: 'owner', severity: 'advice', mode: null }
  if (facts.mayRead) return null
  return { fault: 'not-listable', severity: 'advice', mode: facts.mode | 0o400 }
}

/**
 * What a repair takes away. Also from a group that this ssh puts up with: another OpenSSH on the
 * same computer may not, and whoever opened the file to everyone did not mean to keep the group.
 */
const OTHERS_WRITE = 0o022

/** The bits that OpenSSH refuses. */
function refusedWriteBits(facts: UnixFacts): number {
  const groupIsFine = facts.toleratesPrivateGroup && !facts.sharedGroup
  return facts.mode & (groupIsFine ? 0o002 : 0o022)
}

/** The bits that let anyone else write. In a sticky folder nobody replaces the files of others. */
function exposedWriteBits(facts: UnixFacts): number {
  const isFolder = facts.kind !== 'known-hosts'
  if (isFolder && facts.kind !== 'ssh-folder' && (facts.mode & 0o1000) !== 0) return 0
  return facts.mode & (facts.sharedGroup ? 0o022 : 0o002)
}

function unreadable(facts: UnixFacts, severity: FindingSeverity): UnixVerdict {
  return { fault: 'unreadable', severity, mode: isMine(facts) ? readable(facts.mode) : null }
}

function readable(mode: number): number {
  return (mode & 0o400) === 0 ? mode | 0o600 : mode
}

function isMine(facts: UnixFacts): boolean {
  return facts.uid === facts.myUid
}

function isForeign(facts: UnixFacts): boolean {
  return facts.uid !== facts.myUid && facts.uid !== 0
}
