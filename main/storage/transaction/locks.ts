/** All locks of a change, taken in one order everywhere, so that no two changes wait for each other. */

import { dirname } from 'node:path'
import { tryLock, withLock } from '../lock.ts'
import type { Paths } from '../paths.ts'

/** The names themselves and their folders. */
export function lockNames(names: readonly string[]): readonly string[] {
  return [...new Set(names.flatMap((name) => [dirname(name), name]))].sort()
}

/** @throws {AppError} `busy` */
export async function withLocks<T>(
  paths: Paths,
  names: readonly string[],
  action: () => Promise<T>,
): Promise<T> {
  const [first, ...rest] = names
  if (first === undefined) return action()
  return withLock(paths, first, () => withLocks(paths, rest, action))
}

/** Null at once when any of them is held, in this process or another. */
export async function tryLocks<T>(
  paths: Paths,
  names: readonly string[],
  action: () => Promise<T>,
): Promise<{ readonly value: T } | null> {
  const [first, ...rest] = names
  if (first === undefined) return { value: await action() }
  const outer = await tryLock(paths, first, () => tryLocks(paths, rest, action))
  return outer === null ? null : outer.value
}
