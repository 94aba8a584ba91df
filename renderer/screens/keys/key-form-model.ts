/** What the form for a new key says while it is filled in. The service checks everything again. */

import type { GenerateKeyParams } from '../../contract.ts'

export interface KeyFormValues {
  readonly name: string
  readonly comment: string
  readonly passphrase: string
  readonly repeated: string
}

export interface KeyFormErrors {
  readonly name: string | null
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
  return { name, comment, repeated, any: Boolean(name ?? comment ?? repeated) }
}

function judgeName(name: string, taken: readonly string[]): string | null {
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
  return {
    name: values.name,
    type: 'ed25519',
    comment: values.comment.trim(),
    ...(values.passphrase === '' ? {} : { passphrase: values.passphrase }),
  }
}
