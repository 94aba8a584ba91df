/** Takes a step of a change back, from whatever state it is in. */

import { readFile, rename, stat, unlink } from 'node:fs/promises'
import { assertNever } from '../../contract/errors.ts'
import { replaceFile, retry } from '../atomic-write.ts'
import { type ApplyContext, exists } from './apply.ts'
import { type Mark, readMark } from './entry.ts'
import type { JournalStep } from './journal.ts'
import { isClaim, listedNames, moveEntry, sameFile } from './place.ts'
import { isTorn } from './torn.ts'

type Step<K extends JournalStep['kind']> = Extract<JournalStep, { readonly kind: K }>

/**
 * False when it could not be taken back because another program has taken the place: its work is
 * left alone. The system's own errors pass.
 */
export async function undoStep(step: JournalStep, context: ApplyContext): Promise<boolean> {
  switch (step.kind) {
    case 'create':
      return undoCreate(step)
    case 'create-link':
      if ((await readMark(step.path)) === step.mark) await unlink(step.path)
      return true
    case 'replace':
      return undoReplace(step, context)
    case 'move':
      return undoMove(step, context)
    case 'remove':
      return undoRemove(step, context)
    default:
      return assertNever(step)
  }
}

async function undoCreate(step: Step<'create'>): Promise<boolean> {
  const now = await readMark(step.path)
  if (now === null) return true
  // With the hidden file still there, another file of that name is not ours, whatever it holds.
  if ((await exists(step.staged)) && !(await sameFile(step.staged, step.path))) return true
  if (now !== step.mark) return false
  await retry(() => unlink(step.path))
  return true
}

async function undoReplace(step: Step<'replace'>, context: ApplyContext): Promise<boolean> {
  const [aside, staged] = await Promise.all([exists(step.aside), exists(step.staged)])
  if (context.platform === 'win32') return undoInPlace(step, context, staged)
  // The rename takes the hidden file away, so with it there, nothing has happened.
  if (staged) return true
  const now = await readMark(step.path)
  if (now === step.before && !aside) return true
  if (now !== step.mark) return false
  if (aside) {
    await rename(step.aside, step.path)
    return true
  }
  return writeBack(step.path, context)
}

async function undoInPlace(
  step: Step<'replace'>,
  context: ApplyContext,
  staged: boolean,
): Promise<boolean> {
  const now = await readMark(step.path)
  if (now === step.before) return true
  const ours =
    now === step.mark ||
    (staged && (await isTorn(step.path, context.old, await readFile(step.staged))))
  return ours ? writeBack(step.path, context) : false
}

async function writeBack(path: string, context: ApplyContext): Promise<boolean> {
  const old = await context.old(path)
  if (old === null) return false
  await replaceFile(path, old, await stat(path), context.platform)
  return true
}

async function undoMove(step: Step<'move'>, context: ApplyContext): Promise<boolean> {
  const { from, to, mark } = step
  const [source, goal] = await Promise.all([readMark(from), readMark(to)])
  if (goal === null) return true
  if (source !== null && (await sameFile(from, to))) {
    const listed = await listedNames(from, to)
    if (listed.from && listed.to) await unlink(to)
    else if (listed.to) await rename(to, from)
    return true
  }
  if (source === mark) {
    if (goal === mark && mark.startsWith('link:')) await unlink(to)
    return true
  }
  if (goal !== mark) return false
  return putBack(to, from, source, context)
}

/** To a name that is free, or that we claimed before we were killed. */
async function putBack(
  from: string,
  to: string,
  now: Mark | null,
  context: ApplyContext,
): Promise<boolean> {
  const claimed = now !== null && context.recovering && (await isClaim(to))
  if (now !== null && !claimed) return false
  await moveEntry(from, to, { claimed })
  return true
}

async function undoRemove(step: Step<'remove'>, context: ApplyContext): Promise<boolean> {
  const { path, aside, mark } = step
  if (!(await exists(aside))) return true
  const now = await readMark(path)
  // Killed between the two names of putting it back.
  const isBack = mark.startsWith('link:') ? now === mark : await sameFile(aside, path)
  if (!isBack) return putBack(aside, path, now, context)
  await unlink(aside)
  return true
}
