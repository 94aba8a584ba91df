/** Reads a file that may be anything: never waits on a pipe, touches a device, or loads a huge file. */

import fs, { constants, type Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { errnoOf } from '../storage/index.ts'

/** A 16,384-bit RSA key takes 13 kB. */
export const MAX_KEY_FILE_BYTES = 65_536
/** Files that are read at the same time. */
export const MAX_OPEN_FILES = 16

// Plain descriptors: file handles cost more, which counts for thousands of files.
const open = promisify(fs.open)
const fstat = promisify(fs.fstat)
const read = promisify(fs.read)
const close = promisify(fs.close)

export type KeyFileRead =
  | { readonly kind: 'data'; readonly data: Buffer; readonly stats: Stats }
  | { readonly kind: 'missing' | 'directory' | 'not-a-file' | 'too-large' }
  /** The system's error code, e.g. `EACCES`. */
  | { readonly kind: 'failed'; readonly errno: string }

/**
 * Follows symbolic links. `isFile` says that a folder's listing showed an ordinary file, which
 * saves looking before opening.
 */
export async function readKeyFile(path: string | Buffer, isFile = false): Promise<KeyFileRead> {
  try {
    // Looked at before it is opened: opening alone can rewind a tape or wake a device.
    const before = isFile ? null : judge(await stat(path))
    if (before !== null) return { kind: before }
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const stats = await fstat(file)
      const now = judge(stats)
      return now === null ? await readData(file, stats) : { kind: now }
    } finally {
      await close(file)
    }
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === undefined) throw error
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return { kind: 'missing' }
    return { kind: 'failed', errno }
  }
}

async function readData(file: number, stats: Stats): Promise<KeyFileRead> {
  // One byte more than there should be: a file that has grown meanwhile is read on.
  let buffer = Buffer.allocUnsafe(stats.size + 1)
  let length = 0
  for (;;) {
    const { bytesRead } = await read(file, buffer, length, buffer.length - length, length)
    length += bytesRead
    if (length > MAX_KEY_FILE_BYTES) return { kind: 'too-large' }
    if (bytesRead === 0 || length === stats.size) {
      return { kind: 'data', data: buffer.subarray(0, length), stats }
    }
    if (length === buffer.length) {
      buffer = Buffer.concat([buffer], MAX_KEY_FILE_BYTES + 1)
    }
  }
}

function judge(stats: Stats): 'directory' | 'not-a-file' | 'too-large' | null {
  if (stats.isDirectory()) return 'directory'
  if (!stats.isFile()) return 'not-a-file'
  return stats.size > MAX_KEY_FILE_BYTES ? 'too-large' : null
}
