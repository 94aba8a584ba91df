/** Run-time checks of the parameters of `connections.*` and `connection.findKey`. */

import { z } from 'zod'
import type { MethodName, Params } from '../methods.ts'
import { alias, hostKeyPolicy, keyId, MAX_PASTE_LENGTH, none, target } from './fields.ts'

type ConnectionsMethod = Extract<MethodName, `connections.${string}`> | 'connection.findKey'

export const connectionId = z.string().min(1).max(128)
export const command = z.string().min(1).max(8_192)
const podId = z.string().min(1).max(128)
const place = { target: target.exactOptional(), command: command.exactOptional() }

export const connectionsSchemas: { readonly [M in ConnectionsMethod]: z.ZodType<Params<M>> } = {
  'connection.findKey': z
    .strictObject({
      ...place,
      connectionId: connectionId.exactOptional(),
      hostKeyPolicy: hostKeyPolicy.exactOptional(),
    })
    .refine(hasOnePlace, 'needs exactly one of "target", "command" and "connectionId"'),
  'connections.list': none,
  'connections.problems': none,
  'connections.save': z
    .strictObject({
      ...place,
      id: connectionId.exactOptional(),
      name: z.string().min(1).max(255).exactOptional(),
      keyId: keyId.nullable().exactOptional(),
      notes: z.string().max(8_192).exactOptional(),
      alias: alias.nullable().exactOptional(),
      podId: podId.nullable().exactOptional(),
    })
    .refine(namesOneConnection, 'needs "id", or exactly one of "target" and "command"'),
  'connections.remove': z.strictObject({ id: connectionId }),
  'connections.restore': z.strictObject({ id: connectionId }),
  'connections.testAll': z.strictObject({
    ids: z.array(connectionId).min(1).max(10_000).exactOptional(),
    onlyFailed: z.boolean().exactOptional(),
    concurrency: z.int().min(1).max(16).exactOptional(),
  }),
  'connections.candidates': none,
  'connections.export': none,
  'connections.import': z.strictObject({
    text: z
      .string()
      .min(1)
      .max(MAX_PASTE_LENGTH * 16),
  }),
}

interface Place {
  readonly id?: string | undefined
  readonly target?: unknown
  readonly command?: string | undefined
  readonly connectionId?: string | undefined
  readonly alias?: string | null | undefined
}

export function hasOnePlace({ target, command, connectionId, alias }: Place): boolean {
  return [target, command, connectionId, alias].filter((one) => one !== undefined).length === 1
}

function namesOneConnection({ id, target, command }: Place): boolean {
  const places = [target, command].filter((one) => one !== undefined).length
  return id === undefined ? places === 1 : places <= 1
}
