/** Carries a plan out: proves that each file is as it was planned for, saves the old, changes, judges again. */

import { realpath } from 'node:fs/promises'
import { AppError } from '../contract/errors.ts'
import type { PermissionRepair } from '../contract/methods.ts'
import { errnoOf, fileError, type SavedPermissions } from '../storage/index.ts'
import { forEachLimited } from './limited.ts'
import type { PlannedStep } from './plan-store.ts'
import {
  type JudgedFault,
  type PlannedFault,
  type Platform,
  type PlatformContext,
  type Snapshot,
  sameSnapshot,
} from './platform.ts'

export interface PermissionRecords {
  /** Keeps old modes or access lists; returns the backup's id. */
  record(title: string, saved: readonly SavedPermissions[]): Promise<string>
  /** For a repair that changed nothing: the backup would tell of one that never was. */
  forget(backup: string): Promise<void>
}

type Outcome =
  | { readonly step: PlannedStep; readonly ok: true; readonly from: string; readonly to: string }
  | { readonly step: PlannedStep; readonly ok: false; readonly reason: string }

const CHANGED =
  'It changed since the plan was made, so it was left alone. Look at the findings again and make a new plan.'

/**
 * One file's failure does not stop the others; what was not planned is never touched.
 *
 * @throws {AppError} when the old modes cannot be saved; nothing is changed then
 */
export async function carryOut(
  steps: readonly PlannedStep[],
  platform: Platform,
  context: PlatformContext,
  records: PermissionRecords,
): Promise<Omit<PermissionRepair, 'remaining'>> {
  await platform.prepare?.(steps.map(({ file }) => file.path))
  const proofs = await forEachLimited(steps, (step) => prove(step, platform, context))
  const outcomes: Outcome[] = proofs.filter((proof) => !proof.ok)
  const ready = proofs.filter((proof) => proof.ok)
  const backup = ready.length === 0 ? null : await records.record(titleOf(ready), savedOf(ready))
  const changed = new Map<string, Snapshot>()
  for (const { step } of ready) outcomes.push(await repairOne(step, platform, context, changed))
  const isKept = await hasChanged(ready, platform)
  if (backup !== null && !isKept) await records.forget(backup)
  return {
    repaired: outcomes.flatMap((outcome) =>
      outcome.ok ? [{ path: outcome.step.file.path, from: outcome.from, to: outcome.to }] : [],
    ),
    failed: outcomes.flatMap((outcome) =>
      outcome.ok ? [] : [{ path: outcome.step.file.path, reason: outcome.reason }],
    ),
    backup: isKept ? backup : null,
  }
}

/** A repair that failed half-way may have changed something, and is taken back like any other. */
async function hasChanged(ready: readonly Ready[], platform: Platform): Promise<boolean> {
  if (ready.length === 0) return false
  await platform.prepare?.(ready.map(({ step }) => step.file.path))
  const changes = await forEachLimited(ready, async ({ step: { file, snapshot } }) => {
    const now = await platform.look(file.path).catch(() => null)
    return now === null || now.mode !== snapshot.mode || now.sddl !== snapshot.sddl
  })
  return changes.includes(true)
}

interface Ready {
  readonly ok: true
  readonly step: PlannedStep
  /** Where the file really is: bringing back follows no links. */
  readonly truePath: string
}

/** Ready when the file is the planned one and the planned fault is still there. */
async function prove(
  step: PlannedStep,
  platform: Platform,
  context: PlatformContext,
): Promise<Ready | Extract<Outcome, { readonly ok: false }>> {
  const { file, snapshot, fault } = step
  try {
    const now = await platform.look(file.path)
    if (!sameSnapshot(now, snapshot)) return { step, ok: false, reason: CHANGED }
    const faults = await platform.judge(file, now, context)
    const judged = faults.find(({ code }) => code === fault.code)
    if (judged === undefined || !isSameRepair(judged, fault)) {
      return { step, ok: false, reason: CHANGED }
    }
    return { step, ok: true, truePath: await realpath(file.path) }
  } catch (error) {
    return { step, ok: false, reason: reasonOf(error, file.path) }
  }
}

function isSameRepair({ repair }: JudgedFault, planned: PlannedFault): boolean {
  const { mode, command } = planned.repair
  return repair.kind === 'apply' && repair.mode === mode && repair.command === command
}

async function repairOne(
  step: PlannedStep,
  platform: Platform,
  context: PlatformContext,
  changed: Map<string, Snapshot>,
): Promise<Outcome> {
  const { file, fault } = step
  const identity = `${step.snapshot.dev} ${step.snapshot.ino}`
  try {
    // Two links to one file, or two faults of it: our own change before is no reason to stop.
    const expected = changed.get(identity) ?? step.snapshot
    const isDone = changed.has(identity) && !(await isFaulty(step, platform, context))
    if (!isDone) {
      await platform.apply(file, expected, fault)
      changed.set(identity, await platform.look(file.path))
      if (await isFaulty(step, platform, context)) {
        return {
          step,
          ok: false,
          reason: 'The change had no effect: the same fault is still there.',
        }
      }
    }
    return { step, ok: true, from: fault.before, to: fault.after ?? fault.before }
  } catch (error) {
    return { step, ok: false, reason: reasonOf(error, file.path) }
  }
}

async function isFaulty(
  { file, fault }: PlannedStep,
  platform: Platform,
  context: PlatformContext,
): Promise<boolean> {
  const faults = await platform.judge(file, await platform.look(file.path), context)
  return faults.some(({ code }) => code === fault.code)
}

function savedOf(ready: readonly Ready[]): readonly SavedPermissions[] {
  const saved = new Map<string, SavedPermissions>()
  for (const { truePath, step } of ready) {
    const { mode, sddl } = step.snapshot
    saved.set(truePath, { path: truePath, mode, sddl })
  }
  return [...saved.values()]
}

function titleOf(ready: readonly Ready[]): string {
  const [first] = ready
  return ready.length === 1 && first !== undefined
    ? `Repaired the permissions of ${first.step.file.path}`
    : `Repaired the permissions of ${ready.length} files`
}

/** Of what may go wrong with one file; anything else is a fault of ours. */
function reasonOf(error: unknown, path: string): string {
  if (error instanceof AppError) return error.message
  if (errnoOf(error) === undefined) throw error
  const told = fileError(error, 'look at the permissions of', path)
  return told instanceof Error ? told.message : String(told)
}
