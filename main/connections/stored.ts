/** The file of the saved connections: JSON with a version, read entry by entry. */

import { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import type { SavedConnection } from '../contract/methods.ts'
import { alias, keyId, target, time } from '../contract/schemas/fields.ts'
import { cause } from '../contract/schemas.ts'

/** Raised when an older Keypilot could no longer read the file without loss. */
const VERSION = 1

const flag = z.boolean().nullable()

/** Can be had again by testing: one that is not understood is no damage. */
const lastResult = z
  .object({
    at: time,
    verdict: z.enum(['ok', 'failed']),
    cause: cause.nullable(),
    title: z.string().max(1_024),
    ms: z.number().min(0),
    capabilities: z.object({ exec: flag, sftp: flag, pty: flag, forwarding: flag }),
    // Missing in files of earlier versions.
    acceptedKey: keyId.nullable().exactOptional(),
  })
  .nullable()
  .catch(null)

/** What an exported file says of a connection; an own file says more. */
export const portable = z.object({
  name: z.string().min(1).max(255),
  target,
  keyId: keyId.nullable(),
  notes: z.string().max(8_192),
  alias: alias.nullable(),
  podId: z.string().min(1).max(128).nullable(),
})

const saved: z.ZodType<SavedConnection> = portable.extend({
  id: z.string().min(1).max(128),
  createdAt: time,
  lastUsedAt: time.nullable(),
  lastResult,
})

export interface Stored {
  readonly connections: readonly SavedConnection[]
  /** Some of it could not be understood. */
  readonly isDamaged: boolean
}

/**
 * Entry by entry, so that one bad value does not cost the others.
 *
 * @throws {AppError} `unsupported` for a file of a newer Keypilot, which must stay as it is
 */
export function parseStored(bytes: Buffer | null): Stored {
  if (bytes === null) return { connections: [], isDamaged: false }
  const value = parseJson(bytes.toString('utf8'))
  if (!isRecord(value)) return { connections: [], isDamaged: true }
  if (typeof value.version === 'number' && value.version > VERSION) throw newer()
  const entries = value.version === VERSION && Array.isArray(value.connections)
  if (!entries) return { connections: [], isDamaged: true }
  const connections = new Map<string, SavedConnection>()
  let isDamaged = false
  for (const entry of value.connections as readonly unknown[]) {
    const checked = saved.safeParse(entry)
    if (checked.success && !connections.has(checked.data.id)) {
      connections.set(checked.data.id, checked.data)
    } else isDamaged = true
  }
  return { connections: [...connections.values()], isDamaged }
}

export function printStored(connections: readonly object[]): string {
  return `${JSON.stringify({ version: VERSION, connections }, null, 2)}\n`
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isRecord(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function newer(): AppError {
  return new AppError(
    'unsupported',
    'The saved connections were written by a newer Keypilot, and this one could lose some of them. Nothing was changed. Update Keypilot.',
  )
}
