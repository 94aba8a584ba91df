/**
 * OpenSSH's own combination of ChaCha20 and Poly1305 (its PROTOCOL.chacha20poly1305), which is not
 * the one of RFC 8439 that Node has. Used to read keys that were encrypted with it.
 */

import { timingSafeEqual } from 'node:crypto'

const PRIME = (1n << 130n) - 5n
const CLAMP = 0x0ffffffc0ffffffc0ffffffc0fffffffn

/**
 * Decrypts a private part: sequence number 0, nothing but data. The first half of the 64 bytes of
 * key does all; the second half would encrypt packet lengths. Null when the tag does not fit.
 */
export function openChacha20Poly1305(key: Buffer, sealed: Buffer, tag: Buffer): Buffer | null {
  const main = key.subarray(0, 32)
  const authenticator = poly1305(chacha20(main, 0, Buffer.alloc(32)), sealed)
  if (!timingSafeEqual(authenticator, tag)) return null
  return chacha20(main, 1, sealed)
}

/** With OpenSSH's 64-bit nonce of zero, so block numbers are all that changes. */
function chacha20(key: Buffer, counter: number, data: Buffer): Buffer {
  const output = Buffer.from(data)
  for (let offset = 0; offset < output.length; offset += 64) {
    const stream = chacha20Block(key, counter + offset / 64, [0, 0, 0])
    const end = Math.min(64, output.length - offset)
    for (let index = 0; index < end; index++) {
      output[offset + index] = (output[offset + index] ?? 0) ^ (stream[index] ?? 0)
    }
  }
  return output
}

/** Positions that one quarter round mixes: four columns, then four diagonals. */
const QUARTERS = [
  [0, 4, 8, 12],
  [1, 5, 9, 13],
  [2, 6, 10, 14],
  [3, 7, 11, 15],
  [0, 5, 10, 15],
  [1, 6, 11, 12],
  [2, 7, 8, 13],
  [3, 4, 9, 14],
] as const

/** RFC 8439, section 2.3. Our own, since Electron's OpenSSL substitute does not offer it alone. */
export function chacha20Block(
  key: Buffer,
  counter: number,
  nonce: readonly [number, number, number],
): Buffer {
  const keyWords = Array.from({ length: 8 }, (_, index) => key.readUInt32LE(index * 4))
  // "expand 32-byte k"
  const constants = [0x61707865, 0x3320646e, 0x79622d32, 0x6b206574]
  const start = Uint32Array.from([...constants, ...keyWords, counter, ...nonce])
  const state = Uint32Array.from(start)
  for (let round = 0; round < 10; round++) {
    for (const [a, b, c, d] of QUARTERS) {
      mix(state, a, b, d, 16)
      mix(state, c, d, b, 12)
      mix(state, a, b, d, 8)
      mix(state, c, d, b, 7)
    }
  }
  const block = Buffer.alloc(64)
  state.forEach((word, index) => {
    block.writeUInt32LE((word + (start[index] ?? 0)) >>> 0, index * 4)
  })
  return block
}

/** Adds one word to a second, and rotates a third after combining it with the sum. */
function mix(state: Uint32Array, sum: number, added: number, turned: number, bits: number): void {
  state[sum] = (state[sum] ?? 0) + (state[added] ?? 0)
  const word = (state[turned] ?? 0) ^ (state[sum] ?? 0)
  state[turned] = (word << bits) | (word >>> (32 - bits))
}

/** RFC 8439, section 2.5.1. */
export function poly1305(key: Buffer, data: Buffer): Buffer {
  const r = littleEndian(key.subarray(0, 16)) & CLAMP
  const s = littleEndian(key.subarray(16, 32))
  let sum = 0n
  for (let offset = 0; offset < data.length; offset += 16) {
    const block = data.subarray(offset, offset + 16)
    sum = ((sum + littleEndian(block) + (1n << BigInt(8 * block.length))) * r) % PRIME
  }
  const hex = ((sum + s) & ((1n << 128n) - 1n)).toString(16).padStart(32, '0')
  return Buffer.from(hex, 'hex').reverse()
}

function littleEndian(bytes: Buffer): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`)
}
