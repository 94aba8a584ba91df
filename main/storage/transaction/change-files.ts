/** Several files changed as one: a process killed at any instant leaves all of it or nothing. */

import { mkdir, rmdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../../contract/errors.ts'
import { newSetId, prepareSet } from '../backup-set.ts'
import { errnoOf, fileError } from '../file-error.ts'
import type { Paths } from '../paths.ts'
import { abandon, applyAll, complete, conflictError, giveUp } from './finish.ts'
import { advanceJournal, type Journal, writeDraft } from './journal.ts'
import { lockNames } from './locks.ts'
import { namesOf, type Plan, planSteps, resolveSteps } from './plan.ts'
import { stageFiles } from './stage.ts'
import type { FileStep, FilesChange, FilesChangeOptions } from './steps.ts'
import { withFiles } from './with-files.ts'

/**
 * Changes all files or none. Locks them and their folders (the caller must not hold those), checks
 * that every file is as expected, writes the new content as hidden files, has it judged, keeps the
 * old content in one backup, and only then gives everything its name. What a killed process leaves,
 * `recoverChanges` completes or takes away.
 *
 * @throws {AppError} `already-exists`, `not-found`, `changed-meanwhile`, `busy`, `disk-full`,
 * `read-only`, `permission-denied`, `unreadable`, and what `verify` throws; nothing is changed then
 */
export async function changeFiles(
  paths: Paths,
  steps: readonly FileStep[],
  options: FilesChangeOptions,
): Promise<FilesChange> {
  const resolved = await resolveSteps(steps)
  const locks = lockNames(resolved.flatMap(namesOf))
  return withFiles(paths, locks, async () => {
    const plan = await planSteps(resolved, steps)
    if (plan.steps.length === 0) return { backup: null }
    const made = await makeFolders(plan)
    try {
      return await changeLocked(paths, locks, plan, options)
    } catch (error) {
      for (const folder of made) await rmdir(folder).catch(() => {})
      throw error
    }
  })
}

async function changeLocked(
  paths: Paths,
  locks: readonly string[],
  plan: Plan,
  options: FilesChangeOptions,
): Promise<FilesChange> {
  const at = new Date()
  const { title } = options
  const id = newSetId(at)
  const journal: Journal = { version: 1, id, title, locks: [...locks], steps: [...plan.steps] }
  await writeDraft(paths, journal)
  try {
    await stageFiles(plan.staging, options.secureNewFile ?? (async () => {}))
    await options.verify?.(new Map(plan.staging.map(({ path, staged }) => [path, staged])))
    await prepareSet(paths, { id, at, title }, plan.entries)
    await advanceJournal(paths, id, 'draft', 'committed')
  } catch (error) {
    await abandon(paths, journal, 'draft').catch(() => {})
    // Of a check that could not read what was just written: the folder may be gone.
    throw fileError(error, 'write', plan.staging[0]?.path ?? paths.dataDir)
  }
  await carryOut(paths, journal)
  return { backup: id }
}

async function carryOut(paths: Paths, journal: Journal): Promise<void> {
  try {
    await applyAll(paths, journal, false)
  } catch (error) {
    throw conflictError(error, await takeBack(paths, journal, error))
  }
  // The change has happened. What fails from here on, the next call completes.
  await complete(paths, journal).catch(() => {})
}

async function takeBack(paths: Paths, journal: Journal, cause: unknown): Promise<string | null> {
  try {
    return await giveUp(paths, journal, false)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'for an unknown reason'
    throw new AppError(
      'busy',
      `“${journal.title}” could not be completed, and not be taken back yet either (${reason}). Nothing is lost. Keypilot will go on with it as soon as the files can be changed again.`,
      { cause },
    )
  }
}

/** Folders of new names that are missing are made, 0700; returns them, the deepest first. */
async function makeFolders(plan: Plan): Promise<readonly string[]> {
  const made: string[] = []
  for (const step of plan.steps) {
    if (step.kind === 'replace' || step.kind === 'remove') continue
    const folder = dirname(step.kind === 'move' ? step.to : step.path)
    try {
      const first = await mkdir(folder, { recursive: true, mode: 0o700 })
      if (first !== undefined) made.unshift(...foldersUpTo(folder, first))
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST') throw fileError(error, 'create the folder', folder)
    }
  }
  return made
}

function foldersUpTo(folder: string, first: string): readonly string[] {
  if (folder === first || folder === dirname(folder)) return [folder]
  return [folder, ...foldersUpTo(dirname(folder), first)]
}
