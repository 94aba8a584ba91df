/** `keypilot test`: tests one connection or all that are saved, and asks what only the person can decide. */

import type {
  Result,
  TestConnectionParams,
  TestPurpose,
  TestReport,
} from '../../../main/contract/methods.ts'
import type { Command, CommandContext, ParsedArguments } from '../command.ts'
import { resolvePlace } from '../connection-choice.ts'
import { EXIT, type ExitCode, UsageError } from '../exit.ts'
import { resolveKey } from '../key-choice.ts'
import { tame } from '../layout.ts'
import { printEnvelope, reportError } from '../messages.ts'
import { askYesNo } from '../terminal.ts'
import { testAllConnections } from '../test-all.ts'
import { printHostKey, printReport, stagePrinter } from '../test-report.ts'
import { firstLine } from './new.ts'

const PASSPHRASE_TRIES = 3

export const testCommand: Command = {
  name: 'test',
  summary: 'Test the connection that a command makes, stage by stage',
  usage: '"<ssh command>" | <name> | --all',
  options: {
    all: { type: 'boolean' },
    failed: { type: 'boolean' },
    key: { type: 'string' },
    'accept-new': { type: 'boolean' },
    'passphrase-stdin': { type: 'boolean' },
    purpose: { type: 'string' },
    agent: { type: 'boolean' },
    'no-client': { type: 'boolean' },
  },
  optionHelp: [
    ['--all', 'Test every saved connection, several at a time'],
    ['--failed', 'With --all: only those whose last test failed, or that were never tested'],
    ['--key <name | id>', "The key to use, instead of the command's own or the best one"],
    ['--accept-new', 'Trust and record the host key of a server seen for the first time'],
    ['--passphrase-stdin', "Take the key's passphrase from the first line of standard input"],
    ['--purpose <what>', 'terminal, files, editor or tunnel: what the connection must be good for'],
    ['--agent', 'Let the ssh-agent sign, with its copy of exactly this key'],
    ['--no-client', "Leave out the comparison with this computer's own ssh"],
  ],
  details: [
    'A saved connection is tested by its name; "keypilot connections" lists them. With --all nobody is asked anything: a new host key and a locked key are reported.',
    'Put the command in quotes, as RunPod shows it: keypilot test "ssh root@203.0.113.7 -p 10022 -i ~/.ssh/id_ed25519"',
    'On a terminal you are asked about a new host key, and for a passphrase where one is needed. Anywhere else the test stops there and says so.',
  ],
  maxPositionals: 1,
  async run(args, context) {
    const [what] = args.positionals
    if (args.flag('all')) {
      refuseWithAll(args)
      return testAllConnections(args.flag('failed'), context)
    }
    if (args.flag('failed')) throw new UsageError('--failed needs --all.')
    if (what === undefined) {
      throw new UsageError('Which command, or which saved connection? Put it in quotes.')
    }
    const place = await resolvePlace(what, context)
    if (!place.ok) return reportError(place.error, context)
    const purpose = readPurpose(args.option('purpose'))
    const key = await resolveKey(args.option('key'), context)
    if (!key.ok) return reportError(key.error, context)
    const result = await testWithQuestions(
      {
        ...place.value,
        hostKeyPolicy: args.flag('accept-new') ? 'accept-new' : 'ask',
        ...(key.value === null ? {} : { keyId: key.value.id }),
        ...(purpose === null ? {} : { purpose }),
        ...(args.flag('agent') ? { useAgent: true } : {}),
        ...(args.flag('no-client') ? { withClient: false } : {}),
        ...(await readPassphrase(args, context)),
      },
      context,
    )
    if (context.json) return judge(printEnvelope(result, context), result)
    if (!result.ok) return reportError(result.error, context)
    printReport(result.value, context)
    if (context.terminal.signal.aborted) return EXIT.cancelled
    return judge(EXIT.ok, result)
  },
}

/** What only a single test can take. */
function refuseWithAll({ positionals, flag, option }: ParsedArguments): void {
  const [what] = positionals
  if (what !== undefined) throw new UsageError(`--all tests everything: leave out "${what}".`)
  if (flag('accept-new') || flag('passphrase-stdin') || option('key') !== undefined) {
    throw new UsageError('--all takes no --key, --accept-new or --passphrase-stdin.')
  }
}

function judge(code: ExitCode, result: Result<TestReport>): ExitCode {
  const failed = result.ok && result.value.verdict === 'failed'
  return code === EXIT.ok && failed ? EXIT.failed : code
}

const PURPOSES: readonly TestPurpose[] = ['terminal', 'files', 'editor', 'tunnel']

/** @throws {UsageError} for anything else */
function readPurpose(text: string | undefined): TestPurpose | null {
  if (text === undefined) return null
  const purpose = PURPOSES.find((name) => name === text)
  if (purpose !== undefined) return purpose
  throw new UsageError(`--purpose is one of ${PURPOSES.join(', ')}.`)
}

async function readPassphrase(
  args: ParsedArguments,
  { terminal }: CommandContext,
): Promise<Pick<TestConnectionParams, 'passphrase'>> {
  if (!args.flag('passphrase-stdin')) return {}
  return { passphrase: firstLine(await terminal.readInput()) }
}

/** Tests again after each answer, as long as the answers lead on. */
async function testWithQuestions(
  first: TestConnectionParams,
  context: CommandContext,
): Promise<Result<TestReport>> {
  const asks = context.terminal.interactive && !context.json
  let params = first
  for (let tries = 0; ; tries += 1) {
    const result = await runTest(params, context)
    if (!asks || !result.ok || tries >= PASSPHRASE_TRIES) return result
    const next = await askOn(params, result.value, context)
    if (next === null) return result
    if (!next.ok) return next
    params = next.value
  }
}

function runTest(
  params: TestConnectionParams,
  context: CommandContext,
): Promise<Result<TestReport>> {
  return context.call('connection.test', params, stagePrinter(context))
}

/** The parameters to go on with; null when this failure is not a question, or the answer is no. */
async function askOn(
  params: TestConnectionParams,
  report: TestReport,
  context: CommandContext,
): Promise<Result<TestConnectionParams> | null> {
  if (report.cause === 'host-key-new') return acceptHostKey(params, report, context)
  if (report.cause !== 'passphrase-needed' && report.cause !== 'passphrase-wrong') return null
  const wrong = report.cause === 'passphrase-wrong' ? 'That was not it. ' : ''
  const path = report.key?.path ?? 'the key'
  const passphrase = await context.terminal.askSecret(`${wrong}Passphrase of ${tame(path)}: `)
  return passphrase ? { ok: true, value: { ...params, passphrase } } : null
}

async function acceptHostKey(
  params: TestConnectionParams,
  { hostKey, target }: TestReport,
  context: CommandContext,
): Promise<Result<TestConnectionParams> | null> {
  if (hostKey === null || target === null) return null
  printHostKey(hostKey, context)
  if (!(await askYesNo(context.terminal, 'Trust this server and record its key?'))) return null
  const { host, port } = target
  const accepted = await context.call('knownHosts.accept', { host, port, key: hostKey.key })
  return accepted.ok ? { ok: true, value: params } : accepted
}
