import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDocument, printDocument } from '../../../main/ssh-config/document.ts'
import { startProcessorClock } from '../../support/processor-time.ts'
import { corpus } from './corpus.ts'

/** Pieces that a config is made of, and that break one. */
const pieces = fc.constantFrom(
  ...[
    'Host ',
    'Match ',
    'IdentityFile ',
    'Include ',
    '\n',
    '\r\n',
    '\r',
    '\0',
    '\t',
    ' ',
    '=',
    '#',
  ],
  ...['"', "'", '\\', '~/', '%d', '${', '}', '\uFEFF', '*', 'ü', '\f', '\v', '\u2028', '\x85', 'x'],
)
const configText = fc.array(pieces, { maxLength: 60 }).map((parts) => Buffer.from(parts.join('')))

function roundTrip(data: Buffer) {
  expect(printDocument(parseDocument(data)).equals(data)).toBe(true)
}

describe('reading and printing a config', () => {
  it.each(corpus)('gives back every byte: $name', ({ text }) => {
    roundTrip(Buffer.from(text))
    roundTrip(Buffer.from(text.replaceAll('\n', '\r\n')))
    roundTrip(Buffer.from(text, 'utf16le'))
  })

  it('gives back arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => roundTrip(Buffer.from(bytes))),
      { numRuns: 1_000 },
    )
  })

  it('gives back what is made of the pieces of a config', () => {
    fc.assert(fc.property(configText, roundTrip), { numRuns: 2_000 })
  })

  it('gives back damaged configs', () => {
    const damaged = fc
      .tuple(fc.constantFrom(...corpus), fc.nat(), fc.uint8Array({ maxLength: 4 }))
      .map(([{ text }, at, bytes]) => {
        const data = Buffer.from(text)
        const index = at % (data.length + 1)
        return Buffer.concat([data.subarray(0, index), bytes, data.subarray(index + 1)])
      })
    fc.assert(fc.property(damaged, roundTrip), { numRuns: 1_000 })
  })

  it('counts lines as ssh does', () => {
    const { lines } = parseDocument(Buffer.from('a 1\r\nb\r2\n\n\u2028c 3\nd'))
    expect(lines.map(({ number, text, ending }) => [number, text, ending])).toEqual([
      [1, 'a 1', '\r\n'],
      [2, 'b\r2', '\n'],
      [3, '', '\n'],
      [4, '\xE2\x80\xA8c 3', '\n'],
      [5, 'd', ''],
    ])
  })

  it('reads 10,000 hosts in a blink', () => {
    const host = (index: number) => `Host h${index}\n  HostName 203.0.113.7\n  Port ${index}\n\n`
    const data = Buffer.from(Array.from({ length: 10_000 }, (_, index) => host(index)).join(''))
    const usedMs = startProcessorClock()
    roundTrip(data)
    expect(usedMs()).toBeLessThan(2_000)
  })
})
