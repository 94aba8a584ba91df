/** Connections that are kept: where to, with which key, and how the last test went. */

import type { Fix, Problem } from './common.ts'
import type { CauseCode, HostKeyPolicy, TestReport } from './connection.ts'
import type { Target } from './ssh-command.ts'

/** What is remembered of a test, so that a list can show it. */
export interface LastResult {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly verdict: TestReport['verdict']
  readonly cause: CauseCode | null
  /** The report's headline. */
  readonly title: string
  /** From the first stage to the last, in milliseconds. */
  readonly ms: number
  readonly capabilities: TestReport['capabilities']
  /** Id of the key that was accepted: with `keyId` null, commands name it. */
  readonly acceptedKey?: string | null
}

export interface SavedConnection {
  readonly id: string
  readonly name: string
  readonly target: Target
  /** Id of the key to use; null: the best one of the ssh folder. */
  readonly keyId: string | null
  readonly notes: string
  /** Alias of its entry in the ssh config, where it has one. */
  readonly alias: string | null
  /** RunPod's id of the pod, when it is known: the connection follows the pod to a new address. */
  readonly podId: string | null
  readonly createdAt: string
  readonly lastUsedAt: string | null
  readonly lastResult: LastResult | null
}

export interface SaveConnectionParams {
  /** Without it a new connection is made, or an existing one with the same target is returned, updated. */
  readonly id?: string
  /** Without it, for a new one: made from the target. */
  readonly name?: string
  /** For a new one, exactly one of `target` and `command`; for an existing one at most one. */
  readonly target?: Target
  readonly command?: string
  readonly keyId?: string | null
  readonly notes?: string
  readonly alias?: string | null
  readonly podId?: string | null
}

export interface ImportedConnections {
  readonly added: readonly SavedConnection[]
  /** Those whose target was there already. */
  readonly merged: readonly SavedConnection[]
  /** Entries that were left out, each with why. */
  readonly problems: readonly Problem[]
}

/** A host of the ssh config that could become a saved connection. */
export interface ConnectionCandidate {
  readonly alias: string
  readonly target: Target
  readonly keyId: string | null
  /** Why it cannot be taken, or null. */
  readonly problem: string | null
  /** Id of the saved connection with the same target. */
  readonly savedAs: string | null
}

export interface TestAllParams {
  /** At least one. Default: all. */
  readonly ids?: readonly string[]
  /** Only those whose last test failed or that were never tested. */
  readonly onlyFailed?: boolean
  /** How many at once, 1 to 16; default 8. */
  readonly concurrency?: number
}

export interface TestAllReport {
  readonly results: readonly {
    readonly id: string
    /** Null when the test was not begun because the call was cancelled. */
    readonly result: LastResult | null
    readonly fixes: readonly Fix[]
    readonly explanation: string
  }[]
  readonly passed: number
  readonly failed: number
  readonly notRun: number
}

/** Streamed while many are tested. */
export type TestAllProgress =
  | { readonly kind: 'test-started'; readonly id: string }
  | { readonly kind: 'test-ended'; readonly id: string; readonly result: LastResult }

export interface FindKeyParams {
  /** Exactly one of the three. */
  readonly target?: Target
  readonly command?: string
  readonly connectionId?: string
  /**
   * What to do when known_hosts does not hold the server's key: with `accept-new` it is asked all the
   * same, and nothing is recorded. Default `ask`: stop and show it.
   */
  readonly hostKeyPolicy?: HostKeyPolicy
}

export interface FoundKey {
  readonly keyId: string
  readonly name: string
  readonly source: 'file' | 'agent' | 'file-and-agent'
  readonly state: 'accepted' | 'refused' | 'not-tried'
  /** Why it was not tried; empty otherwise. */
  readonly detail: string
}

export interface FindKeyReport {
  readonly target: Target
  readonly keys: readonly FoundKey[]
  readonly accepted: readonly string[]
  /** Connections that were made to the server. */
  readonly connections: number
  /** Null when every key was tried or one was accepted; otherwise why the search ended early. */
  readonly stopped: string | null
  readonly hostKey: TestReport['hostKey']
  /** Set when no key could be offered at all, e.g. nothing answers there. */
  readonly failure: Pick<TestReport, 'cause' | 'title' | 'explanation' | 'fixes'> | null
}

export interface FindKeyProgress {
  readonly kind: 'keys-tried'
  readonly tried: number
  readonly total: number
}
