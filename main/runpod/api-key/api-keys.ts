/** The API key: where it comes from, and how it is checked, kept and removed. It leaves only for RunPod. */

import { AppError } from '../../contract/errors.ts'
import type {
  ApiKeyCheck,
  ApiKeySource,
  RunpodStatus,
  SetApiKeyParams,
} from '../../contract/methods.ts'
import type { HostSecrets } from '../../host-actions.ts'
import type { Environment } from '../../network/index.ts'
import type { Log, Paths } from '../../storage/index.ts'
import { within } from '../../system/within.ts'
import type { RunpodApi } from '../api/types.ts'
import { checkKeyText, hasRunpodctlConfig, readRunpodctlKey, runpodctlConfig } from './key-text.ts'
import { refusedScope, statusProblems } from './problems.ts'
import { createKeyFile, type StoredKey } from './stored-key.ts'

export interface ApiKeys {
  /** The key to use now; null when none is known. For the Authorization header, and nothing else. */
  current(): Promise<string | null>
  status(): Promise<RunpodStatus>
  /**
   * Checks with a read, then keeps. A wrong key changes nothing.
   *
   * @throws {AppError} `invalid-value`, `unauthorized`, `forbidden` when it may read neither keys
   * nor pods, `not-found`, errors of the connection
   */
  set(params: SetApiKeyParams, signal?: AbortSignal): Promise<RunpodStatus>
  /** @throws {AppError} `no-api-key`, `unauthorized`, errors of the connection */
  check(signal?: AbortSignal): Promise<ApiKeyCheck>
  remove(): Promise<RunpodStatus>
}

export interface ApiKeysOptions {
  readonly paths: Paths
  readonly log: Log
  readonly env: Environment
  /** Absent: a key that is entered lasts for this run. */
  readonly secrets?: HostSecrets | undefined
  /** A client that uses what the function gives. */
  readonly apiWith: (apiKey: () => Promise<string | null>) => RunpodApi
}

const NO_SECRETS: RunpodStatus['storage'] = {
  encrypted: false,
  detail:
    'The API key is kept in memory until Keypilot ends. The desktop app can store it, encrypted; elsewhere, the environment variable RUNPOD_API_KEY gives it to every run.',
}

const NO_ANSWER: RunpodStatus['storage'] = {
  encrypted: false,
  detail:
    'The password store of this computer does not answer, so the API key is kept in memory until Keypilot ends.',
}

/** The desktop's password store may have to start first. */
const AVAILABLE_MS = 10_000

export function createApiKeys(options: ApiKeysOptions): ApiKeys {
  const { paths, log, env, secrets, apiWith } = options
  const sources = createSources(paths, env, secrets)
  const current = async () => (await sources.find()).key
  const status = async (): Promise<RunpodStatus> => {
    const { source, stored } = await sources.find()
    const offered = await hasRunpodctlConfig(paths.home)
    return {
      source,
      storage: await storageOf(secrets),
      offers: offered ? [{ from: 'runpodctl', path: runpodctlConfig(paths.home) }] : [],
      problems: statusProblems(stored, source, env, sources.isVariableUsable),
    }
  }
  return {
    current,
    status,
    async set({ apiKey, from }, signal) {
      const text = from === 'runpodctl' ? await readRunpodctlKey(paths.home) : (apiKey ?? '')
      const candidate = checkKeyText(text)
      const api = apiWith(async () => candidate)
      const { pods, accountKeys, problems } = await readsOf(api, signal)
      if (pods === 'refused' && accountKeys === 'refused') {
        throw new AppError('forbidden', `Nothing was stored. ${problems[0]?.detail ?? ''}`)
      }
      const { encrypted } = await storageOf(secrets)
      await sources.keep(candidate, encrypted)
      log.info('runpod-key-set', { stored: encrypted })
      return status()
    },
    check: (signal) => readsOf(apiWith(current), signal),
    async remove() {
      await sources.forget()
      log.info('runpod-key-removed')
      return status()
    },
  }
}

interface Sources {
  find(): Promise<Found>
  /** On disk, or for this run. */
  keep(apiKey: string, isEncrypted: boolean): Promise<void>
  forget(): Promise<void>
  /** False: RUNPOD_API_KEY is set, and to no API key. */
  readonly isVariableUsable: boolean
}

function createSources(paths: Paths, env: Environment, secrets: HostSecrets | undefined): Sources {
  const file = createKeyFile(paths, secrets)
  const variable = keyOfVariable(env)
  let ofThisRun: string | null = null
  return {
    isVariableUsable: variable.isUsable,
    async find() {
      const stored = await file.read()
      if (variable.key !== null) return { key: variable.key, source: 'environment', stored }
      if (ofThisRun !== null) return { key: ofThisRun, source: 'this-run', stored }
      if (stored.state === 'readable') return { key: stored.apiKey, source: 'stored', stored }
      return { key: null, source: null, stored }
    },
    async keep(apiKey, isEncrypted) {
      if (isEncrypted) await file.write(apiKey)
      ofThisRun = isEncrypted ? null : apiKey
    },
    async forget() {
      ofThisRun = null
      await file.remove()
    },
  }
}

/** A password store that does not answer is none. */
async function storageOf(secrets: HostSecrets | undefined): Promise<RunpodStatus['storage']> {
  if (secrets === undefined) return NO_SECRETS
  const { signal } = new AbortController()
  const silent = () => new Error('the password store did not answer')
  return within(AVAILABLE_MS, signal, silent, () => secrets.available()).catch(() => NO_ANSWER)
}

interface Found {
  readonly key: string | null
  readonly source: ApiKeySource | null
  readonly stored: StoredKey
}

function keyOfVariable(env: Environment): { readonly key: string | null; isUsable: boolean } {
  const text = env.RUNPOD_API_KEY ?? ''
  if (text.trim() === '') return { key: null, isUsable: true }
  try {
    return { key: checkKeyText(text), isUsable: true }
  } catch {
    return { key: null, isUsable: false }
  }
}

/** Two reads tell what a restricted key may read. RunPod has no call that tells it. */
async function readsOf(api: RunpodApi, signal: AbortSignal | undefined): Promise<ApiKeyCheck> {
  const refusal = async (read: Promise<unknown>): Promise<string | null> => {
    try {
      await read
      return null
    } catch (error) {
      if (error instanceof AppError && error.code === 'forbidden') return error.message
      throw error
    }
  }
  const keys = await refusal(api.readAccountKeys(signal))
  const pods = await refusal(api.readPods(signal))
  return {
    accountKeys: keys === null ? 'allowed' : 'refused',
    pods: pods === null ? 'allowed' : 'refused',
    problems: [
      ...(keys === null ? [] : [refusedScope('account-keys', keys)]),
      ...(pods === null ? [] : [refusedScope('pods', pods)]),
    ],
  }
}
