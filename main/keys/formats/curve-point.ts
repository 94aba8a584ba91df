/** Whether ECDSA points lie on their curves, and private numbers in their range: SP 800-186, section 3.2.1. */

import { WireError, WireReader } from './wire.ts'

interface Curve {
  readonly prime: bigint
  readonly b: bigint
}

/** Of `y² = x³ - 3x + b` over the integers modulo a prime. */
const CURVES: { readonly [typeWord: string]: Curve } = {
  'ecdsa-sha2-nistp256': {
    prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  },
  'ecdsa-sha2-nistp384': {
    prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  },
  'ecdsa-sha2-nistp521': {
    prime: 2n ** 521n - 1n,
    b: 0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
  },
}

/**
 * For the point of an ECDSA public key in wire format; true for other types. Having OpenSSL import
 * the key takes half a millisecond, which counts where a thousand keys are listed.
 */
export function isOnCurve(typeWord: string, blob: Buffer): boolean {
  const curve = Object.hasOwn(CURVES, typeWord) ? CURVES[typeWord] : undefined
  if (curve === undefined) return true
  try {
    const reader = new WireReader(blob)
    reader.string()
    reader.string()
    return fits(reader.string(), curve)
  } catch (error) {
    if (error instanceof WireError) return false
    throw error
  }
}

/** An uncompressed point: 4, then both coordinates in equal length (SEC 1, section 2.3.3). */
function fits(point: Buffer, { prime, b }: Curve): boolean {
  const middle = 1 + (point.length - 1) / 2
  if (point[0] !== 4 || point.length < 3 || !Number.isInteger(middle)) return false
  const x = BigInt(`0x${point.toString('hex', 1, middle)}`)
  const y = BigInt(`0x${point.toString('hex', middle)}`)
  if (x >= prime || y >= prime) return false
  return (y * y - (x * x * x - 3n * x + b)) % prime === 0n
}

/** The order of each curve's base point. */
const ORDERS: { readonly [typeWord: string]: Buffer } = {
  'ecdsa-sha2-nistp256': Buffer.from(
    'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
    'hex',
  ),
  'ecdsa-sha2-nistp384': Buffer.from(
    'ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
    'hex',
  ),
  'ecdsa-sha2-nistp521': Buffer.from(
    '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
    'hex',
  ),
}

/**
 * OpenSSH takes a private number of more than half the order's bits and below the order minus one
 * (`sshkey_ec_validate_private`). Compared as bytes: a bigint of it could not be wiped.
 *
 * @param scalar big-endian, with or without zeros in front
 */
export function isPrivateScalar(typeWord: string, scalar: Buffer): boolean {
  const order = Object.hasOwn(ORDERS, typeWord) ? ORDERS[typeWord] : undefined
  if (order === undefined) return true
  const first = scalar.findIndex((byte) => byte !== 0)
  const bytes = first < 0 ? scalar.subarray(0, 0) : scalar.subarray(first)
  if (bytes.length > order.length) return false
  if (bytes.length < order.length) return bitsOf(bytes) > Math.floor(bitsOf(order) / 2)
  const belowOrder = Buffer.from(order)
  // The orders are odd.
  belowOrder[order.length - 1] = (order.at(-1) ?? 1) - 1
  return bytes.compare(belowOrder) < 0
}

function bitsOf(bytes: Buffer): number {
  return bytes.length === 0 ? 0 : bytes.length * 8 - (Math.clz32(bytes[0] ?? 0) - 24)
}
