/** Finds the command and runs it. Everything of the process comes in as a parameter. */

import type { Keypilot, KeypilotOptions } from '../../main/app.ts'
import { AppError } from '../../main/contract/errors.ts'
import { redact } from '../../main/storage/index.ts'
import { nearest, parseArguments } from './arguments.ts'
import type { Command } from './command.ts'
import { accountKeysCommand } from './commands/account-keys.ts'
import { callCommand } from './commands/call.ts'
import { checkPasteCommand } from './commands/check-paste.ts'
import { configCommand } from './commands/config.ts'
import { connectionsCommand } from './commands/connections.ts'
import { doctorCommand } from './commands/doctor.ts'
import { explainCommand } from './commands/explain.ts'
import { findKeyCommand } from './commands/find-key.ts'
import { installKeyCommand } from './commands/install-key.ts'
import { keysCommand } from './commands/keys.ts'
import { newCommand } from './commands/new.ts'
import { openCommand } from './commands/open.ts'
import { passwordAccessCommand } from './commands/password-access.ts'
import { publishCommand, unpublishCommand } from './commands/publish.ts'
import { runpodCommand } from './commands/runpod.ts'
import { saveCommand } from './commands/save.ts'
import { testCommand } from './commands/test.ts'
import { createContext } from './context.ts'
import { EXIT, type ExitCode, UsageError } from './exit.ts'
import { commandHelp, generalHelp } from './help.ts'
import { painter, tame, wrap } from './layout.ts'
import type { Terminal } from './terminal.ts'

const COMMANDS: readonly Command[] = [
  openCommand,
  keysCommand,
  newCommand,
  checkPasteCommand,
  connectionsCommand,
  saveCommand,
  testCommand,
  findKeyCommand,
  explainCommand,
  runpodCommand,
  installKeyCommand,
  passwordAccessCommand,
  configCommand,
  doctorCommand,
  accountKeysCommand,
  publishCommand,
  unpublishCommand,
  callCommand,
]

export interface CliOptions {
  readonly terminal: Terminal
  readonly version: string
  /** The folder of the built interface. */
  readonly rendererDir: string
  start(options: KeypilotOptions): Keypilot
}

export async function runCli(args: readonly string[], options: CliOptions): Promise<ExitCode> {
  const { terminal } = options
  try {
    return await runCommand(args, options)
  } catch (error) {
    if (error instanceof AppError) {
      terminal.err(`keypilot: ${wrap(error.message, terminal.width)}\n`)
      return error.code === 'cancelled' ? EXIT.cancelled : EXIT.failed
    }
    if (!(error instanceof UsageError)) throw error
    const name = findCommand(args[0])?.name
    const help = name === undefined ? 'keypilot help' : `keypilot help ${name}`
    terminal.err(`keypilot: ${withoutSecrets(error.message)}\nSee "${help}".\n`)
    return EXIT.usage
  }
}

/** A message may repeat what was typed, and a private key may have been pasted there. */
function withoutSecrets(message: string): string {
  return tame(redact(message, ''))
}

async function runCommand(args: readonly string[], options: CliOptions): Promise<ExitCode> {
  const [name, ...rest] = args
  if (name === undefined) {
    options.terminal.err(generalHelpFor(options))
    return EXIT.usage
  }
  if (name === '--version' || name === 'version') return print(`${options.version}\n`, options)
  if (name === 'help' || name === '--help' || name === '-h') return printHelp(rest[0], options)
  const command = findCommand(name)
  if (command === undefined) throw new UsageError(unknownCommand(name))
  const parsed = parseArguments(command, rest)
  if (parsed.flag('help')) return printHelp(name, options)
  const json = parsed.flag('json')
  return command.run(parsed, createContext({ ...options, json, yes: parsed.flag('yes') }))
}

function printHelp(name: string | undefined, options: CliOptions): ExitCode {
  if (name === undefined) return print(generalHelpFor(options), options)
  const command = findCommand(name)
  if (command === undefined) throw new UsageError(unknownCommand(name))
  return print(commandHelp(command, layoutOf(options)), options)
}

function generalHelpFor(options: CliOptions): string {
  return generalHelp(COMMANDS, layoutOf(options))
}

function layoutOf({ terminal }: CliOptions) {
  return { width: terminal.width, paint: painter(terminal.styled) }
}

function print(text: string, { terminal }: CliOptions): ExitCode {
  terminal.out(text)
  return EXIT.ok
}

function findCommand(name: string | undefined): Command | undefined {
  return COMMANDS.find((command) => command.name === name)
}

function unknownCommand(name: string): string {
  if (name.startsWith('-')) return `There is no option ${name} without a command.`
  const near = nearest(
    name,
    COMMANDS.map((command) => command.name),
  )
  return near === null
    ? `There is no command "${name}".`
    : `There is no command "${name}". Did you mean "${near}"?`
}
