/** `keypilot find-key`: which of the person's keys a server accepts. */

import type {
  FindKeyParams,
  FindKeyReport,
  FoundKey,
  Result,
} from '../../../main/contract/methods.ts'
import type { Command, CommandContext, ProgressListener } from '../command.ts'
import { EXIT, type ExitCode, UsageError } from '../exit.ts'
import { columns, tame, wrap } from '../layout.ts'
import { printEnvelope, printFix, reportError } from '../messages.ts'
import { askYesNo } from '../terminal.ts'
import { printHostKey } from '../test-report.ts'

export const findKeyCommand: Command = {
  name: 'find-key',
  summary: 'Find out which of your keys a server accepts',
  usage: '"<ssh command>" | <user@host> [-p <port>]',
  options: { port: { type: 'string', short: 'p' }, 'new-host': { type: 'boolean' } },
  optionHelp: [
    ['-p, --port <port>', 'The port, where it is not part of the command'],
    ['--new-host', 'Ask a server that is seen for the first time, too; nothing is recorded'],
  ],
  details: [
    'Shows the server the public halves of your keys and of those in the ssh-agent, a few with each connection, until it accepts one. Nothing is signed and nobody is logged in, so no passphrase is needed.',
    'Exits with 0 when a key was accepted.',
  ],
  maxPositionals: 1,
  async run(args, context) {
    const result = await findWithQuestion(
      {
        command: commandFrom(args.positionals[0], args.option('port')),
        hostKeyPolicy: args.flag('new-host') ? 'accept-new' : 'ask',
      },
      context,
    )
    if (context.json) return judge(printEnvelope(result, context), result)
    if (!result.ok) return reportError(result.error, context)
    printReport(result.value, context)
    return judge(EXIT.ok, result)
  },
}

function commandFrom(place: string | undefined, port: string | undefined): string {
  if (place === undefined)
    throw new UsageError('Which server? Put its ssh command in quotes, or name it as user@host.')
  if (port === undefined) return place
  if (!/^\d{1,5}$/.test(port)) throw new UsageError(`"${port}" is not a port.`)
  return /\s/.test(place) ? `${place} -p ${port}` : `ssh ${place} -p ${port}`
}

function judge(code: ExitCode, result: Result<FindKeyReport>): ExitCode {
  return code === EXIT.ok && result.ok && result.value.accepted.length === 0 ? EXIT.failed : code
}

/** On a terminal, whether keys are shown to a new server is the person's decision. */
async function findWithQuestion(
  params: FindKeyParams,
  context: CommandContext,
): Promise<Result<FindKeyReport>> {
  const result = await find(params, context)
  const { terminal, json } = context
  if (!terminal.interactive || json || !result.ok) return result
  const { failure, hostKey } = result.value
  if (failure?.cause !== 'host-key-new' || hostKey === null) return result
  printHostKey(hostKey, context)
  const agreed = await askYesNo(terminal, 'Show this server your public keys?')
  return agreed ? find({ ...params, hostKeyPolicy: 'accept-new' }, context) : result
}

function find(params: FindKeyParams, context: CommandContext): Promise<Result<FindKeyReport>> {
  return context
    .call('connection.findKey', params, countPrinter(context))
    .finally(() => clearCount(context))
}

/** A counter that stays in its line; elsewhere than on a terminal there is none. */
function countPrinter({ terminal }: CommandContext): ProgressListener {
  return (event) => {
    if (event.method !== 'connection.findKey' || !terminal.styled) return
    const { tried, total } = event.progress
    terminal.out(`\r\u001b[2K  … ${tried} of ${total} keys tried`)
  }
}

function clearCount({ terminal, json }: CommandContext): void {
  if (terminal.styled && !json) terminal.out('\r\u001b[2K')
}

const MARKS = {
  accepted: ['green', '✓'],
  refused: ['red', '✗'],
  'not-tried': ['dim', '-'],
} as const

const SOURCES: Readonly<Record<FoundKey['source'], string>> = {
  file: '',
  agent: 'in the ssh-agent',
  'file-and-agent': 'file, and in the ssh-agent',
}

function printReport(report: FindKeyReport, context: CommandContext): void {
  const { line, terminal } = context
  const { keys, failure, stopped, accepted } = report
  if (failure === null) printKeys(keys, context)
  line()
  if (failure !== null) {
    line(headline('red', '✗', failure.title, context))
    line(wrap(failure.explanation, terminal.width, '  '))
    for (const fix of failure.fixes) printFix(fix, context, '  ')
    return
  }
  const names = keys.filter(({ state }) => state === 'accepted').map(({ name }) => name)
  line(
    accepted.length === 0
      ? headline('red', '✗', 'The server accepted none of them', context)
      : headline('green', '✓', `It accepts ${names.join(', ')}`, context),
  )
  const notes = [connectionsOf(report), stopped].filter(Boolean).join(' ')
  if (notes !== '') line(wrap(notes, terminal.width, '  '))
}

function headline(
  style: 'green' | 'red',
  mark: string,
  title: string,
  { paint }: CommandContext,
): string {
  return `${paint(style, mark)} ${paint('bold', tame(title))}`
}

function connectionsOf({ connections }: FindKeyReport): string {
  if (connections === 0) return ''
  return `It took ${connections === 1 ? 'one connection' : `${connections} connections`}.`
}

function printKeys(keys: readonly FoundKey[], { line, paint, terminal }: CommandContext): void {
  const rows = columns(keys.map((key) => [tame(key.name), tame(key.keyId), SOURCES[key.source]]))
  keys.forEach(({ state, detail }, index) => {
    const [style, mark] = MARKS[state]
    line(`${paint(style, mark)} ${rows[index]}`)
    if (detail !== '') line(wrap(detail, terminal.width, '    '))
  })
}
