/** The API key on disk: encrypted by the host, in a file of its own. */

import { readFile, stat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import type { HostSecrets } from '../../host-actions.ts'
import { changeFile, errnoOf, fileError, type Paths, withLock } from '../../storage/index.ts'
import { within } from '../../system/within.ts'

export type StoredKey =
  | { readonly state: 'none' }
  | { readonly state: 'readable'; readonly apiKey: string }
  /** The file is there and stays: `why` says in a few words what is in the way. */
  | { readonly state: 'unreadable'; readonly why: 'other-host' | 'not-decrypted' | 'damaged' }

export interface KeyFile {
  read(): Promise<StoredKey>
  /** @throws {AppError} errors of encrypting and writing; the old file is then as it was */
  write(apiKey: string): Promise<void>
  remove(): Promise<void>
}

const VERSION = 1
const MAX_BYTES = 65_536
/** The system may ask the person to unlock their keyring. */
const KEYRING_MS = 60_000

const stored = z.object({ version: z.literal(VERSION), encrypted: z.base64().min(4) })

export function createKeyFile(paths: Paths, secrets: HostSecrets | undefined): KeyFile {
  const file = join(paths.dataDir, 'runpod-api-key.json')
  // Asking the system each time could ask the person each time.
  let known: { readonly text: string; readonly found: StoredKey } | null = null
  return {
    async read() {
      const text = await readText(file)
      if (text === null) return { state: 'none' }
      if (known?.text === text) return known.found
      const found = await decrypted(text, secrets)
      known = { text, found }
      return found
    },
    async write(apiKey) {
      if (secrets === undefined) throw notKept()
      const encrypted = await limited(() => secrets.encrypt(apiKey)).catch(() => {
        throw notKept()
      })
      const text = `${JSON.stringify({ version: VERSION, encrypted: encrypted.toString('base64') })}\n`
      // An old key in a backup would outlive its removal.
      await changeFile(paths, file, () => Buffer.from(text), { backup: false, mode: 0o600 })
      known = { text, found: { state: 'readable', apiKey } }
    },
    async remove() {
      known = null
      await withLock(paths, file, async () => {
        await unlink(file).catch((error: unknown) => {
          if (errnoOf(error) !== 'ENOENT') throw fileError(error, 'remove', file)
        })
      })
    },
  }
}

async function readText(file: string): Promise<string | null> {
  try {
    const stats = await stat(file)
    return stats.isFile() && stats.size <= MAX_BYTES ? await readFile(file, 'utf8') : ''
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null
    throw fileError(error, 'read', file)
  }
}

async function decrypted(text: string, secrets: HostSecrets | undefined): Promise<StoredKey> {
  const parsed = stored.safeParse(jsonOf(text))
  if (!parsed.success) return { state: 'unreadable', why: 'damaged' }
  if (secrets === undefined) return { state: 'unreadable', why: 'other-host' }
  const data = Buffer.from(parsed.data.encrypted, 'base64')
  const apiKey = await limited(() => secrets.decrypt(data)).catch(() => null)
  if (apiKey === null || apiKey === '') return { state: 'unreadable', why: 'not-decrypted' }
  return { state: 'readable', apiKey }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function limited<T>(action: () => Promise<T>): Promise<T> {
  const { signal } = new AbortController()
  return within(KEYRING_MS, signal, () => new Error('the keyring did not answer'), action)
}

function notKept(): AppError {
  return new AppError(
    'service-error',
    'This computer could not encrypt the API key, so it was not stored.',
  )
}
