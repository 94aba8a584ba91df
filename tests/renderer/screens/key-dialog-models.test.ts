import { describe, expect, test } from 'vitest'
import type { ImportPreview } from '../../../renderer/contract.ts'
import {
  describeImportFormat,
  describePreview,
  judgeImport,
  startValues,
  toImportParams,
} from '../../../renderer/screens/keys/dialogs/import-model.ts'
import {
  judgePassphrases,
  NO_PASSPHRASES,
  toPassphraseParams,
} from '../../../renderer/screens/keys/dialogs/passphrase-model.ts'

const PREVIEW: ImportPreview = {
  kind: 'pair',
  format: 'ppk3',
  type: 'rsa',
  bits: 3072,
  comment: 'ada@old',
  fingerprint: null,
  encrypted: true,
  suggestedName: 'id_rsa',
  existing: null,
  problems: [],
}

describe('importing', () => {
  const values = startValues(PREVIEW, 'lake piano')

  test('what it is, in words', () => {
    expect(describePreview(PREVIEW)).toBe('RSA 3072 private key')
    expect(describePreview({ ...PREVIEW, kind: 'public-only' })).toBe('RSA 3072 public key')
    expect(describePreview({ ...PREVIEW, type: 'unknown', bits: null })).toBe('A private key')
    expect(
      ['ppk3', 'rfc4716', 'sec1'].map((format) => describeImportFormat(format as 'ppk3')),
    ).toEqual(['PuTTY, version 3', 'Public key, RFC 4716', 'PEM (SEC1)'])
  })

  test('the passphrase goes along only for a locked pair', () => {
    expect(toImportParams(values, PREVIEW, { path: '/k' })).toEqual({
      path: '/k',
      name: 'id_rsa',
      passphrase: 'lake piano',
      protect: 'same',
    })
    expect(toImportParams(values, { ...PREVIEW, encrypted: false }, { text: 'x' })).toEqual({
      text: 'x',
      name: 'id_rsa',
    })
  })

  test('the comment goes along only when it was changed', () => {
    const changed = { ...values, comment: ' ada@new ' }
    expect(toImportParams(changed, PREVIEW, { path: '/k' })).toHaveProperty('comment', 'ada@new')
  })

  test('a taken name and a missing passphrase are said', () => {
    expect(judgeImport(values, PREVIEW, ['ID_RSA']).name).toMatch(/already a file/)
    expect(judgeImport({ ...values, passphrase: '' }, PREVIEW, [])).toMatchObject({
      passphrase: 'Type the passphrase of this key.',
      any: true,
    })
    expect(judgeImport(values, PREVIEW, []).any).toBe(false)
  })
})

describe('a passphrase', () => {
  const values = { ...NO_PASSPHRASES, present: 'old', next: 'new', repeated: 'new' }
  const ref = { id: 'SHA256:x', path: '/k' }

  test('is added, changed or removed', () => {
    expect(toPassphraseParams(values, { encrypted: false }, ref)).toEqual({
      ...ref,
      newPassphrase: 'new',
    })
    expect(toPassphraseParams(values, { encrypted: true }, ref)).toEqual({
      ...ref,
      passphrase: 'old',
      newPassphrase: 'new',
    })
    expect(toPassphraseParams({ ...values, wish: 'remove' }, { encrypted: true }, ref)).toEqual({
      ...ref,
      passphrase: 'old',
      newPassphrase: null,
    })
  })

  test('is judged gently while typing, and fully at the end', () => {
    const begun = { ...values, repeated: '' }
    expect(judgePassphrases(begun, true, false).any).toBe(false)
    expect(judgePassphrases(begun, true, true).repeated).toMatch(/differ/)
    expect(judgePassphrases(NO_PASSPHRASES, true, true)).toMatchObject({
      present: expect.stringContaining('has now'),
      next: 'Type the new passphrase.',
    })
    expect(judgePassphrases({ ...values, wish: 'remove', next: 'x' }, true, true).any).toBe(false)
    expect(judgePassphrases(values, false, true).any).toBe(false)
  })
})
