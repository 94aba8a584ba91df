/** Run-time checks of the parameters of `passwordAccess.*`. */

import { z } from 'zod'
import type { MethodName, Params } from '../methods.ts'
import { command, connectionId, hasOnePlace } from './connections.ts'
import { hostKeyPolicy, keyId, passphrase, path, target } from './fields.ts'

type PasswordMethod = Extract<MethodName, `passwordAccess.${string}`>

const place = {
  target: target.exactOptional(),
  command: command.exactOptional(),
  connectionId: connectionId.exactOptional(),
}
const NEEDS_PLACE = 'needs exactly one of "target", "command" and "connectionId"'
const traces = z.strictObject({
  ...place,
  keyId: keyId.exactOptional(),
  passphrase: passphrase.exactOptional(),
  hostKeyPolicy,
})

export const passwordAccessSchemas: { readonly [M in PasswordMethod]: z.ZodType<Params<M>> } = {
  'passwordAccess.prepare': z.strictObject({ password: z.enum(['generated', 'own']) }),
  'passwordAccess.installKey': z
    .strictObject({
      ...place,
      keyId,
      session: z.string().min(1).max(128).exactOptional(),
      password: passphrase.exactOptional(),
      passphrase: passphrase.exactOptional(),
      hostKeyPolicy,
      turnOff: z.boolean(),
    })
    .refine(hasOnePlace, NEEDS_PLACE)
    .refine(
      ({ session, password }) => (session === undefined) !== (password === undefined),
      'needs exactly one of "session" and "password"',
    ),
  'passwordAccess.findTraces': traces.refine(hasOnePlace, NEEDS_PLACE),
  'passwordAccess.removeTraces': traces
    .extend({ paths: z.array(path).min(1).max(100) })
    .refine(hasOnePlace, NEEDS_PLACE),
}
