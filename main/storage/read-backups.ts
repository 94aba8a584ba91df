/** Reads the backup folder: sets, and the single files that older versions kept. */

import { createHash } from 'node:crypto'
import { readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, isAbsolute, join, normalize } from 'node:path'
import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import { ownValue } from '../system/own-value.ts'
import {
  parseSetInfo,
  pendingFolder,
  SET_FILE,
  SET_ID,
  type SetEntry,
  setFolder,
} from './backup-set.ts'
import { syncDirectory } from './directories.ts'
import { fileError } from './file-error.ts'
import { inParallel } from './parallel.ts'
import type { Paths } from './paths.ts'
import { readEntry } from './transaction/entry.ts'
import { readJournals } from './transaction/journal.ts'

/** For `after` in a backup of an older version, which did not note what the change left. */
export const UNKNOWN_MARK = 'unknown'

export interface StoredBackup {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly title: string
  readonly note: string | null
  /** Folder of the copies. */
  readonly folder: string
  /** Null when the note of the backup cannot be read. */
  readonly entries: readonly SetEntry[] | null
}

export type ContentEntry = Extract<SetEntry, { readonly what: 'content' }>

/** A repair of ten thousand files has a note of about two megabytes; what is larger is not ours. */
const MAX_NOTE_BYTES = 16_777_216
const AT_ONCE = 32
const LONE_END = '.backup-info.json'

/** Newest first. Listing costs one small file per backup. */
export async function readBackups(paths: Paths): Promise<readonly StoredBackup[]> {
  const names = await readdir(paths.backupsDir).catch(() => [])
  await sweepPending(paths, names)
  const backups = await inParallel(names, AT_ONCE, (name) => readBackup(paths, name))
  return backups
    .filter((backup) => backup !== null)
    .sort((a, b) => (`${a.at} ${a.id}` < `${b.at} ${b.id}` ? 1 : -1))
}

const PENDING = /^\.(?<id>.+)\.new$/s
/** Preparing a backup takes a moment; its change names it in a journal for longer. */
const PENDING_STALE_MS = 3_600_000

/** What a process left that was killed before its change had begun: copies of files as they are. */
async function sweepPending(paths: Paths, names: readonly string[]): Promise<void> {
  const pending = names.filter((name) => SET_ID.test(PENDING.exec(name)?.groups?.id ?? ''))
  if (pending.length === 0) return
  const { found, unreadable } = await readJournals(paths)
  if (unreadable) return
  for (const name of pending) {
    const folder = join(paths.backupsDir, name)
    const stats = await stat(folder).catch(() => null)
    const isNamed = found.some(({ journal }) => pendingFolder(paths, journal.id) === folder)
    const isOld = stats !== null && Date.now() - stats.mtimeMs > PENDING_STALE_MS
    if (isOld && !isNamed) await rm(folder, { recursive: true, force: true }).catch(() => {})
  }
}

async function readBackup(paths: Paths, name: string): Promise<StoredBackup | null> {
  if (SET_ID.test(name)) return readSet(setFolder(paths, name), name)
  const id = name.slice(0, LONE_ID_LENGTH)
  if (!name.endsWith(LONE_END) || !SET_ID.test(id)) return null
  return readLone(paths, name, id)
}

const LONE_ID_LENGTH = '2026-01-02T03-04-05-678Z-abcdef'.length

async function readSet(folder: string, id: string): Promise<StoredBackup> {
  const info = parseSetInfo(await readNote(join(folder, SET_FILE)))
  if (info === null || info.id !== id) return unreadable(folder, id)
  const { at, title, note, entries } = info
  return { id, at, title, note, folder, entries }
}

const loneSchema = z.object({
  version: z.literal(1),
  file: z.string(),
  originalPath: z.string().refine((path) => isAbsolute(path) && normalize(path) === path),
  mode: z
    .string()
    .regex(/^[0-7]{4}$/)
    .nullable(),
  at: z.iso.datetime(),
  reason: z.string(),
  size: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})

async function readLone(paths: Paths, name: string, id: string): Promise<StoredBackup> {
  const folder = paths.backupsDir
  const info = loneSchema.safeParse(parseJson(await readNote(join(folder, name))))
  if (!info.success || info.data.file !== name.slice(0, -LONE_END.length)) {
    return unreadable(folder, id)
  }
  const { file, originalPath: path, mode, at, reason, size, sha256 } = info.data
  const entry: SetEntry = { what: 'content', path, file, size, sha256, mode, after: UNKNOWN_MARK }
  return { id, at, title: loneTitle(path, reason), note: null, folder, entries: [entry] }
}

const LONE_REASONS: { readonly [reason: string]: string } = {
  change: 'Changed the file',
  'forget-host-key': 'Forgot a host key in',
  'damaged settings file': 'Mended the damaged settings file',
}

function loneTitle(path: string, reason: string): string {
  const known = ownValue(LONE_REASONS, reason)
  return known === undefined ? `${reason}: ${basename(path)}` : `${known} ${basename(path)}`
}

/** Shown, so that it can be looked into by hand. */
function unreadable(folder: string, id: string): StoredBackup {
  const [date = '', time = ''] = id.split('T')
  const [hours, minutes, seconds, rest = ''] = time.split('-')
  const at = `${date}T${hours}:${minutes}:${seconds}.${rest}`
  return {
    id,
    at,
    title: 'A change that cannot be told any more',
    note: null,
    folder,
    entries: null,
  }
}

async function readNote(path: string): Promise<string> {
  const entry = await readEntry(path).catch(() => null)
  if (entry?.kind !== 'file' || entry.data.length > MAX_NOTE_BYTES) return ''
  return entry.data.toString('utf8')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/**
 * The copy of a file, checked against its note.
 *
 * @throws {AppError} `unreadable` when it is missing or damaged
 */
export async function readCopy(backup: StoredBackup, entry: ContentEntry): Promise<Buffer> {
  const copy = join(backup.folder, entry.file)
  const found = await readEntry(copy)
  if (found.kind === 'missing') {
    throw new AppError(
      'unreadable',
      `The copy of ${entry.path} is missing from the backup: ${copy}.`,
    )
  }
  const intact =
    found.kind === 'file' &&
    found.data.length === entry.size &&
    createHash('sha256').update(found.data).digest('hex') === entry.sha256
  if (intact) return found.data
  throw new AppError(
    'unreadable',
    `The copy of ${entry.path} in the backup is damaged: ${copy} does not hold what was kept.`,
  )
}

/**
 * Deletes a backup for good. A set leaves the list at once; a process killed on the way leaves
 * what `readBackups` sweeps.
 *
 * @throws {AppError} the errors of changing files
 */
export async function deleteBackup(paths: Paths, backup: StoredBackup): Promise<void> {
  const { id, folder, entries } = backup
  try {
    if (folder !== paths.backupsDir) {
      const leaving = pendingFolder(paths, id)
      await rename(folder, leaving)
      await rm(leaving, { recursive: true, force: true })
    } else {
      const names = (await readdir(folder)).filter((name) => name.startsWith(id))
      const copies = entries?.flatMap((entry) => (entry.what === 'content' ? [entry.file] : []))
      for (const name of new Set([...(copies ?? []), ...names])) {
        await rm(join(folder, name), { force: true })
      }
    }
  } catch (error) {
    throw fileError(error, 'delete the backup in', folder)
  }
  await syncDirectory(paths.backupsDir)
}
