/** What the diagnosis of a login may know of the account's keys: soon, or not at all. */

import { setTimeout as delay } from 'node:timers/promises'
import type { Entry } from './entries.ts'
import { shortened } from './problems.ts'

export interface AccountKeysFact {
  readonly publishedKeyIds: readonly string[]
  /** Entries that let nobody in, each in a few words. */
  readonly malformed: readonly string[]
  /** When Keypilot published a key, by its id: ISO 8601, UTC. */
  readonly publishedAt: { readonly [keyId: string]: string }
}

export interface FactOptions {
  readonly apiKey: () => Promise<string | null>
  readonly entries: () => Promise<readonly Entry[]>
  readonly published: () => Promise<ReadonlyMap<string, string>>
  /** Replaces the time in tests, in ms. */
  readonly now?: () => number
  /** Default 2,000. */
  readonly waitMs?: number
}

export interface FactSource {
  get(): Promise<AccountKeysFact | null>
  /** After a change. */
  forget(): void
}

/** Another API key may be another account's. */
interface Kept {
  readonly apiKey: string
  readonly fact: Promise<AccountKeysFact>
  readonly at: number
}

/** Several tests in a row ask once. */
const FRESH_MS = 60_000
const WAIT_MS = 2_000
/** The words name what is wrong; more than these nobody reads. */
const MAX_MALFORMED = 20

export function createFactSource(options: FactOptions): FactSource {
  const { now = () => performance.now(), waitMs = WAIT_MS } = options
  let kept: Kept | null = null
  const ask = (apiKey: string): Promise<AccountKeysFact> => {
    if (kept?.apiKey === apiKey && now() - kept.at < FRESH_MS) return kept.fact
    const asked = { apiKey, fact: readFact(options), at: now() }
    kept = asked
    // A failure is not remembered, and belongs to whoever waits for it.
    asked.fact.catch(() => {
      if (kept === asked) kept = null
    })
    return asked.fact
  }
  return {
    async get() {
      const apiKey = await options.apiKey()
      if (apiKey === null) return null
      const limit = new AbortController()
      try {
        return await Promise.race([
          ask(apiKey),
          delay(waitMs, null, { signal: limit.signal, ref: false }),
        ])
      } finally {
        limit.abort()
      }
    },
    forget() {
      kept = null
    },
  }
}

async function readFact({ entries, published }: FactOptions): Promise<AccountKeysFact> {
  const [all, times] = await Promise.all([entries(), published()])
  const unusable = all.filter(({ keyId }) => keyId === null)
  return {
    publishedKeyIds: all.flatMap(({ keyId }) => keyId ?? []),
    malformed: unusable.slice(0, MAX_MALFORMED).map(inWords),
    publishedAt: Object.fromEntries(times),
  }
}

function inWords({ secret, shown }: Entry): string {
  const [problem] = shown.problems
  const title = problem?.title ?? 'it is not a usable key'
  return secret ? title : `“${shortened(shown.text)}” (${title})`
}
