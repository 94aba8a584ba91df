/** What is said about each fault of a file on Windows. */

import { assertNever } from '../../contract/errors.ts'
import type { CheckedKind } from '../../contract/methods.ts'
import { FILE_NAMES } from '../file-names.ts'
import type { WindowsFault, WindowsFinding } from './facts.ts'
import { describeAce, describeRights, describeSid, isHandedToFiles } from './rights.ts'
import type { Ace } from './sddl.ts'

export function titleOf(kind: CheckedKind, fault: WindowsFault): string {
  const name = FILE_NAMES[kind]
  switch (fault) {
    case 'owner':
      return `This ${name} belongs to another account`
    case 'trustees':
      return `Other accounts have rights to this ${name}`
    case 'writers':
      return `Other accounts can change this ${name}`
    case 'hands-down':
      return `This ${name} gives other accounts rights to what is in it`
    case 'locked':
      return `You may not read this ${name}`
    case 'no-list':
      return `This ${name} has no access list`
    case 'not-understood':
      return `The access list of this ${name} is of an unknown form`
    default:
      return assertNever(fault)
  }
}

const IGNORED_KEY = 'ssh will ignore this key and ask for a password.'
const NO_CONNECTION =
  'ssh ends with “Bad owner or permissions” before it connects anywhere, so nothing works until this is repaired.'
const NO_LOGIN_TO_HERE =
  'If the OpenSSH server is on, it refuses the keys in this file when you log in to this computer (for an administrator it reads another file). Connections from this computer to others are not affected.'
const UNKNOWN = 'Keypilot cannot tell what ssh will do.'

export function consequenceOf(kind: CheckedKind, fault: WindowsFault): string {
  if (fault === 'not-understood') return UNKNOWN
  switch (kind) {
    case 'private-key':
      return IGNORED_KEY
    case 'config':
      return fault === 'locked'
        ? 'ssh passes over this file without a word, so none of its settings are used.'
        : NO_CONNECTION
    case 'included-config':
      return fault === 'locked' ? 'ssh cannot use the settings in this file.' : NO_CONNECTION
    case 'authorized-keys':
      return NO_LOGIN_TO_HERE
    case 'known-hosts':
      return fault === 'locked'
        ? 'ssh takes every server for a new one and asks about its host key each time.'
        : 'Another account can make ssh trust a false server in the place of yours.'
    case 'public-key':
      return 'ssh works without it where it can read the private key, but nobody can copy the public key from it.'
    case 'ssh-folder':
      return folderConsequence(fault)
    case 'home':
    case 'parent-folder':
      return UNKNOWN
    default:
      return assertNever(kind)
  }
}

function folderConsequence(fault: WindowsFault): string {
  if (fault === 'locked')
    return 'ssh still reaches files it knows by name, but nobody can list them.'
  if (fault === 'writers') {
    return 'Another account can replace what is in it, also known_hosts, whose access list ssh does not check. ssh itself does not look at the folder and works.'
  }
  return 'ssh does not look at the folder. But files that are made or copied here get these rights, and ssh then ignores private keys, and ends when others may change its config.'
}

const KEY_RULE =
  'The owner of a private key, and every account its access list allows anything, inherited or not, must be you, SYSTEM, Administrators or TrustedInstaller (Win32-OpenSSH w32-sshfileperm.c, check_secure_file_permission).'
const WRITE_RULE =
  'The owner must be you, SYSTEM, Administrators or TrustedInstaller, and the access list may let nobody else write: mask & 0x116 must be 0 (Win32-OpenSSH w32-sshfileperm.c, check_secure_file_permission).'
const READ_RULE = 'The account that runs ssh must be able to read the file.'
const KNOWN_HOSTS_RULE =
  'Whoever may write known_hosts can make ssh trust a false server. ssh itself does not check this.'
const FOLDER_RULE =
  'Whoever may write a folder can replace the files in it, and files in it inherit its rights. ssh itself does not check folders.'

export function ruleOf(kind: CheckedKind, fault: WindowsFault): string {
  if (fault === 'locked') return READ_RULE
  if (kind === 'private-key') return KEY_RULE
  if (kind === 'known-hosts') return KNOWN_HOSTS_RULE
  return kind === 'ssh-folder' ? FOLDER_RULE : WRITE_RULE
}

/** What is about to change, as it is: the owner if that is wrong, and the entries that have to go. */
export function beforeOf({ fault, descriptor, plan }: WindowsFinding): string {
  if (descriptor === null) return fault === 'no-list' ? 'no access list' : 'unknown access list'
  const owner =
    fault === 'owner'
      ? [`owner ${descriptor.owner === null ? 'unknown' : describeSid(descriptor.owner)}`]
      : []
  const list = descriptor.dacl === null ? ['no access list: everyone may do everything'] : []
  const closed = plan.locked ? ['no right to read for you'] : []
  const shown = plan.isFolder ? plan.offenders.map(describeHanded) : plan.offenders.map(describeAce)
  return [...owner, ...list, ...closed, ...new Set(shown)].join('; ')
}

function describeHanded(ace: Ace): string {
  const handed = isHandedToFiles(ace) ? ', also for files in it' : ''
  return `${describeSid(ace.sid)}: ${describeRights(ace.mask)}${handed}`
}

/** Remarks that belong to some accounts only. */
export function remarkOf({ plan }: WindowsFinding): string {
  const domain = domainOf(plan.account.sid)
  const isForeign = plan.offenders.some(({ sid }) => {
    const other = domainOf(sid)
    return other !== null && domain !== null && other !== domain
  })
  return isForeign
    ? ' An account of another domain is among them. Should it be your own from before a move between domains, ssh accepts it; Keypilot cannot tell.'
    : ''
}

/** Of accounts and groups of a computer or domain; null for the well-known ones. */
function domainOf(sid: string): string | null {
  return /^(S-1-5-21-\d+-\d+-\d+)-\d+$/.exec(sid)?.[1] ?? null
}

export function afterOf({ fault, plan, descriptor }: WindowsFinding): string {
  const owner = fault === 'owner' ? 'owner you; ' : ''
  if (plan.goal === 'private') return `${owner}you, SYSTEM and Administrators: full control`
  const gone = [...new Set(plan.offenders.map(({ sid }) => describeSid(sid)))]
  const without = gone.length === 0 ? [] : [`no rights for ${gone.join(' and ')}`]
  const opened = plan.locked || descriptor?.dacl === null ? ['full control for you'] : []
  const kept = without.length === 0 ? [] : ['everyone else as before']
  return `${owner}${[...without, ...opened, ...kept].join('; ') || 'the access list as before'}`
}
