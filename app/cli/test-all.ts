/** `keypilot test --all`: a line for each connection as its test ends, and a sum. */

import type { Result, SavedConnection, TestAllReport } from '../../main/contract/methods.ts'
import type { CommandContext, ProgressListener } from './command.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { tame, wrap } from './layout.ts'
import { printEnvelope, printFix, reportError } from './messages.ts'

export async function testAllConnections(
  onlyFailed: boolean,
  context: CommandContext,
): Promise<ExitCode> {
  const listed = await context.call('connections.list', {})
  if (!listed.ok) return reportError(listed.error, context)
  const printer = rowPrinter(listed.value, context)
  const result = await context.call('connections.testAll', { onlyFailed }, printer)
  if (context.json) return codeOf(printEnvelope(result, context), result, context)
  if (!result.ok) return reportError(result.error, context)
  printSum(result.value, listed.value, context)
  return codeOf(EXIT.ok, result, context)
}

function codeOf(
  code: ExitCode,
  result: Result<TestAllReport>,
  { terminal }: CommandContext,
): ExitCode {
  if (terminal.signal.aborted) return EXIT.cancelled
  const isGood = result.ok && result.value.failed === 0 && result.value.notRun === 0
  return code === EXIT.ok && !isGood ? EXIT.failed : code
}

function rowPrinter(
  connections: readonly SavedConnection[],
  { line, paint }: CommandContext,
): ProgressListener {
  const names = new Map(connections.map(({ id, name }) => [id, tame(name)]))
  const width = Math.max(...[...names.values()].map((name) => name.length), 0)
  return (event) => {
    if (event.method !== 'connections.testAll' || event.progress.kind !== 'test-ended') return
    const { id, result } = event.progress
    const mark = result.verdict === 'ok' ? paint('green', '✓') : paint('red', '✗')
    const time = `${Math.round(result.ms)} ms`
    line(
      `  ${mark} ${(names.get(id) ?? id).padEnd(width)} ${time.padStart(9)}  ${tame(result.title)}`,
    )
  }
}

function printSum(
  { results, passed, failed, notRun }: TestAllReport,
  connections: readonly SavedConnection[],
  context: CommandContext,
): void {
  const { line, paint, terminal } = context
  if (results.length === 0) {
    line(
      connections.length === 0
        ? 'There are no saved connections yet. Save one with: keypilot save "<ssh command>"'
        : 'There is nothing to test: every saved connection passed its last test.',
    )
    return
  }
  for (const { id, result, explanation, fixes } of results) {
    if (result?.verdict !== 'failed') continue
    line()
    line(paint('bold', tame(connections.find((each) => each.id === id)?.name ?? id)))
    line(wrap(explanation, terminal.width, '  '))
    for (const fix of fixes) printFix(fix, context, '  ')
  }
  line()
  const left = notRun === 0 ? '' : `, ${notRun} not tested`
  line(`${passed} can be logged in to, ${failed} cannot${left}.`)
}
