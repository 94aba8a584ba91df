/** `keypilot check-paste`: judges what is in RunPod's field for public keys. */

import { createReadStream } from 'node:fs'
import { AppError } from '../../../main/contract/errors.ts'
import type { PublicKeyEntry, PublicKeysReport } from '../../../main/contract/methods.ts'
import type { Command, CommandContext } from '../command.ts'
import { EXIT, type ExitCode, UsageError } from '../exit.ts'
import { resolveKey } from '../key-choice.ts'
import { tame, wrap } from '../layout.ts'
import { printEnvelope, printProblems, reportError } from '../messages.ts'
import { PASTE_HINT, readInput } from '../read-input.ts'

export const checkPasteCommand: Command = {
  name: 'check-paste',
  summary: 'Check a text with public keys, and repair it',
  usage: '[file | -]',
  options: { key: { type: 'string' } },
  optionHelp: [['--key <name | id>', 'The key that should be among them']],
  details: [
    'Copy what is in RunPod\'s field "SSH Public Keys" and pipe it in, or name a file that holds it. Without a file the text is read from standard input.',
    'The text is only looked at: it is neither stored nor sent anywhere.',
  ],
  maxPositionals: 1,
  async run(args, context) {
    const key = await resolveKey(args.option('key'), context)
    if (!key.ok) return reportError(key.error, context)
    const text = await readText(args.positionals[0] ?? '-', context)
    const result = await context.call('publicKeys.check', {
      text,
      ...(key.value === null ? {} : { expectedKeyId: key.value.id }),
    })
    if (context.json)
      return printAsJson(printEnvelope(result, context), result.ok && result.value.ok)
    if (!result.ok) return reportError(result.error, context)
    printReport(result.value, context)
    return verdictOf(result.value)
  },
}

function printAsJson(code: ExitCode, wellFormed: boolean): ExitCode {
  return code === EXIT.ok && !wellFormed ? EXIT.failed : code
}

function verdictOf({ ok, containsExpected }: PublicKeysReport): ExitCode {
  return ok && containsExpected !== false ? EXIT.ok : EXIT.failed
}

async function readText(source: string, { terminal }: CommandContext): Promise<string> {
  if (source === '-') {
    if (terminal.interactive) terminal.err(PASTE_HINT)
    return terminal.readInput()
  }
  try {
    return await readInput(createReadStream(source), terminal.signal)
  } catch (error) {
    if (error instanceof AppError) throw error
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    throw new UsageError(`${source} could not be read (${code}).`)
  }
}

function printReport(report: PublicKeysReport, context: CommandContext): void {
  const { line, paint, terminal } = context
  for (const entry of report.entries) printEntry(entry, context)
  printProblems(report.problems, context)
  line()
  if (report.ok) line(`${paint('green', '✓')} RunPod takes this text as it is.`)
  if (report.containsExpected === true) line(`${paint('green', '✓')} The key is among the lines.`)
  if (report.containsExpected === false)
    line(`${paint('red', '✗')} The key is not among the lines.`)
  if (report.ok || report.repaired === null) return
  line(wrap('Put this in the field instead:', terminal.width))
  line()
  for (const row of report.repaired.split('\n')) line(paint('cyan', tame(row)))
}

const MARKS = {
  ok: ['green', '✓'],
  repaired: ['yellow', '!'],
  rejected: ['red', '✗'],
} as const

function printEntry(entry: PublicKeyEntry, context: CommandContext): void {
  const [style, mark] = MARKS[entry.verdict]
  const lines =
    entry.firstLine === entry.lastLine
      ? `line ${entry.firstLine}`
      : `lines ${entry.firstLine}-${entry.lastLine}`
  const what =
    entry.fingerprint === null
      ? tame(entry.excerpt)
      : `${entry.type} ${entry.fingerprint.sha256} ${tame(entry.comment)}`
  context.line(`${context.paint(style, mark)} ${lines}: ${what.trim() || 'not shown'}`)
  printProblems(entry.problems, context, '    ')
}
