/** `keypilot runpod`: the API key, pods and workers of the RunPod account. */

import type { RunpodPods } from '../../../main/contract/methods.ts'
import { enterApiKey, withApiKey } from '../api-key.ts'
import type { Command, CommandContext, ParsedArguments } from '../command.ts'
import { EXIT, type ExitCode, UsageError } from '../exit.ts'
import { resolveKey } from '../key-choice.ts'
import { tame, wrap } from '../layout.ts'
import { printEnvelope, printProblems, reportError } from '../messages.ts'
import { printPods, printWorkers } from '../runpod-report.ts'
import { askYesNo } from '../terminal.ts'

type Verb = (args: ParsedArguments, context: CommandContext) => Promise<ExitCode>

const VERBS: { readonly [name: string]: Verb } = {
  status,
  pods: (args, context) => withKey(args, context, pods),
  workers: (args, context) => withKey(args, context, workers),
  save: (args, context) => withKey(args, context, save),
  'check-key': (args, context) => withKey(args, context, checkKey),
  'set-key': setKey,
  'remove-key': removeKey,
}

export const runpodCommand: Command = {
  name: 'runpod',
  summary: 'List the pods and workers of your RunPod account, and save a pod',
  usage: '[pods | workers | save <pod> | …]',
  options: { proxy: { type: 'boolean' }, key: { type: 'string' } },
  optionHelp: [
    ['--proxy', "With save: through RunPod's proxy instead of the direct address"],
    ['--key <name | id>', 'With save: the key to use for the connection'],
  ],
  details: [
    'pods, workers: what runs, and how to log in. save <pod>: keeps a pod as a connection. status (without a word): where the API key comes from. check-key: what it may read. set-key: asks for a key and checks it. remove-key: forgets the stored one.',
    'The API key comes from the environment variable RUNPOD_API_KEY; on a terminal you are asked for it otherwise, and what you type is not shown. It is never taken from the command line, where other programs could read it.',
    'save takes the name or the id of a pod. Saving it again after the pod has moved brings the connection, and its entry in the ssh config, to the new address.',
    'The command line stores no API key. remove-key removes the one that the desktop app has stored on this computer.',
  ],
  maxPositionals: 2,
  async run(args, context) {
    const [name = 'status', pod] = args.positionals
    const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined
    if (verb === undefined) {
      throw new UsageError(`"${tame(name)}" is none of: ${Object.keys(VERBS).join(', ')}.`)
    }
    if (pod !== undefined && name !== 'save') throw new UsageError('Only "save" names a pod.')
    return verb(args, context)
  },
}

const SOURCES = {
  environment: 'from the variable RUNPOD_API_KEY',
  stored: 'stored on this computer, encrypted',
  'this-run': 'entered for this run',
} as const

async function status(_args: ParsedArguments, context: CommandContext): Promise<ExitCode> {
  const result = await context.call('runpod.status', {})
  if (context.json) return printEnvelope(result, context)
  if (!result.ok) return reportError(result.error, context)
  const { source, offers, problems = [] } = result.value
  context.line(`API key: ${source === null ? 'none' : SOURCES[source]}`)
  if (source === null) context.line(wrap(HOW_TO_GIVE, context.terminal.width))
  for (const { path } of source === null ? offers : []) {
    const text = `RunPod's own program, runpodctl, keeps one in ${path}. Keypilot does not read it by itself.`
    context.line(wrap(text, context.terminal.width))
  }
  printProblems(problems, context)
  return EXIT.ok
}

const HOW_TO_GIVE =
  "Make one in RunPod's settings, under API Keys, and set the environment variable RUNPOD_API_KEY to it. Without one, everything but this command works by copy and paste."

async function pods(_args: ParsedArguments, context: CommandContext): Promise<ExitCode> {
  const result = await context.call('runpod.pods', {})
  if (context.json) return printEnvelope(result, context)
  if (!result.ok) return reportError(result.error, context)
  printPods(result.value, context)
  return EXIT.ok
}

async function workers(_args: ParsedArguments, context: CommandContext): Promise<ExitCode> {
  const result = await context.call('runpod.workers', {})
  if (context.json) return printEnvelope(result, context)
  if (!result.ok) return reportError(result.error, context)
  printWorkers(result.value, context)
  return EXIT.ok
}

