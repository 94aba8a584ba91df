/** Copies of the account's keys as they were before each change, in the data folder. */

import { randomBytes } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import type { AccountKeysBackup } from '../../contract/methods.ts'
import {
  createFile,
  ensurePrivateDirectory,
  errnoOf,
  fileError,
  type Paths,
} from '../../storage/index.ts'
import type { Entry } from './entries.ts'

export interface StoredBackup {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly title: string
  readonly keys: readonly string[]
}

/** 65,000 characters of keys, each written as six in the worst case, and then some. */
const MAX_BYTES = 4_194_304
/** Older copies stay on the disk; a list has no use for more. */
const MAX_LISTED = 500
const NAME = /^(\d{4}-\d{2}-\d{2}T[\d-]+Z-[0-9a-f]{6})\.json$/

const SHAPE = z.object({
  version: z.literal(1),
  at: z.iso.datetime(),
  title: z.string().max(1_000),
  keys: z.array(z.string().max(262_144)).max(10_000),
})

/**
 * Keeps the set; it is on the disk when this returns. Entries that may be secret are kept without
 * what is secret: their usable keys alone.
 *
 * @throws {AppError} `disk-full`, `read-only`, `permission-denied`: nothing may be changed then
 */
export async function writeBackup(
  paths: Paths,
  title: string,
  entries: readonly Entry[],
): Promise<AccountKeysBackup> {
  const folder = folderOf(paths)
  await ensurePrivateDirectory(folder)
  const at = new Date().toISOString()
  const keys = entries.flatMap(({ raw, secret, shown }) =>
    secret ? (shown.repaired ?? []) : [raw],
  )
  const id = `${at.replaceAll(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}`
  const stored = { version: 1, at, title, keys }
  await createFile(join(folder, `${id}.json`), `${JSON.stringify(stored, null, 2)}\n`, 0o600)
  return { id, at, title, count: keys.length }
}

/** Newest first. What is no whole copy of ours is left out. */
export async function listBackups(paths: Paths): Promise<readonly AccountKeysBackup[]> {
  const names = await readdir(folderOf(paths)).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return []
    throw fileError(error, 'read the copies of your account’s keys in', folderOf(paths))
  })
  const ids = names.flatMap((name) => NAME.exec(name)?.[1] ?? []).toSorted()
  const found: AccountKeysBackup[] = []
  for (const id of ids.toReversed().slice(0, MAX_LISTED)) {
    const stored = await readBackup(paths, id).catch((error: unknown) => {
      if (error instanceof AppError) return null
      throw error
    })
    if (stored === null) continue
    found.push({ id, at: stored.at, title: stored.title, count: stored.keys.length })
  }
  return found
}

/** @throws {AppError} `not-found`, `unreadable` */
export async function readBackup(paths: Paths, id: string): Promise<StoredBackup> {
  const file = join(folderOf(paths), `${id}.json`)
  if (!NAME.test(`${id}.json`)) throw gone()
  try {
    const stats = await stat(file)
    if (!stats.isFile() || stats.size > MAX_BYTES) throw damaged(file)
    return SHAPE.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (error) {
    if (error instanceof AppError) throw error
    if (errnoOf(error) === 'ENOENT') throw gone()
    if (error instanceof SyntaxError || error instanceof z.ZodError) throw damaged(file)
    throw fileError(error, 'read', file)
  }
}

function folderOf({ dataDir }: Paths): string {
  return join(dataDir, 'runpod-key-backups')
}

function gone(): AppError {
  return new AppError(
    'not-found',
    'That copy of the account’s keys is not there any more. Look at the list of copies again.',
  )
}

function damaged(file: string): AppError {
  return new AppError(
    'unreadable',
    `The copy in ${file} is damaged, so nothing was restored from it. Choose another copy.`,
  )
}
