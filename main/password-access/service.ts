/** `passwordAccess.*`: password login as a bridge to a key. */

import {
  formatAddress,
  placeToAsk,
  type SavedConnectionLookup,
  type UnlockedKey,
  type Visit,
  VisitFailure,
  type Visits,
} from '../connection/index.ts'
import type { CallContext } from '../contract/dispatch.ts'
import { AppError } from '../contract/errors.ts'
import type {
  InstalledKey,
  InstallKeyParams,
  PasswordAccess,
  PasswordTraces,
  PasswordTracesParams,
  PreparePasswordParams,
  Target,
} from '../contract/methods.ts'
import { parseSshCommand } from '../ssh-command/index.ts'
import type { Log } from '../storage/index.ts'
import { installKey } from './install/install-key.ts'
import { createPasswordSessions, type PasswordSessions } from './sessions.ts'
import { turnOffText } from './texts/turn-off.ts'
import { turnOnText } from './texts/turn-on.ts'
import { indexesOf, lookForTraces } from './traces/traces.ts'

export interface PasswordAccessService {
  prepare(params: PreparePasswordParams): PasswordAccess
  /**
   * @throws {AppError} `unsupported` for RunPod's proxy, `not-found` for a password that is forgotten
   *   or a connection that is gone, `passphrase-needed`, `passphrase-wrong`, `invalid-value`,
   *   `cancelled`; whatever the server does ends as a result
   */
  installKey(params: InstallKeyParams, context: Context): Promise<InstalledKey>
  /** @throws {AppError} as `installKey`, and `service-error` when the server cannot be asked */
  findTraces(params: PasswordTracesParams, context: Context): Promise<PasswordTraces>
  /** @throws {AppError} as `findTraces`, and `declined` */
  removeTraces(
    params: PasswordTracesParams & { readonly paths: readonly string[] },
    context: Context & Pick<CallContext, 'confirm'>,
  ): Promise<PasswordTraces>
}

type Context = Pick<CallContext, 'signal' | 'progress'>

export interface PasswordAccessOptions {
  readonly visits: Visits
  /** Rejects with `not-found` when there is none with this id. */
  readonly savedConnection: (
    id: string,
  ) => Promise<{ readonly target: Target; readonly keyId: string | null }>
  readonly log: Log
  /** Milliseconds since the epoch, for tests. */
  readonly now?: () => number
}

export function createPasswordAccess(options: PasswordAccessOptions): PasswordAccessService {
  const sessions = createPasswordSessions(options.now)
  return {
    prepare({ password }) {
      const session = password === 'generated' ? sessions.open() : null
      return {
        session: session?.id ?? null,
        expiresAt: session?.expiresAt ?? null,
        turnOn: turnOnText(session?.hash ?? null),
        turnOff: turnOffText(),
      }
    },
    installKey: (params, context) => install(params, context, sessions, options),
    findTraces: (params, context) => askForTraces(params, [], context, options),
    async removeTraces(params, context) {
      const removes = indexesOf(params.paths)
      const target = await directTarget(params, options.savedConnection)
      if (!(await context.confirm(questionAbout(params.paths, target)))) {
        throw new AppError('declined', 'Nothing was removed: the files are still there.')
      }
      return askForTraces(params, removes, context, options)
    },
  }
}

async function install(
  params: InstallKeyParams,
  context: Context,
  sessions: PasswordSessions,
  { visits, savedConnection, log }: PasswordAccessOptions,
): Promise<InstalledKey> {
  const target = await directTarget(params, savedConnection)
  const password = passwordFor(params, target, sessions)
  const visit = visits.begin(target, params.hostKeyPolicy, context.signal)
  try {
    const key = await unlock(visit, { keyId: params.keyId }, params.passphrase)
    const { session, turnOff } = params
    const isGenerated = session !== undefined
    const wanted = { target, key, password, isGenerated, turnsOff: turnOff }
    const result = await installKey(wanted, visit, context)
    if (session !== undefined && turnOff && result.verdict === 'ok') sessions.forget(session)
    log.info('key-installed', {
      verdict: result.verdict,
      installed: result.installed,
      problem: result.problems[0]?.code ?? null,
    })
    return result
  } finally {
    visit.end()
  }
}

