/** New files that appear whole or not at all, and never in the place of something else. */

import { type FileHandle, link, open, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '../contract/errors.ts'
import { temporaryName } from './atomic-write.ts'
import { syncDirectory } from './directories.ts'
import { errnoOf, fileError } from './file-error.ts'

export interface CreateOptions {
  /** Called with the file's path before it gets its name: the place to set an access list. */
  readonly secure?: (path: string) => Promise<void>
  /** Replaces `link(2)` in tests of file systems without it. */
  readonly linkFile?: (existing: string, name: string) => Promise<void>
}

/** What file systems without hard links answer: FAT, exFAT, some network shares. */
const NO_HARD_LINKS = [
  'EPERM',
  'EACCES',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EMLINK',
  'EISDIR',
  'EINVAL',
]

/**
 * Creates a file that must not exist, with exactly this mode whatever the umask.
 *
 * @throws {AppError} `already-exists` (also for a dangling symbolic link), `disk-full`, `permission-denied`, `read-only`
 */
export async function createFile(
  file: string,
  data: Buffer | string,
  mode: number,
  options: CreateOptions = {},
): Promise<void> {
  const temporary = temporaryName(file)
  try {
    await writeNew(temporary, data, mode, options)
    await (options.linkFile ?? link)(temporary, file)
  } catch (error) {
    if (!noHardLinks(error)) throw createError(error, file)
    await writeNew(file, data, mode, options).catch((second: unknown) => {
      throw createError(second, file)
    })
  } finally {
    await unlink(temporary).catch(() => {})
  }
  await syncDirectory(dirname(file))
}

/** Whether `link(2)` failed because the drive, or the system's policy, has no hard links. */
export function noHardLinks(error: unknown): boolean {
  return NO_HARD_LINKS.includes(errnoOf(error) ?? '')
}

/** Writes under a name that is still free; on failure the name is free again. */
async function writeNew(
  path: string,
  data: Buffer | string,
  mode: number,
  options: CreateOptions,
): Promise<void> {
  const handle = await open(path, 'wx', 0o600)
  try {
    await fill(handle, data, mode)
    await options.secure?.(path)
  } catch (error) {
    await unlink(path).catch(() => {})
    throw error
  }
}

async function fill(handle: FileHandle, data: Buffer | string, mode: number): Promise<void> {
  try {
    await handle.writeFile(data)
    await handle.chmod(mode)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function createError(error: unknown, file: string): unknown {
  if (errnoOf(error) !== 'EEXIST') return fileError(error, 'create', file)
  return new AppError(
    'already-exists',
    `There is already something at ${file}. Nothing was changed; choose another name.`,
  )
}
