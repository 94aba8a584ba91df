/** Which host keys Keypilot has recorded: a small file of the app, so that a list can say so. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../contract/errors.ts'
import { changeFile, type Paths } from '../storage/index.ts'

/** One key under one name, as `knownHostName` writes it. */
export interface AcceptedKey {
  readonly name: string
  readonly sha256: string
}

export interface AcceptedKeys {
  /** Empty when nothing was recorded, or the file cannot be read. */
  read(): Promise<readonly AcceptedKey[]>
  add(key: AcceptedKey): Promise<void>
  /** Takes these fingerprints of a name out. */
  remove(name: string, sha256: ReadonlySet<string>): Promise<void>
}

/** A person has hundreds at most. */
const MAX_KEYS = 10_000

export function createAcceptedKeys(paths: Paths): AcceptedKeys {
  const file = join(paths.dataDir, 'accepted-host-keys.json')
  const change = async (next: (keys: readonly AcceptedKey[]) => readonly AcceptedKey[]) => {
    try {
      await changeFile(paths, file, (old) => write(old, next), { backup: false })
    } catch (error) {
      // known_hosts itself is changed by then. What is lost is a remark in a list.
      if (!(error instanceof AppError)) throw error
    }
  }
  return {
    read: () => readFile(file).then(parseAccepted, () => []),
    add: (key) => change((keys) => [...without(keys, key), key].slice(-MAX_KEYS)),
    remove: (name, sha256) =>
      change((keys) => keys.filter((key) => key.name !== name || !sha256.has(key.sha256))),
  }
}

function without(keys: readonly AcceptedKey[], { name, sha256 }: AcceptedKey) {
  return keys.filter((key) => key.name !== name || key.sha256 !== sha256)
}

function write(
  old: Buffer | null,
  next: (keys: readonly AcceptedKey[]) => readonly AcceptedKey[],
): Buffer | null {
  const keys = next(old === null ? [] : parseAccepted(old))
  if (old === null && keys.length === 0) return null
  return Buffer.from(`${JSON.stringify(keys, null, 2)}\n`)
}

/** A damaged file counts as empty. Never throws. */
export function parseAccepted(bytes: Buffer): readonly AcceptedKey[] {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'))
    return Array.isArray(value) ? value.filter(isKey) : []
  } catch {
    return []
  }
}

function isKey(value: unknown): value is AcceptedKey {
  if (typeof value !== 'object' || value === null) return false
  const { name, sha256 } = value as { readonly [key: string]: unknown }
  return typeof name === 'string' && typeof sha256 === 'string'
}
