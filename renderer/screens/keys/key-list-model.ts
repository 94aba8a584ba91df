/** Which keys the list shows, and in which order. */

import type { KeyPair, KeyUse } from '../../contract.ts'
import { fold, wordsOf } from '../../ui/list/find-by-typing.ts'
import { describeType, typeName, worstSeverity } from './key-words.ts'

export type StateFilter = 'all' | 'problems' | 'usable'
export type UseFilter = 'all' | 'used' | 'unused' | 'agent'
export type KeySort = 'usable' | 'name' | 'newest' | 'type'

export interface ListView {
  readonly search: string
  /** A `KeyType`, or `all`. */
  readonly type: string
  readonly state: StateFilter
  readonly use: UseFilter
  readonly sort: KeySort
}

export const START_VIEW: ListView = {
  search: '',
  type: 'all',
  state: 'all',
  use: 'all',
  sort: 'usable',
}

/** The keys to show, in order. The given list is usable first, as the host sends it. */
export function showKeys(keys: readonly KeyPair[], view: ListView): readonly KeyPair[] {
  const words = wordsOf(view.search)
  return keys.filter((key) => passes(key, view) && matches(key, words)).toSorted(ORDERS[view.sort])
}

function passes(key: KeyPair, view: ListView): boolean {
  return (
    (view.type === 'all' || key.type === view.type) &&
    (view.state === 'all' || (view.state === 'usable') === isUsable(key)) &&
    (view.use === 'all' || passesUse(key, view.use))
  )
}

function passesUse(key: KeyPair, use: Exclude<UseFilter, 'all'>): boolean {
  if (use === 'agent') return key.uses.some(({ kind }) => kind === 'agent')
  return (use === 'used') === key.uses.length > 0
}

/** Without an error, and with nothing to warn of. Remarks do not count. */
function isUsable(key: KeyPair): boolean {
  const worst = worstSeverity(key.problems)
  return worst !== 'error' && worst !== 'warning'
}

/** Every word stands somewhere: in the name, comment, type, fingerprints, paths, config hosts or connections. */
function matches(key: KeyPair, words: readonly string[]): boolean {
  if (words.length === 0) return true
  const text = fold(
    [
      key.name,
      key.comment,
      describeType(key),
      key.fingerprint?.sha256,
      key.fingerprint?.md5,
      key.privateKeyPath,
      key.publicKeyPath,
      ...key.uses.map(placeWords),
    ]
      .filter(Boolean)
      .join('\n'),
  )
  return words.every((word) => text.includes(word))
}

function placeWords(use: KeyUse): string | null {
  if (use.kind === 'config') return use.host
  return use.kind === 'connection' ? `${use.name}\n${use.target.host}` : null
}

type Order = (a: KeyPair, b: KeyPair) => number

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })
const byName: Order = (a, b) => names.compare(a.name, b.name)

const ORDERS: Readonly<Record<KeySort, Order>> = {
  usable: (a, b) => rank(a) - rank(b) || byName(a, b),
  name: byName,
  newest: (a, b) => timeOf(b) - timeOf(a) || byName(a, b),
  type: (a, b) => names.compare(describeType(a), describeType(b)) || byName(a, b),
}

/** Usable pairs, then those with warnings, then what has no private key here, then the broken. */
function rank(key: KeyPair): number {
  const worst = worstSeverity(key.problems)
  if (key.pair === 'unreadable' || worst === 'error') return 3
  if (key.pair === 'public-only') return 2
  return worst === 'warning' ? 1 : 0
}

/** Unknown times come last. */
function timeOf(key: KeyPair): number {
  return Date.parse(key.createdAt ?? key.modifiedAt ?? '') || 0
}

/** The types that are there, for the filter. */
export function typesOf(
  keys: readonly KeyPair[],
): readonly { readonly value: string; readonly label: string }[] {
  return [...new Set(keys.map(({ type }) => type))]
    .map((type) => ({ value: type as string, label: typeName(type) }))
    .toSorted((a, b) => names.compare(a.label, b.label))
}

/** Filters that hide something; the search is seen anyway, and the order hides nothing. */
export function countFilters(view: ListView): number {
  return [view.type, view.state, view.use].filter((filter) => filter !== 'all').length
}

/** "12 of 300 keys", or "300 keys" when all are shown. */
export function countLine(shown: number, total: number): string {
  const all = `${total} ${total === 1 ? 'key' : 'keys'}`
  return shown === total ? all : `${shown} of ${all}`
}
