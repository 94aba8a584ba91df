/**
 * Does one step of a change, or takes it back, from whatever state a killed process left. Each
 * function looks first, so that doing a thing twice is doing it once.
 */

import { link, lstat, readFile, rename, symlink, unlink } from 'node:fs/promises'
import { AppError, assertNever } from '../../contract/errors.ts'
import { overwriteInPlace, retry } from '../atomic-write.ts'
import { errnoOf, fileError } from '../file-error.ts'
import { isMissing, type Mark, readMark } from './entry.ts'
import type { JournalStep } from './journal.ts'
import { isClaim, listedNames, moveEntry, placeFile, sameFile } from './place.ts'
import { isTorn, type OldFiles } from './torn.ts'

export interface ApplyContext {
  /** After a kill: an empty file in the place of a new one is our own claim of the name. */
  readonly recovering: boolean
  readonly platform: NodeJS.Platform
  /** The bytes that stood at a path before the change, from its backup. */
  readonly old: OldFiles
  /** What later steps put at a name that an earlier one gives up. */
  readonly filled: ReadonlyMap<string, Mark>
}

/** A step that does not fit any more: another program was there. */
export class ConflictError extends Error {
  readonly path: string
  constructor(path: string) {
    super(`something else is at ${path} now`)
    this.path = path
  }
}

type Step<K extends JournalStep['kind']> = Extract<JournalStep, { readonly kind: K }>

/** @throws {ConflictError} when another program was there; {AppError} from the system */
export async function applyStep(step: JournalStep, context: ApplyContext): Promise<void> {
  try {
    switch (step.kind) {
      case 'create':
        return await applyCreate(step, context)
      case 'create-link':
        return await applyCreateLink(step)
      case 'replace':
        return await applyReplace(step, context)
      case 'move':
        return await applyMove(step, context)
      case 'remove':
        return await applyRemove(step, context)
      default:
        return assertNever(step)
    }
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw new ConflictError(stepPath(step))
    throw fileError(error, DOING[step.kind], stepPath(step))
  }
}

const DOING = {
  create: 'create',
  'create-link': 'create',
  replace: 'save',
  move: 'rename',
  remove: 'remove',
} as const

/** The name that a step is about in words. */
export function stepPath(step: JournalStep): string {
  return step.kind === 'move' ? step.to : step.path
}

async function applyCreate(step: Step<'create'>, context: ApplyContext): Promise<void> {
  // The hidden file goes only with its placing, so without it the file is placed, or was.
  if (!(await exists(step.staged)) || (await sameFile(step.staged, step.path))) return
  await placeFile(step.staged, step.path, { claimed: context.recovering })
}

async function applyCreateLink(step: Step<'create-link'>): Promise<void> {
  if ((await readMark(step.path)) !== step.mark) await symlink(step.target, step.path)
}

async function applyReplace(step: Step<'replace'>, context: ApplyContext): Promise<void> {
  if (!(await exists(step.staged))) return
  const now = await readMark(step.path)
  if (now === step.mark && step.before !== step.mark) return
  if (context.platform === 'win32') {
    const data = await readFile(step.staged)
    const torn = now !== step.before && (await isTorn(step.path, context.old, data))
    if (now !== step.before && !torn) throw new ConflictError(step.path)
    await retry(() => overwriteInPlace(step.path, data))
    return
  }
  if (now !== step.before) throw new ConflictError(step.path)
  // Kept for taking the change back; where there are no hard links, the backup has the bytes.
  await link(step.path, step.aside).catch(() => {})
  await rename(step.staged, step.path)
}

async function applyMove(step: Step<'move'>, context: ApplyContext): Promise<void> {
  const { from, to, mark } = step
  const [source, goal] = await Promise.all([sourceMark(from, context), readMark(to)])
  // Moved, even if somebody has changed it since.
  if (source === null && goal !== null) return
  if (source !== mark) throw new ConflictError(from)
  if (goal === null) return moveEntry(from, to)
  if (await sameFile(from, to)) return finishMove(from, to)
  if (goal === mark && mark.startsWith('link:')) return unlink(from)
  if (!context.recovering || !(await isClaim(to))) throw new ConflictError(to)
  await moveEntry(from, to, { claimed: true })
}

/** A name that a later step fills counts as given up once it holds that. */
async function sourceMark(path: string, context: ApplyContext): Promise<Mark | null> {
  const mark = await readMark(path)
  return mark !== null && mark === context.filled.get(path) ? null : mark
}

/** Both names lead to the file: two links after a kill, or one name in two spellings. */
async function finishMove(from: string, to: string): Promise<void> {
  const listed = await listedNames(from, to)
  if (listed.from && listed.to) await unlink(from)
  else if (listed.from) await rename(from, to)
}

async function applyRemove(step: Step<'remove'>, context: ApplyContext): Promise<void> {
  if (await exists(step.aside)) return
  const now = await sourceMark(step.path, context)
  if (now === null) return
  if (now !== step.mark) throw new ConflictError(step.path)
  await retry(() => rename(step.path, step.aside))
  // Changed in the moment between reading and renaming: it goes back.
  if ((await readMark(step.aside)) !== step.mark) throw new ConflictError(step.path)
}

export async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: unknown) => {
      if (isMissing(error)) return false
      throw error
    },
  )
}

/** Removes a hidden file of ours; one that is not there is no fault. */
export async function removeHidden(path: string): Promise<void> {
  // A drive that can only be read refuses to remove even what is not there.
  if (!(await exists(path))) return
  await retry(() => unlink(path)).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return
    throw new AppError('busy', `Could not remove the hidden file ${path}.`, { cause: error })
  })
}
