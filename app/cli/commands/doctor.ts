/** `keypilot doctor`: what ssh refuses because of permissions or broken key files, and its repair. */

import type { PermissionsReport, Result } from '../../../main/contract/methods.ts'
import type { Command, CommandContext, ParsedArguments } from '../command.ts'
import { printRepair, repairFindings } from '../doctor-repair.ts'
import { type BrokenKey, brokenKeys, printReport, verdictOf } from '../doctor-report.ts'
import { EXIT, type ExitCode, UsageError } from '../exit.ts'
import { printEnvelope, reportError } from '../messages.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Find what ssh refuses because of permissions, and repair it',
  usage: '[--fix]',
  options: { fix: { type: 'boolean' } },
  optionHelp: [['--fix', 'Show what would change, ask before each change, and repair']],
  details: [
    "Judges your ssh folder, your keys, the ssh config and its includes, known_hosts and authorized_keys by OpenSSH's own rules, no stricter. Without --fix nothing is changed.",
    'Exits with 1 when ssh refuses something or something could not be looked at, else with 0. With --fix --yes nothing is asked; what was changed is kept, and a line says how to take it back.',
  ],
  maxPositionals: 0,
  async run(args, context) {
    const fix = args.flag('fix')
    if (fix && context.json && !args.flag('yes')) {
      throw new UsageError('With --json nothing can be asked: add --yes to --fix.')
    }
    const looked = await look(context)
    if (!looked.ok) return reportError(looked.error, context)
    if (fix) return repair(looked.value, args, context)
    if (context.json) printAsJson(looked.value, context)
    else printReport(looked.value.report, looked.value.broken, context)
    return verdictOf(looked.value.report, looked.value.broken)
  },
}

interface Looked {
  readonly report: PermissionsReport
  readonly broken: readonly BrokenKey[]
}

async function look(context: CommandContext): Promise<Result<Looked>> {
  const report = await context.call('permissions.report', {})
  if (!report.ok) return report
  const keys = await context.call('keys.list', {})
  // A folder that cannot be listed is among the findings.
  return {
    ok: true,
    value: { report: report.value, broken: keys.ok ? brokenKeys(keys.value) : [] },
  }
}

/** The report's envelope, with the broken keys that also decide about the exit code. */
function printAsJson({ report, broken }: Looked, context: CommandContext): void {
  printEnvelope({ ok: true, value: { ...report, brokenKeys: broken } }, context)
}

async function repair(
  before: Looked,
  args: ParsedArguments,
  context: CommandContext,
): Promise<ExitCode> {
  if (!before.report.findings.some(({ repairable }) => repairable)) {
    if (context.json) printAsJson(before, context)
    else printReport(before.report, before.broken, context)
    return verdictOf(before.report, before.broken)
  }
  const done = await repairFindings(before.report, args.flag('yes'), context)
  if (done === null) {
    if (context.terminal.signal.aborted) return EXIT.cancelled
    // Whoever said no knows what is left: the code tells of that, as without --fix.
    return context.terminal.interactive ? verdictOf(before.report, before.broken) : EXIT.failed
  }
  if (context.json) {
    const code = printEnvelope(done, context)
    if (!done.ok) return code
  } else {
    if (!done.ok) return reportError(done.error, context)
    printRepair(done.value, context)
  }
  return judgeAgain(done.value.failed.length > 0, context)
}

/** Success is claimed by what a new look finds. */
async function judgeAgain(failed: boolean, context: CommandContext): Promise<ExitCode> {
  const after = await look(context)
  if (!after.ok) return reportError(after.error, context)
  const { report, broken } = after.value
  if (!context.json) {
    context.line()
    printReport(report, broken, context)
  }
  return failed ? EXIT.failed : verdictOf(report, broken)
}
