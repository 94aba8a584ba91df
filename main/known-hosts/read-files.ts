/** Reads known_hosts files. */

import { readFile, stat } from 'node:fs/promises'
import { errnoOf, fileError } from '../storage/index.ts'

export interface File {
  readonly path: string
  readonly bytes: Buffer
}

/** The files that exist, in order. */
export async function readFiles(files: readonly string[]): Promise<readonly File[]> {
  const read = await Promise.all(
    files.map(async (path) => {
      const bytes = await readOrNull(path)
      return bytes === null ? [] : [{ path, bytes }]
    }),
  )
  return read.flat()
}

async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    const stats = await stat(path)
    // Opening a pipe would wait for its other end; devices such as /dev/null hold no keys.
    if (!stats.isFile() && !stats.isDirectory()) return null
    return await readFile(path)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw fileError(error, 'read', path)
  }
}
