/** Which files belong to a key, and which links lead to them. */

import { createHash } from 'node:crypto'
import { lstat, readdir, readlink, realpath } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { AppError } from '../../contract/errors.ts'
import type { KeyPair } from '../../contract/methods.ts'
import { errnoOf, fileError } from '../../storage/index.ts'
import { readKeyFile } from '../read-key-file.ts'

export interface PairFile {
  readonly path: string
  readonly what: 'private' | 'public' | 'certificate'
  /** The path is a symbolic link; the key itself lies elsewhere. */
  readonly isLink: boolean
}

/**
 * Private half, public half and certificate, those that are there. The certificate stands beside
 * the key under `NAME-cert.pub`, where ssh looks for it (`ssh_config(5)`, CertificateFile); beside a
 * key that is called `NAME-cert`, that file is its public half.
 *
 * @throws {AppError} `not-found` when nothing is left; `unsupported` for folders, pipes and devices
 */
export async function pairFiles(pair: KeyPair): Promise<readonly PairFile[]> {
  const { privateKeyPath, publicKeyPath } = pair
  const folder = dirname(privateKeyPath ?? publicKeyPath ?? '')
  const ofOther = (await look(join(folder, `${pair.name}-cert`))) !== null
  const wanted = [
    { what: 'private', path: privateKeyPath },
    { what: 'public', path: publicKeyPath },
    { what: 'certificate', path: ofOther ? null : join(folder, `${pair.name}-cert.pub`) },
  ] as const
  const files: PairFile[] = []
  for (const { what, path } of wanted) {
    const stats = path === null ? null : await look(path)
    if (path === null || stats === null) continue
    const isLink = stats.isSymbolicLink()
    if (!isLink && !stats.isFile()) {
      if (what === 'certificate') continue
      throw new AppError(
        'unsupported',
        `${path} is not an ordinary file, so Keypilot leaves it alone.`,
      )
    }
    files.push({ path, what, isLink })
  }
  if (files.length > 0) return files
  throw new AppError(
    'not-found',
    `The files of ${pair.name} are not there any more. Look at the list of keys again.`,
  )
}

/** Symbolic links of these folders that lead to one of the files. */
export async function linksTo(
  files: readonly PairFile[],
  folders: readonly string[],
): Promise<readonly string[]> {
  const targets = new Set(await Promise.all(files.map(({ path }) => canonicalPath(path))))
  const found: string[] = []
  for (const folder of new Set(folders)) {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    for (const entry of entries.filter((one) => one.isSymbolicLink())) {
      const path = join(folder, entry.name)
      const aim = await readlink(path).catch(() => null)
      if (aim === null || files.some((file) => file.path === path)) continue
      if (targets.has(await canonicalPath(resolve(folder, aim)))) found.push(path)
    }
  }
  return found
}

/**
 * One spelling for every way to a folder; the file itself, which may be a link, stays as named.
 * Without regard to case where file systems have none.
 */
export async function canonicalPath(path: string): Promise<string> {
  const folder = await realpath(dirname(path)).catch(() => dirname(path))
  const canonical = join(folder, basename(path))
  return process.platform === 'linux' ? canonical : canonical.toLowerCase()
}

/** One text for what all the files hold, and where links lead; another as soon as one changes. */
export async function contentDigest(files: readonly PairFile[]): Promise<string> {
  const parts = files.map(async ({ path, isLink }) => {
    if (isLink) return [path, 'link', await readlink(path).catch(() => '')]
    const read = await readKeyFile(path)
    return [path, read.kind, read.kind === 'data' ? digest(read.data) : '']
  })
  return digest(JSON.stringify(await Promise.all(parts)))
}

/** SHA-256 in base64url. */
export function digest(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('base64url')
}

async function look(path: string) {
  try {
    return await lstat(path)
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw fileError(error, 'look at', path)
  }
}

/**
 * Whether two names of a folder are one and the same: on a drive that ignores case. Two names that
 * the folder lists are two files, even if a hard link makes their content one.
 */
export async function isSameEntry(path: string, other: string): Promise<boolean> {
  if (basename(path).toLowerCase() !== basename(other).toLowerCase()) return false
  const [a, b] = await Promise.all([look(path), look(other)])
  if (a === null || b === null || a.dev !== b.dev || a.ino !== b.ino) return false
  return !(await readdir(dirname(other))).includes(basename(other))
}
