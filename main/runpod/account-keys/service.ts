/** `runpod.accountKeys`, `planKeys`, `applyKeys`, `keyBackups`, and what others want to know of the keys. */

import type {
  AccountKeys,
  AccountKeysBackup,
  AccountKeysChange,
  AccountKeysPlan,
  ApplyAccountKeysParams,
  ChangedAccountKeys,
  Problem,
} from '../../contract/methods.ts'
import type { InspectedPair } from '../../keys/index.ts'
import type { Log, Paths } from '../../storage/index.ts'
import type { RunpodApi } from '../api/types.ts'
import { type AccountKeysFact, createFactSource } from './account-fact.ts'
import { type ApplyContext, applyChange } from './apply.ts'
import { listBackups, readBackup } from './backups.ts'
import { type Draft, draftOf, lengthOf } from './draft.ts'
import { type Entry, type LocalPair, readEntries } from './entries.ts'
import { judgeAll } from './judged.ts'
import {
  duplicateEntries,
  NO_KEYS,
  NO_USABLE_KEY,
  publishedAndGone,
  refusedEntries,
  SECRET_ON_ACCOUNT,
  spaceProblem,
} from './problems.ts'
import { createPublishedRecord } from './published.ts'
import { wantedOf } from './wanted.ts'

export interface AccountKeysService {
  /** @throws {AppError} `no-api-key`, and the errors of the client */
  list(signal?: AbortSignal): Promise<AccountKeys>
  /** @throws {AppError} see `wantedOf` and `draftOf`; the errors of the client */
  plan(change: AccountKeysChange, signal?: AbortSignal): Promise<AccountKeysPlan>
  /** @throws {AppError} see `applyChange` */
  apply(params: ApplyAccountKeysParams, context: ApplyContext): Promise<ChangedAccountKeys>
  backups(): Promise<readonly AccountKeysBackup[]>
  /** When Keypilot published a key (ISO 8601, UTC); null when it did not. */
  publishedAt(keyId: string): Promise<string | null>
  /**
   * For the diagnosis of a login, in at most two seconds and from memory for a minute; null when no
   * API key is known or RunPod does not answer in time.
   */
  accountFact(): Promise<AccountKeysFact | null>
}

export interface AccountKeysOptions {
  readonly paths: Paths
  readonly log: Log
  readonly api: RunpodApi
  /** The key that the API uses; null when none is known. Only compared, to know another account. */
  readonly apiKey: () => Promise<string | null>
  readonly pairs: () => Promise<readonly InspectedPair[]>
  /** This computer's name, for keys without a comment: `id_ed25519@laptop`. */
  readonly hostName: string
  readonly pausesMs?: readonly number[]
}

export function createAccountKeysService(options: AccountKeysOptions): AccountKeysService {
  const { paths, log, api, pausesMs } = options
  const published = createPublishedRecord(paths, log)
  const readPairs = async () => {
    const inspected = await options.pairs()
    return { inspected, pairs: localPairs(inspected, options.hostName) }
  }
  const readAccount = async (signal?: AbortSignal) => {
    const [texts, local] = await Promise.all([api.readAccountKeys(signal), readPairs()])
    await judgeAll(texts)
    return { ...local, entries: readEntries(texts, local.pairs) }
  }
  const makeDraft = async (change: AccountKeysChange, signal?: AbortSignal): Promise<Draft> => {
    const { entries, inspected, pairs } = await readAccount(signal)
    const known = { inspected, pairs, readBackup: (id: string) => readBackup(paths, id) }
    return draftOf(entries, await wantedOf(change, entries, known), pairs)
  }
  const fact = createFactSource({
    apiKey: options.apiKey,
    entries: async () => (await readAccount()).entries,
    published: () => published.read(),
  })
  return {
    async list(signal) {
      const { entries, inspected } = await readAccount(signal)
      const gone = goneKeys(entries, inspected, await published.read())
      const keys = toAccountKeys(entries)
      return { ...keys, problems: [...keys.problems, ...gone] }
    },
    plan: async (change, signal) => (await makeDraft(change, signal)).plan,
    async apply(params, context) {
      const deps = {
        paths,
        log,
        api,
        makeDraft: () => makeDraft(params.change),
        note: published.note,
        ...(pausesMs && { pausesMs }),
      }
      const { keys, backup } = await applyChange(deps, params, context).finally(fact.forget)
      const { pairs } = await readPairs()
      return { keys: toAccountKeys(readEntries(keys, pairs)), backup }
    },
    backups: () => listBackups(paths),
    publishedAt: async (keyId) => (await published.read()).get(keyId) ?? null,
    accountFact: fact.get,
  }
}

/** Of copies of one pair the first counts: the best usable one. */
function localPairs(inspected: readonly InspectedPair[], hostName: string): readonly LocalPair[] {
  return inspected
    .filter(({ publicKey }) => publicKey !== null)
    .map(({ pair: { id, name, comment } }) => ({
      id,
      name,
      labels: [comment, `${name}@${hostName}`],
    }))
}

/**
 * Another program's PUT can take a key off unseen, right after Keypilot wrote it. The next list tells.
 */
function goneKeys(
  entries: readonly Entry[],
  inspected: readonly InspectedPair[],
  published: ReadonlyMap<string, string>,
): readonly Problem[] {
  const there = new Set(entries.map(({ keyId }) => keyId))
  const ids = [...published.keys()].filter((id) => !there.has(id))
  const names = ids.flatMap((id) => inspected.find(({ pair }) => pair.id === id)?.pair.name ?? [])
  return names.length === 0 ? [] : [publishedAndGone(names)]
}

function toAccountKeys(entries: readonly Entry[]): AccountKeys {
  return {
    keys: entries.map(({ shown }) => shown),
    problems: problemsOf(entries),
    at: new Date().toISOString(),
  }
}

function problemsOf(entries: readonly Entry[]): readonly Problem[] {
  if (entries.length === 0) return [NO_KEYS]
  const refused = entries.filter(({ accepted }) => !accepted).length
  const repeated = entries.filter(({ shown }) =>
    shown.problems.some(({ code }) => code === 'duplicate'),
  ).length
  const space = spaceProblem(lengthOf(entries.map(({ raw }) => raw)))
  return [
    ...(entries.some(({ secret }) => secret) ? [SECRET_ON_ACCOUNT] : []),
    ...(entries.every(({ keyId }) => keyId === null) ? [NO_USABLE_KEY] : []),
    ...(refused > 0 ? [refusedEntries(refused)] : []),
    ...(space === null ? [] : [space]),
    ...(repeated > 0 ? [duplicateEntries(repeated)] : []),
  ]
}
