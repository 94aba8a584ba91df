import { expect, test } from 'vitest'
import {
  judgeKeyForm,
  type KeyFormValues,
  toGenerateParams,
} from '../../../renderer/screens/keys/key-form-model.ts'

const GOOD: KeyFormValues = {
  name: 'id_ed25519',
  kind: 'ed25519',
  rsaBits: '4096',
  comment: 'ada@laptop',
  passphrase: '',
  repeated: '',
}

test('a good form has nothing to say', () => {
  expect(judgeKeyForm(GOOD, ['id_rsa', 'config'], true)).toEqual({
    name: null,
    rsaBits: null,
    comment: null,
    repeated: null,
    any: false,
  })
})

test.each([
  ['', /needs a file name/],
  ['  ', /needs a file name/],
  ['keys/mine', /without a folder/],
  ['..\\mine', /without a folder/],
  ['mine.pub', /Leave out/],
  ['ID_RSA', /already a file/],
])('the name %j is refused while typing', (name, reason) => {
  expect(judgeKeyForm({ ...GOOD, name }, ['id_rsa'], false).name).toMatch(reason)
})

test('an empty comment is refused: RunPod shows it as the name', () => {
  expect(judgeKeyForm({ ...GOOD, comment: ' ' }, [], false).comment).toMatch(/RunPod/)
})

test('the second passphrase is judged once it was begun, or on submit', () => {
  const half = { ...GOOD, passphrase: 'lake piano' }
  expect(judgeKeyForm(half, [], false).repeated).toBeNull()
  expect(judgeKeyForm(half, [], true).repeated).toMatch(/differ/)
  expect(judgeKeyForm({ ...half, repeated: 'lake' }, [], false).repeated).toMatch(/differ/)
  expect(judgeKeyForm({ ...half, repeated: 'lake piano' }, [], true).any).toBe(false)
})

test('an empty passphrase is left out of the request', () => {
  expect(toGenerateParams({ ...GOOD, comment: ' ada ' })).toEqual({
    name: 'id_ed25519',
    type: 'ed25519',
    comment: 'ada',
  })
  expect(toGenerateParams({ ...GOOD, passphrase: 'x' })).toHaveProperty('passphrase', 'x')
})

test.each([
  ['ed25519', { type: 'ed25519' }],
  ['rsa-4096', { type: 'rsa', bits: 4096 }],
  ['ecdsa-521', { type: 'ecdsa', bits: 521 }],
  ['rsa-other', { type: 'rsa', bits: 2050 }],
] as const)('%s is asked for as %j', (kind, asked) => {
  const { type, bits } = toGenerateParams({ ...GOOD, kind, rsaBits: '2050' })
  expect(bits === undefined ? { type } : { type, bits }).toEqual(asked)
})

test.each(['', 'many', '2047', '1024', '16386', '4096.5', '-4096'])(
  'the RSA size %j is refused, and only where it counts',
  (rsaBits) => {
    expect(judgeKeyForm({ ...GOOD, kind: 'rsa-other', rsaBits }, [], false)).toMatchObject({
      rsaBits: expect.stringContaining('even number'),
      any: true,
    })
    expect(judgeKeyForm({ ...GOOD, rsaBits }, [], true).any).toBe(false)
  },
)
