/** Reads the little of ASN.1's DER (X.690) that says how a PKCS#8 key is encrypted. */

/** Bytes that are not what their format says. Never shown: callers turn it into a named problem. */
export class DerError extends Error {
  override name = 'DerError' as const
}

const TAGS = { integer: 0x02, octets: 0x04, oid: 0x06, sequence: 0x30 } as const

/** Reads from the front of a buffer; every method throws `DerError` at anything else. */
export class DerReader {
  readonly #data: Buffer
  #offset = 0

  constructor(data: Buffer) {
    this.#data = data
  }

  /** Whether the next value is of this kind. */
  nextIs(kind: keyof typeof TAGS): boolean {
    return this.#data[this.#offset] === TAGS[kind]
  }

  sequence(): DerReader {
    return new DerReader(this.#value('sequence'))
  }

  octets(): Buffer {
    return this.#value('octets')
  }

  /** A number that is not negative and not beyond what a JavaScript number holds. */
  integer(): number {
    const bytes = this.#value('integer')
    if (bytes.length === 0 || bytes.length > 6 || (bytes[0] ?? 0) >= 0x80) {
      throw new DerError('not a small number')
    }
    return bytes.readUIntBE(0, bytes.length)
  }

  /** In dotted form. */
  oid(): string {
    const [first = 0, ...rest] = this.#value('oid')
    const numbers = [Math.min(2, Math.floor(first / 40))]
    numbers.push(first - (numbers[0] ?? 0) * 40)
    let number = 0
    for (const byte of rest) {
      number = number * 128 + (byte & 0x7f)
      if (byte >= 0x80) continue
      numbers.push(number)
      number = 0
    }
    return numbers.join('.')
  }

  #value(kind: keyof typeof TAGS): Buffer {
    if (!this.nextIs(kind)) throw new DerError(`no ${kind}`)
    const first = this.#data[this.#offset + 1] ?? 0xff
    const count = first < 0x80 ? 0 : first & 0x7f
    const start = this.#offset + 2 + count
    if (count > 4 || start > this.#data.length) throw new DerError('no length')
    const length = count === 0 ? first : this.#data.readUIntBE(this.#offset + 2, count)
    if (start + length > this.#data.length) throw new DerError('too short')
    this.#offset = start + length
    return this.#data.subarray(start, this.#offset)
  }
}
