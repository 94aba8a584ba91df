/** `keypilot install-key`: puts a key on a server over a password, as ssh-copy-id does. */

import type {
  InstalledKey,
  InstallKeyParams,
  InstallStep,
  Result,
} from '../../../main/contract/methods.ts'
import type { Command, CommandContext, ParsedArguments, ProgressListener } from '../command.ts'
import { resolvePlace } from '../connection-choice.ts'
import { EXIT, type ExitCode, UsageError } from '../exit.ts'
import { resolveKey } from '../key-choice.ts'
import { tame, wrap } from '../layout.ts'
import { printEnvelope, reportError } from '../messages.ts'
import { askYesNo } from '../terminal.ts'
import { printHostKey } from '../test-report.ts'
import { firstLine } from './new.ts'

/** One for the host key, and a few for a mistyped passphrase. */
const QUESTIONS = 4

export const installKeyCommand: Command = {
  name: 'install-key',
  summary: 'Put your key on a server over a password, then turn password login off',
  usage: '"<ssh command>" | <name> --key <name | id>',
  options: {
    key: { type: 'string' },
    generate: { type: 'boolean' },
    'password-stdin': { type: 'boolean' },
    'keep-password-login': { type: 'boolean' },
    'accept-new': { type: 'boolean' },
  },
  optionHelp: [
    ['--key <name | id>', 'The key to install'],
    ['--generate', 'Keypilot makes the password: paste the text it prints, then press Enter'],
    ['--password-stdin', 'Take the password from the first line of standard input'],
    ['--keep-password-login', 'Leave password login on'],
    ['--accept-new', 'Trust and record the host key of a server seen for the first time'],
  ],
  details: [
    'Password login has to be on: "keypilot password-access" prints the text that turns it on. Works over the direct connection only, not through ssh.runpod.io.',
    'The key is added once, proven by a login with it, and only then is password login turned off.',
  ],
  maxPositionals: 1,
  async run(args, context) {
    const [what] = args.positionals
    if (what === undefined) throw new UsageError('Which server? Put its ssh command in quotes.')
    if (args.option('key') === undefined) {
      throw new UsageError('Which key? Name it with --key; "keypilot keys" lists them.')
    }
    const place = await resolvePlace(what, context)
    if (!place.ok) return reportError(place.error, context)
    const key = await resolveKey(args.option('key'), context)
    if (!key.ok) return reportError(key.error, context)
    const secret = await readSecret(args, context)
    if (!secret.ok) return reportError(secret.error, context)
    const result = await installWithQuestions(
      {
        ...place.value,
        ...secret.value,
        keyId: key.value?.id ?? '',
        hostKeyPolicy: args.flag('accept-new') ? 'accept-new' : 'ask',
        turnOff: !args.flag('keep-password-login'),
      },
      context,
    )
    if (context.json) return judge(printEnvelope(result, context), result)
    if (!result.ok) return reportError(result.error, context)
    printResult(result.value, context)
    return judge(EXIT.ok, result)
  },
}

function judge(code: ExitCode, result: Result<InstalledKey>): ExitCode {
  return code === EXIT.ok && result.ok && result.value.verdict === 'failed' ? EXIT.failed : code
}

/** The password, or the name of the one that Keypilot made. */
async function readSecret(
  args: ParsedArguments,
  context: CommandContext,
): Promise<Result<Pick<InstallKeyParams, 'password' | 'session'>>> {
  const { terminal } = context
  if (args.flag('generate')) return generate(context)
  const password = args.flag('password-stdin')
    ? firstLine(await terminal.readInput())
    : terminal.interactive
      ? await terminal.askSecret('Password of the server: ')
      : null
  if (password) return { ok: true, value: { password } }
  const message = terminal.interactive
    ? 'Without a password nothing was tried.'
    : 'There is nobody to ask for the password here. Give it with --password-stdin.'
  return { ok: false, error: { code: 'invalid-value', message } }
}

