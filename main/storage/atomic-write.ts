/**
 * Replaces the whole content of a file. Unix: a new file takes the name of the old one, so a crash
 * leaves either. Windows: written in place, since a renamed file would lose its access list; there
 * the backup is what a crash leaves.
 */

import { randomBytes } from 'node:crypto'
import {
  type FileHandle,
  lstat,
  open,
  readdir,
  readFile,
  readlink,
  rename,
  unlink,
} from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../contract/errors.ts'
import { quoteForShell } from '../system/quote-for-shell.ts'
import { copyAccessList } from './access-list.ts'
import { syncDirectory } from './directories.ts'
import { errnoOf, fileError } from './file-error.ts'
import { shortName } from './short-name.ts'

/** What the replaced file had, and the new one must have too. */
export interface Attributes {
  readonly mode: number
  readonly uid: number
  readonly gid: number
}

const MAX_LINKS = 40
/** With what is added, within the 143 bytes that eCryptfs allows; most file systems allow 255. */
const MAX_OWNER_BYTES = 110
const TEMPORARY_END = /^[0-9a-f]{12}\.keypilot-tmp$/
/** Hidden files that are ours, with the name of the file they are for. */
export const TEMPORARY_NAME = /^\.(?<name>.+)\.[0-9a-f]{12}\.keypilot-tmp$/s
/** Virus scanners and editors hold a file for moments; about 1.5 s altogether. */
const WINDOWS_RETRIES_MS = [10, 20, 50, 100, 200, 400, 800]

/**
 * The file at the end of a chain of symbolic links; it need not exist. Changing that one leaves the
 * links as they are.
 *
 * @throws {AppError} `unreadable` for links in a circle
 */
export async function resolveTarget(file: string): Promise<string> {
  let path = resolve(file)
  for (let links = 0; links < MAX_LINKS; links++) {
    try {
      if (!(await lstat(path)).isSymbolicLink()) return path
      path = resolve(dirname(path), await readlink(path))
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return path
      throw fileError(error, 'read', file)
    }
  }
  throw new AppError('unreadable', `Could not read ${file}: its symbolic links lead in a circle.`)
}

/** A name for the new file, beside the old one: a rename only works within one file system. */
export function temporaryName(file: string): string {
  const unique = randomBytes(6).toString('hex')
  return join(dirname(file), `${temporaryStart(file)}${unique}.keypilot-tmp`)
}

/** Of a long name only the beginning: the hidden one must not be too long. */
function temporaryStart(file: string): string {
  return `.${shortName(basename(file), MAX_OWNER_BYTES)}.`
}

/**
 * The file that a hidden file of ours is for; null for other files, and where its name was too long
 * to be kept whole.
 */
export function ownerOf(name: string): string | null {
  const owner = TEMPORARY_NAME.exec(name)?.groups?.name ?? null
  // A name is cut in whole characters, which have up to four bytes.
  return owner === null || Buffer.byteLength(owner) > MAX_OWNER_BYTES - 4 ? null : owner
}

/** Removes what a crash left beside a file. Only for the holder of its lock: others' are in use. */
export async function removeLeftovers(file: string): Promise<void> {
  const start = temporaryStart(file)
  const names = await readdir(dirname(file)).catch(() => [])
  const leftovers = names.filter(
    (name) => name.startsWith(start) && TEMPORARY_END.test(name.slice(start.length)),
  )
  await Promise.all(leftovers.map((name) => unlink(join(dirname(file), name)).catch(() => {})))
}

/**
 * Replaces the bytes of an existing file (no symbolic link: resolve it first), keeping mode and
 * owner, and reads it back.
 *
 * @throws {AppError} `permission-denied`, `disk-full`, `read-only`, `busy`, `verification-failed`
 */
export async function replaceFile(
  file: string,
  data: Buffer,
  attributes: Attributes,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  try {
    if (platform === 'win32') await retry(() => overwriteInPlace(file, data))
    else await replaceByRename(file, data, attributes)
  } catch (error) {
    throw fileError(error, 'save', file)
  }
  const written = await readFile(file).catch((error: unknown) => {
    throw fileError(error, 'read back', file)
  })
  if (!data.equals(written)) {
    throw new AppError(
      'verification-failed',
      `${file} does not hold what was just written to it; another program may have changed it. The old content is in the backup folder.`,
    )
  }
}

async function replaceByRename(file: string, data: Buffer, attributes: Attributes): Promise<void> {
  const temporary = temporaryName(file)
  const handle = await open(temporary, 'wx', 0o600)
  try {
    try {
      await handle.writeFile(data)
      await keepOwner(handle, file, attributes)
      // After the owner: changing that clears the set-id bits.
      await handle.chmod(attributes.mode & 0o7777)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await copyAccessList(file, temporary)
    await rename(temporary, file)
  } catch (error) {
    await unlink(temporary).catch(() => {})
    throw error
  }
  await syncDirectory(dirname(file))
}

/** Gives a new file the owner of the one it replaces. */
export async function keepOwner(
  handle: FileHandle,
  file: string,
  attributes: Attributes,
): Promise<void> {
  const now = await handle.stat()
  if (now.uid === attributes.uid && now.gid === attributes.gid) return
  try {
    await handle.chown(attributes.uid, attributes.gid)
  } catch (error) {
    throw new AppError(
      'permission-denied',
      `Could not save ${file}: it belongs to user ${attributes.uid}, group ${attributes.gid}, and this account cannot make a file that does. Nothing was changed. Take the file over with: sudo chown "$(id -un):$(id -gn)" ${quoteForShell(file)}`,
      { cause: error },
    )
  }
}

/** Keeps the file and its access list; a crash leaves a mixture. */
export async function overwriteInPlace(file: string, data: Buffer): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    let written = 0
    while (written < data.length) {
      const { bytesWritten } = await handle.write(data, written, data.length - written, written)
      written += bytesWritten
    }
    await handle.truncate(data.length)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Repeats what another program's hold on a file makes fail, on Windows. */
export async function retry(action: () => Promise<void>): Promise<void> {
  if (process.platform !== 'win32') return action()
  for (const pauseMs of WINDOWS_RETRIES_MS) {
    try {
      return await action()
    } catch (error) {
      const errno = errnoOf(error) ?? ''
      if (!['EPERM', 'EBUSY', 'EACCES'].includes(errno)) throw error
      await delay(pauseMs)
    }
  }
  return action()
}
