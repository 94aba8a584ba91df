/** From the numbers that node:crypto gives (RFC 7517, 8037) to those of SSH's formats. */

import type { JsonWebKey, KeyObject } from 'node:crypto'
import type { KeyMaterial } from './openssh-write.ts'
import { WireReader, wireMpint, wireString } from './wire.ts'

const CURVES: { readonly [jwkName: string]: string } = {
  'P-256': 'nistp256',
  'P-384': 'nistp384',
  'P-521': 'nistp521',
}

/** Null for keys SSH has no type for: other curves, RSA-PSS, X25519, Ed448. */
export function materialOf(privateKey: KeyObject): KeyMaterial | null {
  const type = privateKey.asymmetricKeyType
  if (type === 'dsa' || type === 'rsa-pss' || type === undefined) return null
  let jwk: JsonWebKey
  try {
    jwk = privateKey.export({ format: 'jwk' })
  } catch {
    return null
  }
  if (type === 'rsa') return rsa(jwk)
  if (type === 'ec') return ecdsa(jwk)
  return type === 'ed25519' ? ed25519(jwk) : null
}

/**
 * A private key from the numbers of an OpenSSH file (type word first); null for types that
 * node:crypto cannot take this way. Private: only for a signature in memory.
 */
export function privateJwk(fields: Buffer): JsonWebKey | null {
  const reader = new WireReader(fields)
  const type = reader.text()
  const text = (value: Buffer) => value.toString('base64url')
  if (type === 'ssh-ed25519') {
    const x = text(reader.string())
    return { kty: 'OKP', crv: 'Ed25519', x, d: text(reader.string().subarray(0, 32)) }
  }
  if (type.startsWith('ecdsa-')) {
    const parts = [wireString(type), wireString(reader.string()), wireString(reader.string())]
    const jwk = publicJwk(type, Buffer.concat(parts))
    const length = Buffer.from(jwk?.x ?? '', 'base64url').length
    const d = Buffer.concat([Buffer.alloc(length), unsigned(reader.string())]).subarray(-length)
    return jwk === null ? null : { ...jwk, d: text(d) }
  }
  return type === 'ssh-rsa' ? privateRsaJwk(reader) : null
}

/** The two exponents that OpenSSH leaves out are computed (RFC 8017, section 3.2). */
function privateRsaJwk(reader: WireReader): JsonWebKey {
  const next = () => unsigned(reader.mpint())
  const [n, e, d, qi, p, q] = [next(), next(), next(), next(), next(), next()]
  const integer = (value: Buffer) => BigInt(`0x${value.toString('hex')}`)
  const exponent = (prime: Buffer) => {
    const hex = (integer(d) % (integer(prime) - 1n)).toString(16)
    return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex').toString('base64url')
  }
  const text = (value: Buffer) => value.toString('base64url')
  const primes = { p: text(p), q: text(q), dp: exponent(p), dq: exponent(q), qi: text(qi) }
  return { kty: 'RSA', n: text(n), e: text(e), d: text(d), ...primes }
}

/** A public key from SSH's wire format; null for types that have no JWK form. */
export function publicJwk(typeWord: string, blob: Buffer): JsonWebKey | null {
  const reader = new WireReader(blob)
  reader.string()
  const text = (bytes: Buffer) => bytes.toString('base64url')
  switch (typeWord) {
    case 'ssh-ed25519':
      return { kty: 'OKP', crv: 'Ed25519', x: text(reader.string()) }
    case 'ssh-rsa': {
      const e = text(unsigned(reader.string()))
      return { kty: 'RSA', e, n: text(unsigned(reader.string())) }
    }
    case 'ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp521': {
      const crv = reader.text().replace('nistp', 'P-')
      const point = reader.string()
      const half = (point.length - 1) / 2
      const [x, y] = [point.subarray(1, 1 + half), point.subarray(1 + half)]
      return { kty: 'EC', crv, x: text(x), y: text(y) }
    }
    default:
      return null
  }
}

/** Without the zero byte that keeps an SSH number positive. */
function unsigned(value: Buffer): Buffer {
  return value[0] === 0 ? value.subarray(1) : value
}

function ed25519(jwk: JsonWebKey): KeyMaterial {
  const publicKey = bytes(jwk.x)
  const publicBlob = Buffer.concat([wireString('ssh-ed25519'), wireString(publicKey)])
  const secret = wireString(Buffer.concat([bytes(jwk.d), publicKey]))
  return { publicBlob, fields: Buffer.concat([publicBlob, secret]) }
}

function ecdsa(jwk: JsonWebKey): KeyMaterial | null {
  const curve = CURVES[jwk.crv ?? '']
  if (curve === undefined) return null
  const point = Buffer.concat([Buffer.from([4]), bytes(jwk.x), bytes(jwk.y)])
  const publicBlob = Buffer.concat([
    wireString(`ecdsa-sha2-${curve}`),
    wireString(curve),
    wireString(point),
  ])
  return { publicBlob, fields: Buffer.concat([publicBlob, wireMpint(bytes(jwk.d))]) }
}

function rsa(jwk: JsonWebKey): KeyMaterial {
  const type = wireString('ssh-rsa')
  const number = (value: string | undefined) => wireMpint(bytes(value))
  return {
    publicBlob: Buffer.concat([type, number(jwk.e), number(jwk.n)]),
    fields: Buffer.concat([
      type,
      ...[jwk.n, jwk.e, jwk.d, jwk.qi, jwk.p, jwk.q].map((value) => number(value)),
    ]),
  }
}

function bytes(value: string | undefined): Buffer {
  if (value === undefined) throw new Error('a number is missing from the key')
  return Buffer.from(value, 'base64url')
}
