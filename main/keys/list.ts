/** Finds every key of the ssh folder by content, whatever the file's name. Each file is read once. */

import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { KeyPair } from '../contract/methods.ts'
import { parsePublicKeyLine } from '../public-keys/index.ts'
import { errnoOf, fileError } from '../storage/index.ts'
import { type InspectedPair, inspectPair, type PairFiles } from './inspect.ts'
import { isNameOfSsh } from './key-name.ts'
import { type KeyFileRead, readKeyFile } from './read-key-file.ts'
import { looksPrivate } from './sniff.ts'

const MAX_OPEN_FILES = 16
/** Best first, for a person who has to choose one. */
const TYPE_ORDER = ['ed25519', 'ecdsa', 'rsa', 'sk-ed25519', 'sk-ecdsa', 'unknown', 'dsa']

/**
 * All pairs, the best usable one first. A folder that does not exist has none.
 *
 * @throws {AppError} `permission-denied` when the folder cannot be read
 */
export async function listPairs(folder: string): Promise<readonly InspectedPair[]> {
  const entries = await candidates(folder)
  const reads = await mapLimited(entries, async (entry) => {
    return [entry.name, await readKeyFile(join(folder, entry.name), entry.isFile())] as const
  })
  const pairs = await mapLimited(groupFiles(folder, new Map(reads)), async (files) => {
    // Thousands of keys must not keep a window from answering.
    await nextTurn()
    return inspectPair(files)
  })
  return pairs.toSorted((a, b) => compare(a.pair, b.pair))
}

/** Everything in the folder; empty when there is no folder. */
export async function folderEntries(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return []
    throw fileError(error, 'look into the folder', folder)
  }
}

async function candidates(folder: string): Promise<readonly Dirent[]> {
  return (await folderEntries(folder))
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .filter(({ name }) => !isNameOfSsh(name) && !/-cert\.pub$|\.keypilot-tmp$/.test(name))
}

function groupFiles(folder: string, reads: ReadonlyMap<string, KeyFileRead>): readonly PairFiles[] {
  const pairs: PairFiles[] = []
  for (const [name, read] of reads) {
    if (name.endsWith('.pub')) {
      const base = name.slice(0, -'.pub'.length)
      const privateRead = reads.get(base)
      // Listed with its private half, if that is one.
      if (privateRead !== undefined) continue
      const files = { folder, name: base, privateRead: null, publicName: name, publicRead: read }
      if (read.kind === 'data') pairs.push(files)
      continue
    }
    const publicName = reads.has(`${name}.pub`) ? `${name}.pub` : null
    const publicRead = reads.get(`${name}.pub`) ?? null
    if (publicName !== null || isMeantAsPrivate(name, read)) {
      pairs.push({ folder, name, privateRead: read, publicName, publicRead })
    } else if (isOnePublicKey(read)) {
      pairs.push({ folder, name, privateRead: null, publicName: name, publicRead: read })
    }
  }
  return pairs
}

/** Anything may lie in the folder; only what is, or is named like, a private key is shown. */
function isMeantAsPrivate(name: string, read: KeyFileRead): boolean {
  return name.startsWith('id_') || (read.kind === 'data' && looksPrivate(read.data))
}

/** A public key under another name. Lists of several keys are not keys of this person. */
function isOnePublicKey(read: KeyFileRead): boolean {
  if (read.kind !== 'data') return false
  const lines = read.data.toString('utf8').split('\n', 20)
  const full = lines.map((line) => line.trim()).filter((line) => line !== '' && line[0] !== '#')
  return full.length === 1 && parsePublicKeyLine(full[0] ?? '') !== null
}

function compare(a: KeyPair, b: KeyPair): number {
  return (
    usability(a) - usability(b) ||
    typeRank(a) - typeRank(b) ||
    Number(isDefaultName(b)) - Number(isDefaultName(a)) ||
    (a.name < b.name ? -1 : Number(a.name > b.name))
  )
}

/** 0: log in with it now. 1: after a repair. 2: only the public half. 3: not a key ssh can read. */
function usability(pair: KeyPair): number {
  if (pair.pair === 'unreadable') return 3
  if (pair.pair === 'public-only') return 2
  return pair.problems.some((problem) => problem.severity === 'error') ? 1 : 0
}

function typeRank(pair: KeyPair): number {
  const rank = TYPE_ORDER.indexOf(pair.type)
  return rank < 0 ? TYPE_ORDER.indexOf('unknown') : rank
}

/** The names `ssh` tries by itself. */
function isDefaultName(pair: KeyPair): boolean {
  return /^id_(?:ed25519|ecdsa|rsa|ed25519_sk|ecdsa_sk|dsa)$/.test(pair.name)
}

async function mapLimited<T, R>(
  items: readonly T[],
  action: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await action(item)
  }
  await Promise.all(Array.from({ length: Math.min(MAX_OPEN_FILES, items.length) }, worker))
  return results
}