async function generate(
  context: CommandContext,
): Promise<Result<Pick<InstallKeyParams, 'session'>>> {
  const { terminal } = context
  if (!terminal.interactive) throw new UsageError('--generate needs a terminal to wait on.')
  const prepared = await context.call('passwordAccess.prepare', { password: 'generated' })
  if (!prepared.ok) return prepared
  const text =
    'Paste this into the pod\'s web terminal on RunPod, and wait for its last line, "done":'
  terminal.err(`${wrap(text, terminal.width)}\n\n${prepared.value.turnOn}\n`)
  const answer = await terminal.ask('Press Enter when it says "done". ')
  const { session } = prepared.value
  if (answer !== null && session !== null) return { ok: true, value: { session } }
  return { ok: false, error: { code: 'cancelled', message: 'Nothing was tried.' } }
}

/** Tries again after each answer, as long as the answers lead on. */
async function installWithQuestions(
  first: InstallKeyParams,
  context: CommandContext,
): Promise<Result<InstalledKey>> {
  const asks = context.terminal.interactive && !context.json
  let params = first
  for (let tries = 0; ; tries += 1) {
    const result = await context.call('passwordAccess.installKey', params, stepPrinter(context))
    if (!asks || tries >= QUESTIONS) return result
    const next = result.ok
      ? await acceptHostKey(params, result.value, context)
      : await withPassphrase(params, result.error.code, context)
    if (next === null) return result
    params = next
  }
}

async function withPassphrase(
  params: InstallKeyParams,
  code: string,
  { terminal }: CommandContext,
): Promise<InstallKeyParams | null> {
  if (code !== 'passphrase-needed' && code !== 'passphrase-wrong') return null
  const wrong = code === 'passphrase-wrong' ? 'That was not it. ' : ''
  const passphrase = await terminal.askSecret(`${wrong}Passphrase of the key: `)
  return passphrase ? { ...params, passphrase } : null
}

async function acceptHostKey(
  params: InstallKeyParams,
  { problems, hostKey, target }: InstalledKey,
  context: CommandContext,
): Promise<InstallKeyParams | null> {
  if (hostKey === null || !problems.some(({ code }) => code === 'host-key-new')) return null
  printHostKey(hostKey, context)
  if (!(await askYesNo(context.terminal, 'Trust this server and record its key?'))) return null
  const { host, port } = target
  const key = `${hostKey.type} ${hostKey.key}`
  const accepted = await context.call('knownHosts.accept', { host, port, key })
  return accepted.ok ? params : null
}

const LABELS: Readonly<Record<InstallStep['id'], string>> = {
  connect: 'Reach the server',
  'password-login': 'Log in with the password',
  'install-key': 'Put the key there',
  'key-login': 'Log in with the key',
  'password-off': 'Turn password login off',
  'password-refused': 'Is the password refused?',
}
const LABEL_WIDTH = Math.max(...Object.values(LABELS).map(({ length }) => length))
const MARKS = {
  ok: ['✓', 'green'],
  failed: ['✗', 'red'],
  skipped: ['-', 'dim'],
} as const

function stepPrinter(context: CommandContext): ProgressListener {
  return (event) => {
    if (event.method !== 'passwordAccess.installKey') return
    const { id, state, detail } = event.progress.step
    // What an earlier failure kept away needs no line.
    if (detail === 'Not reached.') return
    const [mark, style] = MARKS[state]
    const head = `  ${mark} ${LABELS[id].padEnd(LABEL_WIDTH)}  `
    const text = wrap(detail, context.terminal.width, ' '.repeat(head.length)).trimStart()
    context.line(`${head.replace(mark, context.paint(style, mark))}${text}`)
  }
}

function printResult({ verdict, explanation }: InstalledKey, context: CommandContext): void {
  const { line, paint, terminal } = context
  const [mark, style] = verdict === 'ok' ? MARKS.ok : MARKS.failed
  line()
  line(`${paint(style, mark)} ${wrap(tame(explanation), terminal.width, '  ').trimStart()}`)
}
