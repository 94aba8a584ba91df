/** Compares a backup with what stands there now, and decides how to bring the old state back. */

import { AppError, assertNever } from '../contract/errors.ts'
import {
  type ContentEntry,
  type Entry,
  type FileStep,
  holdsPrivateKey,
  linkMark,
  type Mark,
  markOf,
  readCopy,
  readEntry,
  type SavedPermissions,
  type SetEntry,
  type StoredBackup,
} from '../storage/index.ts'

export interface RestorePlan {
  readonly steps: readonly FileStep[]
  readonly permissions: readonly SavedPermissions[]
  /** Paths that are as in the backup afterwards. */
  readonly restored: readonly string[]
  /** Holds something else than Keypilot left, and will be replaced. */
  readonly replaced: readonly string[]
  /** Was made by the change and has been changed since, so it stays. */
  readonly staying: readonly string[]
}

interface Draft {
  /** Take names away first: another step may need them. */
  readonly removals: FileStep[]
  readonly others: FileStep[]
  readonly permissions: SavedPermissions[]
  readonly restored: string[]
  readonly replaced: string[]
  readonly staying: string[]
}

/** @throws {AppError} `unreadable` for a damaged backup, `already-exists` for a folder in the way */
export async function planRestore(backup: StoredBackup): Promise<RestorePlan> {
  if (backup.entries === null) {
    throw new AppError(
      'unreadable',
      `The note of this backup cannot be read. Nothing was changed. Its files are in ${backup.folder}.`,
    )
  }
  const draft: Draft = {
    removals: [],
    others: [],
    permissions: [],
    restored: [],
    replaced: [],
    staying: [],
  }
  for (const entry of backup.entries) await addEntry(draft, backup, entry)
  const { removals, others, ...rest } = draft
  return { ...rest, steps: [...removals, ...others] }
}

async function addEntry(draft: Draft, backup: StoredBackup, entry: SetEntry): Promise<void> {
  switch (entry.what) {
    case 'content':
      return addContent(draft, backup, entry)
    case 'link':
      return addLink(draft, entry)
    case 'absent':
      return addAbsent(draft, entry)
    case 'permissions':
      draft.permissions.push({ path: entry.path, mode: entry.mode, sddl: entry.sddl })
      draft.restored.push(entry.path)
      return
    default:
      return assertNever(entry)
  }
}

async function addContent(draft: Draft, backup: StoredBackup, entry: ContentEntry): Promise<void> {
  const { path } = entry
  const data = await readCopy(backup, entry)
  const now = await readEntry(path)
  const mode = entry.mode === null ? null : Number.parseInt(entry.mode, 8)
  if (now.kind === 'file') {
    const same = data.equals(now.data)
    if (!same) noteReplaced(draft, path, now, entry.after)
    if (same && (mode === null || mode === (now.stats.mode & 0o7777))) return
    draft.others.push({
      kind: 'replace',
      path,
      data,
      expected: now.data,
      ...(mode === null ? {} : { mode }),
    })
  } else {
    takeAway(draft, path, now, entry.after)
    const secure = holdsPrivateKey(data.toString('latin1'))
    draft.others.push({ kind: 'create', path, data, mode: mode ?? 0o600, secure })
  }
  draft.restored.push(path)
}

async function addLink(draft: Draft, entry: Extract<SetEntry, { what: 'link' }>): Promise<void> {
  const { path, target } = entry
  const now = await readEntry(path)
  if (markOf(now) === linkMark(target)) return
  takeAway(draft, path, now, entry.after)
  draft.others.push({ kind: 'create-link', path, target })
  draft.restored.push(path)
}

/** Only what the change made is taken away, and not what was made of it since. */
async function addAbsent(
  draft: Draft,
  entry: Extract<SetEntry, { what: 'absent' }>,
): Promise<void> {
  const now = await readEntry(entry.path)
  if (now.kind === 'missing') return
  if (markOf(now) !== entry.after) {
    draft.staying.push(entry.path)
    return
  }
  draft.removals.push({ kind: 'remove', path: entry.path, expected: entry.after })
  draft.restored.push(entry.path)
}

/** A symbolic link is never followed: what it leads to is not what was backed up. */
function takeAway(draft: Draft, path: string, now: Entry, left: Mark | null): void {
  if (now.kind === 'missing') return
  if (now.kind === 'other') {
    throw new AppError(
      'already-exists',
      `Could not bring ${path} back: ${now.reason} now. Nothing was changed. Rename what is there and try again.`,
    )
  }
  noteReplaced(draft, path, now, left)
  draft.removals.push({ kind: 'remove', path, expected: markOf(now) ?? '' })
}

function noteReplaced(draft: Draft, path: string, now: Entry, left: Mark | null): void {
  if (markOf(now) !== left) draft.replaced.push(path)
}
