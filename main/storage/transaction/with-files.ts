/** Work on files that waits until interrupted changes of them are completed. */

import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../../contract/errors.ts'
import type { Paths } from '../paths.ts'
import { findJournals } from './journal.ts'
import { withLocks } from './locks.ts'
import { recoverChanges } from './recover.ts'

/** How long to wait for an interrupted change that another process is completing. */
const WAIT_MS = 10_000

/**
 * Runs an action on files that no interrupted change has a claim on any more: with their locks held,
 * a journal that names one of them can only be a dead process's.
 *
 * @throws {AppError} `busy`
 */
export async function withFiles<T>(
  paths: Paths,
  names: readonly string[],
  action: () => Promise<T>,
): Promise<T> {
  const deadline = performance.now() + WAIT_MS
  for (;;) {
    await recoverChanges(paths)
    const result = await withLocks(paths, names, async () =>
      (await isPending(paths, names)) ? null : { value: await action() },
    )
    if (result !== null) return result.value
    if (performance.now() > deadline) throw stillPending(paths)
    await delay(100)
  }
}

async function isPending(paths: Paths, names: readonly string[]): Promise<boolean> {
  const found = await findJournals(paths)
  return found.some(({ journal }) => journal.locks.some((name) => names.includes(name)))
}

function stillPending(paths: Paths): AppError {
  return new AppError(
    'busy',
    `An earlier change of these files was interrupted and cannot be completed at the moment. Make sure that their folder can be written to, and that no other Keypilot window or command is running. What has to be done is noted in ${paths.journalDir}.`,
  )
}
