/**
 * A disk that fails at a chosen write. Node's own file-system functions are replaced for the time of
 * one action, below everything of ours: what main/ imports of `node:fs/promises` is what fails.
 */

import fs from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { sep } from 'node:path'

export interface DiskFault {
  readonly errno: 'ENOSPC' | 'EIO'
  /** Number of the write at which it begins, from 1; 0 only counts. */
  readonly at: number
  /** Stays, as a full disk does; otherwise the one call fails. */
  readonly lasts: boolean
  /** Only writes in this folder count and fail. */
  readonly folder: string
  /** Called at that write instead of its failing: then it fails by itself, or not. */
  readonly strike?: () => void
  /** Folders in it that do not count. */
  readonly except?: readonly string[]
}

export interface FaultReport<T> {
  readonly outcome: { readonly value: T } | { readonly error: unknown }
  /** Every write that counted, e.g. `rename /home/x`. */
  readonly writes: readonly string[]
  readonly failed: boolean
}

type Method = (...args: unknown[]) => unknown
type Holder = { [name: string]: Method }

/** By name: which argument is the path that is written to. */
const WRITES: readonly (readonly [name: string, pathAt: number])[] = [
  ...[['mkdir', 0] as const, ['mkdtemp', 0] as const, ['writeFile', 0] as const],
  ...[['appendFile', 0] as const, ['rename', 1] as const, ['link', 1] as const],
  ...[['symlink', 1] as const, ['copyFile', 1] as const, ['chmod', 0] as const],
]
const HANDLE_WRITES = ['write', 'writeFile', 'appendFile', 'sync', 'truncate', 'chmod']
/** A full disk does not stop these. */
const NEEDS_NO_SPACE = ['chmod', 'rename', 'sync', 'truncate']

export async function withFailingDisk<T>(
  fault: DiskFault,
  action: () => Promise<T>,
): Promise<FaultReport<T>> {
  const disk = new FailingDisk(fault)
  const restore = await disk.install()
  try {
    const outcome = await action().then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
    return { outcome, writes: disk.writes, failed: disk.failed }
  } finally {
    restore()
  }
}

class FailingDisk {
  readonly writes: string[] = []
  failed = false
  readonly #fault: DiskFault
  readonly #paths = new WeakMap<object, string>()

  constructor(fault: DiskFault) {
    this.#fault = fault
  }

  /** Returns what puts everything back. */
  async install(): Promise<() => void> {
    const promised = fs.promises as unknown as Holder
    const handle = await fs.promises.open(process.execPath, 'r')
    const handles = Object.getPrototypeOf(handle) as Holder
    await handle.close()
    const undo = [
      ...WRITES.map(([name, at]) => this.#wrap(promised, name, (_, args) => String(args[at]))),
      ...HANDLE_WRITES.map((name) =>
        this.#wrap(handles, name, (self) => this.#paths.get(self) ?? ''),
      ),
      this.#wrapOpen(promised),
    ]
    syncBuiltinESMExports()
    return () => {
      for (const one of undo) one()
      syncBuiltinESMExports()
    }
  }

  #wrap(
    holder: Holder,
    name: string,
    pathOf: (self: object, args: unknown[]) => string,
  ): () => void {
    const original = holder[name] as Method
    const check = (self: object, args: unknown[]) => this.#check(name, pathOf(self, args))
    holder[name] = async function (this: object, ...args: unknown[]) {
      check(this, args)
      return original.apply(this, args)
    }
    return () => {
      holder[name] = original
    }
  }

  /** Opening for writing makes the file, and tells where the handle's writes go. */
  #wrapOpen(promised: Holder): () => void {
    const original = promised.open as Method
    promised.open = async (...args: unknown[]) => {
      const [path, flags = 'r'] = args
      const isWrite = typeof flags === 'number' ? (flags & 0o3) !== 0 : flags !== 'r'
      if (isWrite) this.#check('open', String(path))
      const handle = (await original.apply(fs.promises, args)) as FileHandle
      this.#paths.set(handle, String(path))
      return handle
    }
    return () => {
      promised.open = original
    }
  }

  #check(name: string, path: string): void {
    const { errno, at, lasts, folder, except = [], strike } = this.#fault
    const isIn = (parent: string) => path === parent || path.startsWith(parent + sep)
    if (!isIn(folder) || except.some(isIn)) return
    this.writes.push(`${name} ${path}`)
    const number = this.writes.length
    if (at === 0 || (lasts ? number < at : number !== at)) return
    if (errno === 'ENOSPC' && NEEDS_NO_SPACE.includes(name)) return
    this.failed = true
    if (strike !== undefined) {
      strike()
      return
    }
    const error = new Error(`${errno}: the disk fails, ${name} '${path}'`)
    throw Object.assign(error, { code: errno, syscall: name, path })
  }
}
