/** Run-time checks of the parameters of `sshConfig.*`. */

import { z } from 'zod'
import type { MethodName, Params } from '../methods.ts'
import { alias, host, keyId, none, path, planId, port, user } from './fields.ts'

type ConfigMethod = Extract<MethodName, `sshConfig.${string}`>

const upsert = {
  alias,
  hostName: host,
  user,
  port,
  keyId: keyId.exactOptional(),
  identityFile: path.exactOptional(),
  hostKeyAlias: z.string().min(1).max(255).exactOptional(),
  where: z.enum(['managed', 'in-place']).exactOptional(),
}
const ONE_KEY = 'takes "keyId" or "identityFile", and not both'
const finding = z.string().min(1).max(128)

export const sshConfigSchemas: { readonly [M in ConfigMethod]: z.ZodType<Params<M>> } = {
  'sshConfig.read': none,
  'sshConfig.effective': z.strictObject({
    host,
    user: user.exactOptional(),
    port: port.exactOptional(),
    runMatchExec: z.boolean().exactOptional(),
  }),
  'sshConfig.audit': none,
  'sshConfig.planUpsert': z.strictObject(upsert).refine(oneKey, ONE_KEY),
  'sshConfig.upsertHost': z
    .strictObject({ ...upsert, planId: planId.exactOptional() })
    .refine(oneKey, ONE_KEY),
  'sshConfig.planRemove': z.strictObject({ alias }),
  'sshConfig.removeHost': z.strictObject({ alias, planId: planId.exactOptional() }),
  'sshConfig.planFix': z.strictObject({ finding }),
  'sshConfig.applyFix': z.strictObject({ finding, planId: planId.exactOptional() }),
}

function oneKey(params: {
  readonly keyId?: string | undefined
  readonly identityFile?: string | undefined
}): boolean {
  return params.keyId === undefined || params.identityFile === undefined
}