async function save(args: ParsedArguments, context: CommandContext): Promise<ExitCode> {
  const wanted = args.positionals[1]
  if (wanted === undefined) throw new UsageError('Which pod? Give its name or id.')
  const key = await resolveKey(args.option('key'), context)
  if (!key.ok) return reportError(key.error, context)
  const listed = await context.call('runpod.pods', {})
  if (!listed.ok) return reportError(listed.error, context)
  const result = await context.call('runpod.savePod', {
    podId: podIdOf(wanted, listed.value),
    access: args.flag('proxy') ? 'proxy' : 'direct',
    ...(key.value === null ? {} : { keyId: key.value.id }),
  })
  if (context.json) return printEnvelope(result, context)
  if (!result.ok) return reportError(result.error, context)
  const { name, target } = result.value
  const text = `Saved as ${name} (${target.user}@${target.host}, port ${target.port}).`
  context.line(wrap(text, context.terminal.width))
  return EXIT.ok
}

/** What is no name of a pod is taken as an id: RunPod knows whether it is one. */
function podIdOf(wanted: string, { pods: listed }: RunpodPods): string {
  const named = listed.filter(({ name }) => name === wanted)
  if (named.length > 1 && !listed.some(({ id }) => id === wanted)) {
    const ids = named.map(({ id }) => id).join(', ')
    throw new UsageError(`Several pods are called "${tame(wanted)}". Give the id: ${ids}.`)
  }
  return named[0]?.id ?? wanted
}

async function checkKey(_args: ParsedArguments, context: CommandContext): Promise<ExitCode> {
  const result = await context.call('runpod.checkApiKey', {})
  if (context.json) return printEnvelope(result, context)
  if (!result.ok) return reportError(result.error, context)
  const { accountKeys, pods: podsRead, problems } = result.value
  context.line('RunPod accepts the API key.')
  context.line(`  Keys of the account: ${READING[accountKeys]}`)
  context.line(`  Pods:                ${READING[podsRead]}`)
  printProblems(problems, context)
  return problems.length === 0 ? EXIT.ok : EXIT.failed
}

const READING = { allowed: 'may be read', refused: 'may not be read' } as const

/** Nothing can be kept here, so it only tells whether the key is right. */
async function setKey(args: ParsedArguments, context: CommandContext): Promise<ExitCode> {
  if (!context.terminal.interactive) {
    throw new UsageError('Nobody can be asked here. Set the variable RUNPOD_API_KEY instead.')
  }
  const entered = await enterApiKey(context)
  if (entered !== EXIT.ok) return entered
  const code = await checkKey(args, context)
  if (!context.json) context.line(wrap(NOT_KEPT, context.terminal.width))
  return code
}

const NOT_KEPT =
  'The key was not kept: the command line has nowhere safe to store it. Set the environment variable RUNPOD_API_KEY for it, or enter the key in the desktop app, which stores it encrypted.'

async function removeKey(args: ParsedArguments, context: CommandContext): Promise<ExitCode> {
  const { terminal, json } = context
  if (!args.flag('yes')) {
    if (!terminal.interactive || json) {
      throw new UsageError('To remove the stored API key without a question, add --yes.')
    }
    terminal.err(`${wrap(WHAT_REMOVING_DOES, terminal.width)}\n`)
    if (!(await askYesNo(terminal, 'Remove the stored API key?'))) {
      terminal.err('Nothing was removed.\n')
      return EXIT.failed
    }
  }
  const result = await context.call('runpod.removeApiKey', {})
  if (json) return printEnvelope(result, context)
  if (!result.ok) return reportError(result.error, context)
  context.line('No API key is stored on this computer now.')
  if (result.value.source === 'environment') {
    context.line(wrap('RUNPOD_API_KEY is still set, and goes on being used.', terminal.width))
  }
  return EXIT.ok
}

const WHAT_REMOVING_DOES =
  'Keypilot forgets the API key. On RunPod it stays valid until you delete it there, and RunPod does not show it again.'

/** Asks for a key where none is known and somebody can be asked. */
function withKey(args: ParsedArguments, context: CommandContext, verb: Verb): Promise<ExitCode> {
  return withApiKey(context, () => verb(args, context))
}
