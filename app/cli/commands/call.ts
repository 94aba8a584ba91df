/** `keypilot call`: any method, as the other hosts call it. */

import type { Json } from '../../../main/contract/methods.ts'
import type { Command } from '../command.ts'
import { UsageError } from '../exit.ts'
import { printEnvelope } from '../messages.ts'

export const callCommand: Command = {
  name: 'call',
  summary: 'Call a method and print its result as one line of JSON',
  usage: '<method> [<json> | -]',
  options: {},
  optionHelp: [],
  details: [
    'The result goes to standard output as {"ok":true,"value":…} or {"ok":false,"error":{"code":…,"message":…}}. While the call runs, its progress goes to standard error, one JSON object per line.',
    'With "-" the parameters are read from standard input. That is the only way to pass a passphrase: other users of this computer can see the arguments of a program.',
    'For example: keypilot call keys.list',
  ],
  maxPositionals: 2,
  async run({ positionals }, context) {
    const [method, text = '{}'] = positionals
    if (method === undefined)
      throw new UsageError('Which method? For example: keypilot call keys.list')
    const fromInput = text === '-'
    const params = parseJson(fromInput ? await context.terminal.readInput() : text)
    const refusal =
      params === undefined ? NOT_JSON : hasPassphrase(params) && !fromInput ? IN_ARGV : null
    const result =
      refusal === null
        ? await context.callAny(method, params)
        : ({ ok: false, error: { code: 'bad-request', message: refusal } } as const)
    return printEnvelope(result, context)
  },
}

const NOT_JSON =
  'The parameters are not valid JSON. In a POSIX shell, put them in single quotes; anywhere, "-" reads them from standard input.'
const IN_ARGV =
  'A passphrase in the command line can be seen by other users of this computer and stays in your shell\'s history. Pass "-" instead and send the parameters through standard input.'

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

function hasPassphrase(params: Json | undefined): boolean {
  if (typeof params !== 'object' || params === null) return false
  return Object.entries(params).some(
    ([name, value]) => /passphrase/i.test(name) || hasPassphrase(value as Json),
  )
}
