/** Who holds a lock, and whether that process still lives: numbers of processes are used again. */

import { readFile } from 'node:fs/promises'
import { hostname, uptime as systemUptime } from 'node:os'
import { errnoOf } from './file-error.ts'

export interface Holder {
  readonly pid: number
  /** When that process began, in milliseconds since 1970. */
  readonly started: number
  /** The same on Linux, in clock ticks since the system started: another process may look it up. */
  readonly ticks?: number
  /** Milliseconds for which the system ran when the lock was made: no clock that can be set. */
  readonly uptime?: number
  readonly host: string
  readonly token: string
}

/**
 * What the clock may have jumped since the lock was made, where its age is compared with that of the
 * system: by an hour at the change of a zone that somebody sets by hand, and then some.
 */
const CLOCK_SLACK_MS = 7_200_000

let ownTicks: Promise<number | null> | undefined

/** This process. */
export async function holderOf(token: string): Promise<Holder> {
  ownTicks ??= startTicks(process.pid)
  const ticks = await ownTicks
  const known = {
    pid: process.pid,
    started: performance.timeOrigin,
    host: hostname(),
    token,
    uptime: uptimeMs(),
  }
  return ticks === null ? known : { ...known, ticks }
}

/** Null for anything else than what `holderOf` gives. */
export function parseHolder(text: string): Holder | null {
  try {
    const value: Partial<Holder> | null = JSON.parse(text)
    const { pid, started, ticks, uptime, host, token } = value ?? {}
    if (typeof pid !== 'number' || typeof started !== 'number') return null
    if (typeof host !== 'string' || typeof token !== 'string') return null
    return {
      ...{ pid, started, host, token },
      ...(typeof ticks === 'number' ? { ticks } : {}),
      ...(typeof uptime === 'number' ? { uptime } : {}),
    }
  } catch {
    return null
  }
}

/**
 * Whether a holder on this computer still runs. After a power cut its number mostly belongs to
 * another process; then its lock must not keep the rest of the change from being completed.
 *
 * @param ageMs since the lock was made
 */
export async function isHolderAlive(holder: Holder, ageMs: number): Promise<boolean> {
  const { pid, started, ticks, uptime } = holder
  // Our number with another start: an earlier process, as in containers, where all have the same.
  if (pid === process.pid) return started === performance.timeOrigin
  if (!isProcess(pid)) return false
  if (uptime !== undefined && uptime > uptimeMs()) return false
  if (ticks === undefined) return ageMs <= uptimeMs() + CLOCK_SLACK_MS
  const now = await startTicks(pid)
  return now === null || now === ticks
}

function uptimeMs(): number {
  return Math.round(systemUptime() * 1_000)
}

/** Null where the system has no such file, or does not show it. */
async function startTicks(pid: number): Promise<number | null> {
  if (process.platform !== 'linux') return null
  const text = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '')
  // Field 22 (proc_pid_stat(5)). The second one, the name in brackets, may hold spaces and brackets.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticks = Number(fields[19])
  return Number.isSafeInteger(ticks) && ticks > 0 ? ticks : null
}

function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errnoOf(error) === 'EPERM'
  }
}
