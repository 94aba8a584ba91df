/** `keypilot explain`: what a message of ssh's means, and what helps; without a test. */

import type { Help, HelpEntry, HelpReading, HelpWord } from '../../../main/contract/methods.ts'
import { linkUrl } from '../../../main/system/links.ts'
import type { Command, CommandContext } from '../command.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { tame, wrap } from '../layout.ts'
import { printEnvelope, reportError } from '../messages.ts'
import { PASTE_HINT } from '../read-input.ts'

/** More than that is a list to choose from. */
const MAX_TOLD_IN_FULL = 3

export const explainCommand: Command = {
  name: 'explain',
  summary: 'Explain what ssh says, or everything that can go wrong',
  usage: '["<words>" | "<message>" | -]',
  options: {},
  optionHelp: [],
  details: [
    'Name a word, a cause or a message of ssh\'s, or pipe in what your terminal says with "-". Without anything, every cause is listed.',
    'Addresses and names in the answer are examples. The text is only looked at: it is neither stored nor sent anywhere. "keypilot test" finds out which cause is yours.',
  ],
  maxPositionals: 1,
  async run(args, context) {
    const help = await context.call('help.read', {})
    const [asked] = args.positionals
    if (!help.ok) return reportError(help.error, context)
    if (asked === undefined)
      return context.json ? printEnvelope(help, context) : list(help.value, context)
    const text = asked === '-' ? await pasted(context) : asked
    const found = await context.call('help.search', { text })
    if (context.json) return printEnvelope(found, context)
    if (!found.ok) return reportError(found.error, context)
    const { codes, words, recognised } = found.value
    const wanted = recognised === null ? codes : [recognised]
    return answer(
      wanted.flatMap((code) => entriesOf(help.value).filter((entry) => entry.code === code)),
      recognised === null ? help.value.words.filter(({ word }) => words.includes(word)) : [],
      context,
    )
  },
}

function pasted({ terminal }: CommandContext): Promise<string> {
  if (terminal.interactive) terminal.err(PASTE_HINT)
  return terminal.readInput()
}

function entriesOf({ parts }: Help): readonly HelpEntry[] {
  return parts.flatMap(({ entries }) => entries)
}

function list({ parts }: Help, context: CommandContext): ExitCode {
  for (const { title, entries } of parts) {
    context.line(context.paint('bold', title))
    printTitles(entries, context)
    context.line()
  }
  context.line('"keypilot explain <cause>" tells more.')
  return EXIT.ok
}

function printTitles(entries: readonly HelpEntry[], { line, paint }: CommandContext): void {
  for (const { code, title } of entries) line(`  ${title} ${paint('dim', `(${code})`)}`)
}

function answer(
  entries: readonly HelpEntry[],
  words: readonly HelpWord[],
  context: CommandContext,
): ExitCode {
  const { line, terminal } = context
  if (entries.length + words.length === 0) {
    line(
      wrap('Nothing here fits. Try fewer words, or a whole line of what ssh says.', terminal.width),
    )
    return EXIT.failed
  }
  for (const { word, meaning } of words) {
    line(wrap(`${word}: ${meaning}`, terminal.width, '  ').trimStart())
  }
  if (entries.length > MAX_TOLD_IN_FULL) printTitles(entries, context)
  else for (const entry of entries) printEntry(entry, context)
  return EXIT.ok
}

const SERVERS = {
  'runpod-direct': "a pod's own address",
  'runpod-proxy': "RunPod's proxy",
  generic: 'another server',
} as const

function printEntry({ code, title, readings, said }: HelpEntry, context: CommandContext): void {
  const { line, paint } = context
  line(`${paint('bold', title)} ${paint('dim', `(${code})`)}`)
  if (said.length > 0) line('  Your terminal may say:')
  for (const row of said) line(paint('dim', `      ${tame(row)}`))
  for (const reading of readings) printReading(reading, context)
  line()
}

function printReading({ kinds, explanation, fixes }: HelpReading, context: CommandContext): void {
  const { line, paint, terminal } = context
  line()
  if (kinds.length > 0) {
    line(`  ${paint('bold', `With ${kinds.map((kind) => SERVERS[kind]).join(' or ')}:`)}`)
  }
  line(wrap(explanation, terminal.width, '  '))
  for (const fix of fixes) {
    if (fix.kind === 'offered') continue
    line(wrap(`${fix.label}:`, terminal.width, '  '))
    line(`      ${paint('cyan', fix.kind === 'copy' ? fix.text : linkUrl(fix.link))}`)
  }
}
