/** `keypilot doctor --fix`: shows every change, asks, repairs, and says what was done. */

import type {
  PermissionPlan,
  PermissionRepair,
  PermissionStep,
  PermissionsReport,
  Result,
} from '../../main/contract/methods.ts'
import type { CommandContext } from './command.ts'
import { placeOf } from './doctor-report.ts'
import { callLine } from './fix-line.ts'
import { shortPath, tame, wrap } from './layout.ts'
import { printFix } from './messages.ts'
import { askYesNo } from './terminal.ts'

/** Null: nothing was changed, and why was said. */
export async function repairFindings(
  report: PermissionsReport,
  yes: boolean,
  context: CommandContext,
): Promise<Result<PermissionRepair> | null> {
  const { terminal } = context
  const wanted = report.findings.filter(({ repairable }) => repairable).map(({ id }) => id)
  const planned = await context.call('permissions.plan', { findings: wanted })
  if (!planned.ok) return planned
  const { steps, skipped } = planned.value
  if (!context.json) printSkipped(skipped, context)
  const asks = !yes && terminal.interactive
  if (!context.json && !asks) for (const step of steps) printStep(step, context)
  if (steps.length > 0 && !yes && !asks) {
    terminal.err('Nothing was changed, since nobody could be asked. To go ahead, add --yes.\n')
    return null
  }
  const accepted = asks ? await choose(steps, context) : steps
  if (accepted.length === 0) {
    terminal.err('Nothing was changed.\n')
    return null
  }
  return carryOut(planned.value, accepted, context)
}

/** What a repair would change, and the line that would do the same. */
function printStep(step: PermissionStep, context: CommandContext): void {
  const { line, paint, terminal } = context
  line(paint('bold', placeOf(step, context)))
  line(wrap(`${step.from} → ${step.to}`, terminal.width, '  '))
  for (const row of step.command.split('\n')) line(`    ${paint('cyan', tame(row))}`)
  line()
}

function printSkipped(skipped: PermissionPlan['skipped'], context: CommandContext): void {
  const { line, paths, terminal } = context
  for (const { path, reason, fix } of skipped) {
    const place = path === '' ? 'One of the findings' : shortPath(path, paths.home)
    line(wrap(`${place} stays as it is. ${reason}`, terminal.width))
    if (fix !== undefined) printFix(fix, context, '  ')
    line()
  }
}

async function choose(
  steps: readonly PermissionStep[],
  context: CommandContext,
): Promise<readonly PermissionStep[]> {
  const accepted: PermissionStep[] = []
  for (const step of steps) {
    if (context.terminal.signal.aborted) return []
    printStep(step, context)
    if (await askYesNo(context.terminal, 'Change this?')) accepted.push(step)
    context.line()
  }
  return context.terminal.signal.aborted ? [] : accepted
}

/** A plan is carried out as a whole, so a part of it needs one of its own, with the same changes. */
async function carryOut(
  plan: PermissionPlan,
  accepted: readonly PermissionStep[],
  context: CommandContext,
): Promise<Result<PermissionRepair>> {
  if (accepted.length === plan.steps.length) {
    return context.call('permissions.repair', { plan: plan.id })
  }
  const findings = accepted.map(({ finding }) => finding)
  const part = await context.call('permissions.plan', { findings })
  if (!part.ok) return part
  if (JSON.stringify(part.value.steps) !== JSON.stringify(accepted)) {
    const message =
      'Something changed since you were asked, so nothing was done. Run "keypilot doctor --fix" again.'
    return { ok: false, error: { code: 'changed-meanwhile', message } }
  }
  return context.call('permissions.repair', { plan: part.value.id })
}

export function printRepair(repair: PermissionRepair, context: CommandContext): void {
  const { line, paint, paths, terminal } = context
  const place = (path: string) => shortPath(path, paths.home)
  for (const { path, from, to } of repair.repaired) {
    const text = wrap(`${place(path)}: ${from} → ${to}`, terminal.width, '  ')
    line(`${paint('green', '✓')} ${text.trimStart()}`)
  }
  for (const { path, reason } of repair.failed) {
    const text = wrap(`${place(path)}: ${reason}`, terminal.width, '  ')
    line(`${paint('red', '✗')} ${text.trimStart()}`)
  }
  if (repair.backup === null) return
  line()
  line('To take this back:')
  line(`    ${paint('cyan', callLine('backups.restore', { id: repair.backup }, process.platform))}`)
}
