/** Reads the 8-bit RGBA pictures of our icons, independently of what wrote them (PNG, ISO 15948). */

import { crc32, inflateSync } from 'node:zlib'

const SIGNATURE = '89504e470d0a1a0a'
const BYTES_PER_PIXEL = 4

export interface Picture {
  readonly width: number
  readonly height: number
  /** Red, green, blue, alpha, 0 to 255 each. */
  pixel(x: number, y: number): readonly number[]
}

/** Throws when the bytes are not such a picture, or a checksum is wrong. */
export function readPng(bytes: Buffer): Picture {
  if (bytes.subarray(0, 8).toString('hex') !== SIGNATURE) throw new Error('not a PNG')
  const chunks = readChunks(bytes)
  const header = chunks.find(({ type }) => type === 'IHDR')?.content
  if (header === undefined || chunks.at(-1)?.type !== 'IEND') throw new Error('not a whole PNG')
  const [depth, colour] = [header[8], header[9]]
  if (depth !== 8 || colour !== 6) throw new Error(`not 8-bit RGBA: ${depth}, ${colour}`)
  const width = header.readUInt32BE(0)
  const height = header.readUInt32BE(4)
  const data = chunks.filter(({ type }) => type === 'IDAT').map(({ content }) => content)
  const rows = unfilter(inflateSync(Buffer.concat(data)), width * BYTES_PER_PIXEL, height)
  return {
    width,
    height,
    pixel(x, y) {
      const at = (y * width + x) * BYTES_PER_PIXEL
      return [...rows.subarray(at, at + BYTES_PER_PIXEL)]
    },
  }
}

function readChunks(bytes: Buffer): { type: string; content: Buffer }[] {
  const chunks: { type: string; content: Buffer }[] = []
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const end = at + 8 + length
    if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32BE(end))
      throw new Error('a checksum is wrong')
    const type = bytes.toString('latin1', at + 4, at + 8)
    chunks.push({ type, content: bytes.subarray(at + 8, end) })
    at = end + 4
  }
  return chunks
}

/** Section 9 of the standard: each byte is stored as the difference to its neighbours. */
function unfilter(raw: Buffer, stride: number, height: number): Buffer {
  if (raw.length !== (stride + 1) * height) throw new Error('the picture has another size')
  const out = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x
      const left = x < BYTES_PER_PIXEL ? 0 : (out[at - BYTES_PER_PIXEL] ?? 0)
      const above = y === 0 ? 0 : (out[at - stride] ?? 0)
      const corner = x < BYTES_PER_PIXEL || y === 0 ? 0 : (out[at - stride - BYTES_PER_PIXEL] ?? 0)
      out[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predict(filter, left, above, corner)
    }
  }
  return out
}

function predict(filter: number, left: number, above: number, corner: number): number {
  if (filter === 0) return 0
  if (filter === 1) return left
  if (filter === 2) return above
  if (filter === 3) return Math.floor((left + above) / 2)
  const guess = left + above - corner
  const [a, b, c] = [left, above, corner].map((one) => Math.abs(guess - one)) as [
    number,
    number,
    number,
  ]
  if (a <= b && a <= c) return left
  return b <= c ? above : corner
}
