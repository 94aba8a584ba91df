/** Drives that keep no modes: FAT, exFAT, most network shares, and Windows' drives in WSL. */

import { constants } from 'node:fs'
import { open, readFile, stat, statfs, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CheckedKind } from '../../contract/methods.ts'
import { ensurePrivateDirectory, temporaryName } from '../../storage/index.ts'
import type { CheckedFile } from '../platform.ts'

/** statfs(2) types of Linux that always keep modes. Others are tried out. */
const WITH_MODES = new Set([
  0xef53, // ext2, ext3, ext4
  0x58465342, // XFS
  0x9123683e, // Btrfs
  0x01021994, // tmpfs
  0x794c7630, // overlayfs
  0x2fc12fc1, // ZFS
  0xf2f52010, // F2FS
  0xca451a4e, // bcachefs
  0x858458f6, // ramfs
])
/** The answer is kept for this long: trying out in a folder that is watched must not go in circles. */
const KNOWN_FOR_MS = 60_000

const FOLDERS: ReadonlySet<CheckedKind> = new Set(['home', 'parent-folder', 'ssh-folder'])

const known = new Map<string, { readonly at: number; readonly keeps: Promise<boolean | null> }>()

/**
 * Whether `chmod` has an effect on a file; null when that cannot be told. Never touches a file of
 * the person's: where the type of the drive does not say it, an empty file of our own is made and
 * taken away again, in the data folder if that is on the same drive.
 */
export async function keepsModes(file: CheckedFile, dataDir: string): Promise<boolean | null> {
  try {
    const path = file.target ?? file.path
    const folder = FOLDERS.has(file.kind) ? path : dirname(path)
    const { dev } = await stat(folder)
    if (process.platform === 'linux' && WITH_MODES.has((await statfs(folder)).type)) return true
    const before = known.get(String(dev))
    if (before !== undefined && performance.now() - before.at < KNOWN_FOR_MS) return before.keeps
    const keeps = tryIn(folder, dev, dataDir)
    known.set(String(dev), { at: performance.now(), keeps })
    return await keeps
  } catch {
    return null
  }
}

async function tryIn(folder: string, dev: number, dataDir: string): Promise<boolean | null> {
  try {
    await ensurePrivateDirectory(dataDir)
    const place = (await stat(dataDir)).dev === dev ? dataDir : folder
    return await tryWithFile(place)
  } catch {
    return null
  }
}

async function tryWithFile(folder: string): Promise<boolean> {
  // Named as all hidden files of ours, so that one that is left over is swept away.
  const path = temporaryName(join(folder, 'keypilot-try'))
  const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY
  const handle = await open(path, flags, 0o600)
  try {
    // FAT on Linux answers EPERM, others say nothing and keep what they have.
    await handle.chmod(0o600).catch(() => {})
    return ((await handle.stat()).mode & 0o777) === 0o600
  } finally {
    await handle.close()
    await unlink(path).catch(() => {})
  }
}

/** Linux inside Windows (WSL), which shows Windows' drives under `/mnt/c`. */
export async function isWsl(versionFile = '/proc/version'): Promise<boolean> {
  const text = await readFile(versionFile, 'utf8').catch(() => '')
  return /microsoft/i.test(text)
}

/** A path on one of Windows' drives, as WSL shows them unless it is told otherwise. */
export function isWindowsDrive(path: string): boolean {
  return /^\/mnt\/[a-z](?:\/|$)/.test(path)
}
