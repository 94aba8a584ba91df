/** Makes a plan for findings: exactly what a repair would do, kept until it is carried out. */

import type { PermissionPlan, PermissionStep } from '../contract/methods.ts'
import type { Paths } from '../storage/index.ts'
import type { JudgedFile } from './findings.ts'
import { type PlannedStep, storePlan } from './plan-store.ts'
import { type CheckedFile, findingId, type JudgedFault, type Snapshot } from './platform.ts'

/** `judged`: an audit of just now. @throws {AppError} see `storePlan` */
export async function makePlan(
  paths: Paths,
  ids: readonly string[],
  judged: readonly JudgedFile[],
): Promise<PermissionPlan> {
  const found = new Map(judged.flatMap(faultsById))
  const steps: PlannedStep[] = []
  const skipped: PermissionPlan['skipped'][number][] = []
  for (const id of new Set(ids)) {
    const judged = found.get(id)
    if (judged === undefined) {
      skipped.push({ finding: id, path: '', reason: 'This is in order now: nothing to repair.' })
      continue
    }
    const { file, snapshot, fault } = judged
    const { code, before, after, repair } = fault
    if (repair.kind === 'cannot') {
      skipped.push({ finding: id, path: file.path, ...waysOut(repair) })
    } else {
      steps.push({ finding: id, file, snapshot, fault: { code, before, after, repair } })
    }
  }
  return { id: await storePlan(paths, steps), steps: steps.map(describeStep), skipped }
}

/** Why nothing is planned, and what helps instead. */
function waysOut({ reason, fix }: Extract<JudgedFault['repair'], { readonly kind: 'cannot' }>) {
  return { reason, ...(fix === undefined ? {} : { fix }) }
}

interface JudgedOne {
  readonly file: CheckedFile
  readonly snapshot: Snapshot
  readonly fault: JudgedFault
}

function faultsById({ file, snapshot, faults }: JudgedFile): readonly [string, JudgedOne][] {
  return faults.map((fault) => [findingId(fault.code, file.path), { file, snapshot, fault }])
}

function describeStep({ finding, file, fault }: PlannedStep): PermissionStep {
  return {
    finding,
    path: file.path,
    target: file.target,
    from: fault.before,
    to: fault.after ?? '',
    command: fault.repair.command,
  }
}
