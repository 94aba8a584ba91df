/** `keypilot config`: what is wrong with the ssh config, or what ssh would do for one host. */

import type { ConfigFinding, EffectiveParams } from '../../../main/contract/methods.ts'
import type { Command, CommandContext, ParsedArguments } from '../command.ts'
import { repairConfig } from '../config-repair.ts'
import { printEffective, printFindings } from '../config-report.ts'
import { EXIT, type ExitCode, UsageError } from '../exit.ts'
import { printEnvelope, reportError } from '../messages.ts'

export const configCommand: Command = {
  name: 'config',
  summary: 'Check the ssh config, or show what it comes to for a host',
  usage: '[<host> | --fix]',
  options: {
    'ask-ssh': { type: 'boolean' },
    all: { type: 'boolean' },
    fix: { type: 'boolean' },
  },
  optionHelp: [
    ['--fix', 'Show each change line by line, ask before it, and repair'],
    ['--all', 'With a host: also the lines that have no effect, and every block'],
    ['--ask-ssh', 'With a host: let ssh itself answer; it runs the programs of "Match exec" lines'],
  ],
  details: [
    'Without a host: what is wrong with the config and every file it includes, with the line and what to do. Exits with 1 when there is an error among it.',
    'With --fix, what Keypilot can repair is repaired, one question for each change; with --fix --yes nothing is asked. The old files are kept, and a line says how to take a change back.',
    'With a host, as you would type it after "ssh": where ssh would connect to, with which keys, and which line says so. Nothing connects, and no program is run unless you ask for it.',
  ],
  maxPositionals: 1,
  async run(args, context) {
    const [host] = args.positionals
    if (args.flag('fix')) return repair(args, context)
    if (host === undefined) {
      if (args.flag('ask-ssh')) throw new UsageError('Which host should ssh be asked about?')
      return audit(context)
    }
    return effective(host, args, context)
  },
}

async function audit(context: CommandContext): Promise<ExitCode> {
  const result = await context.call('sshConfig.audit', {})
  if (!result.ok) return reportError(result.error, context)
  if (context.json) printEnvelope(result, context)
  else printFindings(result.value, context)
  return verdictOf(result.value)
}

function verdictOf(findings: readonly ConfigFinding[]): ExitCode {
  return findings.some(({ severity }) => severity === 'error') ? EXIT.failed : EXIT.ok
}

async function repair(args: ParsedArguments, context: CommandContext): Promise<ExitCode> {
  const { json, terminal } = context
  const yes = args.flag('yes')
  if (args.positionals.length > 0) {
    throw new UsageError('--fix repairs the whole config: leave out the host.')
  }
  if (json && !yes) throw new UsageError('With --json nothing can be asked: add --yes to --fix.')
  const before = await context.call('sshConfig.audit', {})
  if (!before.ok) return reportError(before.error, context)
  const done = await repairConfig(before.value, yes, context)
  if (!done.ok) return reportError(done.error, context)
  if (terminal.signal.aborted) return EXIT.cancelled
  // Success is claimed by what a new look finds.
  const after = await context.call('sshConfig.audit', {})
  if (!after.ok) return reportError(after.error, context)
  const { changes, failed } = done.value
  const fixable = before.value.some((finding) => finding.fixable)
  const nobodyAsked = fixable && !yes && !terminal.interactive
  if (json) printEnvelope({ ok: true, value: { changes, findings: after.value } }, context)
  else printFindings(after.value, context)
  if (nobodyAsked) {
    terminal.err('Nothing was changed, since nobody could be asked. To go ahead, add --yes.\n')
  } else if (fixable && changes.length === 0 && !json) terminal.err('Nothing was changed.\n')
  return failed || nobodyAsked ? EXIT.failed : verdictOf(after.value)
}

async function effective(
  host: string,
  args: ParsedArguments,
  context: CommandContext,
): Promise<ExitCode> {
  const params: EffectiveParams = args.flag('ask-ssh') ? { host, runMatchExec: true } : { host }
  const result = await context.call('sshConfig.effective', params)
  if (!result.ok) return reportError(result.error, context)
  if (context.json) printEnvelope(result, context)
  else printEffective(result.value, args.flag('all'), context)
  return result.value.problems.some(({ severity }) => severity === 'error') ? EXIT.failed : EXIT.ok
}
