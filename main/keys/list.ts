/** Every key that can be found: in the ssh folder, through the ssh config, of runpodctl, in the agent. */

import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError } from '../contract/errors.ts'
import type { SavedConnection, SetupState } from '../contract/methods.ts'
import { type IdentityReference, readConfigTree } from '../ssh-config/index.ts'
import {
  inParallel,
  type Log,
  type Paths,
  readBackups,
  recoverChanges,
  sweepWorkFolders,
} from '../storage/index.ts'
import type { HeldKey } from './held-key.ts'
import { type InspectedPair, type InspectOptions, inspectPair } from './inspect.ts'
import { agentOnlyPairs, keysOfAgent } from './listing/agent-keys.ts'
import { configuredCertificates, configuredKeys } from './listing/config-files.ts'
import { fileIdentity } from './listing/file-identity.ts'
import { scanFolder } from './listing/folder.ts'
import { compareForChoice } from './listing/order.ts'
import { type PairFiles, primaryFile } from './listing/pair-files.ts'
import { withConverted } from './listing/putty.ts'
import { withUses } from './listing/uses.ts'
import { MAX_OPEN_FILES } from './read-key-file.ts'

export interface ListOptions {
  readonly paths: Paths
  readonly log: Log
  readonly agentKeys?: () => Promise<readonly HeldKey[]>
  readonly setup?: () => Promise<SetupState | null>
  readonly savedConnections?: () => Promise<readonly SavedConnection[]>
}

interface Entry {
  readonly files: PairFiles
  /** The lines of the ssh config that name it. */
  readonly references: readonly IdentityReference[]
}

/**
 * All keys, the best usable one first. A file that can be reached in several ways is listed once;
 * two files that hold the same key are two entries.
 *
 * @throws {AppError} `permission-denied` when the ssh folder cannot be read
 */
export async function listPairs(options: ListOptions): Promise<readonly InspectedPair[]> {
  const { paths, log } = options
  await recoverChanges(paths, (problem) => {
    const reason = problem instanceof AppError ? problem.code : 'unexpected'
    log.warn('recovery-failed', { reason })
  })
  await sweepWorkFolders(paths)
  const [ofFolder, { configured, certificates }, ofRunpodctl, held, setup, connections] =
    await Promise.all([
      scanFolder(paths.sshDir, 'ssh-folder'),
      keysOfConfig(paths),
      keysOfRunpodctl(options),
      keysOfAgent(options.agentKeys),
      options.setup?.().catch(() => null) ?? null,
      options.savedConnections?.().catch(() => []) ?? [],
    ])
  const entries = await eachOnce([
    ...ofFolder.map((files) => ({ files, references: [] })),
    ...configured,
    ...ofRunpodctl.map((files) => ({ files, references: [] })),
  ])
  const known = { hasBackup: backupFinder(paths) }
  const pairs = await inParallel(entries, MAX_OPEN_FILES, (entry) => inspectEntry(entry, known))
  const lone = await Promise.all(certificates.map((files) => inspectPair(files)))
  const listed = withCertificates(pairs, lone)
  const all = [...listed, ...agentOnlyPairs(held, listed)].toSorted((a, b) =>
    compareForChoice(a.pair, b.pair),
  )
  return withUses(withConverted(all), { held, setup, connections })
}

async function inspectEntry(
  { files, references }: Entry,
  options: InspectOptions,
): Promise<InspectedPair> {
  // Thousands of keys must not keep a window from answering.
  await nextTurn()
  const { pair, publicKey } = await inspectPair(files, options)
  const uses = references.map(
    ({ host, file, line }) => ({ kind: 'config', host, file, line }) as const,
  )
  return { publicKey, pair: { ...pair, uses } }
}

/** Reads the backups when the first damaged key asks for them. */
function backupFinder(paths: Paths): (path: string) => Promise<boolean> {
  let backedUp: Promise<ReadonlySet<string>> | undefined
  return async (path) => {
    backedUp ??= readBackups(paths).then((backups) => {
      const entries = backups.flatMap((backup) => backup.entries ?? [])
      return new Set(entries.filter(({ what }) => what === 'content').map((entry) => entry.path))
    })
    return (await backedUp).has(path)
  }
}

async function keysOfConfig(paths: Paths): Promise<{
  readonly configured: readonly Entry[]
  readonly certificates: readonly PairFiles[]
}> {
  const { identities } = await readConfigTree(paths)
  const [configured, certificates] = await Promise.all([
    configuredKeys(identities),
    configuredCertificates(identities),
  ])
  return { configured, certificates }
}

/** Where runpodctl and RunPod's Python package keep the keys they make. */
async function keysOfRunpodctl({ paths, log }: ListOptions): Promise<readonly PairFiles[]> {
  const folder = join(paths.home, '.runpod', 'ssh')
  try {
    return await scanFolder(folder, 'runpodctl')
  } catch {
    log.warn('folder-unreadable', { path: folder })
    return []
  }
}

/** By the identity of the file: the first way to it, and the references of every one. */
async function eachOnce(all: readonly Entry[]): Promise<readonly Entry[]> {
  const identities = await inParallel(all, MAX_OPEN_FILES, ({ files }) => identityOf(files))
  const once = new Map<string, Entry>()
  for (const [index, entry] of all.entries()) {
    const identity = identities[index] ?? ''
    const { files, references } = once.get(identity) ?? { files: entry.files, references: [] }
    once.set(identity, { files, references: [...references, ...entry.references] })
  }
  return [...once.values()]
}

async function identityOf(files: PairFiles): Promise<string> {
  const file = primaryFile(files)
  return file === null ? files.name : fileIdentity(file.path, file.read)
}

/** A certificate that CertificateFile names belongs to the key it certifies. */
function withCertificates(
  pairs: readonly InspectedPair[],
  certificates: readonly InspectedPair[],
): readonly InspectedPair[] {
  const byId = new Map(certificates.map((one) => [one.pair.id, one]))
  const ids = new Set(pairs.map(({ pair }) => pair.id))
  const alone = [...byId.values()].filter(
    ({ pair }) => pair.pair === 'public-only' && !ids.has(pair.id),
  )
  const joined = pairs.map((one) => {
    const certificatePath = one.pair.certificatePath ?? byId.get(one.pair.id)?.pair.certificatePath
    return certificatePath === undefined || certificatePath === one.pair.certificatePath
      ? one
      : { ...one, pair: { ...one.pair, certificatePath } }
  })
  return [...joined, ...alone]
}
