/** Saved connections as a JSON file that another computer can read; no secret is in it. */

import { AppError } from '../contract/errors.ts'
import type { ImportedConnections, Problem, SavedConnection } from '../contract/methods.ts'
import { judgeTarget } from '../ssh-command/index.ts'
import { holdsPrivateKey } from '../storage/index.ts'
import { upsert, type Wanted } from './merge.ts'
import { isSamePod, isSameTarget, nameOf } from './same-place.ts'
import type { Change } from './store.ts'
import { isRecord, parseJson, portable, printStored } from './stored.ts'

/** What means something elsewhere: results are of this computer, ids of this file. */
export function exportText(connections: readonly SavedConnection[]): string {
  return printStored(
    connections.map(({ name, target, keyId, notes, alias, podId }) => {
      // A fingerprint is the same everywhere; a path is not, and tells of this computer.
      const key = keyId?.startsWith('SHA256:') ? keyId : null
      return { name, target, keyId: key, notes, alias, podId }
    }),
  )
}

export interface ReadEntries {
  readonly entries: readonly Wanted[]
  readonly problems: readonly Problem[]
}

const entry = portable.partial().required({ target: true })

/** @throws {AppError} `invalid-value` when the text is no list of connections at all */
export function readEntries(text: string): ReadEntries {
  const value = parseJson(text)
  const list = isRecord(value) ? value.connections : value
  if (!Array.isArray(list)) {
    throw new AppError(
      'invalid-value',
      'This is not a file of saved connections. Choose one that Keypilot has exported: it is JSON text with a list named “connections”.',
    )
  }
  const entries: Wanted[] = []
  const problems: Problem[] = []
  list.forEach((each: unknown, index) => {
    const read = readEntry(each)
    if (typeof read === 'string') problems.push(leftOut(index + 1, each, read))
    else entries.push(read)
  })
  return { entries, problems }
}

/** Adds them one after the other, so that two of the same place in the file become one too. */
export function addEntries(
  connections: readonly SavedConnection[],
  { entries, problems }: ReadEntries,
  now: string,
): Change<ImportedConnections> {
  const before = new Set(connections.map(({ id }) => id))
  const touched = new Map<string, SavedConnection>()
  let all = connections
  for (const each of entries) {
    const { connections: next, value } = upsert(all, withoutOverwriting(all, each), now)
    touched.set(value.id, value)
    all = next
  }
  const [added, merged] = [false, true].map((wasThere) =>
    [...touched.values()].filter(({ id }) => before.has(id) === wasThere),
  )
  return { connections: all, value: { added: added ?? [], merged: merged ?? [], problems } }
}

/** What stands here already wins; the file fills the gaps. */
function withoutOverwriting(connections: readonly SavedConnection[], wanted: Wanted): Wanted {
  const { target, podId = null } = wanted
  if (target === undefined) return wanted
  const here =
    connections.find((each) => isSamePod(each, target, podId)) ??
    connections.find((each) => isSameTarget(each.target, target))
  if (here === undefined) return wanted
  const name = here.name === nameOf(here.target) ? wanted.name : undefined
  const notes = here.notes === '' ? wanted.notes : addedNotes(here.notes, wanted.notes ?? '')
  return {
    target,
    likelyKeyId: wanted.keyId,
    alias: here.alias ?? wanted.alias,
    podId: here.podId ?? wanted.podId,
    name,
    notes,
  }
}

function addedNotes(here: string, more: string): string {
  return more === '' || here.includes(more) ? here : `${here}\n${more}`
}

/** The entry, or why it cannot be taken. */
function readEntry(value: unknown): Wanted | string {
  if (holdsPrivateKey(JSON.stringify(value))) {
    return 'It holds a private key, which must not be kept among the connections.'
  }
  const checked = entry.safeParse(value)
  if (!checked.success) {
    const [issue] = checked.error.issues
    const where = issue?.path.join('.') || 'entry'
    return `Its “${where}” is not as it should be (${issue?.message ?? 'not understood'}).`
  }
  const problem = judgeTarget(checked.data.target)
  return problem === null ? checked.data : `${problem.title}. ${problem.detail}`
}

function leftOut(number: number, value: unknown, why: string): Problem {
  // Never a part of a key that was pasted there.
  const isNamed =
    isRecord(value) && typeof value.name === 'string' && !holdsPrivateKey(JSON.stringify(value))
  const name = isNamed ? ` (${shorten(String(value.name))})` : ''
  return {
    code: 'entry-left-out',
    severity: 'warning',
    title: `Entry ${number}${name} was left out`,
    detail: `${why} The other entries were taken.`,
  }
}

function shorten(text: string): string {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
  return line.length > 60 ? `${line.slice(0, 60)}…` : line
}
