/** Tells whether two paths lead to one file, so that it is listed once. */

import { realpath } from 'node:fs/promises'
import type { KeyFileRead } from '../read-key-file.ts'

/**
 * The same text for every path of one file. Hard links count as files of their own: each can be
 * renamed and removed without the other.
 */
export async function fileIdentity(path: string, read: KeyFileRead): Promise<string> {
  // Windows' file numbers have more digits than a JavaScript number holds.
  if (read.kind === 'data' && process.platform !== 'win32') {
    const { dev, ino, nlink } = read.stats
    if (nlink === 1 && ino !== 0) return `${dev}:${ino}`
  }
  const target = await realpath(path).catch(() => path)
  return process.platform === 'win32' ? target.toLowerCase() : target
}
