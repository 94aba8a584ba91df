/** Completes what a killed process had begun, and removes what it left. */

import { AppError, assertNever } from '../../contract/errors.ts'
import type { Paths } from '../paths.ts'
import { ConflictError } from './apply.ts'
import { abandon, applyAll, complete, giveUp, hiddenNames, rollBack } from './finish.ts'
import { type FoundJournal, findJournals, type Journal, readJournals } from './journal.ts'
import { tryLocks } from './locks.ts'
import { sweepFolder } from './sweep.ts'

/**
 * Completes the changes that a killed process had committed, and removes its hidden files. Costs
 * two folder listings when there is nothing to do. Work of a living process is left alone: its
 * locks are held. Never throws; what cannot be completed now is tried again at the next call.
 *
 * @param report gets what could not be completed, as `AppError` where it is for the person
 */
export async function recoverChanges(
  paths: Paths,
  report: (problem: unknown) => void = () => {},
): Promise<void> {
  const { found, unreadable } = await readJournals(paths)
  for (const { journal } of found) {
    try {
      await tryLocks(paths, journal.locks, () => recoverAgain(paths, journal.id, report))
    } catch (error) {
      report(error)
    }
  }
  if (unreadable) return
  const named = found.flatMap(({ journal }) => journal.steps.flatMap(hiddenNames))
  await sweepFolder(paths, paths.sshDir, new Set(named)).catch(report)
}

/** Read again: between finding it and holding its locks, another process may have completed it. */
async function recoverAgain(
  paths: Paths,
  id: string,
  report: (problem: unknown) => void,
): Promise<void> {
  for (const found of await findJournals(paths)) {
    if (found.journal.id === id) await recoverOne(paths, found, report)
  }
}

async function recoverOne(
  paths: Paths,
  { stage, journal }: FoundJournal,
  report: (problem: unknown) => void,
): Promise<void> {
  switch (stage) {
    case 'draft':
      return abandon(paths, journal, 'draft')
    case 'committed':
      return goOn(paths, journal, report)
    case 'back':
      return reportNote(await rollBack(paths, journal, true), report)
    case 'done':
      return complete(paths, journal)
    default:
      return assertNever(stage)
  }
}

async function goOn(
  paths: Paths,
  journal: Journal,
  report: (problem: unknown) => void,
): Promise<void> {
  try {
    await applyAll(paths, journal, true)
  } catch (error) {
    // Anything else than another program's work may be over at the next attempt.
    if (!(error instanceof ConflictError)) throw error
    report(error)
    return reportNote(await giveUp(paths, journal, true), report)
  }
  await complete(paths, journal)
}

function reportNote(note: string | null, report: (problem: unknown) => void): void {
  if (note !== null) report(new AppError('changed-meanwhile', note))
}
