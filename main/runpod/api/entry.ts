/** Reads the fields of one entry of an answer: unknown ones are left, missing ones are noted. */

import { z } from 'zod'

export interface EntryReader {
  /** Null when it is null, missing or of another kind. Noted as missing unless it may be null. */
  read<T>(name: string, schema: z.ZodType<T>, options?: { readonly mayBeNull?: boolean }): T | null
  /** As `read`, for a field that the specification leaves out when there is nothing to say. */
  readOptional<T>(name: string, schema: z.ZodType<T>): T | null
  readonly missing: readonly string[]
}

/** An id stands in addresses and commands; anything else is none. */
export const apiId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,127}$/)
export const apiText = z.string().max(65_536)
export const apiCount = z.int().min(0)
/** Kept as UTC. */
export const apiTime = z
  .string()
  .max(64)
  .refine((text) => !Number.isNaN(Date.parse(text)))
  .transform((text) => new Date(text).toISOString())

export function readEntry(value: unknown): EntryReader | null {
  const entry = z.record(z.string(), z.unknown()).safeParse(value)
  if (!entry.success) return null
  const missing: string[] = []
  const parse = <T>(name: string, schema: z.ZodType<T>, isMissing: boolean): T | null => {
    const field = schema.safeParse(entry.data[name])
    if (field.success) return field.data
    if (isMissing) missing.push(name)
    return null
  }
  return {
    missing,
    read: (name, schema, { mayBeNull = false } = {}) =>
      parse(name, schema, !(mayBeNull && entry.data[name] === null)),
    readOptional: (name, schema) =>
      parse(name, schema, entry.data[name] !== undefined && entry.data[name] !== null),
  }
}
