/** What happens to bytes: real samples, damaged in the ways that parsers trip over. */

import type { Random } from './random.ts'

export interface Material {
  readonly samples: readonly Buffer[]
  /** Words that mean something to the parser. */
  readonly tokens: readonly string[]
}

type Mutation = (data: Buffer, random: Random, material: Material) => Buffer

/** Larger ones take longer and find the same. Now and then a line is longer still. */
const MAX_BYTES = 2_500
const MAX_MUTATIONS = 5

const ODD_TOKENS: readonly (readonly number[])[] = [
  ...[[0], [0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc0, 0xaf]],
  ...[[0xef, 0xbb, 0xbf], [0xff, 0xfe], [0x1b, 0x5b, 0x33, 0x31, 0x6d], [0x7f], [0xc2, 0x9b]],
  ...[[0x0d], [0x0a], [0x0d, 0x0a], [0xe2, 0x80, 0xae], [0xe2, 0x80, 0x8b], [0xe2, 0x80, 0xa8]],
]
const NUMBERS = [
  ...['-1', '0', '00', '65536', '4294967295', '4294967296', '9007199254740993', '1e308'],
  ...['1e999', '0x7fffffff', '99999999999999999999999999', '-0', 'NaN', '0.1', '٣', '８'],
]
const LENGTHS = [0, 1, 3, 127, 128, 255, 256, 65_535, 65_536, 0x7fffffff, 0x80000000, 0xffffffff]
const POLLUTERS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length']

const MUTATIONS: readonly Mutation[] = [
  flipBit,
  setByte,
  truncate,
  cut,
  double,
  insertOdd,
  insertToken,
  splice,
  lieAboutLength,
  changeNumber,
  repeat,
  longLine,
  moveLine,
  pollute,
]

/** A sample with one to five mutations. */
export function mutated(random: Random, material: Material): Buffer {
  let data = random.pick(material.samples)
  for (let left = 1 + random.below(MAX_MUTATIONS); left > 0; left--) {
    data = random.pick(MUTATIONS)(data, random, material)
    if (data.length > MAX_BYTES && random.below(50) > 0) data = data.subarray(0, MAX_BYTES)
  }
  return data
}

function flipBit(data: Buffer, random: Random): Buffer {
  if (data.length === 0) return data
  const copy = Buffer.from(data)
  const at = random.below(copy.length)
  copy[at] = (copy[at] ?? 0) ^ (1 << random.below(8))
  return copy
}

function setByte(data: Buffer, random: Random): Buffer {
  const copy = Buffer.from(data)
  if (copy.length > 0) copy[random.below(copy.length)] = random.below(256)
  return copy
}

function truncate(data: Buffer, random: Random): Buffer {
  const at = random.below(data.length + 1)
  return random.below(4) === 0 ? data.subarray(at) : data.subarray(0, at)
}

function cut(data: Buffer, random: Random): Buffer {
  const at = random.below(data.length + 1)
  const length = random.below(random.below(2) === 0 ? 8 : 200)
  return Buffer.concat([data.subarray(0, at), data.subarray(at + length)])
}

function double(data: Buffer, random: Random): Buffer {
  const at = random.below(data.length + 1)
  return insertAt(data, random, data.subarray(at, at + random.below(120)))
}

function insertOdd(data: Buffer, random: Random): Buffer {
  return insertAt(data, random, Buffer.from(random.pick(ODD_TOKENS)))
}

function insertToken(data: Buffer, random: Random, { tokens }: Material): Buffer {
  return tokens.length === 0 ? data : insertAt(data, random, Buffer.from(random.pick(tokens)))
}

function splice(data: Buffer, random: Random, { samples }: Material): Buffer {
  const other = random.pick(samples)
  const head = data.subarray(0, random.below(data.length + 1))
  return Buffer.concat([head, other.subarray(random.below(other.length + 1))])
}

function lieAboutLength(data: Buffer, random: Random): Buffer {
  if (data.length < 4) return data
  const copy = Buffer.from(data)
  const at = random.below(copy.length - 3)
  const length = random.below(3) === 0 ? copy.length + 1 - random.below(3) : random.pick(LENGTHS)
  copy.writeUInt32BE(length, at)
  return copy
}

function changeNumber(data: Buffer, random: Random): Buffer {
  const text = data.toString('latin1')
  const found = [...text.matchAll(/\d+/g)]
  if (found.length === 0) return insertAt(data, random, Buffer.from(random.pick(NUMBERS)))
  const { 0: digits, index } = random.pick(found)
  const number = Buffer.from(random.pick(NUMBERS))
  return Buffer.concat([data.subarray(0, index), number, data.subarray(index + digits.length)])
}

function repeat(data: Buffer, random: Random, { tokens }: Material): Buffer {
  const at = random.below(data.length + 1)
  const own = data.subarray(at, at + 1 + random.below(12))
  const unit = tokens.length > 0 && random.below(2) === 0 ? random.pick(tokens) : own
  const times = 2 + random.below(random.below(4) === 0 ? 300 : 12)
  return insertAt(data, random, Buffer.concat(Array(times).fill(Buffer.from(unit))))
}

function longLine(data: Buffer, random: Random): Buffer {
  const length = random.below(20) === 0 ? 10_000 : random.below(400)
  return insertAt(data, random, Buffer.alloc(length, 0x20 + random.below(0x5f)))
}

function moveLine(data: Buffer, random: Random): Buffer {
  const lines = data.toString('latin1').split('\n')
  const [line = ''] = lines.splice(random.below(lines.length), 1)
  lines.splice(random.below(lines.length + 1), 0, line)
  return Buffer.from(lines.join('\n'), 'latin1')
}

/** Names that every object has already, where the text has a name of its own. */
function pollute(data: Buffer, random: Random): Buffer {
  const text = data.toString('latin1')
  const found = [...text.matchAll(/[A-Za-z_]{3,}/g)]
  const name = Buffer.from(random.pick(POLLUTERS))
  if (found.length === 0) return insertAt(data, random, name)
  const { 0: word, index } = random.pick(found)
  return Buffer.concat([data.subarray(0, index), name, data.subarray(index + word.length)])
}

function insertAt(data: Buffer, random: Random, what: Buffer): Buffer {
  const at = random.below(data.length + 1)
  return Buffer.concat([data.subarray(0, at), what, data.subarray(at)])
}
