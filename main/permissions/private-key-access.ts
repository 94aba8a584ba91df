/** Whether ssh would accept the permissions of a private key, in words for the person. */

import { realpath, stat } from 'node:fs/promises'
import { AppError } from '../contract/errors.ts'
import { fileError } from '../storage/index.ts'
import { quoteForShell } from '../system/quote-for-shell.ts'
import { judgePosixPrivateKey, type PosixAttributes } from './posix.ts'
import { currentUserSid, readFileAccess, setPrivateAccess } from './windows/calls.ts'
import { repairCommand } from './windows/planner.ts'
import { judgeWindowsFile, type WindowsVerdict } from './windows/rule.ts'

export type AccessVerdict =
  | { readonly ok: true }
  | {
      readonly ok: false
      /** What is wrong, and what ssh will do because of it. */
      readonly detail: string
      /** A line to paste into a terminal. */
      readonly fixCommand: string
    }

const CONSEQUENCE = 'ssh will ignore this key and ask for a password.'

/**
 * OpenSSH's own rule, no stricter. Symbolic links: the file they lead to is judged.
 *
 * @throws {AppError} `not-found`, `permission-denied`, `unreadable`
 */
export async function checkPrivateKeyAccess(path: string): Promise<AccessVerdict> {
  try {
    const target = await realpath(path)
    if (process.platform !== 'win32') return describePrivateKeyMode(target, await stat(target))
    const { sddl, userSid } = await readFileAccess(target)
    return describeWindows(target, userSid, judgeWindowsFile(sddl, userSid, false))
  } catch (error) {
    throw fileError(error, 'look at the permissions of', path)
  }
}

/** The same from what `stat` said already. On Windows modes mean nothing, so nothing is found. */
export function describePrivateKeyMode(path: string, file: PosixAttributes): AccessVerdict {
  const myUid = process.getuid?.()
  if (myUid === undefined) return { ok: true }
  const verdict = judgePosixPrivateKey(file, myUid)
  if (verdict.ok) return { ok: true }
  return {
    ok: false,
    detail: `Its mode is ${verdict.mode}, which gives other accounts of this computer rights to it. ${CONSEQUENCE}`,
    fixCommand: `chmod 600 ${quoteForShell(path)}`,
  }
}

/** For tests anywhere: what is said about a verdict of the Windows rule. */
export function describeWindows(
  path: string,
  userSid: string,
  verdict: WindowsVerdict,
): AccessVerdict {
  if (verdict.ok) return { ok: true }
  const detail = `${windowsReason(verdict)} ${CONSEQUENCE}`
  return { ok: false, detail, fixCommand: repairCommand(path, userSid, verdict) }
}

function windowsReason(verdict: Exclude<WindowsVerdict, { readonly ok: true }>): string {
  switch (verdict.reason) {
    case 'owner':
      return `The file belongs to another account${verdict.sid === null ? '' : ` (${verdict.sid})`}. Setting a new owner may need a terminal run as administrator.`
    case 'trustees':
      return `Other accounts or groups have rights to the file (${verdict.sids.join(', ')}).`
    case 'no-access-list':
      return 'The file has no access list, so every account may read it. A drive that keeps none (FAT, exFAT, some network shares) cannot hold private keys: move the key to the .ssh folder of your account.'
    case 'unreadable':
      return 'Windows described the access list in a way Keypilot does not understand.'
  }
}

/**
 * Makes a file that was just created private: on Windows with the access list that
 * `ssh-keygen.exe` sets, checked afterwards. Elsewhere its mode does that.
 *
 * @throws {AppError} `permission-denied`, `verification-failed`
 */
export async function secureNewFile(path: string): Promise<void> {
  if (process.platform !== 'win32') return
  await setPrivateAccess(path, await currentUserSid())
  const verdict = await checkPrivateKeyAccess(path)
  if (verdict.ok) return
  throw new AppError(
    'verification-failed',
    `${path} could not be made private, so ssh would refuse it. ${verdict.detail}`,
  )
}
