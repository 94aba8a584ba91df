/**
 * Locks between processes: a file in our own folder, made by `open(…, 'wx')`. Never beside the
 * person's files, where a left-over lock would disturb other programs.
 */

import { createHash, randomUUID } from 'node:crypto'
import { link, open, readdir, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../contract/errors.ts'
import { noHardLinks } from './create-file.ts'
import { ensurePrivateDirectory } from './directories.ts'
import { errnoOf, fileError } from './file-error.ts'
import { type Holder, holderOf, isHolderAlive, parseHolder } from './lock-holder.ts'
import type { Paths } from './paths.ts'

export interface LockOptions {
  /** How long to wait for another holder. Default 10,000. */
  readonly waitMs?: number
  /** A lock of another machine is given up for dead after this time. Default 300,000. */
  readonly staleMs?: number
}

const DEFAULT_WAIT_MS = 10_000
const DEFAULT_STALE_MS = 300_000
/** Without links, a holder writes its name right after making the file; one that never did is dead. */
const UNNAMED_STALE_MS = 10_000

/** The last action of each lock in this process: they run one after the other without polling. */
const queues = new Map<string, Promise<unknown>>()

/**
 * Runs an action while no other Keypilot, in this process or another, holds the lock of that name.
 *
 * @throws {AppError} `busy` when another process keeps it for longer than the wait
 */
export async function withLock<T>(
  paths: Paths,
  name: string,
  action: () => Promise<T>,
  options: LockOptions = {},
): Promise<T> {
  const file = lockFile(paths, name)
  const previous = queues.get(file) ?? Promise.resolve()
  const turn = previous.then(() => lockedAction(paths, file, name, action, options))
  const settled = turn.catch(() => {})
  queues.set(file, settled)
  try {
    return await turn
  } finally {
    if (queues.get(file) === settled) queues.delete(file)
  }
}

/**
 * The same without waiting: null at once while another holds the lock, here or elsewhere. A dead
 * holder's lock is taken.
 */
export async function tryLock<T>(
  paths: Paths,
  name: string,
  action: () => Promise<T>,
): Promise<{ readonly value: T } | null> {
  if (queues.has(lockFile(paths, name))) return null
  let entered = false
  try {
    const locked = async () => {
      entered = true
      return { value: await action() }
    }
    return await withLock(paths, name, locked, { waitMs: 0 })
  } catch (error) {
    if (!entered && error instanceof AppError && error.code === 'busy') return null
    throw error
  }
}

async function lockedAction<T>(
  paths: Paths,
  file: string,
  name: string,
  action: () => Promise<T>,
  options: LockOptions,
): Promise<T> {
  await ensurePrivateDirectory(paths.locksDir)
  const holder = await holderOf(randomUUID())
  await acquire(file, name, holder, options)
  try {
    return await action()
  } finally {
    await release(file, holder)
  }
}

async function acquire(
  file: string,
  name: string,
  holder: Holder,
  options: LockOptions,
): Promise<void> {
  // Not the time of day: a clock that is set back would make it wait for an hour.
  const deadline = performance.now() + (options.waitMs ?? DEFAULT_WAIT_MS)
  const staleMs = options.staleMs ?? DEFAULT_STALE_MS
  for (let pauseMs = 10; ; pauseMs = Math.min(pauseMs * 2, 100)) {
    if (await tryCreate(file, holder)) return
    if (await isStale(file, staleMs)) await breakLock(file, staleMs)
    else if (performance.now() >= deadline) throw busy(file, name)
    else await delay(pauseMs * (0.5 + Math.random() / 2))
  }
}

async function tryCreate(file: string, holder: Holder): Promise<boolean> {
  try {
    await writeHolder(file, holder)
    return true
  } catch (error) {
    // Windows answers EPERM while a deleted lock is still open somewhere.
    const errno = errnoOf(error)
    if (errno === 'EEXIST' || (process.platform === 'win32' && errno === 'EPERM')) return false
    throw fileError(error, 'create the lock', file)
  }
}

/** The lock appears with its holder's name in it, where links allow that. */
async function writeHolder(file: string, holder: Holder): Promise<void> {
  const fresh = `${file}.${holder.token}.new`
  const text = JSON.stringify(holder)
  try {
    await writeFile(fresh, text, { flag: 'wx', mode: 0o600 })
    await link(fresh, file)
  } catch (error) {
    if (!noHardLinks(error)) throw error
    await writeFile(file, text, { flag: 'wx', mode: 0o600 })
  } finally {
    await unlink(fresh).catch(() => {})
  }
}

async function isStale(file: string, staleMs: number): Promise<boolean> {
  try {
    const [stats, text] = await Promise.all([stat(file), readFile(file, 'utf8')])
    const ageMs = Date.now() - stats.mtimeMs
    const holder = parseHolder(text)
    if (holder === null) return ageMs > UNNAMED_STALE_MS
    if (holder.host !== hostname()) return ageMs > staleMs
    return !(await isHolderAlive(holder, ageMs))
  } catch {
    return false
  }
}

/**
 * Removes a dead lock. Only who holds the second lock may do it, and judges again first: otherwise
 * two waiting processes could each remove what the other has just made.
 */
async function breakLock(file: string, staleMs: number): Promise<void> {
  const breaker = `${file}.break`
  try {
    await (await open(breaker, 'wx', 0o600)).close()
  } catch {
    const age = await stat(breaker).then(
      (stats) => Date.now() - stats.mtimeMs,
      () => 0,
    )
    if (age > UNNAMED_STALE_MS) await unlink(breaker).catch(() => {})
    else await delay(20)
    return
  }
  try {
    if (await isStale(file, staleMs)) await unlink(file).catch(() => {})
    await removeUnused(dirname(file))
  } finally {
    await unlink(breaker).catch(() => {})
  }
}

/** What holders that died in the first moment left: their locks never came to be. */
async function removeUnused(dir: string): Promise<void> {
  const names = await readdir(dir).catch(() => [])
  for (const name of names.filter((each) => each.endsWith('.new'))) {
    const stats = await stat(join(dir, name)).catch(() => null)
    const old = stats !== null && Date.now() - stats.mtimeMs > UNNAMED_STALE_MS
    if (old) await unlink(join(dir, name)).catch(() => {})
  }
}

/** Removes the lock only if it is still ours. */
async function release(file: string, holder: Holder): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => '')
  if (parseHolder(text)?.token === holder.token) await unlink(file).catch(() => {})
}

function lockFile(paths: Paths, name: string): string {
  const readable = basename(name)
    .replace(/[^A-Za-z0-9_-]/g, '_')
    .slice(0, 40)
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 16)
  return join(paths.locksDir, `${readable}-${hash}.lock`)
}

function busy(file: string, name: string): AppError {
  return new AppError(
    'busy',
    `Another Keypilot window or command is working on ${name}. Wait until it has finished and try again. If none is running, delete ${file}.`,
  )
}
