/** Permissions where files have owners and access lists: Windows. */

import {
  type CheckedFile,
  type JudgedFault,
  type Platform,
  type PlatformContext,
  PRIVATE_KEY_TOO_OPEN,
  type Snapshot,
} from '../platform.ts'
import { type WindowsCalls, windowsCalls } from './calls.ts'
import { applyAccess, restoreAccess } from './change.ts'
import { findFault, isFromFolder, type WindowsFinding, type World } from './facts.ts'
import { locate, refine } from './location.ts'
import { platformNotes } from './notes.ts'
import { createReader } from './reader.ts'
import { remedyFor } from './remedy.ts'
import { parseSddl } from './sddl.ts'
import { afterOf, beforeOf, consequenceOf, remarkOf, ruleOf, titleOf } from './words.ts'

/** Tests put transcripts in the place of the calls. */
export function createWindowsPlatform(calls: WindowsCalls): Platform {
  const reader = createReader(calls)
  return {
    prepare: (paths) => reader.readAhead(paths),
    look: (path) => reader.look(path),
    judge: async (file, snapshot, context) =>
      judge(file, snapshot, context, await reader.world(), calls),
    apply: (file, snapshot) => applyAccess(file, snapshot, calls, reader),
    restore: (saved) => restoreAccess(saved, calls, reader),
    notes: async ({ sshClient }) => platformNotes(sshClient),
  }
}

export const windowsPlatform = createWindowsPlatform(windowsCalls)

async function judge(
  file: CheckedFile,
  { sddl, isFile }: Snapshot,
  { paths }: PlatformContext,
  { account, drives }: World,
  calls: WindowsCalls,
): Promise<readonly JudgedFault[]> {
  const descriptor = sddl === null ? null : parseSddl(sddl, account.sid)
  const path = file.target ?? file.path
  const location = refine(locate(path, drives), descriptor)
  const finding = findFault(file.kind, sddl, location, account)
  if (finding === null) return []
  if (finding.fault === 'locked' && (await calls.mayRead(path, !isFile))) return []
  const repair = await remedyFor(file, finding, location, paths.sshDir)
  return [
    {
      code: codeOf(file, finding),
      severity: finding.severity,
      ...(file.kind === 'authorized-keys' ? { refusedBy: 'sshd' as const } : {}),
      title: titleOf(file.kind, finding.fault),
      consequence: `${consequenceOf(file.kind, finding.fault)}${remarkOf(finding)}`,
      rule: ruleOf(file.kind, finding.fault),
      before: beforeOf(finding),
      after: repair.kind === 'apply' ? afterOf(finding) : null,
      family: isFromFolder(finding) ? 'inherited' : null,
      repair,
    },
  ]
}

function codeOf({ kind }: CheckedFile, { fault }: WindowsFinding): string {
  const isRefused = fault === 'owner' || fault === 'trustees' || fault === 'no-list'
  return kind === 'private-key' && isRefused ? PRIVATE_KEY_TOO_OPEN : `${kind}-${fault}`
}
