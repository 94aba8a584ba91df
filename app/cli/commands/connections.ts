/** `keypilot connections`: what is saved, and how the last test of each went. */

import type { SavedConnection } from '../../../main/contract/methods.ts'
import type { Command, CommandContext } from '../command.ts'
import { EXIT } from '../exit.ts'
import { columns, tame } from '../layout.ts'
import { printEnvelope, printProblems, reportError } from '../messages.ts'

export const connectionsCommand: Command = {
  name: 'connections',
  summary: 'List the saved connections and their last results',
  usage: '',
  options: {},
  optionHelp: [],
  details: [
    'The one that was used last comes first. "keypilot save" adds one, "keypilot test <name>" tests one, and "keypilot test --all" tests them all.',
  ],
  maxPositionals: 0,
  async run(_args, context) {
    const result = await context.call('connections.list', {})
    if (context.json) return printEnvelope(result, context)
    if (!result.ok) return reportError(result.error, context)
    if (result.value.length === 0) printNone(context)
    else printConnections(result.value, context)
    const problems = await context.call('connections.problems', {})
    if (problems.ok) printProblems(problems.value, context)
    return EXIT.ok
  },
}

function printNone({ line }: CommandContext): void {
  line('There are no saved connections yet.')
  line('Save one with: keypilot save "<ssh command>"')
}

function printConnections(connections: readonly SavedConnection[], context: CommandContext): void {
  const [head, ...rows] = columns([
    ['NAME', 'WHERE', 'LAST TEST', 'RESULT'],
    ...connections.map(({ name, target, lastResult }) => [
      tame(name),
      tame(`${target.user}@${target.host}:${target.port}`),
      lastResult === null ? 'never' : timeOf(lastResult.at),
      lastResult === null ? '-' : tame(lastResult.title),
    ]),
  ])
  context.line(context.paint('dim', head ?? ''))
  for (const [index, { lastResult }] of connections.entries()) {
    const style = lastResult?.verdict === 'failed' ? 'red' : null
    const row = rows[index] ?? ''
    context.line(style === null ? row : context.paint(style, row))
  }
}

/** To the minute, in the time of this computer. */
function timeOf(at: string): string {
  const time = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`
}
