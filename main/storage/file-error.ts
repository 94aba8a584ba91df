/** Turns what the system says about a file into a sentence for the person. */

import { AppError } from '../contract/errors.ts'
import type { ErrorCode } from '../contract/methods.ts'

interface Meaning {
  readonly code: ErrorCode
  readonly reason: string
}

const FULL: Meaning = {
  code: 'disk-full',
  reason: 'there is no space left there. Free some space and try again',
}
const READ_ONLY: Meaning = {
  code: 'read-only',
  reason: 'that drive can only be read. Make it writable or use another folder',
}
const DENIED: Meaning = {
  code: 'permission-denied',
  reason: 'this account may not do that. Check who owns the file and its folder',
}
/** Also what a file answers that is marked as unchangeable. */
const FORBIDDEN: Meaning = {
  code: 'permission-denied',
  reason:
    'this account may not do that. Check who owns the file and its folder, and whether the file is locked (lsattr shows “i” on Linux, Finder “Locked” on macOS)',
}
const IN_USE: Meaning = {
  code: 'busy',
  reason: 'another program is using it. Close that program and try again',
}
const TOO_MANY_OPEN: Meaning = {
  code: 'busy',
  reason: 'this computer has too many files open. Close some programs and try again',
}
const MISSING: Meaning = { code: 'not-found', reason: 'it does not exist' }
const EXISTS: Meaning = {
  code: 'already-exists',
  reason: 'something with that name is there already, and Keypilot never overwrites it',
}

const MEANINGS: { readonly [errno: string]: Meaning } = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EROFS: READ_ONLY,
  EACCES: DENIED,
  EPERM: process.platform === 'win32' ? DENIED : FORBIDDEN,
  EBUSY: IN_USE,
  ETXTBSY: IN_USE,
  EMFILE: TOO_MANY_OPEN,
  ENFILE: TOO_MANY_OPEN,
  ENOENT: MISSING,
  EEXIST: EXISTS,
  ENOTDIR: { code: 'unreadable', reason: 'a part of that path is a file, not a folder' },
  EISDIR: { code: 'unreadable', reason: 'it is a folder, not a file' },
  ELOOP: { code: 'unreadable', reason: 'its symbolic links lead in a circle' },
  ENAMETOOLONG: { code: 'invalid-name', reason: 'the name is too long for this drive' },
  EIO: { code: 'unreadable', reason: 'the drive reported a read or write error' },
}

/** The system's error code, e.g. `ENOENT`; undefined for anything that is no system error. */
export function errnoOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  return typeof error.code === 'string' ? error.code : undefined
}

/**
 * An error for the person, e.g. `fileError(error, 'save', path)`. Errors that are one already, and
 * bugs, come back as they are.
 */
export function fileError(error: unknown, doing: string, path: string): unknown {
  const errno = errnoOf(error)
  if (error instanceof AppError || errno === undefined) return error
  const meaning = MEANINGS[errno] ?? {
    code: 'unreadable',
    reason: `the system answered ${errno}`,
  }
  return new AppError(meaning.code, `Could not ${doing} ${path}: ${meaning.reason}.`, {
    cause: error,
  })
}
