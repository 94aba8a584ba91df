/** `connection.findKey`: which of the person's keys a server accepts. */

import type { CallContext } from '../../contract/dispatch.ts'
import type { FindKeyParams, FindKeyReport, FoundKey } from '../../contract/methods.ts'
import type { KeyService } from '../../keys/index.ts'
import type { KnownHosts } from '../../known-hosts/index.ts'
import type { Log } from '../../storage/index.ts'
import { diagnose } from '../diagnosis/index.ts'
import { startFacts } from '../facts.ts'
import { DEFAULT_LIMITS, type Limits } from '../limits.ts'
import { chooseCandidates, type Listed, sourceOf } from './candidates.ts'
import { createPace } from './pace.ts'
import { placeToAsk, type SavedConnectionLookup } from './place.ts'
import { type SearchResult, search } from './search.ts'

export interface KeyFinder {
  /**
   * Offers public keys and signs nothing, so no private file is opened for it and no passphrase asked
   * for. Stops at the connection in which a key is accepted.
   *
   * @throws {AppError} `invalid-value` when there is no place to ask; `not-found`; `cancelled`
   */
  find(
    params: FindKeyParams,
    context: Pick<CallContext, 'signal' | 'progress'>,
  ): Promise<FindKeyReport>
}

export interface KeyFinderOptions {
  readonly keys: Pick<KeyService, 'listPublic'>
  readonly knownHosts: KnownHosts
  readonly savedConnection: SavedConnectionLookup
  readonly log: Log
  /** Replaces single time limits, for tests. */
  readonly limits?: Partial<Limits>
  /** See `SearchOptions`. */
  readonly retryMs?: number
}

const DEFAULT_RETRY_MS = 3_000

export function createKeyFinder(options: KeyFinderOptions): KeyFinder {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  return {
    async find(params, { signal, progress }) {
      const target = await placeToAsk(params, options.savedConnection)
      const policy = params.hostKeyPolicy ?? 'ask'
      const listed = chooseCandidates(await options.keys.listPublic())
      const candidates = [...new Set(listed.flatMap(({ candidate }) => candidate ?? []))]
      const onTried = (tried: number) => {
        const event = { kind: 'keys-tried', tried, total: candidates.length } as const
        progress({ method: 'connection.findKey', progress: event })
      }
      onTried(0)
      const result = await search({
        target,
        policy,
        candidates,
        knownHosts: options.knownHosts,
        limits,
        signal,
        pace: createPace(() => performance.now()),
        retryMs: options.retryMs ?? DEFAULT_RETRY_MS,
        onTried,
      })
      const report = reportOf(result, listed, { ...params, target, hostKeyPolicy: policy })
      options.log.info('keys-offered', {
        keys: result.answers.size,
        connections: report.connections,
        accepted: report.accepted.length,
        stopped: report.stopped !== null,
        cause: report.failure?.cause ?? null,
      })
      return report
    },
  }
}

function reportOf(
  result: SearchResult,
  listed: readonly Listed[],
  { target, hostKeyPolicy }: Required<Pick<FindKeyParams, 'target' | 'hostKeyPolicy'>>,
): FindKeyReport {
  const keys = listed.map((one) => foundKey(one, result))
  const accepted = keys.filter(({ state }) => state === 'accepted').map(({ keyId }) => keyId)
  const { seen, failure } = result
  const facts = startFacts(target, hostKeyPolicy)
  facts.address = seen.address
  facts.serverSoftware = seen.software
  facts.hostKey = seen.hostKey
  facts.offeredMethods = result.methods
  const hasNone = listed.every(({ candidate }) => candidate === null)
  return {
    target,
    keys,
    accepted: [...new Set(accepted)],
    connections: seen.connections,
    stopped: hasNone ? 'There is no key here that could be offered.' : result.stopped,
    hostKey: seen.hostKey,
    failure:
      failure === null
        ? null
        : {
            cause: failure.causeCode,
            ...diagnose(failure.causeCode, {
              ...facts,
              ...failure.evidence,
              detail: failure.message,
            }),
          },
  }
}

const SHA1_ONLY =
  'The server takes RSA keys only with the outdated SHA-1 signature, which ssh no longer gives.'

function foundKey({ pair, candidate, reason }: Listed, { answers, ...result }: SearchResult) {
  const entry = { keyId: pair.id, name: pair.name, source: sourceOf(pair) }
  if (candidate === null) return { ...entry, state: 'not-tried', detail: reason } as const
  const answer = answers.get(candidate)
  const found = (state: FoundKey['state'], detail = ''): FoundKey => ({ ...entry, state, detail })
  switch (answer) {
    case 'accepted':
    case 'refused':
      return found(answer)
    case 'sha1-only':
      return found('not-tried', SHA1_ONLY)
    case undefined:
      return found(
        'not-tried',
        result.stopped === null && result.failure === null
          ? 'Another key was accepted before its turn.'
          : 'The search ended before its turn.',
      )
  }
}
