/** What can be told of a file without touching it: mode, owner, identity, and our own rights. */

import { type BigIntStats, constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { fileError } from '../../storage/index.ts'
import type { Snapshot } from '../platform.ts'

/** @throws {AppError} `not-found`, `permission-denied`, `unreadable` */
export async function look(path: string): Promise<Snapshot> {
  try {
    return snapshotOf(await stat(await realpath(path), { bigint: true }))
  } catch (error) {
    throw fileError(error, 'look at the permissions of', path)
  }
}

export function snapshotOf(stats: BigIntStats): Snapshot {
  return {
    dev: String(stats.dev),
    ino: String(stats.ino),
    isFile: stats.isFile(),
    mode: Number(stats.mode) & 0o7777,
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    sddl: null,
    ctimeNs: String(stats.ctimeNs),
  }
}

/** access(2): knows of groups, access lists and the superuser. */
export async function may(path: string, right: 'read' | 'write' | 'enter'): Promise<boolean> {
  const flag = { read: constants.R_OK, write: constants.W_OK, enter: constants.X_OK }[right]
  return access(path, flag).then(
    () => true,
    () => false,
  )
}
