/** `keypilot publish` and `keypilot unpublish`: a public key onto the RunPod account, and off it. */

import type { AccountKey, Result } from '../../../main/contract/methods.ts'
import { redact } from '../../../main/storage/index.ts'
import { API_KEY_HELP, changeAccountKeys, WORD_OPTION } from '../account-keys-change.ts'
import { withApiKey } from '../api-key.ts'
import type { Command, CommandContext } from '../command.ts'
import { UsageError } from '../exit.ts'
import { resolveKey } from '../key-choice.ts'
import { reportError } from '../messages.ts'
import { PASTE_HINT } from '../read-input.ts'

const SHOWN_FIRST =
  'What would change is shown first, and a copy of the list is kept. Pods that are there already do not learn of it.'

export const publishCommand: Command = {
  name: 'publish',
  summary: 'Put a public key onto your RunPod account',
  usage: '<key>',
  options: {},
  optionHelp: [],
  details: [
    'The key is a name or fingerprint as "keypilot keys" lists it; only its public half is sent. With "-", public key lines are read from standard input, and repaired where they can be.',
    SHOWN_FIRST,
    API_KEY_HELP,
  ],
  maxPositionals: 1,
  async run(args, context) {
    const [named] = args.positionals
    if (named === undefined) throw new UsageError('Say which key to publish.')
    if (named === '-') {
      const { terminal } = context
      if (terminal.interactive) terminal.err(PASTE_HINT)
      const text = await terminal.readInput()
      if (text.trim() === '')
        throw new UsageError(
          'There is no text on standard input: pipe in a public key line, or name a key.',
        )
      return changeAccountKeys({ kind: 'publish-text', text }, args, context)
    }
    const key = await resolveKey(named, context)
    if (!key.ok) return reportError(key.error, context)
    if (key.value === null) throw new UsageError('Say which key to publish.')
    return changeAccountKeys({ kind: 'publish', keyId: key.value.id }, args, context)
  },
}

export const unpublishCommand: Command = {
  name: 'unpublish',
  summary: 'Take a public key off your RunPod account',
  usage: '<key> | --all',
  options: { ...WORD_OPTION.specs, all: { type: 'boolean' } },
  optionHelp: [['--all', 'Every entry; a word has to be typed for that'], ...WORD_OPTION.help],
  details: [
    'The key is the name of one of your pairs, or a name, fingerprint or whole entry as "keypilot account-keys" shows it. The key itself stays on this computer, and pods that are there already still accept it.',
    'What would change is shown first, and a copy of the list is kept.',
    API_KEY_HELP,
  ],
  maxPositionals: 1,
  async run(args, context) {
    const [named] = args.positionals
    if ((named === undefined) !== args.flag('all')) {
      throw new UsageError('Say which key to take off, or --all.')
    }
    return withApiKey(context, async () => {
      const found = await findEntries(named, context)
      if (!found.ok) return reportError(found.error, context)
      const texts = [...new Set(found.value.map(({ text }) => text))]
      return changeAccountKeys({ kind: 'remove', texts }, args, context)
    })
  },
}

/** Without a name all of them. One name may stand for several entries of one key, not for two keys. */
async function findEntries(
  named: string | undefined,
  context: CommandContext,
): Promise<Result<readonly AccountKey[]>> {
  const account = await context.call('runpod.accountKeys', {})
  if (!account.ok) return account
  const { keys } = account.value
  const found =
    named === undefined
      ? keys
      : keys.filter(({ text, comment, fingerprint, keyName }) =>
          [text, comment, fingerprint, keyName].includes(named),
        )
  if (found.length === 0) return failure(notThere(named))
  const different = new Set(found.map(({ text, fingerprint }) => fingerprint ?? text))
  if (named === undefined || different.size === 1) return { ok: true, value: found }
  return failure(
    `Several keys are called "${redact(named, '')}". Name one by its fingerprint: ${[...different].join(', ')}`,
  )
}

/** A private key may have been pasted in place of a name. */
function notThere(named: string | undefined): string {
  return named === undefined
    ? 'There is no key on the account.'
    : `There is no "${redact(named, '')}" on the account. "keypilot account-keys" lists what is there.`
}

function failure(message: string): Result<never> {
  return { ok: false, error: { code: 'not-found', message } }
}
