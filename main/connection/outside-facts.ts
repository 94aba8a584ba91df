/**
 * What other services can tell about a connection. Each is optional, and what is not told is never
 * guessed: without them a refusal keeps its general cause.
 */

import type { ConfigFinding, EffectiveConfig, SetupState, Target } from '../contract/methods.ts'

export interface EffectiveQuery {
  readonly host: string
  readonly user: string
  readonly port: number
}

export interface AccountFact {
  /** Ids of the keys that are on the RunPod account. */
  readonly publishedKeyIds: readonly string[]
  /** Entries of the account that are no usable public key, each as it was found, in a few words. */
  readonly malformed: readonly string[]
  /** When Keypilot published a key, by its id: ISO 8601, UTC. Default: nobody knows. */
  readonly publishedAt?: { readonly [keyId: string]: string }
}

export interface PodFact {
  /** ISO 8601, UTC. */
  readonly startedAt: string
}

/** Any of them may reject: it then counts as not told. */
export interface OutsideFacts {
  readonly effectiveConfig?: (query: EffectiveQuery) => Promise<EffectiveConfig>
  /** The audit of the config; only what stops ssh for every host is a cause. */
  readonly configFindings?: () => Promise<readonly ConfigFinding[]>
  readonly account?: () => Promise<AccountFact | null>
  readonly pod?: (target: Target) => Promise<PodFact | null>
  /** The last check of what was pasted into RunPod. */
  readonly pasteCheck?: () => Promise<SetupState['publicKeys']>
}

/** The fact, or null when nobody can tell. */
export async function told<T>(ask: (() => Promise<T>) | undefined): Promise<T | null> {
  try {
    return (await ask?.()) ?? null
  } catch {
    // A side question: its failure must not hide what the test itself found out.
    return null
  }
}
