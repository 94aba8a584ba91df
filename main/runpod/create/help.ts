/** `runpod.createHelp`: one request in every form, and what has to be true for it to give SSH. */

import { AppError } from '../../contract/errors.ts'
import type { CreateHelp, CreateHelpParams, Problem } from '../../contract/methods.ts'
import type { InspectedPair } from '../../keys/index.ts'
import { publishableLine } from '../account-keys/index.ts'
import { unwrapBash } from '../shell-script.ts'
import { buildStartCommand } from '../start-command.ts'
import { curlCommand, runpodctlCommand } from './commands.ts'
import {
  ACCOUNT_NOT_READ,
  KEYS_IN_TEMPLATE,
  NAMES_TO_REPLACE,
  NO_ACCOUNT_KEY,
  OWN_COMMAND,
  proxyNote,
  RUNPODCTL_SPLITS,
  RUNPODCTL_TEMPLATES,
  SEVERAL_LINES,
} from './problems.ts'
import { type CreateRequest, createRequest } from './request.ts'

export interface CreateHelpDeps {
  readonly pairs: () => Promise<readonly InspectedPair[]>
  /** Ids of the keys on the account; null when nobody can tell. */
  readonly accountKeyIds: () => Promise<readonly string[] | null>
  readonly hostName: string
}

interface ChosenKey {
  readonly id: string
  readonly name: string
  readonly line: string
}

/** @throws {AppError} `not-found`, `unreadable`, `unsupported` for a key that cannot be given to a pod */
export async function createHelp(
  deps: CreateHelpDeps,
  params: CreateHelpParams,
): Promise<CreateHelp> {
  const [keys, accountKeyIds] = await Promise.all([chosenKeys(deps, params), deps.accountKeyIds()])
  const publicKey = keys.length === 0 ? null : keys.map(({ line }) => line).join('\n')
  const start = startOf(params)
  const request = createRequest(params, { publicKey, startCommand: start.text })
  const json = JSON.stringify(request, null, 2)
  const runpodctl = runpodctlOf(params, request)
  return {
    json,
    curl: curlCommand(params.what, json),
    runpodctl: runpodctl.text,
    startCommand: start.text,
    environment: publicKey === null ? [] : [{ name: 'PUBLIC_KEY', value: publicKey }],
    problems: [
      ...start.problems,
      ...keyProblems(params, keys, accountKeyIds),
      ...(needsNames(params) ? [NAMES_TO_REPLACE] : []),
      ...runpodctl.problems,
    ],
  }
}

async function chosenKeys(
  { pairs, hostName }: CreateHelpDeps,
  { keyIds = [] }: CreateHelpParams,
): Promise<readonly ChosenKey[]> {
  if (keyIds.length === 0) return []
  const all = await pairs()
  return [...new Set(keyIds)].map((id) => {
    const found = all.find(({ pair }) => pair.id === id)
    if (found === undefined) {
      throw new AppError(
        'not-found',
        'A chosen key is not there any more. Look at the list of keys again and choose another one.',
      )
    }
    const { pair, publicKey } = found
    if (publicKey === null) {
      throw new AppError('unreadable', `No public key can be read from ${pair.name}.`)
    }
    const labels = [pair.comment, `${pair.name}@${hostName}`]
    return { id, name: pair.name, line: publishableLine(publicKey, labels) }
  })
}

interface Part {
  readonly text: string | null
  readonly problems: readonly Problem[]
}

/** An image of one's own needs a command that starts sshd; a command replaces what any image starts. */
function startOf({ customImage, startCommand }: CreateHelpParams): Part {
  const existing = startCommand?.trim() ?? ''
  if (customImage !== true && existing === '') return { text: null, problems: [] }
  const { text, problems } = buildStartCommand(existing === '' ? {} : { existing })
  const isOwn = text !== '' && text !== existing
  return {
    text: text === '' ? null : text,
    problems: isOwn ? [...problems, OWN_COMMAND] : problems,
  }
}

function keyProblems(
  { what }: CreateHelpParams,
  keys: readonly ChosenKey[],
  accountKeyIds: readonly string[] | null,
): readonly Problem[] {
  if (keys.length === 0) {
    if (accountKeyIds === null) return [ACCOUNT_NOT_READ]
    return accountKeyIds.length === 0 ? [NO_ACCOUNT_KEY] : []
  }
  const absent = keys.filter(({ id }) => accountKeyIds?.includes(id) === false)
  const proxy = proxyNote(accountKeyIds === null ? null : absent.map(({ name }) => name))
  return [
    ...(proxy === null ? [] : [proxy]),
    ...(what === 'template' ? [KEYS_IN_TEMPLATE] : []),
    ...(keys.length > 1 ? [SEVERAL_LINES] : []),
  ]
}

function needsNames({ what, name, image, gpu }: CreateHelpParams): boolean {
  return name === undefined || image === undefined || (what === 'pod' && gpu === undefined)
}

/** For templates runpodctl takes the words of the command, with commas between them. */
function runpodctlOf(
  { what }: CreateHelpParams,
  request: CreateRequest,
): { readonly text: string; readonly problems: readonly Problem[] } {
  if (what === 'pod') return { text: runpodctlCommand(what, request), problems: [] }
  const { args, ...rest } = request
  if (args === undefined) {
    return { text: runpodctlCommand(what, request), problems: [RUNPODCTL_TEMPLATES] }
  }
  const words = wordsOf(args)
  if (words === null) {
    return { text: runpodctlCommand(what, rest), problems: [RUNPODCTL_SPLITS, RUNPODCTL_TEMPLATES] }
  }
  const text = runpodctlCommand(what, { ...rest, args: words.join(',') })
  return { text, problems: [RUNPODCTL_TEMPLATES] }
}

/** Null when they cannot be told, or one of them holds a comma. */
function wordsOf(command: string): readonly string[] | null {
  const bash = unwrapBash(command)
  if (bash === null && /['"\\$`]/.test(command)) return null
  const plain = (bash?.head ?? command).trim().split(/\s+/)
  const words = bash === null ? plain : [...plain, bash.script]
  return words.some((word) => word.includes(',')) ? null : words
}
