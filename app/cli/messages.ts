/** Errors, problems and fixes, written for a person at a terminal. */

import type { ApiError, Fix, Problem, Result, Severity } from '../../main/contract/methods.ts'
import type { CommandContext } from './command.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { fixLine } from './fix-line.ts'
import { jsonLine, type Style, tame, wrap } from './layout.ts'

const MARKS: Readonly<Record<Severity, readonly [string, Style]>> = {
  error: ['✗', 'red'],
  warning: ['!', 'yellow'],
  info: ['i', 'cyan'],
}

/** Prints why a call failed, and gives the exit code for it. */
export function reportError(error: ApiError, context: CommandContext): ExitCode {
  const { terminal, paint, json, line } = context
  if (json) line(jsonLine({ ok: false, error }))
  else {
    const text = wrap(error.message, terminal.width, '  ').trimStart()
    terminal.err(`${paint('red', '✗')} ${text}\n`)
  }
  return codeFor(error, context)
}

/** The envelope as `keypilot call` prints it: one line of JSON. */
export function printEnvelope(result: Result<unknown>, context: CommandContext): ExitCode {
  context.line(jsonLine(result))
  return result.ok ? EXIT.ok : codeFor(result.error, context)
}

function codeFor({ code }: ApiError, { terminal }: CommandContext): ExitCode {
  return code === 'cancelled' && terminal.signal.aborted ? EXIT.cancelled : EXIT.failed
}

export function printProblems(
  problems: readonly Problem[],
  context: CommandContext,
  indent = '',
): void {
  for (const problem of problems) {
    const [mark, style] = MARKS[problem.severity]
    context.line(`${indent}${context.paint(style, mark)} ${tame(problem.title)}`)
    context.line(wrap(problem.detail, context.terminal.width, `${indent}  `))
    if (problem.fix !== undefined) printFix(problem.fix, context, `${indent}  `)
  }
}

/** A line to copy stands alone, unwrapped and indented, so that it can be selected whole. */
export function printFix(fix: Fix, context: CommandContext, indent: string): void {
  const { terminal, line, paint } = context
  const { label, text } = fixLine(fix, process.platform)
  const words = wrap(label, terminal.width, indent)
  line(text === null ? words : `${words}:`)
  for (const row of text?.split('\n') ?? []) line(`${indent}    ${paint('cyan', tame(row))}`)
}
