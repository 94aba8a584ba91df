/** What the import dialog says and sends. */

import type {
  ImportFormat,
  ImportKeyParams,
  ImportPreview,
  ImportSource,
} from '../../../contract.ts'
import { judgeName } from '../key-form-model.ts'
import { describeFormat, describeType } from '../key-words.ts'

export interface ImportValues {
  readonly name: string
  readonly comment: string
  readonly passphrase: string
  readonly protect: 'same' | 'none'
}

export interface ImportErrors {
  readonly name: string | null
  readonly passphrase: string | null
  readonly any: boolean
}

export function startValues(preview: ImportPreview, passphrase: string): ImportValues {
  return {
    name: preview.suggestedName,
    comment: preview.comment,
    passphrase,
    protect: 'same',
  }
}

export function judgeImport(
  values: ImportValues,
  preview: ImportPreview,
  taken: readonly string[],
): ImportErrors {
  const name = judgeName(values.name, taken)
  const passphrase =
    isLockedPair(preview) && values.passphrase === '' ? 'Type the passphrase of this key.' : null
  return { name, passphrase, any: Boolean(name ?? passphrase) }
}

export function toImportParams(
  values: ImportValues,
  preview: ImportPreview,
  source: ImportSource,
): ImportKeyParams {
  const comment = values.comment.trim()
  return {
    ...source,
    name: values.name,
    ...(comment !== preview.comment && { comment }),
    ...(isLockedPair(preview) && { passphrase: values.passphrase, protect: values.protect }),
  }
}

/** A private key with a passphrase: it takes the passphrase to write it anew. */
export function isLockedPair(preview: ImportPreview): boolean {
  return preview.encrypted && preview.kind !== 'public-only'
}

const PUBLIC_FORMATS: { readonly [format: string]: string } = {
  'openssh-public': 'Public key line',
  rfc4716: 'Public key, RFC 4716',
  'pem-public': 'Public key, PEM',
}

export function describeImportFormat(format: ImportFormat): string {
  const known = PUBLIC_FORMATS[format]
  if (known !== undefined) return known
  return describeFormat(format as Parameters<typeof describeFormat>[0])
}

/** E.g. "An RSA 3072 key pair, in PuTTY’s format". */
export function describePreview(preview: ImportPreview): string {
  const what = preview.kind === 'public-only' ? 'public key' : 'private key'
  return preview.type === 'unknown' ? `A ${what}` : `${describeType(preview)} ${what}`
}
