/** `connections.testAll`: several saved connections, some at a time, each result kept. */

import type { ConnectionService } from '../connection/index.ts'
import type { CallContext } from '../contract/dispatch.ts'
import { AppError } from '../contract/errors.ts'
import type {
  LastResult,
  SavedConnection,
  TestAllParams,
  TestAllProgress,
  TestAllReport,
} from '../contract/methods.ts'
import { inParallel, type Log } from '../storage/index.ts'
import { findById } from './merge.ts'
import { brokenResult, createRecorder, resultOf } from './results.ts'
import type { ConnectionStore } from './store.ts'

type Row = TestAllReport['results'][number]

export interface TestAllDeps {
  readonly store: ConnectionStore
  readonly connection: Pick<ConnectionService, 'test'>
  readonly log: Log
}

const DEFAULT_AT_ONCE = 8

/**
 * When it is cancelled, the tests that run are stopped and the report tells of those that had ended.
 *
 * @throws {AppError} `not-found` for an unknown id; errors of writing the results
 */
export async function testAll(
  params: TestAllParams,
  context: Pick<CallContext, 'signal' | 'progress'>,
  deps: TestAllDeps,
): Promise<TestAllReport> {
  const chosen = choose(await deps.store.read(), params)
  const recorder = createRecorder(deps.store)
  const tell = (progress: TestAllProgress) =>
    context.progress({ method: 'connections.testAll', progress })
  const stops = stopsFor(context.signal)
  const rows = await inParallel(chosen, params.concurrency ?? DEFAULT_AT_ONCE, async (each) => {
    if (context.signal.aborted) return notRun(each.id)
    tell({ kind: 'test-started', id: each.id })
    const row = await stops.run((signal) => testOne(each, signal, deps))
    if (row.result === null) return row
    recorder.add(each.id, row.result)
    tell({ kind: 'test-ended', id: each.id, result: row.result })
    return row
  })
  stops.end()
  await recorder.flush()
  const report = summary(rows)
  const { passed, failed, notRun: left } = report
  deps.log.info('connections-tested', { passed, failed, notRun: left })
  return report
}

/** A signal for each test, and one listener for all: Node warns of more than ten on one signal. */
function stopsFor(signal: AbortSignal) {
  const running = new Set<AbortController>()
  const stop = () => {
    for (const controller of running) controller.abort()
  }
  signal.addEventListener('abort', stop, { once: true })
  return {
    async run<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
      const controller = new AbortController()
      running.add(controller)
      return action(controller.signal).finally(() => running.delete(controller))
    },
    end: () => signal.removeEventListener('abort', stop),
  }
}

function choose(
  connections: readonly SavedConnection[],
  { ids, onlyFailed = false }: TestAllParams,
): readonly SavedConnection[] {
  const wanted =
    ids === undefined ? connections : [...new Set(ids)].map((id) => findById(connections, id))
  return onlyFailed ? wanted.filter(({ lastResult }) => lastResult?.verdict !== 'ok') : wanted
}

/** Nobody is asked anything: a new host key and a locked key are results like any other. */
async function testOne(
  { id, target, keyId }: SavedConnection,
  signal: AbortSignal,
  { connection, log }: TestAllDeps,
): Promise<Row> {
  try {
    const report = await connection.test(
      {
        target,
        hostKeyPolicy: 'ask',
        // One login each: a server that counts failed ones would soon refuse them all.
        withClient: false,
        askAboutOthers: false,
        ...(keyId === null ? {} : { keyId }),
      },
      { signal, progress: () => {} },
    )
    const { fixes, explanation } = report
    return { id, result: resultOf(report), fixes, explanation }
  } catch (error) {
    if (signal.aborted) return notRun(id)
    if (error instanceof AppError)
      return broken(id, brokenResult('Could not be tested'), error.message)
    // A bug that one server brings out must not cost the results of the others.
    log.error('internal-error', {
      method: 'connections.testAll',
      stack: error instanceof Error ? (error.stack ?? error.message) : typeof error,
    })
    return broken(
      id,
      brokenResult('Something went wrong inside Keypilot'),
      'This test ended with an error in Keypilot itself, which says nothing about the server. Test again; if the same happens, the log file (Settings shows where) has the details.',
    )
  }
}

function notRun(id: string): Row {
  return { id, result: null, fixes: [], explanation: '' }
}

function broken(id: string, result: LastResult, explanation: string): Row {
  return { id, result, fixes: [], explanation }
}

function summary(results: readonly Row[]): TestAllReport {
  const count = (verdict: LastResult['verdict'] | undefined) =>
    results.filter(({ result }) => result?.verdict === verdict).length
  return { results, passed: count('ok'), failed: count('failed'), notRun: count(undefined) }
}
