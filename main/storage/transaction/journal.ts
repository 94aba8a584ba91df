/**
 * The note of a change that has begun. A draft is written before the first hidden file; renamed to
 * a journal, it is the point of no return: from then on the change is completed, whoever does it.
 * It holds paths, marks and modes, and never a byte of a file.
 */

import { open, readdir, readFile, rename, stat, unlink } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { TEMPORARY_NAME } from '../atomic-write.ts'
import { ensurePrivateDirectory, syncDirectory } from '../directories.ts'
import { errnoOf, fileError } from '../file-error.ts'
import type { Paths } from '../paths.ts'

const path = z.string().refine(isAbsolute)
/** The only names that completing a change may remove. */
const hidden = path.refine((value) => TEMPORARY_NAME.test(basename(value)))
const mark = z.string().regex(/^(file:[0-9a-f]{64}|link:[\s\S]+)$/)

const step = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('create'), path, staged: hidden, mark }),
  z.strictObject({ kind: z.literal('create-link'), path, target: z.string(), mark }),
  z.strictObject({
    kind: z.literal('replace'),
    path,
    /** Hidden file with the new content. */
    staged: hidden,
    /** Hidden name that keeps the old file until the end. */
    aside: hidden,
    before: mark,
    mark,
  }),
  z.strictObject({ kind: z.literal('move'), from: path, to: path, mark }),
  z.strictObject({
    kind: z.literal('remove'),
    path,
    aside: hidden,
    mark,
  }),
])

const schema = z.strictObject({
  version: z.literal(1),
  /** Of the change, and of its backup. */
  id: z.string(),
  title: z.string(),
  /** Names of all locks that the change holds, in order. */
  locks: z.array(z.string()),
  steps: z.array(step),
})

export type JournalStep = z.infer<typeof step>
export type Journal = z.infer<typeof schema>

export interface FoundJournal {
  /**
   * `draft`: nothing visible has happened yet. `back`: it is being taken back. `done`: only hidden
   * files are left to remove.
   */
  readonly stage: 'draft' | 'committed' | 'back' | 'done'
  readonly journal: Journal
}

const NAME = /^(?<id>[0-9A-Za-z-]{1,64})\.(?<kind>draft|committed|back|done|new)\.json$/
/** A note that never became a draft; nothing was begun after it. */
const UNFINISHED_STALE_MS = 60_000

type Stage = FoundJournal['stage']

export function journalFile(paths: Paths, id: string, stage: Stage | 'new'): string {
  return join(paths.journalDir, `${id}.${stage}.json`)
}

/** Appears whole: others judge by it what may be swept. */
export async function writeDraft(paths: Paths, journal: Journal): Promise<void> {
  const fresh = journalFile(paths, journal.id, 'new')
  await ensurePrivateDirectory(paths.journalDir)
  try {
    const handle = await open(fresh, 'wx', 0o600)
    try {
      await handle.writeFile(`${JSON.stringify(journal, null, 2)}\n`)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(fresh, journalFile(paths, journal.id, 'draft'))
    await syncDirectory(paths.journalDir)
  } catch (error) {
    await unlink(fresh).catch(() => {})
    throw fileError(error, 'note down the change in', fresh)
  }
}

/** From draft to committed is the point of no return; from committed on to done, or back. */
export async function advanceJournal(
  paths: Paths,
  id: string,
  from: Stage,
  to: Stage,
): Promise<void> {
  const file = journalFile(paths, id, to)
  try {
    await rename(journalFile(paths, id, from), file)
  } catch (error) {
    throw fileError(error, 'note down the change in', file)
  }
  await syncDirectory(paths.journalDir)
}

/** The change is complete, or taken back. */
export async function dropJournal(paths: Paths, id: string, stage: Stage): Promise<void> {
  await unlink(journalFile(paths, id, stage))
  await syncDirectory(paths.journalDir)
}

/**
 * One readdir when there is nothing. `unreadable`: there are notes that this version cannot read,
 * so what they name is not known, and nothing may be swept.
 */
export async function readJournals(
  paths: Paths,
): Promise<{ readonly found: readonly FoundJournal[]; readonly unreadable: boolean }> {
  const names = await readdir(paths.journalDir).catch(() => [])
  const notes = await Promise.all(names.sort().map((name) => readJournal(paths, name)))
  return {
    found: notes.filter((note) => note !== null && note !== 'unreadable'),
    unreadable: notes.includes('unreadable'),
  }
}

/** Those that can be read. */
export async function findJournals(paths: Paths): Promise<readonly FoundJournal[]> {
  return (await readJournals(paths)).found
}

async function readJournal(
  paths: Paths,
  name: string,
): Promise<FoundJournal | 'unreadable' | null> {
  const groups = NAME.exec(name)?.groups
  if (groups === undefined) return null
  const file = join(paths.journalDir, name)
  const stage = STAGES.find((known) => known === groups.kind)
  if (stage === undefined) return removeIfOld(file)
  try {
    const journal = parseJournal(await readFile(file, 'utf8'))
    // It may be of a newer version, which knows what to do with it: it is kept.
    return journal === null || journal.id !== groups.id ? 'unreadable' : { stage, journal }
  } catch (error) {
    return errnoOf(error) === 'ENOENT' ? null : 'unreadable'
  }
}

const STAGES = ['draft', 'committed', 'back', 'done'] as const

async function removeIfOld(file: string): Promise<null> {
  const stats = await stat(file).catch(() => null)
  const old = stats !== null && Date.now() - stats.mtimeMs > UNFINISHED_STALE_MS
  if (old) await unlink(file).catch(() => {})
  return null
}

/** Null for what is no note of ours. Never throws. */
export function parseJournal(text: string): Journal | null {
  try {
    const result = schema.safeParse(JSON.parse(text))
    return result.success ? result.data : null
  } catch {
    return null
  }
}
