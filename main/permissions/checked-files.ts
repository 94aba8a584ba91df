/** Which files and folders are looked at, and what each of them is to ssh. */

import { lstat, realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import type { CheckedKind, KeyPair } from '../contract/methods.ts'
import { readConfigTree } from '../ssh-config/index.ts'
import { errnoOf, type Paths } from '../storage/index.ts'
import { forEachLimited } from './limited.ts'
import type { CheckedFile } from './platform.ts'
import { authorizedKeysFiles, findStrictFolders, truePath } from './strict-folders.ts'

export type ListedKey = Pick<KeyPair, 'privateKeyPath' | 'publicKeyPath'>

export interface CheckedFiles {
  readonly files: readonly CheckedFile[]
  /** See `PlatformContext.strictFolders`. */
  readonly strictFolders: readonly string[]
}

/** Everything that exists, each path once; folders first, from the outside in. */
export async function findCheckedFiles(
  paths: Paths,
  keys: readonly ListedKey[],
): Promise<CheckedFiles> {
  const { sshDir } = paths
  const config = await readConfigTree(paths)
  const [folders, strictFolders] = await Promise.all([
    foldersUpToHome(paths),
    findStrictFolders(paths),
  ])
  const named: (readonly [string | null, CheckedKind])[] = [
    ...folders,
    ...strictFolders.map((path) => [path, 'parent-folder'] as const),
    ...keys.flatMap(({ privateKeyPath }) => folderElsewhere(privateKeyPath, sshDir)),
    ...keys.map(({ privateKeyPath }) => [privateKeyPath, 'private-key'] as const),
    ...keys.map(({ publicKeyPath }) => [publicKeyPath, 'public-key'] as const),
    ...config.identities.map(({ path }) => [path, kindOfIdentity(path)] as const),
    ...config.files.map(({ path, kind }) => [path, kind] as const),
    [join(sshDir, 'known_hosts'), 'known-hosts'],
    ...authorizedKeysFiles(paths).map((path) => [path, 'authorized-keys'] as const),
  ]
  const kinds = new Map<string, CheckedKind>()
  for (const [path, kind] of named) {
    if (path !== null && !kinds.has(path)) kinds.set(path, kind)
  }
  return { files: await resolveAll([...kinds]), strictFolders }
}

type Named = readonly [string, CheckedKind]

/** From the folder's true place upwards to home, or to the root if home is not above. */
async function foldersUpToHome({ home, sshDir }: Paths): Promise<readonly Named[]> {
  const [trueHome, trueSshDir] = await Promise.all([truePath(home), truePath(sshDir)])
  const between: Named[] = []
  const isBelowHome = trueSshDir.startsWith(`${trueHome}${sep}`)
  const isOurs = sshDir === join(home, '.ssh')
  let folder = dirname(trueSshDir)
  while ((isBelowHome || isOurs) && folder !== trueHome && folder !== dirname(folder)) {
    between.unshift([folder, 'parent-folder'])
    folder = dirname(folder)
  }
  return [[home, 'home'], ...between, [sshDir, 'ssh-folder']]
}

/** Who may write the folder of a key may replace the key. */
function folderElsewhere(path: string | null, sshDir: string): readonly Named[] {
  if (path === null || dirname(path) === sshDir) return []
  return [[dirname(path), 'parent-folder']]
}

/** IdentityFile may name a public key, to choose one of the agent's. */
function kindOfIdentity(path: string | null): CheckedKind {
  return path !== null && /\.pub$/.test(path) ? 'public-key' : 'private-key'
}

async function resolveAll(named: readonly Named[]): Promise<readonly CheckedFile[]> {
  const found = await forEachLimited(named, async ([path, kind]): Promise<CheckedFile | null> => {
    try {
      const isLink = (await lstat(path)).isSymbolicLink()
      return { path, kind, target: isLink ? await realpath(path) : null }
    } catch (error) {
      // Missing, behind a folder that cannot be entered (which is a finding itself), or a link to nowhere.
      if (errnoOf(error) === undefined) throw error
      return null
    }
  })
  return found.filter((file) => file !== null)
}
