/** What the passphrase dialog says and sends. */

import type { KeyPair, KeyRef, SetPassphraseParams } from '../../../contract.ts'

export type PassphraseWish = 'set' | 'remove'

export interface PassphraseValues {
  readonly wish: PassphraseWish
  /** The one the key has now. */
  readonly present: string
  readonly next: string
  readonly repeated: string
}

export const NO_PASSPHRASES: PassphraseValues = { wish: 'set', present: '', next: '', repeated: '' }

export interface PassphraseErrors {
  readonly present: string | null
  readonly next: string | null
  readonly repeated: string | null
  readonly any: boolean
}

/**
 * @param submitted before it, fields the person has not come to yet are not complained about
 */
export function judgePassphrases(
  values: PassphraseValues,
  encrypted: boolean,
  submitted: boolean,
): PassphraseErrors {
  const setting = values.wish === 'set'
  const present =
    submitted && encrypted && values.present === '' ? 'Type the passphrase the key has now.' : null
  const next = submitted && setting && values.next === '' ? 'Type the new passphrase.' : null
  const repeated =
    setting && values.next !== values.repeated && (submitted || values.repeated !== '')
      ? 'The two passphrases differ.'
      : null
  return { present, next, repeated, any: Boolean(present ?? next ?? repeated) }
}

export function toPassphraseParams(
  values: PassphraseValues,
  key: Pick<KeyPair, 'encrypted'>,
  ref: KeyRef,
): SetPassphraseParams {
  return {
    ...ref,
    ...(key.encrypted && { passphrase: values.present }),
    newPassphrase: values.wish === 'remove' ? null : values.next,
  }
}
