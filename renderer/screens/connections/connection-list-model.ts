/** Which connections the list shows, and in which order. */

import { addressOf } from '../../commands/target.ts'
import type { SavedConnection } from '../../contract.ts'
import { fold, wordsOf } from '../../ui/list/find-by-typing.ts'

export type ResultFilter = 'all' | 'ok' | 'failed' | 'untested'
export type ConnectionSort = 'used' | 'name' | 'result'

export interface ConnectionView {
  readonly search: string
  readonly result: ResultFilter
  readonly sort: ConnectionSort
}

export const START_VIEW: ConnectionView = { search: '', result: 'all', sort: 'used' }

/** @param keyNames names of keys by id, so that a search finds them */
export function showConnections(
  connections: readonly SavedConnection[],
  view: ConnectionView,
  keyNames: ReadonlyMap<string, string>,
): readonly SavedConnection[] {
  const words = wordsOf(view.search)
  return connections
    .filter(
      (connection) =>
        (view.result === 'all' || resultOf(connection) === view.result) &&
        matches(connection, words, keyNames),
    )
    .toSorted(ORDERS[view.sort])
}

export function resultOf({ lastResult }: SavedConnection): Exclude<ResultFilter, 'all'> {
  return lastResult?.verdict ?? 'untested'
}

/** Every word stands somewhere: in the name, address, key, alias, pod, notes or last result. */
function matches(
  connection: SavedConnection,
  words: readonly string[],
  keyNames: ReadonlyMap<string, string>,
): boolean {
  if (words.length === 0) return true
  const { name, target, keyId, alias, podId, notes, lastResult } = connection
  const key = keyId === null ? null : keyNames.get(keyId)
  const text = fold(
    [name, addressOf(target), key, alias, podId, notes, lastResult?.title]
      .filter(Boolean)
      .join('\n'),
  )
  return words.every((word) => text.includes(word))
}

type Order = (a: SavedConnection, b: SavedConnection) => number

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })
const byName: Order = (a, b) => names.compare(a.name, b.name)
/** Never used ones stand by when they were made. */
const usedAt = ({ lastUsedAt, createdAt }: SavedConnection) =>
  Date.parse(lastUsedAt ?? createdAt) || 0

/** What needs a look comes first. */
const RANK = { failed: 0, untested: 1, ok: 2 } as const

const ORDERS: Readonly<Record<ConnectionSort, Order>> = {
  used: (a, b) => usedAt(b) - usedAt(a) || byName(a, b),
  name: byName,
  result: (a, b) => RANK[resultOf(a)] - RANK[resultOf(b)] || byName(a, b),
}

/** "12 of 200 connections", or "200 connections" when all are shown. */
export function countLine(shown: number, total: number): string {
  const all = `${total} ${total === 1 ? 'connection' : 'connections'}`
  return shown === total ? all : `${shown} of ${all}`
}
