/** What is kept of a test, and how it gets to the disk. */

import type { LastResult, SavedConnection, TestReport } from '../contract/methods.ts'
import type { ConnectionStore } from './store.ts'

export function resultOf(report: TestReport): LastResult {
  return {
    at: report.finishedAt,
    verdict: report.verdict,
    cause: report.cause,
    title: report.title,
    ms: report.stages.reduce((sum, { ms }) => sum + ms, 0),
    capabilities: report.capabilities,
    acceptedKey: report.acceptedKey,
  }
}

/** A test that could not even begin, for example because the address is none. */
export function brokenResult(title: string): LastResult {
  const capabilities = { exec: null, sftp: null, pty: null, forwarding: null }
  const at = new Date().toISOString()
  return { at, verdict: 'failed', cause: 'unexpected', title, ms: 0, capabilities }
}

export type Results = ReadonlyMap<string, LastResult>

/** Those that were removed meanwhile stay removed. */
export async function keepResults(
  store: ConnectionStore,
  results: Results,
  options: { readonly isUse: boolean },
): Promise<void> {
  await store.change((connections) => ({
    connections: connections.map((each) => withResult(each, results.get(each.id), options)),
    value: null,
  }))
}

function withResult(
  connection: SavedConnection,
  result: LastResult | undefined,
  { isUse }: { readonly isUse: boolean },
): SavedConnection {
  if (result === undefined) return connection
  // Another Keypilot may have tested it later.
  const isNewer = (connection.lastResult?.at ?? '') <= result.at
  return {
    ...connection,
    lastResult: isNewer ? result : connection.lastResult,
    lastUsedAt: isUse ? result.at : connection.lastUsedAt,
  }
}

export interface Recorder {
  add(id: string, result: LastResult): void
  /** Resolves when everything so far is on the disk; rejects when it could not be written. */
  flush(): Promise<void>
}

/** Writes what has come in since the last write, one write at a time: as often as the disk can. */
export function createRecorder(store: ConnectionStore): Recorder {
  let waiting = new Map<string, LastResult>()
  let writing: Promise<void> | null = null
  let failure: unknown = null
  const writeAll = async () => {
    while (waiting.size > 0 && failure === null) {
      const batch = waiting
      waiting = new Map()
      await keepResults(store, batch, { isUse: false }).catch((error: unknown) => {
        failure = error
      })
    }
    writing = null
  }
  return {
    add(id, result) {
      waiting.set(id, result)
      writing ??= writeAll()
    },
    async flush() {
      await writing
      if (failure !== null) throw failure
    },
  }
}
