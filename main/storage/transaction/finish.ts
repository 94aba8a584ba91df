/** Carries a committed change out to its end, or back to its beginning. */

import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '../../contract/errors.ts'
import { backupFile } from '../backup.ts'
import {
  discardSet,
  parseSetInfo,
  pendingFolder,
  publishSet,
  SET_FILE,
  setFolder,
} from '../backup-set.ts'
import { syncDirectory } from '../directories.ts'
import type { Paths } from '../paths.ts'
import { type ApplyContext, applyStep, ConflictError, removeHidden, stepPath } from './apply.ts'
import { fileMark, type Mark, readEntry, readMark } from './entry.ts'
import { advanceJournal, dropJournal, type Journal, type JournalStep } from './journal.ts'
import type { OldFiles } from './torn.ts'
import { undoStep } from './undo.ts'

/**
 * All steps, in order, and the note that they are done.
 *
 * @throws {ConflictError} when another program was there; {AppError} from the system
 */
export async function applyAll(
  paths: Paths,
  journal: Journal,
  recovering: boolean,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  const context = contextOf(paths, journal, recovering, platform)
  for (const step of journal.steps) await applyStep(step, context)
  if (!recovering) await readBack(journal)
  await syncFolders(journal)
  await advanceJournal(paths, journal.id, 'committed', 'done')
}

async function readBack(journal: Journal): Promise<void> {
  for (const step of journal.steps) {
    if (step.kind !== 'create' && step.kind !== 'replace') continue
    if ((await readMark(step.path)) !== step.mark) throw new ConflictError(step.path)
  }
}

/** After the last step: the backup is listed, hidden files go, the note goes. */
export async function complete(paths: Paths, journal: Journal): Promise<void> {
  await publishSet(paths, journal.id)
  await removeHiddenFiles(paths, journal)
  await dropJournal(paths, journal.id, 'done')
}

/** What is left of a change that was never committed, or is taken back. */
export async function abandon(
  paths: Paths,
  journal: Journal,
  stage: 'draft' | 'back',
): Promise<void> {
  await removeHiddenFiles(paths, journal)
  await discardSet(paths, journal.id)
  await dropJournal(paths, journal.id, stage)
}

/**
 * Gives a committed change up: from here on it is only taken back, also by who finds it later.
 *
 * @returns see `rollBack`
 */
export async function giveUp(
  paths: Paths,
  journal: Journal,
  recovering: boolean,
): Promise<string | null> {
  await advanceJournal(paths, journal.id, 'committed', 'back')
  return rollBack(paths, journal, recovering)
}

/**
 * Takes every step back, the last one first. Where that is impossible, what other programs did is
 * left alone, and the old files are in the backups.
 *
 * @returns null when everything is as it was, or the sentence that says what is not
 */
export async function rollBack(
  paths: Paths,
  journal: Journal,
  recovering: boolean,
  platform: NodeJS.Platform = process.platform,
): Promise<string | null> {
  const context = contextOf(paths, journal, recovering, platform)
  const stuck: string[] = []
  for (const step of journal.steps.toReversed()) {
    if (!(await undoStep(step, context))) stuck.push(stepPath(step))
  }
  await syncFolders(journal)
  if (stuck.length === 0) {
    await abandon(paths, journal, 'back')
    return null
  }
  const note = `“${journal.title}” was interrupted and could neither be completed nor taken back, because another program changed ${stuck.join(' and ')}. The files as they were before are in this backup.`
  await publishSet(paths, journal.id, note)
  await removeHiddenFiles(paths, journal)
  await dropJournal(paths, journal.id, 'back')
  return note
}

function contextOf(
  paths: Paths,
  journal: Journal,
  recovering: boolean,
  platform: NodeJS.Platform,
): ApplyContext {
  const filled = new Map<string, Mark>()
  for (const step of journal.steps) {
    if (step.kind === 'create' || step.kind === 'create-link') filled.set(step.path, step.mark)
    if (step.kind === 'move') filled.set(step.to, step.mark)
  }
  return { recovering, platform, filled, old: oldFiles(paths, journal.id) }
}

function oldFiles(paths: Paths, id: string): OldFiles {
  return async (path) => {
    for (const folder of [pendingFolder(paths, id), setFolder(paths, id)]) {
      const text = await readFile(join(folder, SET_FILE), 'utf8').catch(() => '')
      const entry = parseSetInfo(text)?.entries.find((kept) => kept.path === path)
      if (entry?.what === 'content') return readFile(join(folder, entry.file))
    }
    return null
  }
}

async function removeHiddenFiles(paths: Paths, journal: Journal): Promise<void> {
  for (const step of journal.steps) {
    if (step.kind === 'replace') await keepForeign(paths, step.path, step.aside, step.before)
    if (step.kind === 'remove') await keepForeign(paths, step.path, step.aside, step.mark)
    for (const path of hiddenNames(step)) await removeHidden(path)
  }
}

/** A program that had the old file open may have written to it since it was backed up. */
async function keepForeign(paths: Paths, path: string, aside: string, mark: Mark): Promise<void> {
  const entry = await readEntry(aside)
  if (entry.kind !== 'file' || fileMark(entry.data) === mark) return
  const reason = 'Kept what another program wrote'
  await backupFile(paths, path, entry.data, { reason, mode: entry.stats.mode })
}

export function hiddenNames(step: JournalStep): readonly string[] {
  switch (step.kind) {
    case 'create':
      return [step.staged]
    case 'replace':
      return [step.staged, step.aside]
    case 'remove':
      return [step.aside]
    default:
      return []
  }
}

/** The new names are to survive a power cut before the note of them goes. */
async function syncFolders(journal: Journal): Promise<void> {
  const names = journal.steps.flatMap((step) =>
    step.kind === 'move' ? [step.from, step.to] : [step.path],
  )
  for (const folder of new Set(names.map((name) => dirname(name)))) await syncDirectory(folder)
}

/** What the person is told of a change that was taken back because another program interfered. */
export function conflictError(error: unknown, note: string | null): unknown {
  if (note !== null) return new AppError('changed-meanwhile', note, { cause: error })
  if (!(error instanceof ConflictError)) return error
  return new AppError(
    'changed-meanwhile',
    `Another program changed ${error.path} at the same moment. Everything is as it was before; try again.`,
    { cause: error },
  )
}
