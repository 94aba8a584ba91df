/** `keypilot config --fix`: shows each change line by line, asks, writes, and says what was done. */

import type {
  ApiError,
  ConfigChange,
  ConfigFinding,
  ConfigPlan,
  DiffLine,
  Result,
} from '../../main/contract/methods.ts'
import type { CommandContext } from './command.ts'
import { placeOf } from './config-report.ts'
import { callLine } from './fix-line.ts'
import { shortPath, tame, wrap } from './layout.ts'
import { printProblems, reportError } from './messages.ts'
import { askYesNo } from './terminal.ts'

export interface ConfigRepair {
  readonly changes: readonly ConfigChange[]
  /** Some could not be planned or written; why was said. */
  readonly failed: boolean
}

/**
 * One finding after the other, each planned on the files as they are by then: a plan fits only the
 * files that it was made for. What could not be repaired is tried again after each change.
 */
export async function repairConfig(
  first: readonly ConfigFinding[],
  yes: boolean,
  context: CommandContext,
): Promise<Result<ConfigRepair>> {
  const changes: ConfigChange[] = []
  const settled = new Set<string>()
  const stuck = new Map<string, ApiError>()
  let findings = first
  for (;;) {
    const finding = nextOf(findings, [...settled, ...stuck.keys()])
    // A fix takes its finding away. If one did not, its change must not be made for ever.
    if (finding === undefined || context.terminal.signal.aborted) break
    const done = await repairOne(finding, yes, context)
    if (!done.ok) {
      stuck.set(finding.id, done.error)
      continue
    }
    settled.add(finding.id)
    if (done.value === null) continue
    changes.push(done.value)
    stuck.clear()
    const again = await context.call('sshConfig.audit', {})
    if (!again.ok) return again
    findings = again.value
  }
  if (!context.json) for (const error of stuck.values()) reportError(error, context)
  return { ok: true, value: { changes, failed: stuck.size > 0 } }
}

/**
 * First what stops ssh: nothing else can be proven while it does. Then from the last line up, so that
 * the places of those that wait stay what they are.
 */
function nextOf(
  findings: readonly ConfigFinding[],
  done: readonly string[],
): ConfigFinding | undefined {
  return findings
    .filter(({ id, fixable }) => fixable && !done.includes(id))
    .toSorted(
      (a, b) =>
        Number(b.severity === 'error') - Number(a.severity === 'error') ||
        (b.line ?? 0) - (a.line ?? 0),
    )[0]
}

/** Null: nothing was changed, because nobody wanted it or nothing is left to do. */
async function repairOne(
  finding: ConfigFinding,
  yes: boolean,
  context: CommandContext,
): Promise<Result<ConfigChange | null>> {
  const { id } = finding
  const plan = await context.call('sshConfig.planFix', { finding: id })
  if (!plan.ok) return plan
  if (plan.value.files.length === 0) return { ok: true, value: null }
  if (!context.json) printPlan(finding, plan.value, context)
  const accepted = yes || (await accepts(context))
  if (!accepted) return { ok: true, value: null }
  const { planId } = plan.value
  const changed = await context.call('sshConfig.applyFix', { finding: id, planId })
  if (changed.ok && !context.json) printChange(plan.value.title, changed.value, context)
  return changed
}

async function accepts({ terminal, line }: CommandContext): Promise<boolean> {
  if (!terminal.interactive || terminal.signal.aborted) return false
  const accepted = await askYesNo(terminal, 'Change this?')
  line()
  return accepted && !terminal.signal.aborted
}

function printPlan(finding: ConfigFinding, plan: ConfigPlan, context: CommandContext): void {
  const { line, paint, paths, terminal } = context
  line(`${paint('bold', tame(plan.title))}  ${paint('dim', placeOf(finding, context))}`)
  line(wrap(finding.detail, terminal.width, '  '))
  for (const { path, created, removed, diff } of plan.files) {
    const what = created ? ' (new file)' : removed ? ' (will be removed)' : ''
    line(`  ${tame(shortPath(path, paths.home))}${what}`)
    for (const row of diff) line(`    ${diffRow(row, context)}`)
  }
  printProblems(plan.notes, context, '  ')
  line()
}

function diffRow({ kind, text }: DiffLine, { paint }: CommandContext): string {
  if (kind === 'same') return tame(`  ${text}`).trimEnd()
  return kind === 'added' ? paint('green', `+ ${tame(text)}`) : paint('red', `- ${tame(text)}`)
}

function printChange(title: string, change: ConfigChange, context: CommandContext): void {
  const { line, paint } = context
  line(`${paint('green', '✓')} ${tame(title)}: done.`)
  printProblems(change.notes, context, '  ')
  if (change.backup !== null) {
    const undo = callLine('backups.restore', { id: change.backup }, process.platform)
    line('  To take this back:')
    line(`    ${paint('cyan', undo)}`)
  }
  line()
}
