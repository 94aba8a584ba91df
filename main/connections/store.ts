/** Keeps the saved connections on disk: locked, checked, and nothing lost of a damaged file. */

import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { AppError } from '../contract/errors.ts'
import type { Problem, SavedConnection } from '../contract/methods.ts'
import {
  changeFile,
  createFile,
  errnoOf,
  fileError,
  type Log,
  type Paths,
  withLock,
} from '../storage/index.ts'
import { parseStored, printStored, type Stored } from './stored.ts'

export interface Change<T> {
  readonly connections: readonly SavedConnection[]
  readonly value: T
}

export interface ConnectionStore {
  /** @throws {AppError} when the file cannot be read at all; damage only costs the damaged entries */
  read(): Promise<readonly SavedConnection[]>
  /**
   * Reads, changes and writes while no other Keypilot does. `change` must give the same array back
   * when nothing is to be written.
   *
   * @param reason set when the old file is to be kept as a backup
   * @throws {AppError} what `change` throws; errors of writing, before anything was changed
   */
  change<T>(
    change: (connections: readonly SavedConnection[]) => Change<T>,
    reason?: string,
  ): Promise<T>
  /** Copies of damaged files that lie in the data folder. */
  problems(): Promise<readonly Problem[]>
}

/** Far more than 10,000 connections need. */
const MAX_BYTES = 33_554_432
const DAMAGED = '.damaged-'

export function createConnectionStore(paths: Paths, log: Log): ConnectionStore {
  const file = paths.connectionsFile
  return {
    async read() {
      const bytes = await readBytes(file)
      const stored = parseStored(bytes)
      if (stored.isDamaged) {
        // What could be read is good enough to go on with; a change will say why it cannot be made.
        await mend(paths, file, log).catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error
          log.warn('connections-not-mended', { reason: error.code })
        })
      }
      return stored.connections
    },
    async change(change, reason) {
      if (parseStored(await readBytes(file)).isDamaged) await mend(paths, file, log)
      let changed: Change<unknown> | null = null
      await changeFile(
        paths,
        file,
        (old) => {
          const { connections } = wholeOf(old, file)
          changed = change(connections)
          return changed.connections === connections ? null : encode(changed.connections)
        },
        reason === undefined ? { backup: false } : { reason },
      )
      return (changed as unknown as Change<never>).value
    },
    problems: () => damagedCopies(paths),
  }
}

function wholeOf(bytes: Buffer | null, file: string): Stored {
  const stored = parseStored(bytes)
  if (!stored.isDamaged) return stored
  throw new AppError(
    'changed-meanwhile',
    `Another program changed ${file} at the same moment. Nothing was written; try again.`,
  )
}

function encode(connections: readonly SavedConnection[]): Buffer {
  const data = Buffer.from(printStored(connections))
  if (data.length <= MAX_BYTES) return data
  throw new AppError(
    'invalid-value',
    'There are too many saved connections. Remove some that are no longer needed.',
  )
}

/** Reading a pipe or a device would never end. */
async function readBytes(file: string): Promise<Buffer | null> {
  try {
    const stats = await stat(file)
    if (!stats.isFile() || stats.size > MAX_BYTES) {
      throw new AppError(
        'unreadable',
        `Could not read the saved connections in ${file}: it is not a file that Keypilot has written. Move it away and try again.`,
      )
    }
    return await readFile(file)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw fileError(error, 'read the saved connections in', file)
  }
}

/** Keeps the damaged file aside, then writes what could be saved of it. */
async function mend(paths: Paths, file: string, log: Log): Promise<void> {
  // Another Keypilot may be at it too; who comes second finds nothing to do.
  await withLock(paths, `${file} mend`, async () => {
    const bytes = await readBytes(file)
    const { connections, isDamaged } = parseStored(bytes)
    if (bytes === null || !isDamaged) return
    const time = new Date().toISOString().replaceAll(/[:.]/g, '-')
    await createFile(`${file}${DAMAGED}${time}`, bytes, 0o600)
    await changeFile(paths, file, (old) => (old?.equals(bytes) ? encode(connections) : null), {
      backup: false,
    })
    log.warn('connections-mended', { kept: connections.length })
  })
}

async function damagedCopies({ dataDir, connectionsFile }: Paths): Promise<readonly Problem[]> {
  const start = basename(connectionsFile) + DAMAGED
  const names = await readdir(dataDir).catch(() => [])
  return names
    .filter((name) => name.startsWith(start))
    .toSorted()
    .map((name) => ({
      code: 'connections-damaged',
      severity: 'warning',
      title: 'A part of the saved connections could not be read',
      detail: `The file was damaged, so Keypilot kept it whole as ${join(dataDir, name)} and goes on with the connections that it could read. Look into the copy for what is missing; delete it when you do not need it any more.`,
    }))
}
