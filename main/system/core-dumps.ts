/**
 * What the system writes of a process that dies. Nothing in Node can turn core dumps off, but Linux
 * lets a process say which parts of its memory belong into one: here none, wherever the dump goes.
 * Programs that we run inherit it, so `ssh` and `ssh-keygen` are covered too. Source: core(5).
 */

import { readFileSync, writeFileSync } from 'node:fs'

/** What the system had set before; null where nothing was changed. */
let usual: string | null = null

/**
 * On Linux; elsewhere, and in containers without this file of /proc, nothing happens.
 *
 * @param pid a child of ours that was started before we could say so; default: this process
 */
export function keepMemoryOutOfCoreDumps(pid?: number): void {
  if (process.platform !== 'linux') return
  const file = `/proc/${pid ?? 'self'}/coredump_filter`
  try {
    if (pid === undefined) usual ??= `0x${readFileSync(file, 'latin1').trim()}`
    writeFileSync(file, '0')
  } catch {
    // It has gone, or lets nobody look at its memory: then it leaves no core dump either.
  }
}

/**
 * For what goes on without us, such as the person's terminal: it dumps as if they had started it.
 * `start` must have started the program when it returns, as `spawn` has.
 */
export function withUsualCoreDumps<T>(start: () => T): T {
  if (usual === null) return start()
  setOwn(usual)
  try {
    return start()
  } finally {
    setOwn('0')
  }
}

function setOwn(filter: string): void {
  try {
    writeFileSync('/proc/self/coredump_filter', filter)
  } catch {
    // It could be set before. Without it a program still starts, and dumps less.
  }
}
