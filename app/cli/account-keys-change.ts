/** A change of the RunPod account's keys on a terminal: shown as a difference, asked for, carried out. */

import type {
  AccountKey,
  AccountKeysChange,
  AccountKeysPlan,
  ApplyAccountKeysParams,
} from '../../main/contract/methods.ts'
import { withApiKey } from './api-key.ts'
import type { CommandContext, OptionSpecs, ParsedArguments } from './command.ts'
import { EXIT, type ExitCode, UsageError } from './exit.ts'
import { tame } from './layout.ts'
import { printEnvelope, printProblems, reportError } from './messages.ts'
import { askYesNo } from './terminal.ts'

/** For commands that may leave the account without any key. */
export const WORD_OPTION = {
  specs: { word: { type: 'string' } } satisfies OptionSpecs,
  help: [
    ['--word <word>', 'The word to type when no key would be left, for scripts'],
  ] as const satisfies readonly (readonly [string, string])[],
}

export const API_KEY_HELP =
  'The API key comes from the environment variable RUNPOD_API_KEY; on a terminal you are asked for it otherwise, and what you type is not shown.'

export async function changeAccountKeys(
  change: AccountKeysChange,
  args: ParsedArguments,
  context: CommandContext,
): Promise<ExitCode> {
  if (context.json && !args.flag('yes')) {
    throw new UsageError('With --json nothing can be asked: add --yes.')
  }
  return withApiKey(context, () => planAndApply(change, args, context))
}

async function planAndApply(
  change: AccountKeysChange,
  args: ParsedArguments,
  context: CommandContext,
): Promise<ExitCode> {
  const { json, terminal } = context
  const planned = await context.call('runpod.planKeys', { change })
  if (!planned.ok) return reportError(planned.error, context)
  const plan = planned.value
  if (!json) printPlan(plan, context)
  if (plan.noChange) return json ? printEnvelope(planned, context) : EXIT.ok
  const params = await agreed(change, plan, args, context)
  if (params === null) return terminal.signal.aborted ? EXIT.cancelled : EXIT.failed
  const changed = await context.call('runpod.applyKeys', params)
  if (json) return printEnvelope(changed, context)
  if (!changed.ok) return reportError(changed.error, context)
  const { line, paint } = context
  const { keys, backup } = changed.value
  line(
    `${paint('green', '✓')} ${tame(plan.title)}: done. Entries on the account: ${keys.keys.length}.`,
  )
  line('  To bring back what this took away:')
  line(`    ${paint('cyan', `keypilot account-keys restore ${tame(backup.id)}`)}`)
  return EXIT.ok
}

/** Null: nobody agreed. Where the call itself asks, it is not asked twice. */
async function agreed(
  change: AccountKeysChange,
  plan: AccountKeysPlan,
  args: ParsedArguments,
  { terminal }: CommandContext,
): Promise<ApplyAccountKeysParams | null> {
  const params = { change, planId: plan.id }
  if (plan.confirmWord !== null) {
    const typed = args.option('word') ?? (await typedWord(plan.confirmWord, terminal))
    if (typed === plan.confirmWord) return { ...params, confirmWord: typed }
    terminal.err(
      `Nothing was changed: to leave no key on the account, type "${plan.confirmWord}", or add --word "${plan.confirmWord}" in a script.\n`,
    )
    return null
  }
  if (plan.asks === true || args.flag('yes')) return params
  if (!terminal.interactive) {
    terminal.err('Nothing was changed, since nobody could be asked. To go ahead, add --yes.\n')
    return null
  }
  if (await askYesNo(terminal, 'Change this?')) return params
  terminal.err('Nothing was changed.\n')
  return null
}

async function typedWord(
  word: string,
  terminal: CommandContext['terminal'],
): Promise<string | null> {
  return terminal.interactive
    ? terminal.ask(`No key would be left. Type "${word}" to go on: `)
    : null
}

function printPlan(plan: AccountKeysPlan, context: CommandContext): void {
  const { line, paint } = context
  line(paint('bold', tame(plan.title)))
  const kept = plan.kept.length
  if (kept > 0 && !plan.noChange) {
    line(kept === 1 ? '    1 entry stays as it is' : `    ${kept} entries stay as they are`)
  }
  for (const entry of plan.removed) line(paint('red', `  - ${entryText(entry)}`))
  for (const { from, to } of plan.repaired) {
    line(paint('red', `  - ${shortLine(from.text)}`))
    for (const text of to) line(paint('green', `  + ${shortLine(text)}`))
  }
  for (const entry of plan.added) line(paint('green', `  + ${entryText(entry)}`))
  printProblems(plan.notes, context, '  ')
  line()
}

/** One entry in a row: which key it is, or what stands there instead. */
export function entryText({ text, type, fingerprint, comment }: AccountKey): string {
  if (fingerprint === null || type === null) return shortLine(text)
  return tame(`${type} ${fingerprint} ${comment}`.trimEnd())
}

const MAX_SHOWN = 100

/** The coded part of a key says nothing to a person, but its two ends. */
function shortLine(text: string): string {
  const short = text.replace(
    /[A-Za-z0-9+/=]{40,}/g,
    (word) => `${word.slice(0, 12)}…${word.slice(-8)}`,
  )
  const characters = [...short]
  return tame(
    characters.length > MAX_SHOWN ? `${characters.slice(0, MAX_SHOWN - 1).join('')}…` : short,
  )
}
