/**
 * Whether a well-formed key can exist at all. One wrong letter leaves the form intact, but most
 * numbers are no public key: this notices it in every ECDSA, about five of six RSA and every second
 * Ed25519 key. It never refuses a real key.
 */

import type { PublicKey } from './public-key.ts'
import { blobFields } from './wire.ts'

/** False when no private key can belong to it, so at least one of its characters is wrong. */
export function isPlausible(key: PublicKey): boolean {
  const fields = blobFields(key.blob) ?? []
  switch (key.type) {
    case 'ed25519':
    case 'sk-ed25519':
      return isEdwardsPoint(fields[0])
    case 'ecdsa':
    case 'sk-ecdsa':
      return isCurvePoint(key.curve, fields[1])
    case 'rsa':
      return isOdd(fields[0]) && isRsaModulus(fields[1])
    default:
      return true
  }
}

const P25519 = 2n ** 255n - 19n
const D25519 = 37095705934669439343138083508754565189542113879843219016388785533085940283555n

/** RFC 8032 §5.1.3: x² = (y² - 1) / (d y² + 1) must have a root. Source: Euler's criterion. */
function isEdwardsPoint(bytes: Buffer | undefined): boolean {
  if (bytes === undefined) return false
  const y = BigInt.asUintN(255, toInteger(Buffer.from(bytes).reverse()))
  if (y >= P25519) return false
  const y2 = (y * y) % P25519
  const power = raiseToHalf(((y2 - 1n + P25519) * (D25519 * y2 + 1n)) % P25519)
  return power === 1n || power === 0n
}

/** z^((p - 1) / 2) mod p for p = 2^255 - 19, by the usual addition chain. */
function raiseToHalf(z: bigint): bigint {
  const z2 = square(z, 1)
  const z9 = (square(z2, 2) * z) % P25519
  const z11 = (z9 * z2) % P25519
  const ones5 = (square(z11, 1) * z9) % P25519
  const ones10 = (square(ones5, 5) * ones5) % P25519
  const ones20 = (square(ones10, 10) * ones10) % P25519
  const ones40 = (square(ones20, 20) * ones20) % P25519
  const ones50 = (square(ones40, 10) * ones10) % P25519
  const ones100 = (square(ones50, 50) * ones50) % P25519
  const ones200 = (square(ones100, 100) * ones100) % P25519
  const ones250 = (square(ones200, 50) * ones50) % P25519
  // (p - 1) / 2 = 2^254 - 10 = (2^250 - 1) * 16 + 6
  return (square(ones250, 4) * square((z2 * z) % P25519, 1)) % P25519
}

function square(value: bigint, times: number): bigint {
  let result = value
  for (let count = 0; count < times; count++) result = (result * result) % P25519
  return result
}

/** Prime and coefficient b of y² = x³ - 3x + b (FIPS 186-4 D.1.2). */
const CURVES: ReadonlyMap<string, { readonly p: bigint; readonly b: bigint }> = new Map([
  [
    'nistp256',
    {
      p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
      b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
    },
  ],
  [
    'nistp384',
    {
      p: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
      b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
    },
  ],
  [
    'nistp521',
    {
      p: 2n ** 521n - 1n,
      b: 0x51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
    },
  ],
])

function isCurvePoint(name: string | null, point: Buffer | undefined): boolean {
  const curve = CURVES.get(name ?? '')
  if (curve === undefined || point === undefined) return false
  const half = (point.length - 1) / 2
  const x = toInteger(point.subarray(1, 1 + half))
  const y = toInteger(point.subarray(1 + half))
  const { p, b } = curve
  return x < p && y < p && (x ** 3n - 3n * x + b - y * y) % p === 0n
}

const SMALL_PRIMES = primesBelow(1_000).slice(1)
const SMALL_PRODUCT = SMALL_PRIMES.reduce((product, prime) => product * BigInt(prime), 1n)

/** A product of two large primes is odd and has no small factor. */
function isRsaModulus(bytes: Buffer | undefined): boolean {
  if (bytes === undefined || !isOdd(bytes)) return false
  const rest = toInteger(bytes) % SMALL_PRODUCT
  return SMALL_PRIMES.every((prime) => rest % BigInt(prime) !== 0n)
}

function isOdd(bytes: Buffer | undefined): boolean {
  return ((bytes?.at(-1) ?? 0) & 1) === 1
}

function toInteger(bytes: Buffer): bigint {
  return BigInt(`0x${bytes.toString('hex') || '0'}`)
}

function primesBelow(limit: number): readonly number[] {
  const numbers = Array.from({ length: limit }, (_, number) => number).slice(2)
  return numbers.filter((number) => {
    for (let factor = 2; factor * factor <= number; factor++) {
      if (number % factor === 0) return false
    }
    return true
  })
}
