/** Run-time checks of the parameters of `runpod.*`. */

import { z } from 'zod'
import type { MethodName, Params } from '../methods.ts'
import { keyId, MAX_PASTE_LENGTH, none, planId } from './fields.ts'

type RunpodMethod = Extract<MethodName, `runpod.${string}`>

const id = z.string().min(1).max(128)
const line = z.string().min(1).max(MAX_PASTE_LENGTH)
const startCommand = z.string().max(32_768)

const change = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('publish'), keyId }),
  z.strictObject({ kind: z.literal('publish-text'), text: line }),
  z.strictObject({ kind: z.literal('remove'), texts: z.array(line).min(1).max(10_000) }),
  z.strictObject({
    kind: z.literal('repair'),
    texts: z.array(line).min(1).max(10_000).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('restore'), backup: id }),
])

export const runpodSchemas: { readonly [M in RunpodMethod]: z.ZodType<Params<M>> } = {
  'runpod.startCommand': z.strictObject({ existing: startCommand.exactOptional() }),
  'runpod.status': none,
  'runpod.setApiKey': z
    .strictObject({
      apiKey: z.string().min(1).max(1_024).exactOptional(),
      from: z.literal('runpodctl').exactOptional(),
    })
    .refine(
      ({ apiKey, from }) => (apiKey === undefined) !== (from === undefined),
      'needs exactly one of "apiKey" and "from"',
    ),
  'runpod.checkApiKey': none,
  'runpod.removeApiKey': none,
  'runpod.pods': none,
  'runpod.savePod': z.strictObject({
    podId: id,
    access: z.enum(['proxy', 'direct']),
    keyId: keyId.nullable().exactOptional(),
  }),
  'runpod.workers': none,
  'runpod.accountKeys': none,
  'runpod.planKeys': z.strictObject({ change }),
  'runpod.applyKeys': z.strictObject({
    change,
    planId,
    confirmWord: z.string().min(1).max(128).exactOptional(),
  }),
  'runpod.keyBackups': none,
  'runpod.createHelp': z.strictObject({
    what: z.enum(['pod', 'template']),
    name: z.string().min(1).max(255).exactOptional(),
    image: z.string().min(1).max(1_024).exactOptional(),
    gpu: z.string().min(1).max(255).exactOptional(),
    customImage: z.boolean().exactOptional(),
    startCommand: startCommand.exactOptional(),
    keyIds: z.array(keyId).min(1).max(1_000).exactOptional(),
  }),
  'runpod.checkVariables': z.strictObject({ text: z.string().max(MAX_PASTE_LENGTH) }),
}
