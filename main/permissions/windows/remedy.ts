/** How a fault on Windows is repaired, or what helps where no repair is possible. */

import { win32 } from 'node:path'
import type { Fix } from '../../contract/methods.ts'
import { freeName } from '../free-name.ts'
import type { CheckedFile, FaultRepair } from '../platform.ts'
import { quoteForWindows } from './command-line.ts'
import type { WindowsFinding } from './facts.ts'
import type { Location } from './location.ts'
import { commandLines, obstacle, planCalls } from './planner.ts'

export async function remedyFor(
  file: CheckedFile,
  finding: WindowsFinding,
  location: Location,
  sshDir: string,
): Promise<FaultRepair> {
  const path = file.target ?? file.path
  if (location.kind === 'wsl') return wslRemedy(file, location, sshDir)
  if (location.kind !== 'local') return driveRemedy(file, location, sshDir)
  const { descriptor, plan } = finding
  if (descriptor === null) {
    return {
      kind: 'cannot',
      reason:
        'Windows described the access list in a way that Keypilot does not understand, so it changes nothing here.',
    }
  }
  const command = commandLines(path, planCalls(descriptor, plan))
  const hindrance = obstacle(descriptor, plan.account)
  if (hindrance === null) return { kind: 'apply', command, mode: null }
  const takeover =
    hindrance === 'access-list' ? `takeown /f ${quoteForWindows(path)}\n${command}` : command
  return {
    kind: 'cannot',
    reason:
      'It belongs to another account, and you may not change its owner. An administrator may: open a terminal with “Run as administrator” and run these lines there.',
    fix: copy(takeover),
  }
}

/** There is nothing to repair from Windows: both sides need a copy of their own. */
async function wslRemedy(
  file: CheckedFile,
  { distribution, linuxPath }: Extract<Location, { kind: 'wsl' }>,
  sshDir: string,
): Promise<FaultRepair> {
  const why =
    'It is a file of Linux (WSL), which has no access list for Windows to look at. One file cannot be private to both: keep a copy in each.'
  if (isKeyElsewhere(file, sshDir)) return copyInto(file.path, sshDir, why)
  const quoted = quoteForWindows(linuxPath)
  const name = /^[\w.-]+$/.test(distribution) ? distribution : quoteForWindows(distribution)
  return {
    kind: 'cannot',
    reason: `${why} For the ssh of Linux, this line makes it private.`,
    fix: copy(`wsl -d ${name} -e chmod 600 ${quoted}`),
  }
}

async function driveRemedy(
  file: CheckedFile,
  location: Location,
  sshDir: string,
): Promise<FaultRepair> {
  const why =
    location.kind === 'network'
      ? 'It is on a network drive, whose access list another computer keeps.'
      : 'The drive it is on keeps no access lists (FAT and exFAT do not), so Windows lets everyone read it.'
  if (isKeyElsewhere(file, sshDir)) return copyInto(file.path, sshDir, why)
  return {
    kind: 'cannot',
    reason: `${why} Move it to a drive of this computer that is formatted with NTFS, such as drive C.`,
  }
}

function isKeyElsewhere({ kind, path }: CheckedFile, sshDir: string): boolean {
  return kind === 'private-key' && win32.dirname(path).toLowerCase() !== sshDir.toLowerCase()
}

async function copyInto(path: string, sshDir: string, why: string): Promise<FaultRepair> {
  const params = { path, name: await freeName(sshDir, win32.basename(path)) }
  return {
    kind: 'cannot',
    reason: `${why} Copy the key into ${sshDir} and use that copy; the one here can stay.`,
    fix: {
      kind: 'call',
      method: 'keys.import',
      params,
      label: 'Copy the key into your ssh folder',
    },
  }
}

function copy(text: string): Fix {
  return { kind: 'copy', label: text.includes('\n') ? 'Copy the lines' : 'Copy the line', text }
}