function passwordFor(
  { session, password }: InstallKeyParams,
  { user }: Target,
  sessions: PasswordSessions,
): string {
  if (session === undefined) return password ?? ''
  if (user === 'root') return sessions.passwordOf(session)
  throw new AppError(
    'invalid-value',
    `The text sets the password of root, but this connection logs in as “${user}”. Use the command that RunPod shows under “SSH over exposed TCP”, which begins with “ssh root@”.`,
  )
}

async function askForTraces(
  params: PasswordTracesParams,
  removes: readonly number[],
  context: Context,
  { visits, savedConnection, log }: PasswordAccessOptions,
): Promise<PasswordTraces> {
  const target = await directTarget(params, savedConnection)
  const visit = visits.begin(target, params.hostKeyPolicy, context.signal)
  try {
    const key = await unlock(visit, await keyFor(params, savedConnection), params.passphrase)
    const { shell } = await (await visit.connect()).logInWithKey(key)
    const traces = await lookForTraces(shell, removes)
    log.info('password-traces', { found: traces.length, removed: removes.length })
    return { target, traces }
  } catch (error) {
    if (!(error instanceof VisitFailure)) throw error
    throw new AppError('service-error', `${error.title}. ${error.message}`, {
      details: { cause: error.causeCode },
    })
  } finally {
    visit.end()
  }
}

async function keyFor(
  { keyId, command, connectionId }: PasswordTracesParams,
  savedConnection: PasswordAccessOptions['savedConnection'],
): Promise<{ readonly keyId?: string; readonly identityFile?: string | null }> {
  if (keyId !== undefined) return { keyId }
  if (command !== undefined) return { identityFile: parseSshCommand(command).identityFile }
  const saved = connectionId === undefined ? null : await savedConnection(connectionId)
  return saved?.keyId ? { keyId: saved.keyId } : {}
}

/** A locked key is a question, not a result. */
async function unlock(
  visit: Visit,
  request: Parameters<Visit['unlock']>[0],
  passphrase: string | undefined,
): Promise<UnlockedKey> {
  try {
    return await visit.unlock(request, passphrase)
  } catch (error) {
    if (!(error instanceof VisitFailure)) throw error
    const { causeCode, title, message } = error
    const isQuestion = causeCode === 'passphrase-needed' || causeCode === 'passphrase-wrong'
    throw new AppError(isQuestion ? causeCode : 'invalid-value', `${title}. ${message}`)
  }
}

/** @throws {AppError} `unsupported` for the proxy: nothing may be sent there */
async function directTarget(
  params: Pick<InstallKeyParams, 'target' | 'command' | 'connectionId'>,
  savedConnection: SavedConnectionLookup,
): Promise<Target> {
  const target = await placeToAsk(params, savedConnection)
  if (target.kind !== 'runpod-proxy' && target.host.toLowerCase() !== 'ssh.runpod.io') return target
  throw new AppError(
    'unsupported',
    'RunPod’s proxy (ssh.runpod.io) takes no passwords and runs no commands, so this works only over the direct connection. On RunPod open your pod, choose Connect and copy the command under “SSH over exposed TCP”. If it is not there, the pod has no TCP port 22.',
  )
}

function questionAbout(paths: readonly string[], { user, host, port }: Target) {
  const names = [...new Set(paths)]
  const what = names.length === 1 ? 'this file' : `these ${names.length} files`
  return {
    title: `Remove ${what} from ${formatAddress(host, port)}?`,
    detail: `${names.join('\n')}\nDeleted on the server as ${user}, for good: there is no backup, because they hold a password. The password itself stays as it is.`,
    action: names.length === 1 ? 'Remove the file' : 'Remove the files',
  }
}
