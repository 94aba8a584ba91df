/** Run-time checks of the parameters of `keys.*`. */

import { z } from 'zod'
import type { MethodName, Params } from '../methods.ts'
import { comment, keyId, none, passphrase, path, planId } from './fields.ts'

type KeyMethod = Extract<MethodName, `keys.${string}`>

const keyName = z.string().min(1).max(255)
export const keyRef = { id: keyId, path: path.exactOptional() }
/** Text of key files; the largest, 16,384-bit RSA, have some 13,000 characters. */
const MAX_KEY_TEXT_LENGTH = 131_072
const importSource = {
  path: path.exactOptional(),
  text: z.string().min(1).max(MAX_KEY_TEXT_LENGTH).exactOptional(),
}
const ONE_SOURCE = 'needs either "path" or "text", and not both'
const code = z.string().min(1).max(64)

const generateKey = z.strictObject({
  name: keyName,
  type: z.enum(['ed25519', 'ecdsa', 'rsa']).exactOptional(),
  bits: z.int().min(1).max(65_536).exactOptional(),
  comment,
  passphrase: passphrase.exactOptional(),
})

export const keySchemas: { readonly [M in KeyMethod]: z.ZodType<Params<M>> } = {
  'keys.list': none,
  'keys.suggest': none,
  'keys.generate': generateKey,
  'keys.export': z.strictObject({
    ...keyRef,
    format: z.enum(['openssh-public', 'rfc4716', 'pem-public']),
  }),
  'keys.randomart': z.strictObject(keyRef),
  'keys.inspectImport': z
    .strictObject({ ...importSource, passphrase: passphrase.exactOptional() })
    .refine(hasOneSource, ONE_SOURCE),
  'keys.import': z
    .strictObject({
      ...importSource,
      name: keyName,
      passphrase: passphrase.exactOptional(),
      protect: z.enum(['same', 'none']).exactOptional(),
      comment: comment.exactOptional(),
    })
    .refine(hasOneSource, ONE_SOURCE),
  'keys.setComment': z.strictObject({
    ...keyRef,
    comment,
    passphrase: passphrase.exactOptional(),
  }),
  'keys.setPassphrase': z.strictObject({
    ...keyRef,
    passphrase: passphrase.exactOptional(),
    newPassphrase: passphrase.nullable(),
  }),
  'keys.planRename': z.strictObject({ ...keyRef, name: keyName }),
  'keys.rename': z.strictObject({ ...keyRef, name: keyName, planId: planId.exactOptional() }),
  'keys.planRemove': z.strictObject(keyRef),
  'keys.remove': z.strictObject({ ...keyRef, typedName: keyName }),
  'keys.planRepair': z.strictObject({
    ...keyRef,
    problem: code,
    passphrase: passphrase.exactOptional(),
  }),
  'keys.repair': z.strictObject({
    ...keyRef,
    problem: code,
    planId: planId.exactOptional(),
    passphrase: passphrase.exactOptional(),
  }),
}

function hasOneSource(source: {
  readonly path?: string | undefined
  readonly text?: string | undefined
}): boolean {
  return (source.path === undefined) !== (source.text === undefined)
}
