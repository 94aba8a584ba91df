/** Reads a command's arguments; anything not understood is a usage error with a hint. */

import { type ParseArgsConfig, parseArgs } from 'node:util'
import type { Command, OptionSpecs, ParsedArguments } from './command.ts'
import { UsageError } from './exit.ts'

/** Understood by every command. */
export const COMMON_OPTIONS: OptionSpecs = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
  yes: { type: 'boolean', short: 'y' },
}

/** @throws {UsageError} */
export function parseArguments(command: Command, args: readonly string[]): ParsedArguments {
  const options = { ...COMMON_OPTIONS, ...command.options }
  const { values, positionals } = parse(args, options)
  if (positionals.length > command.maxPositionals && values.help !== true) {
    throw new UsageError(tooMany(command, positionals))
  }
  return {
    flag: (name) => values[name] === true,
    option: (name) => {
      const value = values[name]
      return typeof value === 'string' ? value : undefined
    },
    positionals,
  }
}

function parse(args: readonly string[], options: OptionSpecs) {
  const config = {
    args: [...args],
    options,
    allowPositionals: true,
    strict: true,
  } satisfies ParseArgsConfig
  try {
    return parseArgs(config)
  } catch (error) {
    throw new UsageError(explain(error, options))
  }
}

function explain(error: unknown, options: OptionSpecs): string {
  const message = error instanceof Error ? error.message : String(error)
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1]
  if (unknown === undefined) return `${message.split('. ')[0]}.`
  const near = nearest(unknown.replace(/^-+/, ''), Object.keys(options))
  return near === null
    ? `There is no option ${unknown}.`
    : `There is no option ${unknown}. Did you mean --${near}?`
}

function tooMany(command: Command, positionals: readonly string[]): string {
  const extra = positionals[command.maxPositionals]
  return command.maxPositionals === 1 && positionals.length > 1
    ? `"${extra}" is one argument too many. Put quotes around a text with spaces in it.`
    : `"${extra}" is one argument too many.`
}

/** The name that begins so, or the closest one if it is close enough to be a slip of the finger. */
export function nearest(word: string, names: readonly string[]): string | null {
  const longer = names.find((name) => word.length > 2 && name.startsWith(word))
  if (longer !== undefined) return longer
  const ranked = names
    .map((name) => ({ name, distance: editDistance(word, name) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best !== undefined && best.distance <= Math.ceil(word.length / 3) ? best.name : null
}

/** Levenshtein's distance: insertions, deletions and replacements of one character. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
