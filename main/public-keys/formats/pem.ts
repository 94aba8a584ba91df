/** PEM public keys: SubjectPublicKeyInfo (RFC 5280 §4.1) and PKCS#1 RSAPublicKey (RFC 8017 A.1.1). */

import { createPublicKey, type JsonWebKey } from 'node:crypto'
import type { PublicKey } from '../public-key.ts'
import { integerBytes, parsePublicKeyBlob, writeBlob } from '../wire.ts'

const CURVES: ReadonlyMap<string, string> = new Map([
  ['P-256', 'nistp256'],
  ['P-384', 'nistp384'],
  ['P-521', 'nistp521'],
])

/** Converts the DER inside a PEM block; says why when it cannot. */
export function readPemPublicKey(
  der: Buffer,
  type: 'spki' | 'pkcs1',
): PublicKey | 'altered-key' | 'unsupported-key' {
  let jwk: JsonWebKey
  try {
    const key = createPublicKey({ key: der, format: 'der', type })
    if (!['rsa', 'ec', 'ed25519'].includes(key.asymmetricKeyType ?? '')) return 'unsupported-key'
    jwk = key.export({ format: 'jwk' })
  } catch {
    return 'altered-key'
  }
  const blob = toBlob(jwk)
  return (blob && parsePublicKeyBlob(blob)) ?? 'unsupported-key'
}

function toBlob(jwk: JsonWebKey): Buffer | null {
  const [x, y] = [bytes(jwk.x), bytes(jwk.y)]
  if (jwk.kty === 'RSA') {
    return writeBlob('ssh-rsa', integerBytes(bytes(jwk.e)), integerBytes(bytes(jwk.n)))
  }
  if (jwk.kty === 'OKP') return writeBlob('ssh-ed25519', x)
  const curve = CURVES.get(jwk.crv ?? '')
  if (curve === undefined) return null
  const point = Buffer.concat([Buffer.of(4), x, y])
  return writeBlob(`ecdsa-sha2-${curve}`, Buffer.from(curve, 'latin1'), point)
}

function bytes(base64url: string | undefined): Buffer {
  return Buffer.from(base64url ?? '', 'base64url')
}
