/** Makes of a set and a change the set that is to be written, and the plan that shows it. */

import { createHash } from 'node:crypto'
import { AppError } from '../../contract/errors.ts'
import type { AccountKey, AccountKeysPlan, Problem } from '../../contract/methods.ts'
import { type Entry, keyIdOf, type LocalPair, readEntries } from './entries.ts'
import {
  blockedEntry,
  LAST_USABLE_KEY,
  OPTIONS_DROPPED,
  REMOVED_STILL_WORKS,
  RUNNING_PODS,
} from './notes.ts'
import { MAX_STORED_LENGTH } from './problems.ts'
import type { Wanted } from './wanted.ts'

/** To be typed before the last key goes. */
export const CONFIRM_WORD = 'remove all'

export interface Draft {
  readonly plan: AccountKeysPlan
  readonly entries: readonly Entry[]
  /** The whole set to write. */
  readonly next: readonly string[]
  /** Ids of the keys that come and go with it. */
  readonly addedIds: readonly string[]
  readonly removedIds: readonly string[]
}

/** An entry and what becomes of it: itself, other lines, or nothing. */
interface Row {
  readonly entry: Entry
  readonly to: readonly string[]
  /** It was not asked for: RunPod would refuse the set otherwise. */
  readonly forced: boolean
}

/**
 * What nobody asked to change is kept byte for byte, in its order; but RunPod refuses a set with an
 * entry that its own check does not pass, so such entries are repaired or taken out in the same plan.
 *
 * @throws {AppError} `invalid-value` when the set would be longer than RunPod can store
 */
export function draftOf(
  entries: readonly Entry[],
  wanted: Wanted,
  pairs: readonly LocalPair[],
): Draft {
  const asked = entries.map((entry, at): Row => {
    if (wanted.remove.has(at)) return { entry, to: [], forced: false }
    const repaired = wanted.repair.has(at) ? entry.shown.repaired : null
    return { entry, to: repaired ?? [entry.raw], forced: false }
  })
  const before = entries.map(({ raw }) => raw)
  const isChange = asked.some(isChanged) || missing(wanted.add, before).length > 0
  const rows = isChange ? withoutRepetition(asked.map(unblocked)) : asked
  const kept = rows.flatMap(({ to }) => to)
  const added = missing(wanted.add, kept)
  const next = [...kept, ...added]
  const [idsBefore, idsAfter] = [idsOf(before), idsOf(next)]
  refuseTooLong(before, next)
  const plan = planOf({ rows, added, next, isChange, wanted, pairs })
  return {
    plan: isChange && isGrave(plan) ? { ...plan, asks: true } : plan,
    entries,
    next,
    addedIds: [...idsAfter].filter((id) => !idsBefore.has(id)),
    removedIds: [...idsBefore].filter((id) => !idsAfter.has(id)),
  }
}

function isChanged({ entry, to }: Row): boolean {
  return to.length !== 1 || to[0] !== entry.raw
}

function unblocked(row: Row): Row {
  const { entry } = row
  if (isChanged(row) || entry.accepted) return row
  return { entry, to: entry.lines, forced: true }
}

/** A repaired line may hold a key that stands elsewhere too; what is kept goes first. */
function withoutRepetition(rows: readonly Row[]): readonly Row[] {
  const seen = new Set(idsOf(rows.filter((row) => !isChanged(row)).flatMap(({ to }) => to)))
  return rows.map((row) => {
    if (!isChanged(row)) return row
    const to = row.to.filter((line) => {
      const id = keyIdOf(line)
      if (id === null) return true
      const isNew = !seen.has(id)
      seen.add(id)
      return isNew
    })
    return { ...row, to }
  })
}

/** The lines that are not there yet, each once. */
function missing(lines: readonly string[], there: readonly string[]): readonly string[] {
  const seen = new Set(there.map(identityOf))
  return lines.filter((line) => {
    const isNew = !seen.has(identityOf(line))
    seen.add(identityOf(line))
    return isNew
  })
}

