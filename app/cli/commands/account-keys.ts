/** `keypilot account-keys`: the public keys of the RunPod account, their repair, and their copies. */

import type { AccountKeys } from '../../../main/contract/methods.ts'
import { API_KEY_HELP, changeAccountKeys, entryText, WORD_OPTION } from '../account-keys-change.ts'
import { withApiKey } from '../api-key.ts'
import type { Command, CommandContext, ParsedArguments } from '../command.ts'
import { EXIT, type ExitCode, UsageError } from '../exit.ts'
import { columns, tame } from '../layout.ts'
import { printEnvelope, printProblems, reportError } from '../messages.ts'

export const accountKeysCommand: Command = {
  name: 'account-keys',
  summary: 'List, repair or restore the public keys of your RunPod account',
  usage: '[repair | copies | restore <copy>]',
  options: WORD_OPTION.specs,
  optionHelp: WORD_OPTION.help,
  details: [
    'Without a word it lists the keys, which of your pairs each belongs to, and what is wrong with it. "repair" puts right what can be, after showing it.',
    'Before each change Keypilot keeps a copy of the list on this computer: "copies" lists them, and "restore" brings back what is missing since, without taking anything away.',
    API_KEY_HELP,
  ],
  maxPositionals: 2,
  async run(args, context) {
    const [what, copy, ...more] = args.positionals
    if (what !== 'restore' && copy !== undefined) {
      throw new UsageError(`"${copy}" is one argument too many.`)
    }
    if (what === undefined) return withApiKey(context, () => list(context))
    if (what === 'repair') return changeAccountKeys({ kind: 'repair' }, args, context)
    if (what === 'copies') return copies(context)
    if (what === 'restore' && more.length === 0) return restore(copy, args, context)
    throw new UsageError(`"account-keys" does not know "${what}".`)
  },
}

async function restore(
  copy: string | undefined,
  args: ParsedArguments,
  context: CommandContext,
): Promise<ExitCode> {
  if (copy === undefined) {
    throw new UsageError('Say which copy: "keypilot account-keys copies" lists them.')
  }
  return changeAccountKeys({ kind: 'restore', backup: copy }, args, context)
}

async function list(context: CommandContext): Promise<ExitCode> {
  const result = await context.call('runpod.accountKeys', {})
  if (!result.ok) return reportError(result.error, context)
  if (context.json) printEnvelope(result, context)
  else printKeys(result.value, context)
  return hasError(result.value) ? EXIT.failed : EXIT.ok
}

function hasError({ keys, problems }: AccountKeys): boolean {
  const all = [...problems, ...keys.flatMap((key) => key.problems)]
  return all.some(({ severity }) => severity === 'error')
}

function printKeys({ keys, problems }: AccountKeys, context: CommandContext): void {
  const { line, paint } = context
  printProblems(problems, context)
  if (problems.length > 0) line()
  for (const key of keys) {
    const pair = key.keyName === null ? '' : paint('dim', `  your key ${tame(key.keyName)}`)
    line(`${entryText(key)}${pair}`)
    printProblems(key.problems, context, '    ')
  }
  if (!keys.some(({ repaired }) => repaired !== null)) return
  line()
  line('To repair what can be repaired, after a look at it:')
  line(`    ${paint('cyan', 'keypilot account-keys repair')}`)
}

async function copies(context: CommandContext): Promise<ExitCode> {
  const result = await context.call('runpod.keyBackups', {})
  if (context.json) return printEnvelope(result, context)
  if (!result.ok) return reportError(result.error, context)
  if (result.value.length === 0) context.line('There are no copies yet: nothing was changed here.')
  else {
    const rows = result.value.map(({ id, count, title }) => [
      tame(id),
      `${count} ${count === 1 ? 'entry' : 'entries'}`,
      `before: ${tame(title)}`,
    ])
    for (const row of columns(rows)) context.line(row)
  }
  return EXIT.ok
}
