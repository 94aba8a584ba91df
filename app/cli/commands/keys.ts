/** `keypilot keys`: the key pairs of the ssh folder. */

import type { KeyPair } from '../../../main/contract/methods.ts'
import type { Command, CommandContext } from '../command.ts'
import { EXIT } from '../exit.ts'
import { columns, shortPath, tame } from '../layout.ts'
import { printEnvelope, printProblems, reportError } from '../messages.ts'

export const keysCommand: Command = {
  name: 'keys',
  summary: 'List the key pairs of your ssh folder',
  usage: '',
  options: {},
  optionHelp: [],
  details: [],
  maxPositionals: 0,
  async run(_args, context) {
    const result = await context.call('keys.list', {})
    if (context.json) return printEnvelope(result, context)
    if (!result.ok) return reportError(result.error, context)
    if (result.value.length === 0) printNone(context)
    else printKeys(result.value, context)
    return EXIT.ok
  },
}

function printNone({ line, paths }: CommandContext): void {
  line(`There are no keys in ${shortPath(paths.sshDir, paths.home)} yet.`)
  line('Make one with: keypilot new')
}

function printKeys(keys: readonly KeyPair[], context: CommandContext): void {
  const { line, paint } = context
  const [head, ...rows] = columns([
    ['NAME', 'TYPE', 'PROTECTION', 'FINGERPRINT', 'COMMENT'],
    ...keys.map((key) => [
      tame(key.name),
      typeOf(key),
      protectionOf(key),
      key.fingerprint?.sha256 ?? '-',
      tame(key.comment) || '-',
    ]),
  ])
  line(paint('dim', head ?? ''))
  keys.forEach((key, index) => {
    line(rows[index])
    printProblems(key.problems, context, '    ')
  })
}

/** Ed25519 keys have one size, which says nothing. */
function typeOf({ type, bits }: KeyPair): string {
  return bits === null || type.includes('ed25519') ? type : `${type} ${bits}`
}

function protectionOf({ encrypted, pair }: KeyPair): string {
  if (pair === 'public-only') return 'public half only'
  if (encrypted === null) return 'unknown'
  return encrypted ? 'passphrase' : 'none'
}
