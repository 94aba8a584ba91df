/** What a name in a folder stands for, and a short mark to know it again by. */

import { createHash } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import { lstat, open, readlink } from 'node:fs/promises'
import { AppError } from '../../contract/errors.ts'
import { errnoOf, fileError } from '../file-error.ts'

/** Far above every file of ssh; what is larger cannot be kept in memory and in the backups. */
export const MAX_FILE_BYTES = 67_108_864

/** `file:<sha256 in hex>` or `link:<target>`. Two entries with one mark hold the same. */
export type Mark = string

export type Entry =
  | { readonly kind: 'missing' }
  | { readonly kind: 'file'; readonly data: Buffer; readonly stats: Stats }
  | { readonly kind: 'link'; readonly target: string }
  /** A folder, a pipe, a device, or a file that is too large. */
  | { readonly kind: 'other'; readonly reason: string }

/**
 * Looks at a name without following a symbolic link, and reads an ordinary file.
 *
 * @throws {AppError} `permission-denied`, `unreadable`
 */
export async function readEntry(path: string): Promise<Entry> {
  try {
    const stats = await lstat(path)
    if (stats.isSymbolicLink()) return { kind: 'link', target: await readlink(path) }
    const reason = unusable(stats)
    return reason === null ? await readOrdinary(path) : { kind: 'other', reason }
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' }
    throw fileError(error, 'read', path)
  }
}

/** Whether the system says that there is no such file; under a name that is too long is none. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(errnoOf(error) ?? '')
}

/** Opened without waiting or following, and judged again: the name may have changed hands. */
async function readOrdinary(path: string): Promise<Entry> {
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0)
  const handle = await open(path, flags)
  try {
    const stats = await handle.stat()
    const reason = unusable(stats)
    if (reason !== null) return { kind: 'other', reason }
    return { kind: 'file', data: await handle.readFile(), stats }
  } finally {
    await handle.close()
  }
}

function unusable(stats: Stats): string | null {
  if (stats.isDirectory()) return 'it is a folder'
  if (!stats.isFile()) return 'it is not an ordinary file'
  return stats.size > MAX_FILE_BYTES ? 'it is larger than 64 MiB' : null
}

export function fileMark(data: Buffer): Mark {
  return `file:${createHash('sha256').update(data).digest('hex')}`
}

export function linkMark(target: string): Mark {
  return `link:${target}`
}

/** Null for a missing entry; what is neither a file nor a link is like nothing else. */
export function markOf(entry: Entry): Mark | null {
  switch (entry.kind) {
    case 'missing':
      return null
    case 'file':
      return fileMark(entry.data)
    case 'link':
      return linkMark(entry.target)
    case 'other':
      return `other:${entry.reason}`
  }
}

export async function readMark(path: string): Promise<Mark | null> {
  return markOf(await readEntry(path))
}

/** A file or link that can be moved, removed and kept. */
export type MovableEntry = Extract<Entry, { readonly kind: 'file' | 'link' }>

/** @throws {AppError} `not-found`, `unreadable` */
export function movable(entry: Entry, path: string, doing: string): MovableEntry {
  if (entry.kind === 'missing') {
    throw new AppError(
      'not-found',
      `Could not ${doing} ${path}: it is not there any more. Nothing was changed.`,
    )
  }
  if (entry.kind === 'other') {
    throw new AppError(
      'unreadable',
      `Could not ${doing} ${path}: ${entry.reason}. Nothing was changed.`,
    )
  }
  return entry
}
