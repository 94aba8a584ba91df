/** `keypilot password-access`: the texts that turn password login on and off again. */

import type { Command, CommandContext } from '../command.ts'
import { EXIT, type ExitCode, UsageError } from '../exit.ts'
import { wrap } from '../layout.ts'
import { printEnvelope, reportError } from '../messages.ts'

export const passwordAccessCommand: Command = {
  name: 'password-access',
  summary: 'Print the texts that turn password login on for a while, and off again',
  usage: '[on | off]',
  options: {},
  optionHelp: [],
  details: [
    "Paste them into the pod's web terminal on RunPod. The first asks you there for a password; the second takes the password and the settings back.",
    'With "on" or "off" only that text is printed. "keypilot install-key" uses the password to install your key, and turns password login off by itself.',
  ],
  maxPositionals: 1,
  async run(args, context) {
    const [which] = args.positionals
    if (which !== undefined && which !== 'on' && which !== 'off') {
      throw new UsageError(`"${which}" is neither "on" nor "off".`)
    }
    const result = await context.call('passwordAccess.prepare', { password: 'own' })
    if (context.json) return printEnvelope(result, context)
    if (!result.ok) return reportError(result.error, context)
    const { turnOn, turnOff } = result.value
    if (which === undefined) return printBoth(turnOn, turnOff, context)
    context.terminal.out(which === 'on' ? turnOn : turnOff)
    return EXIT.ok
  },
}

function printBoth(turnOn: string, turnOff: string, context: CommandContext): ExitCode {
  const say = (text: string) => context.line(wrap(text, context.terminal.width))
  say(
    'A key is better than a password: nobody can guess it, and nothing secret is ever sent. A password is useful once, to get your key onto a pod that was started without it.',
  )
  context.line()
  say("1. Paste this into the pod's web terminal on RunPod, and choose a password there:")
  context.line()
  context.line(turnOn)
  say(
    '2. On this computer: keypilot install-key "ssh root@… -p …" --key <name>. It turns password login off again.',
  )
  context.line()
  say('If it cannot, paste this into the web terminal:')
  context.line()
  context.line(turnOff)
  return EXIT.ok
}