/** Keys are compared by what they are, not by their text; what is no key has only its text. */
function identityOf(line: string): string {
  return keyIdOf(line) ?? `text:${line}`
}

function idsOf(lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => keyIdOf(line) ?? []))
}

/** Characters of a set, with a blank line between its entries, as RunPod’s own tool stores them. */
export function lengthOf(lines: readonly string[]): number {
  return lines.join('\n\n').length
}

function refuseTooLong(before: readonly string[], next: readonly string[]): void {
  const length = lengthOf(next)
  if (length <= MAX_STORED_LENGTH || length <= lengthOf(before)) return
  throw new AppError(
    'invalid-value',
    `Nothing was changed: RunPod can store about ${MAX_STORED_LENGTH.toLocaleString('en-US')} characters of keys, and with this there would be ${length.toLocaleString('en-US')}. Remove keys that you no longer use first.`,
  )
}

interface PlanInput {
  readonly rows: readonly Row[]
  readonly added: readonly string[]
  readonly next: readonly string[]
  readonly isChange: boolean
  readonly wanted: Wanted
  readonly pairs: readonly LocalPair[]
}

function planOf(input: PlanInput): AccountKeysPlan {
  const { rows, added, next, isChange, wanted, pairs } = input
  const changed = rows.filter(isChanged)
  const before = rows.map(({ entry }) => entry.raw)
  return {
    id: planIdOf(before, next),
    title: wanted.title,
    kept: rows.filter((row) => !isChanged(row)).map(({ entry }) => entry.shown),
    added: readEntries(added, pairs).map(({ shown }) => shown),
    repaired: changed
      .filter(({ to }) => to.length > 0)
      .map(({ entry, to }) => ({ from: entry.shown, to })),
    removed: changed.filter(({ to }) => to.length === 0).map(({ entry }) => entry.shown),
    noChange: !isChange,
    confirmWord: isChange && next.length === 0 ? CONFIRM_WORD : null,
    notes: isChange ? notesOf(input, changed) : [...wanted.notes, wanted.whenNothing],
  }
}

/**
 * A page that is not ours any more must not be able to let a stranger's key in, to free one from its
 * restrictions, or to take one off.
 */
function isGrave({ added, removed, notes }: AccountKeysPlan): boolean {
  const isForeign = added.some(({ keyId }) => keyId === null)
  return removed.length > 0 || isForeign || notes.includes(OPTIONS_DROPPED)
}

/** The order in which RunPod lists the keys says nothing, so another order is the same set. */
function planIdOf(before: readonly string[], next: readonly string[]): string {
  const text = JSON.stringify([before.toSorted(), next.toSorted()])
  return createHash('sha256').update(text).digest('hex')
}

function notesOf(
  { rows, added, next, wanted }: PlanInput,
  changed: readonly Row[],
): readonly Problem[] {
  const forced = changed.filter((row) => row.forced)
  const hadKey = rows.some(({ entry }) => entry.keyId !== null)
  const removesKey = changed.some(({ entry, to }) => entry.keyId !== null && to.length === 0)
  const dropsOptions = changed.some(({ entry, to }) => to.length > 0 && hasOptions(entry.shown))
  return [
    ...wanted.notes,
    ...forced.map(({ entry, to }) => blockedEntry(entry.shown, to.length === 0)),
    ...(dropsOptions ? [OPTIONS_DROPPED] : []),
    ...(hadKey && idsOf(next).size === 0 ? [LAST_USABLE_KEY] : []),
    ...(added.length > 0 || changed.some(({ to }) => to.length > 0) ? [RUNNING_PODS] : []),
    ...(removesKey ? [REMOVED_STILL_WORKS] : []),
  ]
}

function hasOptions({ problems }: AccountKey): boolean {
  return problems.some(({ code }) => code === 'options')
}
