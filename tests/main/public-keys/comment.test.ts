/** Comments are the person's own: whatever RunPod takes stays as it is. */

import { expect, test } from 'vitest'
import { checkPublicKeys } from '../../../main/public-keys/index.ts'
import { blobOf, ED25519 } from './vectors.ts'

const BLOB = blobOf(ED25519)

test.each([
  '🚀 my 👩\u200d💻',
  'م\u200cی',
  'क्\u200dष',
  'Ada’s laptop',
  'azuread\\nina',
  '15" screen',
  'Ada <ada@x.org>',
  '100%',
  'R&D; (work)',
  'a > b',
  'i am ssh-rsa',
])('a comment that can stay: %s', (comment) => {
  const text = `ssh-ed25519 ${BLOB} ${comment}`
  expect(checkPublicKeys({ text })).toMatchObject({ ok: true, repaired: text })
})
