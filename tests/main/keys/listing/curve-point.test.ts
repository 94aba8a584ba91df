import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { isOnCurve } from '../../../../main/keys/formats/curve-point.ts'
import { materialOf } from '../../../../main/keys/formats/jwk.ts'

test.each([
  ['nistp256', 'P-256'],
  ['nistp384', 'P-384'],
  ['nistp521', 'P-521'],
])('%s: points of real keys lie on it, and no others', (name, namedCurve) => {
  for (let round = 0; round < 50; round++) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve })
    const blob = materialOf(privateKey)?.publicBlob ?? Buffer.alloc(0)
    const typeWord = `ecdsa-sha2-${name}`
    expect(isOnCurve(typeWord, blob)).toBe(true)
    const bent = Buffer.from(blob)
    const last = bent.length - 1 - round
    bent[last] = (bent[last] ?? 0) ^ 1
    expect(isOnCurve(typeWord, bent)).toBe(false)
    expect(isOnCurve(typeWord, blob.subarray(0, -1))).toBe(false)
  }
})

test('other types have no such point', () => {
  expect(isOnCurve('ssh-ed25519', Buffer.alloc(3))).toBe(true)
})
