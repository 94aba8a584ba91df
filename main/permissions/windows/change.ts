/** Changes access lists on Windows and proves the change: a planned repair, and bringing an old list back. */

import { realpath } from 'node:fs/promises'
import { AppError } from '../../contract/errors.ts'
import type { SavedPermissions } from '../../storage/index.ts'
import type { CheckedFile, Snapshot } from '../platform.ts'
import type { WindowsCalls } from './calls.ts'
import { quoteForWindows } from './command-line.ts'
import { findFault, type WindowsFinding } from './facts.ts'
import { locate } from './location.ts'
import { planCalls } from './planner.ts'
import type { Reader } from './reader.ts'
import { isInherited } from './rights.ts'
import { parseSddl, type SecurityDescriptor } from './sddl.ts'

/** One is enough; a second one takes what the first left, should icacls go about it in another order. */
const ROUNDS = 2
const ACCESS_DENIED = 5

/**
 * Windows changes access lists by path, so the file is proven before and after, not in between.
 *
 * @throws {AppError} `changed-meanwhile`, `permission-denied`, `unsupported`
 */
export async function applyAccess(
  file: CheckedFile,
  snapshot: Snapshot,
  calls: WindowsCalls,
  reader: Reader,
): Promise<void> {
  const path = await realpath(file.path)
  const { account, drives } = await reader.world()
  reader.forget()
  for (let round = 0; round < ROUNDS; round++) {
    const now = await reader.lookAndKeep(path)
    if (!isSameFile(now, snapshot) || (round === 0 && !hasSameEntries(now, snapshot))) {
      throw changed(file.path)
    }
    const finding = findFault(file.kind, now.sddl, locate(path, drives), account)
    const planned = finding === null ? [] : callsFor(finding)
    if (planned.length === 0) return
    reader.forget()
    for (const args of planned) await runIcacls(path, args, calls)
  }
}

function callsFor({ descriptor, plan }: WindowsFinding): readonly (readonly string[])[] {
  return descriptor === null ? [] : planCalls(descriptor, plan)
}

async function runIcacls(path: string, args: readonly string[], calls: WindowsCalls) {
  const code = await calls.icacls(path, args)
  if (code === 0) return
  const why =
    code === ACCESS_DENIED
      ? 'Windows denied it: an administrator has to do this.'
      : `icacls ended with ${code ?? 'no code'}.`
  throw new AppError('permission-denied', `The access list of ${path} could not be changed. ${why}`)
}

function isSameFile(a: Snapshot, b: Snapshot): boolean {
  return a.dev === b.dev && a.ino === b.ino && a.isFile === b.isFile
}

/**
 * The owner and the file's own entries. Inherited ones may differ: a repair of the folder in the
 * same plan changes them, and that can only take away.
 */
function hasSameEntries(a: Snapshot, b: Snapshot): boolean {
  if (a.sddl === b.sddl) return true
  return a.sddl !== null && b.sddl !== null && ownPart(a.sddl) === ownPart(b.sddl)
}

/** What of a list is not taken over from the folder, in one form. */
function ownPart(sddl: string): string | null {
  const descriptor = parseSddl(sddl, '')
  if (descriptor === null) return null
  const { owner, dacl } = descriptor
  if (dacl === null) return JSON.stringify([owner])
  const own = dacl.aces
    .filter((ace) => !isInherited(ace))
    .map(({ type, flags, mask, sid }) => [type, flags.join(''), mask, sid].join(';'))
  return JSON.stringify([owner, dacl.protected, own])
}

/**
 * Brings owner and access list back. What a list inherits follows from the folder as it is now.
 *
 * @throws {AppError} `not-found`, `changed-meanwhile`, `unsupported`, `permission-denied`,
 *   `verification-failed`
 */
export async function restoreAccess(
  { path, sddl }: SavedPermissions,
  calls: WindowsCalls,
  reader: Reader,
): Promise<void> {
  const old = sddl === null ? null : parseSddl(sddl, '')
  if (sddl === null || old === null) {
    throw new AppError('unsupported', `The backup holds no access list of ${path}.`)
  }
  // The path was the file's true one: a link in its place leads to another file.
  if ((await realpath(path)).toLowerCase() !== path.toLowerCase()) throw replaced(path)
  reader.forget()
  // Another file of the same repair may have failed: this one was never changed.
  if ((await reader.look(path)).sddl === sddl) return
  const before = await readDescriptor(path, reader)
  // First the owner: the old list may not let us change it.
  if (old.owner !== null && old.owner !== before.owner) {
    await giveBack(path, old.owner, calls)
  }
  if (!(await calls.writeAccessList(path, withList(sddl, old)))) {
    throw new AppError(
      'permission-denied',
      `Windows did not let Keypilot bring the old access list of ${path} back.`,
    )
  }
  const { sddl: now } = await reader.look(path)
  if (now !== null && ownPart(now) === ownPart(withList(sddl, old))) return
  throw new AppError(
    'verification-failed',
    `The access list of ${path} was written, but it is not what it was before. Look at it with: icacls ${quoteForWindows(path)}`,
  )
}

async function readDescriptor(path: string, reader: Reader): Promise<SecurityDescriptor> {
  const { sddl } = await reader.look(path)
  const descriptor = sddl === null ? null : parseSddl(sddl, '')
  if (descriptor !== null) return descriptor
  throw new AppError('unsupported', `${path} has no access list that could be changed.`)
}

async function giveBack(path: string, owner: string, calls: WindowsCalls): Promise<void> {
  if ((await calls.icacls(path, ['/setowner', `*${owner}`])) === 0) return
  throw new AppError(
    'permission-denied',
    `${path} belonged to another account (${owner}) before the repair, and only an administrator can give it back. Nothing was changed.`,
  )
}

/** .NET leaves a missing list out of its text; writing one needs its name. */
function withList(sddl: string, { dacl }: SecurityDescriptor): string {
  return dacl === null && !sddl.includes('D:') ? `${sddl}D:NO_ACCESS_CONTROL` : sddl
}

function replaced(path: string): AppError {
  return new AppError(
    'changed-meanwhile',
    `${path} is a link to another place now, so its old access list was not brought back.`,
  )
}

function changed(path: string): AppError {
  return new AppError(
    'changed-meanwhile',
    `${path} changed since the plan was made, so it was left alone. Look at the findings again and make a new plan.`,
  )
}
