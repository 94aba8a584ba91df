/** Makes a fault for the person out of a verdict: what it means here, and how it can be repaired. */

import { basename, dirname } from 'node:path'
import type { Fix } from '../../contract/methods.ts'
import { quoteForShell } from '../../system/quote-for-shell.ts'
import { freeName } from '../free-name.ts'
import {
  type CheckedFile,
  type FaultRepair,
  type JudgedFault,
  PRIVATE_KEY_TOO_OPEN,
} from '../platform.ts'
import { chmodCommand, chownCommand, modeText, rootChmodCommand } from './commands.ts'
import { isWindowsDrive } from './file-system.ts'
import type { UnixFacts, UnixVerdict } from './rules.ts'
import { ownerName, wordsFor, wordsForDrive } from './words.ts'

export interface Surroundings {
  readonly sshDir: string
  /** Whether `chmod` has an effect there, as far as can be told. */
  readonly keepsModes: boolean
  readonly isWsl: boolean
  /** Whether rights beside the mode were found. */
  readonly hasAccessList: boolean
}

const MOUNT_WITH_METADATA = '[automount]\noptions = "metadata"\n'

export async function describeFault(
  file: CheckedFile,
  facts: UnixFacts,
  verdict: UnixVerdict,
  around: Surroundings,
): Promise<JudgedFault> {
  const isDrive = isOfDrive(facts, verdict, around)
  const words = isDrive ? wordsForDrive(facts.kind) : wordsFor(facts, verdict)
  const repair = await repairOf(file, facts, verdict, around)
  const listed = around.hasAccessList ? ' with an access list' : ''
  const owner = facts.uid === facts.myUid ? '' : `, owner ${ownerName(facts.uid)}`
  return {
    code: isDrive ? `${facts.kind}-drive-without-modes` : codeOf(facts, verdict),
    severity: verdict.severity,
    ...(isRefusedByServer(facts) ? { refusedBy: 'sshd' } : {}),
    title: words.title,
    consequence: `${words.consequence}${listed === '' ? '' : ` ${ABOUT_LISTS}`}`,
    rule: words.rule,
    before: `${modeText(facts.mode)}${listed}${owner}`,
    after: repair.kind === 'apply' && repair.mode !== null ? modeText(repair.mode) : null,
    family: familyOf(facts, verdict, around),
    repair,
  }
}

const ABOUT_LISTS =
  'The file has an access list (a + in the output of ls -l). The group digit of its mode is the most that the list gives anyone, so taking that away with chmod shuts the whole list off; its entries stay.'

/** Of a folder, whose mode says nothing about it there but explains what is found in it. */
function isOfDrive(facts: UnixFacts, verdict: UnixVerdict, around: Surroundings): boolean {
  const isFolder = ['ssh-folder', 'home', 'parent-folder'].includes(facts.kind)
  return isFolder && verdict.mode !== null && !around.keepsModes
}

/** ssh needs to get through a folder; for its modes only the server of this computer cares. */
function isRefusedByServer({ kind, strict, mayEnter }: UnixFacts): boolean {
  return kind === 'authorized-keys' || (strict && mayEnter)
}

function codeOf(facts: UnixFacts, { fault }: UnixVerdict): string {
  if (facts.kind === 'private-key' && fault === 'too-open') return PRIVATE_KEY_TOO_OPEN
  return `${facts.kind}-${fault}`
}

function familyOf(facts: UnixFacts, verdict: UnixVerdict, around: Surroundings): string | null {
  if (verdict.mode === null) return `owner ${facts.uid}`
  if (!around.keepsModes) return 'file-system'
  // As after `chmod -R`: the same rights for others on the folder and on what is in it.
  return `mode ${facts.mode & 0o077}`
}

async function repairOf(
  file: CheckedFile,
  facts: UnixFacts,
  verdict: UnixVerdict,
  around: Surroundings,
): Promise<FaultRepair> {
  const path = file.target ?? file.path
  if (verdict.mode === null) return { kind: 'cannot', ...ownerRemedy(path, facts) }
  if (!around.keepsModes) return { kind: 'cannot', ...(await driveRemedy(file, around)) }
  if (facts.uid !== facts.myUid && facts.myUid !== 0) {
    return {
      kind: 'cannot',
      reason: `It belongs to ${ownerName(facts.uid)}, so only root may change its mode. ${RUN_WITH_SUDO}`,
      fix: copy(rootChmodCommand(verdict.mode, path, facts.myUid)),
    }
  }
  return { kind: 'apply', command: chmodCommand(verdict.mode, path), mode: verdict.mode }
}

const RUN_WITH_SUDO = 'Run the line in a terminal; it asks for your password.'

function ownerRemedy(path: string, { kind, uid, myUid }: UnixFacts) {
  const fix = copy(chownCommand(path, myUid, kind === 'ssh-folder'))
  const belongs = `It belongs to ${ownerName(uid)}`
  if (myUid === 0) {
    return { reason: `${belongs}. As root you can take it over: run the line in a terminal.`, fix }
  }
  const why = uid === 0 ? `${belongs}, as happens when a command was run with sudo` : belongs
  return { reason: `${why}. Only root can give it to you. ${RUN_WITH_SUDO}`, fix }
}

/** On a drive without modes only another place helps. */
async function driveRemedy(file: CheckedFile, around: Surroundings) {
  const path = file.target ?? file.path
  const windows = around.isWsl && isWindowsDrive(path)
  const drive = windows
    ? 'This is a Windows drive, where Linux permissions have no effect unless it is mounted with “metadata”'
    : 'The drive it is on keeps no permissions (FAT, exFAT and many network shares do not), so chmod has no effect there'
  if (file.kind === 'private-key' && dirname(file.path) !== around.sshDir) {
    const name = await freeName(around.sshDir, basename(file.path))
    const params = { path: file.path, name }
    const label = 'Copy the key into your ssh folder'
    return {
      reason: `${drive}. Copy the key into ${around.sshDir} and use that copy; the one here can stay.`,
      fix: { kind: 'call', method: 'keys.import', params, label } satisfies Fix,
    }
  }
  if (!windows) {
    return {
      reason: `${drive}. Move it to a drive of this computer that keeps them, such as the one your home folder is normally on.`,
    }
  }
  return {
    reason: `${drive}. Either move it to your Linux home, or put these lines into /etc/wsl.conf and run “wsl --shutdown” on Windows.`,
    fix: copy(MOUNT_WITH_METADATA, 'Copy the lines for /etc/wsl.conf'),
  }
}

/** macOS: rights beside the mode, which its ssh does not look at. */
export function describeAccessList(
  file: CheckedFile,
  facts: UnixFacts,
  entries: readonly string[],
): JudgedFault {
  return {
    code: `${facts.kind}-access-list`,
    severity: 'exposes',
    title: 'An access list gives other accounts rights to it',
    consequence: `ssh looks at the mode only and works. The access list says: ${entries.join('; ')}.`,
    rule: 'macOS grants what an access list allows in addition to the mode (chmod(1), ACL manipulation).',
    before: `${modeText(facts.mode)} with an access list`,
    after: null,
    family: null,
    repair: {
      kind: 'cannot',
      reason:
        'Keypilot changes modes, not access lists. The line removes the list; the mode stays as it is.',
      fix: copy(`chmod -N ${quoteForShell(file.target ?? file.path)}`),
    },
  }
}

function copy(text: string, label = 'Copy the line'): Fix {
  return { kind: 'copy', label, text }
}
