/** How often one wrong letter in a key is noticed: a promise of the module's first lines. */

import { expect, test } from 'vitest'
import { checkPublicKeys } from '../../../main/public-keys/index.ts'
import { blobOf, ED25519, RSA, vector } from './vectors.ts'

/** Share of the changed letters of a key, behind its head, that make it a key that cannot exist. */
function noticed(line: string, head: number): number {
  const start = line.indexOf(' ') + 1 + head
  const end = line.indexOf(' ') + blobOf(line).replaceAll('=', '').length
  let found = 0
  for (let index = start; index < end; index++) {
    const letter = line.charAt(index) === 'k' ? 'l' : 'k'
    const text = line.slice(0, index) + letter + line.slice(index + 1)
    if (checkPublicKeys({ text }).repaired === null) found++
  }
  return found / (end - start)
}

test.each([
  ['Ed25519', ED25519, 25, 0.4],
  ['RSA', RSA, 40, 0.75],
  ['ECDSA 256', vector('ecdsa-256.pub').trim(), 55, 1],
  ['ECDSA 384', vector('ecdsa-384.pub').trim(), 55, 1],
  ['ECDSA 521', vector('ecdsa-521.pub').trim(), 55, 1],
])('%s', (_, line, head, share) => {
  expect(noticed(line, head)).toBeGreaterThanOrEqual(share)
})
