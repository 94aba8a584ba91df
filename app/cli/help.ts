/** `keypilot help`, and the help of each command. */

import type { Command } from './command.ts'
import { columns, type Paint, wrap } from './layout.ts'

interface HelpOptions {
  readonly width: number
  readonly paint: Paint
}

const EXIT_CODES = [
  ['0', 'It worked.'],
  ['1', 'It failed, or a check or test found a problem.'],
  ['2', 'The command line was not understood; nothing was done.'],
  ['130', 'Cancelled with Ctrl+C.'],
] as const

const COMMON_OPTION_HELP = [
  ['--json', 'Print the result as one line of JSON, for scripts'],
  ['-y, --yes', 'Answer yes to every question about changing or removing something'],
  ['-h, --help', 'Show help'],
] as const

const ENVIRONMENT = [
  ['KEYPILOT_SSH_DIR', 'The ssh folder, if it is not ~/.ssh'],
  ['KEYPILOT_DATA_DIR', 'Where Keypilot keeps its settings, log and backups'],
  ['RUNPOD_API_KEY', 'The API key of your RunPod account'],
  ['NO_COLOR', 'Set to anything: no colours'],
] as const

export function generalHelp(commands: readonly Command[], { width, paint }: HelpOptions): string {
  const rows = commands.map(
    (command) => [`${command.name} ${command.usage}`.trim(), command.summary] as const,
  )
  return sections([
    wrap('Keypilot: from a rented GPU pod to a working SSH login.', width),
    `${paint('bold', 'Usage')}\n  keypilot <command> [options]`,
    section('Commands', rows, width, paint),
    section('Options', [...COMMON_OPTION_HELP, ['--version', 'Show the version']], width, paint),
    section('Exit codes', EXIT_CODES, width, paint),
    section('Environment', ENVIRONMENT, width, paint),
    wrap('"keypilot help <command>" tells more about a command.', width),
  ])
}

export function commandHelp(command: Command, { width, paint }: HelpOptions): string {
  return sections([
    wrap(`${command.summary}.`, width),
    `${paint('bold', 'Usage')}\n  keypilot ${command.name} ${command.usage}`.trimEnd(),
    ...command.details.map((paragraph) => wrap(paragraph, width)),
    section('Options', [...command.optionHelp, ...COMMON_OPTION_HELP], width, paint),
  ])
}

function sections(parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`
}

/** Terms on the left, their wrapped explanations on the right, or below where a term is long. */
function section(
  title: string,
  rows: readonly (readonly [string, string])[],
  width: number,
  paint: Paint,
): string {
  const longest = Math.max(...rows.map(([term]) => term.length))
  if (longest > width / 3) {
    const blocks = rows.map(([term, text]) => `  ${term}\n${wrap(text, width, '      ')}`)
    return [paint('bold', title), ...blocks].join('\n')
  }
  const indent = ' '.repeat(longest + 4)
  const lines = columns(
    rows.map(([term, text]) => [`  ${term}`, wrap(text, width, indent).trimStart()]),
  )
  return [paint('bold', title), ...lines].join('\n')
}
