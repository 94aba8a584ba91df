/** What the form for a new key says while it is filled in. The service checks everything again. */

import type { GenerateKeyParams } from '../../contract.ts'

/** What can be made; `rsa-other` takes a size of the person's own. */
export const KEY_KINDS = [
  { value: 'ed25519', label: 'Ed25519 (recommended)', type: 'ed25519', bits: null },
  { value: 'rsa-3072', label: 'RSA, 3072 bits', type: 'rsa', bits: 3072 },
  { value: 'rsa-4096', label: 'RSA, 4096 bits', type: 'rsa', bits: 4096 },
  { value: 'rsa-other', label: 'RSA, another size', type: 'rsa', bits: null },
  { value: 'ecdsa-256', label: 'ECDSA, 256 bits', type: 'ecdsa', bits: 256 },
  { value: 'ecdsa-384', label: 'ECDSA, 384 bits', type: 'ecdsa', bits: 384 },
  { value: 'ecdsa-521', label: 'ECDSA, 521 bits', type: 'ecdsa', bits: 521 },
] as const
export type KeyKind = (typeof KEY_KINDS)[number]['value']

/** Why one would choose it, in a sentence. */
export const KIND_HINTS: Readonly<Record<'ed25519' | 'rsa' | 'ecdsa', string>> = {
  ed25519: 'Short, strong, and accepted everywhere on RunPod.',
  rsa: 'For old servers and services that do not know Ed25519. The larger, the longer it takes to make and to use.',
  ecdsa: 'For places that ask for it by name, for example company rules.',
}

/** ssh-keygen makes RSA keys up to this size; servers refuse those below 2048. */
const RSA_BITS = { min: 2_048, max: 16_384 } as const

export interface KeyFormValues {
  readonly name: string
  readonly kind: KeyKind
  /** As typed, for `rsa-other`. */
  readonly rsaBits: string
  readonly comment: string
  readonly passphrase: string
  readonly repeated: string
}

export interface KeyFormErrors {
  readonly name: string | null
  readonly rsaBits: string | null
  readonly comment: string | null
  readonly repeated: string | null
  readonly any: boolean
}

/**
 * @param submitted before it, fields the person has not come to yet are not complained about
 */
export function judgeKeyForm(
  values: KeyFormValues,
  taken: readonly string[],
  submitted: boolean,
): KeyFormErrors {
  const name = judgeName(values.name, taken)
  const comment =
    values.comment.trim() === ''
      ? 'Type a few words, for example your name and this computer: RunPod lists the key under them.'
      : null
  const repeated =
    values.passphrase !== values.repeated && (submitted || values.repeated !== '')
      ? 'The two passphrases differ.'
      : null
  const rsaBits = values.kind === 'rsa-other' ? judgeRsaBits(values.rsaBits) : null
  return { name, rsaBits, comment, repeated, any: Boolean(name ?? rsaBits ?? comment ?? repeated) }
}

function judgeRsaBits(typed: string): string | null {
  const bits = Number(typed)
  const fits = /^\d+$/.test(typed) && bits >= RSA_BITS.min && bits <= RSA_BITS.max
  return fits && bits % 2 === 0
    ? null
    : `Type an even number from ${RSA_BITS.min} to ${RSA_BITS.max}, for example 4096.`
}

export function kindOf(kind: KeyKind): (typeof KEY_KINDS)[number] {
  return KEY_KINDS.find(({ value }) => value === kind) ?? KEY_KINDS[0]
}

/** What is wrong with a file name for a key; null when nothing is. */
export function judgeName(name: string, taken: readonly string[]): string | null {
  if (name.trim() === '') return 'The key needs a file name, for example id_ed25519.'
  if (/[\\/]/.test(name))
    return 'A file name only, without a folder: the key goes into your ssh folder.'
  if (/\.pub$/i.test(name)) return 'Leave out “.pub”: the public key gets that ending by itself.'
  // Names differ only in case on some systems and not on others, so neither is allowed here.
  if (taken.some((other) => other.toLowerCase() === name.toLowerCase())) {
    return `There is already a file “${name}”. Choose another name: Keypilot never overwrites a key.`
  }
  return null
}

export function toGenerateParams(values: KeyFormValues): GenerateKeyParams {
  const { type, bits } = kindOf(values.kind)
  const size = values.kind === 'rsa-other' ? Number(values.rsaBits) : bits
  return {
    name: values.name,
    type,
    ...(size !== null && { bits: size }),
    comment: values.comment.trim(),
    ...(values.passphrase === '' ? {} : { passphrase: values.passphrase }),
  }
}
