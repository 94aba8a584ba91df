/** How a connection is saved among the others: made, updated, or folded together with a duplicate. */

import { randomUUID } from 'node:crypto'
import { AppError } from '../contract/errors.ts'
import type { LastResult, SavedConnection, Target } from '../contract/methods.ts'
import { isSamePod, isSameTarget, nameOf, podOfTarget } from './same-place.ts'
import type { Change } from './store.ts'

/** What is to be saved, already checked. What is undefined stays, or gets its default. */
export interface Wanted {
  readonly id?: string | undefined
  readonly target?: Target | undefined
  readonly name?: string | undefined
  readonly keyId?: string | null | undefined
  /** A key that is taken where none was chosen before. */
  readonly likelyKeyId?: string | null | undefined
  readonly notes?: string | undefined
  readonly alias?: string | null | undefined
  readonly podId?: string | null | undefined
}

export const MAX_CONNECTIONS = 10_000

/** `now`: ISO 8601, UTC. @throws {AppError} `not-found` for an unknown id; `invalid-value` for one too many */
export function upsert(
  connections: readonly SavedConnection[],
  wanted: Wanted,
  now: string,
): Change<SavedConnection> {
  const old = findOld(connections, wanted)
  const base = old ?? make(wanted, now)
  if (old === null && connections.length >= MAX_CONNECTIONS) throw tooMany()
  const updated = update(base, wanted)
  const isDuplicate = ({ id, target }: SavedConnection) =>
    id !== updated.id && isSameTarget(target, updated.target)
  const value = connections.filter(isDuplicate).reduce(fold, updated)
  const others = connections.filter((each) => each.id !== value.id && !isDuplicate(each))
  // A new one goes to the end, the others keep their place.
  const next =
    old === null
      ? [...others, value]
      : connections
          .filter((each) => !isDuplicate(each))
          .map((each) => (each.id === value.id ? value : each))
  return { connections: next, value }
}

/**
 * A connection that was forgotten, as it was: its last result and its dates included. What was saved of
 * the same place since then is folded into it.
 */
export function putBack(
  connections: readonly SavedConnection[],
  forgotten: SavedConnection,
): Change<SavedConnection> {
  const isSame = ({ id, target }: SavedConnection) =>
    id === forgotten.id || isSameTarget(target, forgotten.target)
  const value = connections.filter(isSame).reduce(fold, forgotten)
  return { connections: [...connections.filter((each) => !isSame(each)), value], value }
}

export function findById(connections: readonly SavedConnection[], id: string): SavedConnection {
  const found = connections.find((connection) => connection.id === id)
  if (found !== undefined) return found
  throw new AppError(
    'not-found',
    'This connection is no longer saved. Another window or program may have removed it; look at the list again.',
  )
}

function findOld(connections: readonly SavedConnection[], wanted: Wanted): SavedConnection | null {
  const { id, target } = wanted
  if (id !== undefined) return findById(connections, id)
  if (target === undefined) return null
  const podId = wanted.podId ?? podOfTarget(target)
  return (
    connections.find((each) => isSamePod(each, target, podId)) ??
    connections.find((each) => isSameTarget(each.target, target)) ??
    null
  )
}

function make({ target }: Wanted, now: string): SavedConnection {
  if (target === undefined)
    throw new AppError(
      'bad-request',
      'A new connection needs an address: paste the command that RunPod shows.',
    )
  return {
    id: randomUUID(),
    name: nameOf(target),
    target,
    keyId: null,
    notes: '',
    alias: null,
    podId: podOfTarget(target),
    createdAt: now,
    lastUsedAt: null,
    lastResult: null,
  }
}

function update(base: SavedConnection, wanted: Wanted): SavedConnection {
  const target = wanted.target ?? base.target
  const isMoved = !isSameTarget(base.target, target)
  const keyId = wanted.keyId === undefined ? base.keyId : wanted.keyId
  return {
    ...base,
    target,
    name:
      wanted.name ?? (isMoved && base.name === nameOf(base.target) ? nameOf(target) : base.name),
    keyId: keyId ?? (wanted.keyId === undefined ? (wanted.likelyKeyId ?? null) : null),
    notes: wanted.notes ?? base.notes,
    alias: wanted.alias === undefined ? base.alias : wanted.alias,
    podId: wanted.podId === undefined ? (base.podId ?? podOfTarget(target)) : wanted.podId,
    // It told of the old place.
    lastResult: isMoved ? null : base.lastResult,
  }
}

/** Everything that the duplicate knew and the kept one did not. */
function fold(kept: SavedConnection, other: SavedConnection): SavedConnection {
  const otherName =
    other.name === nameOf(other.target) || other.name === kept.name
      ? ''
      : `Was also saved as “${other.name}”.`
  const notes = [kept.notes, other.notes === kept.notes ? '' : other.notes, otherName]
  return {
    ...kept,
    keyId: kept.keyId ?? other.keyId,
    alias: kept.alias ?? other.alias,
    podId: kept.podId ?? other.podId,
    notes: notes.filter((text) => text !== '').join('\n'),
    createdAt: kept.createdAt < other.createdAt ? kept.createdAt : other.createdAt,
    lastUsedAt: later(kept.lastUsedAt, other.lastUsedAt),
    lastResult: laterResult(kept.lastResult, other.lastResult),
  }
}

function later(a: string | null, b: string | null): string | null {
  return (a ?? '') >= (b ?? '') ? a : b
}

function laterResult(a: LastResult | null, b: LastResult | null): LastResult | null {
  return (a?.at ?? '') >= (b?.at ?? '') ? a : b
}

function tooMany(): AppError {
  return new AppError(
    'invalid-value',
    `There are ${MAX_CONNECTIONS.toLocaleString('en')} saved connections already, and no more are kept. Remove some that are no longer needed.`,
  )
}
