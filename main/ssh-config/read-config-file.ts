/** Reads a config file that may be anything: never waits on a pipe, touches a device, or loads a huge file. */

import { constants, type Stats } from 'node:fs'
import { type FileHandle, open, stat } from 'node:fs/promises'
import { errnoOf } from '../storage/index.ts'

/** A config of 10,000 hosts takes about 2 MB. */
export const MAX_CONFIG_BYTES = 16 * 1_048_576

export type ConfigRead =
  | { readonly kind: 'data'; readonly data: Buffer }
  | { readonly kind: 'missing' | 'directory' | 'not-a-file' | 'too-large' }
  /** The system's error code, e.g. `EACCES`. */
  | { readonly kind: 'failed'; readonly errno: string }

/** Follows symbolic links, as ssh does. */
export async function readConfigFile(path: string): Promise<ConfigRead> {
  try {
    // Looked at before it is opened: opening alone can rewind a tape or wake a device.
    const before = judge(await stat(path))
    if (before !== null) return { kind: before }
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    try {
      const now = judge(await handle.stat())
      if (now !== null) return { kind: now }
      const data = await readUpTo(handle, MAX_CONFIG_BYTES)
      return data === null ? { kind: 'too-large' } : { kind: 'data', data }
    } finally {
      await handle.close()
    }
  } catch (error) {
    const errno = errnoOf(error)
    if (errno === undefined) throw error
    if (errno === 'ENOENT' || errno === 'ENOTDIR') return { kind: 'missing' }
    return { kind: 'failed', errno }
  }
}

/** Files of /proc say that they are empty and never end. Null for more bytes than these. */
async function readUpTo(handle: FileHandle, maxBytes: number): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of handle.createReadStream({ autoClose: false, end: maxBytes })) {
    chunks.push(chunk)
    length += chunk.length
  }
  return length > maxBytes ? null : Buffer.concat(chunks)
}

function judge(stats: Stats): 'directory' | 'not-a-file' | 'too-large' | null {
  if (stats.isDirectory()) return 'directory'
  if (!stats.isFile()) return 'not-a-file'
  return stats.size > MAX_CONFIG_BYTES ? 'too-large' : null
}
