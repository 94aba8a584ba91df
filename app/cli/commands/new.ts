/** `keypilot new`: makes a key pair. */

import type { GenerateKeyParams, KeyPair } from '../../../main/contract/methods.ts'
import { linkUrl } from '../../../main/system/links.ts'
import type { Command, CommandContext, ParsedArguments, ProgressListener } from '../command.ts'
import { EXIT, type ExitCode, UsageError } from '../exit.ts'
import { columns, shortPath, tame, wrap } from '../layout.ts'
import { printEnvelope, reportError } from '../messages.ts'

const TYPES = ['ed25519', 'ecdsa', 'rsa'] as const
const PASSPHRASE_TRIES = 3

export const newCommand: Command = {
  name: 'new',
  summary: 'Make a new key pair; an existing one is never overwritten',
  usage: '[name]',
  options: {
    type: { type: 'string' },
    bits: { type: 'string' },
    comment: { type: 'string' },
    'passphrase-stdin': { type: 'boolean' },
    'no-passphrase': { type: 'boolean' },
  },
  optionHelp: [
    ['--type <type>', 'ed25519 (default), ecdsa or rsa'],
    ['--bits <number>', 'ecdsa: 256, 384 or 521; rsa: 2048 to 16384'],
    ['--comment <text>', "What RunPod shows as the key's name"],
    ['--passphrase-stdin', 'Take the passphrase from the first line of standard input'],
    ['--no-passphrase', 'Do not ask for a passphrase, and protect the key with none'],
  ],
  details: [
    'Without a name, id_ed25519 is used, or the next name that is free. On a terminal you are asked for a passphrase, which is not shown; press Enter for none.',
  ],
  maxPositionals: 1,
  async run(args, context) {
    const suggestion = await context.call('keys.suggest', {})
    if (!suggestion.ok) return reportError(suggestion.error, context)
    const settings = readSettings(args)
    const passphrase = await readPassphrase(args, context)
    if (passphrase === null) return passphraseFailed(context)
    const params = {
      name: args.positionals[0] ?? suggestion.value.name,
      comment: args.option('comment') ?? suggestion.value.comment,
      ...settings,
      ...(passphrase === '' ? {} : { passphrase }),
    }
    const result = await context.call('keys.generate', params, progressPrinter(context))
    if (context.json) return printEnvelope(result, context)
    if (!result.ok) return reportError(result.error, context)
    return printNewKey(result.value, context)
  },
}

/** Only a large RSA key takes long enough for anyone to read this. */
function progressPrinter({ terminal }: CommandContext): ProgressListener {
  return ({ method, progress }) => {
    if (method === 'keys.generate' && terminal.interactive) terminal.err(`${progress.detail} …\n`)
  }
}

function readSettings(args: ParsedArguments): Pick<GenerateKeyParams, 'type' | 'bits'> {
  const type = args.option('type')
  const bits = args.option('bits')
  const known = TYPES.find((name) => name === type)
  if (type !== undefined && known === undefined) {
    throw new UsageError(`"${type}" is not a type of key. Choose ${TYPES.join(', ')}.`)
  }
  if (bits !== undefined && !/^\d{1,5}$/.test(bits)) {
    throw new UsageError(`"${bits}" is not a number of bits.`)
  }
  return {
    ...(known === undefined ? {} : { type: known }),
    ...(bits === undefined ? {} : { bits: Number(bits) }),
  }
}

/** Empty for none; null when it was not given twice the same, or the person left. */
async function readPassphrase(
  args: ParsedArguments,
  { terminal }: CommandContext,
): Promise<string | null> {
  if (args.flag('passphrase-stdin') && args.flag('no-passphrase')) {
    throw new UsageError('--passphrase-stdin and --no-passphrase exclude each other.')
  }
  if (args.flag('passphrase-stdin')) return firstLine(await terminal.readInput())
  if (args.flag('no-passphrase') || !terminal.interactive) return ''
  for (let attempt = 0; attempt < PASSPHRASE_TRIES; attempt += 1) {
    const first = await terminal.askSecret('Passphrase (not shown; Enter for none): ')
    if (first === null || first === '') return first
    const second = await terminal.askSecret('The same passphrase again: ')
    if (second === null || second === first) return second
    terminal.err('The two are not the same.\n')
  }
  return null
}

/** @throws {UsageError} so that an empty pipe does not silently make an unprotected key */
export function firstLine(input: string): string {
  const line = input.split(/\r?\n/, 1)[0] ?? ''
  if (line === '') {
    throw new UsageError('--passphrase-stdin: there was no passphrase on standard input.')
  }
  return line
}

function passphraseFailed({ terminal }: CommandContext): ExitCode {
  terminal.err('No key was made.\n')
  return terminal.signal.aborted ? EXIT.cancelled : EXIT.failed
}

async function printNewKey(key: KeyPair, context: CommandContext): Promise<ExitCode> {
  const { line, paint, paths, terminal } = context
  const place = (path: string | null) => (path === null ? '-' : shortPath(path, paths.home))
  line(`${paint('green', '✓')} Made the key pair ${paint('bold', tame(key.name))}`)
  line()
  for (const row of columns([
    ['  Private key', `${place(key.privateKeyPath)}  (stays here; give it to nobody)`],
    ['  Public key', place(key.publicKeyPath)],
    ['  Fingerprint', key.fingerprint?.sha256 ?? '-'],
    ['  Comment', tame(key.comment)],
    ['  Passphrase', key.encrypted === true ? 'yes' : 'none'],
  ])) {
    line(row)
  }
  const exported = await context.call('keys.export', { id: key.id, format: 'openssh-public' })
  if (!exported.ok) return reportError(exported.error, context)
  line()
  line(
    wrap(
      `Paste this line into "SSH Public Keys" at ${linkUrl('runpod-settings')}:`,
      terminal.width,
    ),
  )
  line()
  line(paint('cyan', tame(exported.value.text.trimEnd())))
  return EXIT.ok
}
