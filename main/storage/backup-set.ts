/**
 * One action, one backup: a folder with the old files and a note, `set.json`, of where they were.
 * A folder whose name begins with a dot is not a backup yet: its change may still not happen.
 */

import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { basename, isAbsolute, join, normalize } from 'node:path'
import { z } from 'zod'
import { ensurePrivateDirectory, syncDirectory } from './directories.ts'
import { errnoOf, fileError } from './file-error.ts'
import type { Paths } from './paths.ts'
import { shortName } from './short-name.ts'

const path = z.string().refine((value) => isAbsolute(value) && normalize(value) === value)
const mode = z
  .string()
  .regex(/^[0-7]{4}$/)
  .nullable()
const mark = z.string().max(10_000)

/** What is kept of one file. `after`: mark of what the change left there, null for nothing. */
const entrySchema = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.literal('content'),
    path,
    /** Name of the copy in the folder: no separators, so that it cannot lead out of it. */
    file: z.string().regex(/^\d{1,6}(-[^/\\\0]{1,120})?$/),
    size: z.int().min(0),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    mode,
    after: mark.nullable(),
  }),
  z.strictObject({
    what: z.literal('link'),
    path,
    target: z.string().min(1),
    after: mark.nullable(),
  }),
  /** There was no file; the change made what the mark says. */
  z.strictObject({ what: z.literal('absent'), path, size: z.int().min(0), mode, after: mark }),
  z.strictObject({
    what: z.literal('permissions'),
    path,
    mode: z.int().min(0).max(0o7777).nullable(),
    sddl: z.string().nullable(),
  }),
])

const schema = z.strictObject({
  version: z.literal(2),
  id: z.string(),
  at: z.iso.datetime(),
  title: z.string(),
  /** What the person should know of it, e.g. that the change could not be completed. */
  note: z.string().nullable(),
  entries: z.array(entrySchema),
})

export type SetEntry = z.infer<typeof entrySchema>
export type SetInfo = z.infer<typeof schema>

/** An entry to be written; the copy's name, size and hash follow from the data. */
export type NewEntry =
  | Exclude<SetEntry, { readonly what: 'content' }>
  | {
      readonly what: 'content'
      readonly path: string
      readonly data: Buffer
      readonly mode: string | null
      readonly after: string | null
    }

export const SET_ID = /^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z-[0-9a-f]{6}$/
export const SET_FILE = 'set.json'
const MAX_COPY_NAME_BYTES = 100

/** Sorts by time. */
export function newSetId(at: Date): string {
  return `${at.toISOString().replaceAll(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}`
}

export function setFolder(paths: Paths, id: string): string {
  return join(paths.backupsDir, id)
}

/** Where a set is until its change has happened. */
export function pendingFolder(paths: Paths, id: string): string {
  return join(paths.backupsDir, `.${id}.new`)
}

/** Octal with four digits; null on Windows, where modes mean nothing. */
export function octalMode(mode: number): string | null {
  if (process.platform === 'win32') return null
  return (mode & 0o7777).toString(8).padStart(4, '0')
}

/**
 * Writes a set that is not listed yet. It is on the disk when this returns; when it throws, it is
 * gone, and nothing may be changed.
 *
 * @throws {AppError} `disk-full`, `read-only`, `permission-denied`
 */
export async function prepareSet(
  paths: Paths,
  set: { readonly id: string; readonly at: Date; readonly title: string },
  entries: readonly NewEntry[],
): Promise<void> {
  await ensurePrivateDirectory(paths.backupsDir)
  const folder = pendingFolder(paths, set.id)
  try {
    await mkdir(folder, { mode: 0o700 })
    const kept: SetEntry[] = []
    for (const [index, entry] of entries.entries()) {
      kept.push(await keep(folder, index, entry))
    }
    const info: SetInfo = {
      version: 2,
      id: set.id,
      at: set.at.toISOString(),
      title: set.title,
      note: null,
      entries: kept,
    }
    await writeNew(join(folder, SET_FILE), infoText(info))
    await syncDirectory(folder)
    await syncDirectory(paths.backupsDir)
  } catch (error) {
    await rm(folder, { recursive: true, force: true }).catch(() => {})
    throw fileError(error, 'make a safety copy before changing anything, in', folder)
  }
}

async function keep(folder: string, index: number, entry: NewEntry): Promise<SetEntry> {
  if (entry.what !== 'content') return entry
  const { data, ...rest } = entry
  const file = `${index + 1}-${copyName(entry.path)}`
  await writeNew(join(folder, file), data)
  const sha256 = createHash('sha256').update(data).digest('hex')
  return { ...rest, file, size: data.length, sha256 }
}

/** For people who look into the folder. A backslash, which parts folders on Windows, is left out. */
function copyName(path: string): string {
  return shortName(basename(path).replaceAll('\\', '_'), MAX_COPY_NAME_BYTES)
}

/** Lists a prepared set; doing it twice is no fault. A set with a note gets it first. */
export async function publishSet(paths: Paths, id: string, note?: string): Promise<void> {
  const pending = pendingFolder(paths, id)
  try {
    if (note !== undefined) await annotate(pending, note)
    await rename(pending, setFolder(paths, id))
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw fileError(error, 'keep the safety copy', pending)
  }
  await syncDirectory(paths.backupsDir)
}

/** For a change that did not happen: everything is where it was. */
export async function discardSet(paths: Paths, id: string): Promise<void> {
  await rm(pendingFolder(paths, id), { recursive: true, force: true }).catch(() => {})
}

async function annotate(folder: string, note: string): Promise<void> {
  const info = parseSetInfo(await readFile(join(folder, SET_FILE), 'utf8'))
  if (info === null) return
  const fresh = join(folder, `${SET_FILE}.new`)
  await rm(fresh, { force: true })
  await writeNew(fresh, infoText({ ...info, note }))
  await rename(fresh, join(folder, SET_FILE))
}

/** Null for what is no note of a set, or not of this version. */
export function parseSetInfo(text: string): SetInfo | null {
  try {
    const result = schema.safeParse(JSON.parse(text))
    return result.success ? result.data : null
  } catch {
    return null
  }
}

function infoText(info: SetInfo): string {
  return `${JSON.stringify(info, null, 2)}\n`
}

async function writeNew(file: string, data: Buffer | string): Promise<void> {
  const handle = await open(file, 'wx', 0o600)
  try {
    await handle.writeFile(data)
    await handle.sync()
  } finally {
    await handle.close()
  }
}
