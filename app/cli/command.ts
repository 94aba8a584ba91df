/** What a command of the terminal is, and what it gets to work with. */

import type { ParseArgsConfig } from 'node:util'
import type { Keypilot, KeypilotOptions } from '../../main/app.ts'
import type { Events, MethodName, Params, Result, Value } from '../../main/contract/methods.ts'
import type { Paths } from '../../main/storage/index.ts'
import type { ExitCode } from './exit.ts'
import type { Paint } from './layout.ts'
import type { Terminal } from './terminal.ts'

export type OptionSpecs = NonNullable<ParseArgsConfig['options']>

export interface ParsedArguments {
  /** Whether a switch was given. */
  flag(name: string): boolean
  /** The value of an option; undefined when it was not given. */
  option(name: string): string | undefined
  readonly positionals: readonly string[]
}

export type ProgressListener = (event: Events['progress']) => void

export interface CommandContext {
  readonly terminal: Terminal
  readonly paint: Paint
  /** `--json`: the result envelope as one line, as `keypilot call` prints it. */
  readonly json: boolean
  readonly paths: Paths
  readonly version: string
  /** The built interface, for `open`. */
  readonly rendererDir: string
  /** Makes the services for another host, for `open`. */
  start(options: KeypilotOptions): Keypilot
  /** With `--json` progress is printed as `keypilot call` does, and the listener is not used. */
  call<M extends MethodName>(
    method: M,
    params: Params<M>,
    onProgress?: ProgressListener,
  ): Promise<Result<Value<M>>>
  /** For `call`, whose method and params come from outside. */
  callAny(method: string, params: unknown): Promise<Result<unknown>>
  /** Writes a line to standard output. */
  line(text?: string): void
}

export interface Command {
  readonly name: string
  /** One line of `keypilot help`. */
  readonly summary: string
  /** What follows the name in the usage line. */
  readonly usage: string
  /** `keypilot help <name>`: one row per option, and paragraphs. */
  readonly options: OptionSpecs
  readonly optionHelp: readonly (readonly [string, string])[]
  readonly details: readonly string[]
  readonly maxPositionals: number
  run(args: ParsedArguments, context: CommandContext): Promise<ExitCode>
}
