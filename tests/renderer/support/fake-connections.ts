/** Saved connections in memory, as the service keeps them on disk. */

import type {
  LastResult,
  Params,
  SaveConnectionParams,
  SavedConnection,
  Target,
  TestAllReport,
  TestReport,
} from '../../../renderer/contract.ts'
import type { Answers, FakeBridge, Scenario } from './fake-bridge.ts'
import { fakeParse } from './fake-commands.ts'
import type { FakeHost } from './fake-keys.ts'
import { moment } from './fake-moment.ts'
import { FakeProblem } from './fake-problem.ts'
import { type FakeRow, reasonFor, resultFor } from './fake-results.ts'

type ConnectionAnswers = Pick<
  Answers,
  'connection.findKey' | Extract<keyof Answers, `connections.${string}`>
>

export interface FakeConnections {
  readonly answers: ConnectionAnswers
  readonly find: (id: string) => SavedConnection
  /** Remembers what a test came to. */
  readonly keepResult: (id: string, report: TestReport) => void
}

/** What the fake needs of its host. */
export interface ConnectionHost {
  readonly emit: FakeBridge['emit']
  readonly isCancelled: (callId: string) => boolean
  readonly confirm: FakeHost['confirm']
}

interface State {
  list: readonly SavedConnection[]
  made: number
  forgotten: SavedConnection | null
}

const NOW = '2026-11-21T08:00:00.000Z'

export function createFakeConnections(scenario: Scenario, host: ConnectionHost): FakeConnections {
  const state: State = { list: scenario.connections ?? [], made: 0, forgotten: null }
  const find = (id: string) => {
    const found = state.list.find((one) => one.id === id)
    if (found === undefined) throw new FakeProblem('not-found', 'This connection is gone.')
    return found
  }
  const put = (changed: SavedConnection) => {
    state.list = [changed, ...state.list.filter(({ id }) => id !== changed.id)]
    host.emit('connections.changed', {})
    return changed
  }
  const keep = (id: string, lastResult: LastResult) =>
    put({ ...find(id), lastResult, lastUsedAt: lastResult.at })
  return {
    find,
    keepResult: (id, report) => void keep(id, resultOf(report)),
    answers: {
      ...listAnswers(scenario, state, host, { find, put }),
      'connection.findKey': (params, callId) => findKey(scenario, host, params, callId),
      'connections.testAll': (params, callId) =>
        testAll(scenario, host, chosen(state, params), keep, callId),
    },
  }
}

function listAnswers(
  scenario: Scenario,
  state: State,
  host: ConnectionHost,
  { find, put }: Pick<FakeConnections, 'find'> & { put: (one: SavedConnection) => SavedConnection },
) {
  return {
    'connections.list': () => state.list,
    'connections.problems': () => scenario.connectionProblems ?? [],
    'connections.save': (params) => put(saved(state, params, find)),
    'connections.remove': async ({ id }) => {
      const removed = find(id)
      await host.confirm({
        title: `Forget ${removed.name}?`,
        detail: 'Your keys and your ssh config stay as they are.',
        action: 'Forget connection',
      })
      state.list = state.list.filter((one) => one.id !== id)
      state.forgotten = removed
      host.emit('connections.changed', {})
      return { removed }
    },
    'connections.restore': () => {
      if (state.forgotten === null) throw new FakeProblem('not-found', 'It is not remembered.')
      return put(state.forgotten)
    },
    'connections.candidates': () =>
      (scenario.candidates ?? []).map((candidate) => ({
        ...candidate,
        savedAs: state.list.find(({ target }) => same(target, candidate.target))?.id ?? null,
      })),
    'connections.export': () => ({ text: JSON.stringify({ connections: state.list }, null, 2) }),
    'connections.import': ({ text }) => {
      const read = readExport(text)
      const known = (one: SavedConnection) =>
        state.list.some(({ target }) => same(target, one.target))
      const added = read
        .filter((one) => !known(one))
        .map((one) => put({ ...one, id: newId(state) }))
      return {
        added,
        merged: read.filter((one) => !added.some(({ name }) => name === one.name)),
        problems: [],
      }
    },
  } satisfies Partial<Answers>
}

