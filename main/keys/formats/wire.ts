/** The building blocks of SSH's binary formats (RFC 4251, section 5). */

/** Bytes that are not what their format says. Never shown: callers turn it into a named problem. */
export class WireError extends Error {
  override name = 'WireError' as const
}

const MAX_MPINT_BYTES = 2_048

/** Reads from the front of a buffer; every method throws `WireError` when too little is left. */
export class WireReader {
  readonly #data: Buffer
  #offset = 0

  constructor(data: Buffer) {
    this.#data = data
  }

  /** Bytes not read yet. */
  get left(): number {
    return this.#data.length - this.#offset
  }

  get offset(): number {
    return this.#offset
  }

  bytes(length: number): Buffer {
    if (length > this.left) throw new WireError('too short')
    const start = this.#offset
    this.#offset += length
    return this.#data.subarray(start, this.#offset)
  }

  byte(): number {
    return this.bytes(1).readUInt8()
  }

  uint32(): number {
    return this.bytes(4).readUInt32BE()
  }

  string(): Buffer {
    return this.bytes(this.uint32())
  }

  /** A number as OpenSSH takes it: not negative, and of at most 16,384 bits. */
  mpint(): Buffer {
    const value = this.string()
    const tooLong = value.length > MAX_MPINT_BYTES + 1
    if (tooLong || ((value[0] ?? 0) & 0x80) !== 0) throw new WireError('not a number for ssh')
    return value
  }

  text(): string {
    return this.string().toString('utf8')
  }
}

export function wireUint32(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32BE(value)
  return buffer
}

export function wireString(value: Buffer | string): Buffer {
  const data = typeof value === 'string' ? Buffer.from(value, 'utf8') : value
  return Buffer.concat([wireUint32(data.length), data])
}

/** A non-negative number of any length: shortest form, with a zero byte where the top bit is set. */
export function wireMpint(value: Buffer): Buffer {
  let start = 0
  while (start < value.length && value[start] === 0) start++
  const digits = value.subarray(start)
  const needsZero = ((digits[0] ?? 0) & 0x80) !== 0
  return wireString(needsZero ? Buffer.concat([Buffer.from([0]), digits]) : digits)
}
