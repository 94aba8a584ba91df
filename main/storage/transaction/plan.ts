/** Looks at every file of a change, refuses what does not fit, and decides what will be done. */

import type { Stats } from 'node:fs'
import { isAbsolute, normalize } from 'node:path'
import { AppError, assertNever } from '../../contract/errors.ts'
import { resolveTarget, temporaryName } from '../atomic-write.ts'
import { type NewEntry, octalMode } from '../backup-set.ts'
import { holdsPrivateKey } from '../redact.ts'
import {
  type Entry,
  fileMark,
  linkMark,
  type Mark,
  type MovableEntry,
  markOf,
  movable,
  readEntry,
} from './entry.ts'
import type { JournalStep } from './journal.ts'
import { listedNames, sameFile } from './place.ts'
import type { FileStep } from './steps.ts'

/** A hidden file to be written before anything visible changes. */
export interface Staging {
  /** As the caller named it. */
  readonly path: string
  readonly staged: string
  readonly data: Buffer
  readonly mode: number
  readonly secure: boolean
  /** Whose owner it must get; null for a file of our own. */
  readonly owner: Stats | null
}

export interface Plan {
  readonly steps: readonly JournalStep[]
  readonly staging: readonly Staging[]
  readonly entries: readonly NewEntry[]
}

/** Replaced files are named by where their symbolic links lead. */
export async function resolveSteps(steps: readonly FileStep[]): Promise<readonly FileStep[]> {
  const resolved = await Promise.all(
    steps.map(async (step) =>
      step.kind === 'replace' ? { ...step, path: await resolveTarget(step.path) } : step,
    ),
  )
  for (const path of resolved.flatMap(namesOf)) {
    if (!isAbsolute(path) || normalize(path) !== path) {
      throw new Error(`not an absolute, plain path: ${path}`)
    }
  }
  return resolved
}

/** Every name that a step takes or gives up. */
export function namesOf(step: FileStep): readonly string[] {
  return step.kind === 'move' ? [step.from, step.to] : [step.path]
}

/**
 * `named` are the steps as the caller gave them, before symbolic links were followed.
 *
 * @throws {AppError} `already-exists`, `not-found`, `changed-meanwhile`, `unreadable`, `permission-denied`
 */
export async function planSteps(
  steps: readonly FileStep[],
  named: readonly FileStep[],
): Promise<Plan> {
  const draft: Draft = { view: new Map(), steps: [], staging: [] }
  for (const [index, step] of steps.entries()) await addStep(draft, step, named[index] ?? step)
  return { steps: draft.steps, staging: draft.staging, entries: backupEntries(draft) }
}

/** What stood at a name before the change, and what will stand there. */
interface Place {
  readonly before: Entry
  readonly after: Made | null
}

interface Made {
  readonly mark: Mark
  readonly size: number
  readonly mode: string | null
}

interface Draft {
  readonly view: Map<string, Place>
  readonly steps: JournalStep[]
  readonly staging: Staging[]
}

async function addStep(draft: Draft, step: FileStep, named: FileStep): Promise<void> {
  switch (step.kind) {
    case 'create':
      return addCreate(draft, step)
    case 'create-link': {
      const mark = linkMark(step.target)
      await claim(draft, step.path, { mark, size: Buffer.byteLength(step.target), mode: null })
      draft.steps.push({ kind: 'create-link', path: step.path, target: step.target, mark })
      return
    }
    case 'replace':
      return addReplace(draft, step, namesOf(named)[0] ?? step.path)
    case 'move':
      return addMove(draft, step.from, step.to)
    case 'remove': {
      const { path } = step
      const made = madeOf(movable(await look(path, draft), path, 'remove'))
      if (step.expected !== undefined && step.expected !== made.mark) throw changed(path)
      draft.steps.push({ kind: 'remove', path, aside: temporaryName(path), mark: made.mark })
      return
    }
    default:
      return assertNever(step)
  }
}

