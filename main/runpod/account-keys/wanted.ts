/** What a change asks of the set: entries to take out, entries to repair, lines to add. */

import { AppError, assertNever } from '../../contract/errors.ts'
import type { AccountKeysChange, Problem } from '../../contract/methods.ts'
import type { InspectedPair } from '../../keys/index.ts'
import type { StoredBackup } from './backups.ts'
import { type Entry, type LocalPair, readEntries } from './entries.ts'
import {
  ALREADY_THERE,
  NO_PRIVATE_HALF,
  NOTHING_MISSING,
  NOTHING_TO_REPAIR,
  nameOf,
  notRestored,
  RESTORE_ADDS,
} from './notes.ts'
import { shortened } from './problems.ts'
import { pastedLines, publishableLine } from './publishable.ts'

export interface Wanted {
  readonly title: string
  /** Positions in the set. */
  readonly remove: ReadonlySet<number>
  readonly repair: ReadonlySet<number>
  readonly add: readonly string[]
  readonly notes: readonly Problem[]
  /** Said when the set is as wanted already. */
  readonly whenNothing: Problem
}

export interface Known {
  readonly pairs: readonly LocalPair[]
  readonly inspected: readonly InspectedPair[]
  /** @throws {AppError} `not-found`, `unreadable` */
  readBackup(id: string): Promise<StoredBackup>
}

const NONE: ReadonlySet<number> = new Set()

/** @throws {AppError} `not-found`, `invalid-value`, `unsupported`, `unreadable`, `changed-meanwhile` */
export async function wantedOf(
  change: AccountKeysChange,
  entries: readonly Entry[],
  known: Known,
): Promise<Wanted> {
  switch (change.kind) {
    case 'publish':
      return wantToPublish(change.keyId, known)
    case 'publish-text': {
      const { lines, notes } = pastedLines(change.text, known.pairs)
      const title = lines.length === 1 ? 'Publish a key' : `Publish ${lines.length} keys`
      return adding(title, lines, notes, ALREADY_THERE)
    }
    case 'remove':
      return wantToRemove(change.texts, entries)
    case 'repair':
      return wantToRepair(change.texts, entries)
    case 'restore':
      return wantToRestore(await known.readBackup(change.backup), known)
    default:
      return assertNever(change)
  }
}

function adding(
  title: string,
  add: readonly string[],
  notes: readonly Problem[],
  whenNothing: Problem,
): Wanted {
  return { title, remove: NONE, repair: NONE, add, notes, whenNothing }
}

function wantToPublish(keyId: string, { inspected, pairs }: Known): Wanted {
  const found = inspected.find(({ pair }) => pair.id === keyId)
  if (found === undefined) {
    throw new AppError(
      'not-found',
      'That key is not there any more. Look at the list of keys again and choose another one.',
    )
  }
  const { pair, publicKey } = found
  if (publicKey === null) {
    throw new AppError(
      'unreadable',
      `No public key can be read from ${pair.name}, so there is nothing to publish. “Keys” tells what is wrong with it.`,
    )
  }
  const labels = pairs.find(({ id }) => id === keyId)?.labels ?? [pair.name]
  const line = publishableLine(publicKey, labels)
  const notes = pair.pair === 'public-only' ? [NO_PRIVATE_HALF] : []
  return adding(`Publish the key ${shortened(pair.name)}`, [line], notes, ALREADY_THERE)
}

function wantToRemove(texts: readonly string[], entries: readonly Entry[]): Wanted {
  const remove = positionsOf(texts, entries)
  const [first] = remove
  const only = remove.size === 1 && first !== undefined ? entries[first] : undefined
  return {
    title: only ? `Remove ${nameOf(only.shown)}` : `Remove ${remove.size} entries`,
    remove,
    repair: NONE,
    add: [],
    notes: [],
    whenNothing: NOTHING_TO_REPAIR,
  }
}

function wantToRepair(texts: readonly string[] | undefined, entries: readonly Entry[]): Wanted {
  const chosen = texts === undefined ? entries.keys() : positionsOf(texts, entries)
  const repair = new Set([...chosen].filter((at) => entries[at]?.shown.repaired != null))
  const title = repair.size === 1 ? 'Repair an entry' : `Repair ${repair.size} entries`
  return { title, remove: NONE, repair, add: [], notes: [], whenNothing: NOTHING_TO_REPAIR }
}

/** @throws {AppError} `changed-meanwhile` when one of them is gone */
function positionsOf(texts: readonly string[], entries: readonly Entry[]): ReadonlySet<number> {
  const wanted = new Set(texts)
  const positions = [...entries.keys()].filter((at) => wanted.has(entries[at]?.shown.text ?? ''))
  const found = new Set(positions.map((at) => entries[at]?.shown.text))
  if (found.size === wanted.size) return new Set(positions)
  throw new AppError(
    'changed-meanwhile',
    'Nothing was changed: an entry that was chosen is not on the account any more. Look at the list again.',
  )
}

function wantToRestore(backup: StoredBackup, { pairs }: Known): Wanted {
  const entries = readEntries(backup.keys, pairs)
  const lines = entries.map(({ raw, accepted, secret, shown }) =>
    accepted && !secret ? [raw] : (shown.repaired ?? []),
  )
  const lost = lines.filter((each) => each.length === 0).length
  const notes = lost === 0 ? [RESTORE_ADDS] : [RESTORE_ADDS, notRestored(lost)]
  const when = backup.at.slice(0, 16).replace('T', ' ')
  return adding(`Restore the keys of ${when} UTC`, lines.flat(), notes, NOTHING_MISSING)
}
