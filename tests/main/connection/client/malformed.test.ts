/** Nothing that a server, a shell or a broken terminal prints may stop or slow the reader. */

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseOutput } from '../../../../main/connection/client/parse-output.ts'
import { transcripts } from './vectors.ts'

const PIECES = transcripts().flatMap(({ text }) => text.split(/(?<=\n)|(?= )/))

function check(text: string): void {
  const { cause, stage, evidence } = parseOutput(text)
  expect(typeof cause === 'string' || cause === null).toBe(true)
  expect(typeof stage === 'string' || stage === null).toBe(true)
  expect(evidence.length).toBeLessThanOrEqual(10)
  for (const line of evidence) expect(line.length).toBeLessThanOrEqual(1_000)
}

test('any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4_000 }), (bytes) => {
      check(Buffer.from(bytes).toString('utf8'))
      check(Buffer.from(bytes).toString('latin1'))
    }),
  )
})

test('pieces of real transcripts in any order', () => {
  const piece = fc.oneof(
    fc.constantFrom(...PIECES),
    fc.constantFrom('\0', '\r', '\n', '\u001b[31m', '"', '(', ': '),
  )
  fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (parts) => check(parts.join(''))))
})

test.each([
  ['nothing', ''],
  ['NUL', '\0'.repeat(100_000)],
  ['one endless line', 'x'.repeat(3_000_000)],
  ['line ends', '\n'.repeat(1_000_000)],
  ['carriage returns', '\r'.repeat(1_000_000)],
  ['refusals', 'Permission denied (publickey).\n'.repeat(100_000)],
  ['offers', `debug1: Offering public key: a RSA SHA256:${'x'.repeat(43)}\n`.repeat(50_000)],
  ['a lone half of a pair', '\ud800'.repeat(1_000)],
])('%s', (_what, text) => check(text))

test('the end of a huge output counts', () => {
  const text = `${'debug1: noise\n'.repeat(200_000)}root@pod: Permission denied (publickey).\n`
  expect(parseOutput(text).cause).toBe('key-not-accepted')
})

/** Beginnings that a pattern goes on from, and what it might look for again and again. */
const TRAPS: readonly string[] = [
  'ssh: connect to host ',
  'Bad permissions. Try removing permissions for user: ',
  'Load key "',
  'no such identity: ',
  'debug1: Offering public key: ',
  'Offending ED25519 key in ',
  "Permissions 0644 for '",
  '',
]
const FILLERS = [' port x', ' (S-1', '": ', ': ', ' RSA SHA256:', ' line 1', "' ", ' ', ':', '(']

test('no pattern gets slow: ten times the text takes about ten times as long', () => {
  const work = (length: number) => {
    const startedAt = process.cpuUsage()
    for (const trap of TRAPS) {
      for (const filler of FILLERS) {
        const line = `${trap}${filler.repeat(Math.ceil(900 / filler.length))}\n`
        parseOutput(line.repeat(length))
      }
    }
    const { user, system } = process.cpuUsage(startedAt)
    return (user + system) / 1_000
  }
  work(2)
  const few = work(10)
  const many = work(100)
  // Processor time, not the clock; quadratic growth would be a hundredfold.
  expect(many).toBeLessThan(Math.max(few, 20) * 40)
})
