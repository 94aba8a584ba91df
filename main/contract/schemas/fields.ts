/** Checks that many parameters share. Every text has an upper bound. */

import { z } from 'zod'

/** Bytes of a pasted text that are looked at; RunPod stores at most 65,000 characters of keys. */
export const MAX_PASTE_LENGTH = 262_144
const MAX_PATH_LENGTH = 4_096

export const path = z
  .string()
  .min(1)
  .max(MAX_PATH_LENGTH)
  .refine(withoutNul, 'contains a NUL character')
export const port = z.int().min(1).max(65_535)
export const host = z.string().min(1).max(255)
export const user = z.string().min(1).max(255)
export const target = z.strictObject({
  user,
  host,
  port,
  kind: z.enum(['runpod-proxy', 'runpod-direct', 'generic']),
})
/** Of a host in the ssh config; the service says which characters it may hold. */
export const alias = z.string().min(1).max(255)
export const keyId = z
  .string()
  .min(1)
  .max(MAX_PATH_LENGTH + 5)
export const passphrase = z.string().min(1).max(1_024)
export const hostKeyPolicy = z.enum(['strict', 'ask', 'accept-new'])
export const shell = z.enum(['posix', 'powershell', 'cmd', 'wsl'])
export const time = z.iso.datetime()
export const none = z.strictObject({})

export const planId = z.string().min(1).max(128)
export const comment = z.string().max(1_024)

function withoutNul(text: string): boolean {
  return !text.includes('\0')
}
