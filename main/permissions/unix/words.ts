/** What is said about each fault of a file with modes and owners. */

import type { CheckedKind } from '../../contract/methods.ts'
import { FILE_NAMES } from '../file-names.ts'
import type { UnixFacts, UnixFault, UnixVerdict } from './rules.ts'

export interface Words {
  readonly title: string
  readonly consequence: string
  readonly rule: string
}

const IGNORED_KEY = 'ssh will ignore this key and ask for a password.'
const NO_CONNECTION =
  'ssh ends with “Bad owner or permissions” before it connects anywhere, so nothing works until this is repaired.'
const NO_LOGIN_TO_HERE =
  'When someone logs in to this computer, its SSH server refuses every key of authorized_keys. Connections from this computer to others are not affected.'

const KEY_RULE =
  'A private key that is yours may give group and others no right at all: mode & 077 must be 0 (OpenSSH authfile.c, sshkey_perm_ok).'
const CONFIG_RULE =
  'The ssh config and every file it includes must belong to you or root, and group and others may not write it: mode & 022 must be 0 (OpenSSH readconf.c).'
const STRICT_RULE =
  'authorized_keys and every folder from it up to your home must belong to you or root, and group and others may not write them: mode & 022 must be 0 (OpenSSH misc.c, safe_path; StrictModes of sshd_config).'
const READ_RULE = 'The account that runs ssh must be able to read the file.'
const ENTER_RULE =
  'Files in a folder can only be reached by accounts with the x right to it (path_resolution(7)).'
const REPLACE_RULE =
  'Whoever may write a folder can replace the files in it, whatever their modes are (unlink(2)). ssh itself does not check this.'
const TRUST_RULE =
  'Whoever may write known_hosts can make ssh trust a false server. ssh itself does not check this.'
const ADD_RULE = 'ssh adds servers to known_hosts as the account that runs it.'

/** The words for one verdict. */
export function wordsFor(facts: UnixFacts, { fault }: UnixVerdict): Words {
  const name = FILE_NAMES[facts.kind]
  const title = titleFor(facts, fault, name)
  switch (facts.kind) {
    case 'private-key':
      return { title, consequence: IGNORED_KEY, rule: fault === 'too-open' ? KEY_RULE : READ_RULE }
    case 'config':
    case 'included-config':
      return { title, ...configWords(facts.kind, fault) }
    case 'authorized-keys':
      return {
        title,
        consequence: NO_LOGIN_TO_HERE,
        rule: fault === 'unreadable' ? READ_RULE : STRICT_RULE,
      }
    case 'known-hosts':
      return { title, ...knownHostsWords(fault) }
    case 'public-key':
      return {
        title,
        consequence:
          'ssh works without it where it can read the private key, but nobody can copy the public key from it.',
        rule: READ_RULE,
      }
    case 'ssh-folder':
    case 'home':
    case 'parent-folder':
      return { title, ...folderWords(facts, fault) }
  }
}

/** Of a folder on a drive on which everything has one and the same mode. */
export function wordsForDrive(kind: CheckedKind): Words {
  return {
    title: `The drive with this ${FILE_NAMES[kind]} keeps no permissions`,
    consequence:
      'To ssh everything on it looks open to every account, so it refuses private keys and config files there.',
    rule: 'ssh judges the mode that stat(2) gives; on such a drive chmod(2) does not change it.',
  }
}

function titleFor(facts: UnixFacts, fault: UnixFault, name: string): string {
  switch (fault) {
    case 'too-open':
      return `Other accounts have rights to this ${name}`
    case 'writable':
      return `Other accounts can change this ${name}`
    case 'owner':
      return `This ${name} belongs to ${ownerName(facts.uid)}`
    case 'unreadable':
      return facts.uid === facts.myUid
        ? `You may not read this ${name}`
        : `This ${name} belongs to ${ownerName(facts.uid)}, and you may not read it`
    case 'not-enterable':
      return `You may not open this ${name}`
    case 'not-listable':
      return `You may not list this ${name}`
  }
}

/** E.g. `root`, as the account is called everywhere; others by number. */
export function ownerName(uid: number): string {
  return uid === 0 ? 'root' : `another account (number ${uid})`
}

function configWords(kind: 'config' | 'included-config', fault: UnixFault) {
  if (fault !== 'unreadable') return { consequence: NO_CONNECTION, rule: CONFIG_RULE }
  return {
    consequence:
      kind === 'config'
        ? 'ssh passes over this file without a word, so none of its settings are used.'
        : "ssh ends with “Can't open user config file” before it connects anywhere.",
    rule: READ_RULE,
  }
}

function knownHostsWords(fault: UnixFault) {
  if (fault === 'writable') {
    return {
      consequence: 'Another account can make ssh trust a false server in the place of yours.',
      rule: TRUST_RULE,
    }
  }
  if (fault === 'unreadable') {
    return {
      consequence: 'ssh takes every server for a new one and asks about its host key each time.',
      rule: READ_RULE,
    }
  }
  return {
    consequence: 'ssh cannot remember new servers, so it asks about their host keys each time.',
    rule: ADD_RULE,
  }
}

function folderWords(facts: UnixFacts, fault: UnixFault): Omit<Words, 'title'> {
  if (!facts.mayEnter) {
    return {
      consequence: 'ssh cannot reach any key, config or known_hosts in it.',
      rule: ENTER_RULE,
    }
  }
  if (fault === 'not-listable') {
    return {
      consequence:
        'ssh still reaches files it knows by name, but neither Keypilot nor an Include with * can see what is in it.',
      rule: 'Listing a folder needs the r right to it (path_resolution(7)).',
    }
  }
  if (fault === 'owner' && !facts.strict && facts.uid === 0) {
    return {
      consequence: 'ssh cannot remember new servers, and no keys can be made or repaired in it.',
      rule: 'Files can only be made in a folder by accounts with the w right to it (path_resolution(7)).',
    }
  }
  const exposed = `Another account can replace ${facts.kind === 'parent-folder' ? 'what is in it' : 'your keys and your ssh config'}.`
  if (!facts.strict)
    return { consequence: `${exposed} ssh itself does not mind.`, rule: REPLACE_RULE }
  const isExposed = fault === 'owner' || (facts.mode & 0o1000) === 0
  return {
    consequence: isExposed ? `${NO_LOGIN_TO_HERE} ${exposed}` : NO_LOGIN_TO_HERE,
    rule: STRICT_RULE,
  }
}
