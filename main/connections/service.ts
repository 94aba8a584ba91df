/** `connections.*`, and tests of saved connections. */

import type { ConnectionService } from '../connection/index.ts'
import type { CallContext } from '../contract/dispatch.ts'
import { AppError } from '../contract/errors.ts'
import type {
  ConnectionCandidate,
  ImportedConnections,
  OpenEditorParams,
  Problem,
  SaveConnectionParams,
  SavedConnection,
  TestAllParams,
  TestAllReport,
  TestConnectionParams,
  TestReport,
} from '../contract/methods.ts'
import type { KeyService } from '../keys/index.ts'
import type { Log, Paths } from '../storage/index.ts'
import { toCandidate } from './candidates.ts'
import type { ConfigHosts } from './config-hosts.ts'
import { addEntries, exportText, readEntries } from './exchange.ts'
import { keyIdOf } from './key-files.ts'
import { findById, putBack, upsert } from './merge.ts'
import { type EditorPlace, editorPlace } from './places.ts'
import { createConnectionStore } from './store.ts'
import { createTests, type SetupMemory } from './test.ts'
import { testAll } from './test-all.ts'
import { checkParams } from './wanted.ts'

export interface ConnectionsService {
  list(): Promise<readonly SavedConnection[]>
  problems(): Promise<readonly Problem[]>
  /** @throws {AppError} `not-found` */
  find(id: string): Promise<SavedConnection>
  save(params: SaveConnectionParams): Promise<SavedConnection>
  remove(
    id: string,
    context: Pick<CallContext, 'confirm'>,
  ): Promise<{ readonly removed: SavedConnection }>
  /** @throws {AppError} `not-found` for one that was not removed by this service */
  restore(id: string): Promise<SavedConnection>
  candidates(): Promise<readonly ConnectionCandidate[]>
  export(): Promise<{ readonly text: string }>
  import(text: string): Promise<ImportedConnections>
  /** `connection.test` of anything: what is saved of the same place learns of the result. */
  test(
    params: TestConnectionParams,
    context: Pick<CallContext, 'signal' | 'progress'>,
  ): Promise<TestReport>
  testAll(
    params: TestAllParams,
    context: Pick<CallContext, 'signal' | 'progress'>,
  ): Promise<TestAllReport>
  /** Notes that the person went there. */
  noteUse(id: string): Promise<void>
  editorPlace(params: OpenEditorParams): Promise<EditorPlace>
}

export interface ConnectionsServiceOptions {
  readonly paths: Paths
  readonly log: Log
  readonly keys: () => Promise<Pick<KeyService, 'list'>>
  readonly connection: () => Promise<Pick<ConnectionService, 'test'>>
  /** Hosts of the ssh config. Default: none. */
  readonly configHosts?: ConfigHosts
  /** What Setup remembers, which learns of the tests of its place. Default: nothing. */
  readonly setup?: SetupMemory
}

const now = () => new Date().toISOString()

const NO_SETUP: SetupMemory = { read: async () => null, keep: async () => {} }

export function createConnectionsService(options: ConnectionsServiceOptions): ConnectionsService {
  const { paths, log, keys, connection, configHosts = async () => [] } = options
  const store = createConnectionStore(paths, log)
  const find = async (id: string) => findById(await store.read(), id)
  const save = async (params: SaveConnectionParams) => {
    const { wanted, identityFile } = checkParams(params)
    const likelyKeyId =
      identityFile === null ? null : keyIdOf(identityFile, await (await keys()).list(), paths)
    return store.change((all) => upsert(all, { ...wanted, likelyKeyId }, now()))
  }
  const setup = options.setup ?? NO_SETUP
  /** For Undo. */
  const forgotten = new Map<string, SavedConnection>()
  const tests = createTests({ store, log, connection, find, setup })
  return {
    list: async () => (await store.read()).toSorted(byLastUse),
    problems: () => store.problems(),
    find,
    save,
    async remove(id, { confirm }) {
      await askToRemove(await find(id), confirm)
      const done = await store.change((all) => {
        const removed = findById(all, id)
        return { connections: all.filter((each) => each !== removed), value: { removed } }
      }, 'Removed a saved connection')
      forgotten.set(id, done.removed)
      return done
    },
    async restore(id) {
      const wanted = forgotten.get(id)
      if (wanted === undefined) {
        throw new AppError(
          'not-found',
          'Keypilot does not remember this connection any more. The list as it was is among the backups.',
        )
      }
      const back = await store.change((all) => putBack(all, wanted))
      forgotten.delete(id)
      return back
    },
    async candidates() {
      const hosts = await configHosts()
      if (hosts.length === 0) return []
      const known = { connections: await store.read(), keys: await (await keys()).list(), paths }
      return hosts.map((host) => toCandidate(host, known))
    },
    export: async () => ({ text: exportText(await store.read()) }),
    async import(text) {
      const read = readEntries(text)
      return store.change((all) => addEntries(all, read, now()), 'Imported connections')
    },
    test: tests.test,
    testAll: async (params, context) =>
      testAll(params, context, { store, log, connection: await connection() }),
    noteUse: (id) =>
      store.change((all) => ({
        connections: all.map((each) => (each.id === id ? { ...each, lastUsedAt: now() } : each)),
        value: undefined,
      })),
    editorPlace: async (params) => {
      const saved = params.connectionId === undefined ? null : await find(params.connectionId)
      return editorPlace(params, saved, configHosts)
    },
  }
}

/** Last used first; those never used by when they were saved. */
function byLastUse(a: SavedConnection, b: SavedConnection): number {
  const [one, other] = [a.lastUsedAt ?? '', b.lastUsedAt ?? '']
  if (one !== other) return one < other ? 1 : -1
  return a.createdAt < b.createdAt ? 1 : a.createdAt > b.createdAt ? -1 : 0
}

async function askToRemove(
  { name }: SavedConnection,
  confirm: CallContext['confirm'],
): Promise<void> {
  const isSure = await confirm({
    title: `Forget the connection “${name}”?`,
    detail:
      'Keypilot forgets where it leads, its notes and its last result. Keys, the ssh config and the server stay as they are. The list as it was is kept among the backups.',
    action: 'Forget connection',
  })
  if (!isSure) throw new AppError('declined', `Nothing was changed: “${name}” is still saved.`)
}