function readExport(text: string): readonly SavedConnection[] {
  try {
    return (JSON.parse(text) as { connections: SavedConnection[] }).connections
  } catch {
    throw new FakeProblem('unreadable', 'This is no list of connections that Keypilot exported.')
  }
}

/** A new connection with the target of an old one is that old one, changed. */
function saved(
  state: State,
  params: SaveConnectionParams,
  find: FakeConnections['find'],
): SavedConnection {
  const { id, command, ...change } = params
  const parsed = command === undefined ? undefined : fakeParse(command).target
  if (parsed === null) throw new FakeProblem('invalid-value', 'There is no address in this text.')
  const target = change.target ?? parsed
  const twin = target && state.list.find((one) => same(one.target, target))
  if (id !== undefined && twin && twin.id !== id) {
    throw new FakeProblem('already-exists', `${twin.name} goes there already.`)
  }
  const old = id === undefined ? twin : find(id)
  if (old) return { ...old, ...change, ...(target && { target }) }
  if (!target) throw new FakeProblem('bad-request', 'Where to?')
  return { ...EMPTY, name: `${target.host}:${target.port}`, ...change, target, id: newId(state) }
}

const EMPTY: Omit<SavedConnection, 'id' | 'name' | 'target'> = {
  keyId: null,
  notes: '',
  alias: null,
  podId: null,
  createdAt: NOW,
  lastUsedAt: null,
  lastResult: null,
}

function newId(state: State): string {
  state.made += 1
  return `made-${state.made}`
}

function same(one: Target, other: Target): boolean {
  return one.user === other.user && one.host === other.host && one.port === other.port
}

function resultOf(report: TestReport): LastResult {
  const { verdict, cause, title, capabilities, stages } = report
  const ms = stages.reduce((sum, stage) => sum + stage.ms, 0)
  return { at: new Date().toISOString(), verdict, cause, title, capabilities, ms }
}

function chosen(state: State, params: Params<'connections.testAll'>): readonly SavedConnection[] {
  return state.list.filter(
    ({ id, lastResult }) =>
      (params.ids?.includes(id) ?? true) && !(params.onlyFailed && lastResult?.verdict === 'ok'),
  )
}

const AT_ONCE = 8

async function testAll(
  scenario: Scenario,
  host: ConnectionHost,
  list: readonly SavedConnection[],
  keep: (id: string, result: LastResult) => void,
  callId = '',
): Promise<TestAllReport> {
  const results: FakeRow[] = []
  const waiting = [...list]
  const report = (
    progress:
      | { kind: 'test-started'; id: string }
      | { kind: 'test-ended'; id: string; result: LastResult },
  ) => host.emit('progress', { callId, method: 'connections.testAll', progress })
  const stopped = () => host.isCancelled(callId)
  const work = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      if (!stopped()) {
        report({ kind: 'test-started', id: one.id })
        await moment(scenario.stageMs ?? 5, stopped)
      }
      const result = stopped() ? null : resultFor(scenario, one.id)
      if (result !== null) {
        keep(one.id, result)
        report({ kind: 'test-ended', id: one.id, result })
      }
      results.push({ id: one.id, result, ...reasonFor(result) })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const count = (verdict: LastResult['verdict'] | undefined) =>
    results.filter(({ result }) => result?.verdict === verdict).length
  return { results, passed: count('ok'), failed: count('failed'), notRun: count(undefined) }
}

async function findKey(
  scenario: Scenario,
  host: ConnectionHost,
  params: Params<'connection.findKey'>,
  callId = '',
) {
  const keys = scenario.foundKeys ?? []
  const total = keys.length
  for (let tried = 0; tried <= total; tried += 1) {
    if (host.isCancelled(callId)) throw new FakeProblem('cancelled', 'Stopped at your request.')
    const progress = { kind: 'keys-tried', tried, total } as const
    host.emit('progress', { callId, method: 'connection.findKey', progress })
    await moment(scenario.stageMs ?? 5, () => host.isCancelled(callId))
  }
  return {
    target: params.target ?? { user: 'root', host: '1.2.3.4', port: 22, kind: 'generic' },
    keys,
    accepted: keys.filter(({ state }) => state === 'accepted').map(({ keyId }) => keyId),
    connections: Math.ceil(total / 5),
    stopped: null,
    hostKey: null,
    failure: null,
    ...scenario.findKey,
  } as const
}
