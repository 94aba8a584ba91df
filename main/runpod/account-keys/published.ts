/** When Keypilot put which key onto the account: a pod created before that does not know the key. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { changeFile, errnoOf, type Log, type Paths } from '../../storage/index.ts'

const SHAPE = z.object({
  version: z.literal(1),
  published: z.record(z.string().max(128), z.iso.datetime()),
})
/** The oldest are forgotten; pods live shorter. */
const MAX_KEYS = 2_000

export interface PublishedChange {
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

export interface PublishedRecord {
  /** ISO 8601, UTC, by key id. */
  read(): Promise<ReadonlyMap<string, string>>
  /**
   * Notes which keys Keypilot has put onto the account, and which it has taken off. Never fails: it
   * is a memory aid.
   */
  note(change: PublishedChange): Promise<void>
}

export function createPublishedRecord(paths: Paths, log: Log): PublishedRecord {
  const file = join(paths.dataDir, 'runpod-published.json')
  return {
    async read() {
      try {
        return parse(await readFile(file))
      } catch (error) {
        if (errnoOf(error) === null) throw error
        return new Map()
      }
    },
    async note({ added, removed }) {
      if (added.length === 0 && removed.length === 0) return
      const now = new Date().toISOString()
      const change = (old: Buffer | null) => {
        const all = new Map(old === null ? [] : parse(old))
        for (const id of [...removed, ...added]) all.delete(id)
        for (const id of added) all.set(id, now)
        const published = Object.fromEntries([...all].slice(-MAX_KEYS))
        return Buffer.from(`${JSON.stringify({ version: 1, published }, null, 2)}\n`)
      }
      await changeFile(paths, file, change, { backup: false }).catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error
        log.warn('published-keys-not-noted', { reason: error.code })
      })
    },
  }
}

/** A damaged file counts as empty: nothing in it is worth stopping for. */
function parse(bytes: Buffer): ReadonlyMap<string, string> {
  try {
    return new Map(Object.entries(SHAPE.parse(JSON.parse(bytes.toString('utf8'))).published))
  } catch {
    return new Map()
  }
}
