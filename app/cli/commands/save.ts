/** `keypilot save`: keeps a connection, so that it can be tested and opened by its name. */

import type { Command } from '../command.ts'
import { EXIT, UsageError } from '../exit.ts'
import { resolveKey } from '../key-choice.ts'
import { tame, wrap } from '../layout.ts'
import { printEnvelope, reportError } from '../messages.ts'

export const saveCommand: Command = {
  name: 'save',
  summary: 'Save the connection that a command makes',
  usage: '"<ssh command>"',
  options: { name: { type: 'string' }, key: { type: 'string' }, notes: { type: 'string' } },
  optionHelp: [
    ['--name <name>', 'What to call it; without it, a name is made from the address'],
    ['--key <name | id>', "The key to use, instead of the command's own or the best one"],
    ['--notes <text>', 'Anything worth remembering about it'],
  ],
  details: [
    'Put the command in quotes, as RunPod shows it: keypilot save "ssh root@203.0.113.7 -p 10022" --name training',
    'Saving the same user, host and port again changes the connection that is there.',
  ],
  maxPositionals: 1,
  async run(args, context) {
    const command = args.positionals[0]
    if (command === undefined) throw new UsageError('Which command? Put it in quotes.')
    const key = await resolveKey(args.option('key'), context)
    if (!key.ok) return reportError(key.error, context)
    const [name, notes] = [args.option('name'), args.option('notes')]
    const result = await context.call('connections.save', {
      command,
      ...(name === undefined ? {} : { name }),
      ...(notes === undefined ? {} : { notes }),
      ...(key.value === null ? {} : { keyId: key.value.id }),
    })
    if (context.json) return printEnvelope(result, context)
    if (!result.ok) return reportError(result.error, context)
    const { name: saved, target } = result.value
    const text = `Saved as ${saved} (${target.user}@${target.host}, port ${target.port}).`
    context.line(wrap(text, context.terminal.width))
    context.line(`Test it with: keypilot test ${quoted(tame(saved))}`)
    return EXIT.ok
  },
}

/** In double quotes, which every shell takes; a name that no quotes can hold is shown as it is. */
function quoted(name: string): string {
  return /^[\w@.:-]+$/.test(name) ? name : `"${name}"`
}
