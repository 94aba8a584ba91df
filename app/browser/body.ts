/** Reads a JSON body up to a limit. */

import type { IncomingMessage } from 'node:http'
import { MAX_PASTE_LENGTH } from '../../main/contract/schemas.ts'

const KIB = 1_024
/** For the code and for cancelling: some hundred bytes are enough. */
export const SMALL_BODY_BYTES = 4 * KIB
const CALL_BODY_BYTES = 64 * KIB
/** As many characters as the contract allows, each of which JSON may have to escape. */
const PASTE_BODY_BYTES = 2 * MAX_PASTE_LENGTH + CALL_BODY_BYTES

/** The methods that take a pasted text, or the names of thousands of findings, get more room. */
const LARGE_METHODS = new Set([
  'publicKeys.check',
  'sshCommand.parse',
  'keys.inspectImport',
  'keys.import',
  'permissions.plan',
  'runpod.checkVariables',
  'runpod.planKeys',
  'runpod.applyKeys',
  'help.search',
])
/** A file of saved connections may be as long as sixteen pastes. */
const IMPORT_BODY_BYTES = 2 * 16 * MAX_PASTE_LENGTH + CALL_BODY_BYTES

export function callBodyLimit(method: string): number {
  if (method === 'connections.import') return IMPORT_BODY_BYTES
  return LARGE_METHODS.has(method) ? PASTE_BODY_BYTES : CALL_BODY_BYTES
}

export type Body =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly status: number; readonly reason: string }

/** An object, or why there is none. Stops reading at the limit. */
export async function readJson(request: IncomingMessage, limitBytes: number): Promise<Body> {
  const tooLarge = { ok: false, status: 413, reason: 'the body is too large' } as const
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) return tooLarge
  const chunks: Buffer[] = []
  let size = 0
  // Leaving the loop must not cut the connection: the refusal still has to go out.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    size += chunk.length
    if (size > limitBytes) return tooLarge
    chunks.push(chunk)
  }
  return parseObject(Buffer.concat(chunks).toString('utf8'))
}

function parseObject(text: string): Body {
  const notAnObject = { ok: false, status: 400, reason: 'the body is not a JSON object' } as const
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return notAnObject
    return { ok: true, value: value as Readonly<Record<string, unknown>> }
  } catch {
    return notAnObject
  }
}