async function addCreate(
  draft: Draft,
  step: Extract<FileStep, { readonly kind: 'create' }>,
): Promise<void> {
  const { path, data, mode, secure = false } = step
  const mark = fileMark(data)
  await claim(draft, path, { mark, size: data.length, mode: octalMode(mode) })
  const staged = temporaryName(path)
  draft.steps.push({ kind: 'create', path, staged, mark })
  draft.staging.push({ path, staged, data, mode, secure, owner: null })
}

async function addReplace(
  draft: Draft,
  step: Extract<FileStep, { readonly kind: 'replace' }>,
  named: string,
): Promise<void> {
  const { path, data } = step
  const entry = await look(path, draft)
  if (entry.kind !== 'file' || !entry.data.equals(step.expected)) throw changed(path)
  const oldMode = entry.stats.mode & 0o7777
  const mode = step.mode ?? oldMode
  if (data.equals(entry.data) && mode === oldMode) {
    draft.view.delete(path)
    return
  }
  const mark = fileMark(data)
  const [staged, aside] = [temporaryName(path), temporaryName(path)]
  draft.view.set(path, {
    before: entry,
    after: { mark, size: data.length, mode: octalMode(mode) },
  })
  draft.steps.push({ kind: 'replace', path, staged, aside, before: fileMark(entry.data), mark })
  // Until it takes the file's place, the hidden one has no access list of its own.
  const secure = holdsPrivateKey(data.toString('latin1'))
  draft.staging.push({ path: named, staged, data, mode, secure, owner: entry.stats })
}

async function addMove(draft: Draft, from: string, to: string): Promise<void> {
  const made = madeOf(movable(await look(from, draft), from, 'move'))
  if (await isOtherSpelling(from, to)) {
    draft.view.set(to, { before: { kind: 'missing' }, after: made })
  } else {
    await claim(draft, to, made)
  }
  draft.steps.push({ kind: 'move', from, to, mark: made.mark })
}

/** What a step takes away, changes or moves; only the first step of a name can. */
async function look(path: string, draft: Draft): Promise<Entry> {
  if (draft.view.has(path)) throw new Error(`two steps of one change need what is at ${path}`)
  const before = await readEntry(path)
  draft.view.set(path, { before, after: null })
  return before
}

/** A name that is free, or that an earlier step gives up. */
async function claim(draft: Draft, path: string, after: Made): Promise<void> {
  const place = draft.view.get(path)
  const before = place?.before ?? (await readEntry(path))
  if (place === undefined ? before.kind !== 'missing' : place.after !== null) throw taken(path)
  draft.view.set(path, { before, after })
}

function madeOf(entry: MovableEntry): Made {
  const mark = markOf(entry) ?? ''
  if (entry.kind === 'link') return { mark, size: Buffer.byteLength(entry.target), mode: null }
  return { mark, size: entry.data.length, mode: octalMode(entry.stats.mode) }
}

/** `id_work` and `ID_work` on a drive that ignores case: taken by the very file that moves. */
async function isOtherSpelling(from: string, to: string): Promise<boolean> {
  if (!(await sameFile(from, to))) return false
  return !(await listedNames(from, to)).to
}

function backupEntries(draft: Draft): readonly NewEntry[] {
  return [...draft.view]
    .map(([path, place]) => backupEntry(path, place))
    .filter((entry) => entry !== null)
}

function backupEntry(path: string, { before, after }: Place): NewEntry | null {
  const mark = after?.mark ?? null
  switch (before.kind) {
    case 'file': {
      const mode = octalMode(before.stats.mode)
      return { what: 'content', path, data: before.data, mode, after: mark }
    }
    case 'link':
      return { what: 'link', path, target: before.target, after: mark }
    case 'missing':
      if (after === null) return null
      return { what: 'absent', path, size: after.size, mode: after.mode, after: after.mark }
    case 'other':
      return null
    default:
      return assertNever(before)
  }
}

function taken(path: string): AppError {
  return new AppError(
    'already-exists',
    `There is already something at ${path}. Nothing was changed; choose another name.`,
  )
}

function changed(path: string): AppError {
  return new AppError(
    'changed-meanwhile',
    `Another program changed ${path} at the same moment. Nothing was written; try again.`,
  )
}
