/**
 * Handles to files for looking and `chmod` only. A handle stays with its file whatever happens to
 * the path, so between the proof and the change nothing can be swapped in.
 */

import { type BigIntStats, constants } from 'node:fs'
import { chmod, type FileHandle, open, readlink, realpath } from 'node:fs/promises'

/** open(2): neither reads nor writes, so it needs no right to the file and wakes no device. */
const O_PATH = 0x20_0000
const NEVER_WAIT = constants.O_NOFOLLOW | constants.O_NONBLOCK

export interface ProvenFile {
  stat(): Promise<BigIntStats>
  chmod(mode: number): Promise<void>
  /** Where the file really is, without symbolic links. */
  truePath(): Promise<string>
}

/**
 * Opens without following a symbolic link in the last place. Rejects with the system's error; where
 * there is no `/proc` (macOS), a file that may not be read cannot be opened.
 */
export async function withProvenFile<T>(
  path: string,
  action: (file: ProvenFile) => Promise<T>,
): Promise<T> {
  const linux = process.platform === 'linux'
  const handle = await open(path, linux ? O_PATH | NEVER_WAIT : constants.O_RDONLY | NEVER_WAIT)
  try {
    return await action(linux ? throughProc(handle) : throughHandle(handle, path))
  } finally {
    await handle.close()
  }
}

function throughProc(handle: FileHandle): ProvenFile {
  // fchmod(2) refuses such a handle; its entry in /proc leads to the very same file.
  const entry = `/proc/self/fd/${handle.fd}`
  return {
    stat: () => handle.stat({ bigint: true }),
    chmod: (mode) => chmod(entry, mode),
    truePath: () => readlink(entry),
  }
}

function throughHandle(handle: FileHandle, path: string): ProvenFile {
  return {
    stat: () => handle.stat({ bigint: true }),
    chmod: (mode) => handle.chmod(mode),
    truePath: () => realpath(path),
  }
}
