/** Where a text from standard input ends: at the end of a pipe, and at what people type on a terminal. */

import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { readInput } from '../../../app/cli/read-input.ts'

const { signal } = new AbortController()

it.each([
  ['Ctrl+Z and Enter, on Windows', 'ssh-ed25519 AAAA\r\n\u001a\r\n', 'ssh-ed25519 AAAA\r\n'],
  ['Ctrl+D and Enter, on Windows', 'ssh-ed25519 AAAA\u0004\r\n', 'ssh-ed25519 AAAA'],
  ['the end that a terminal itself gives', 'Zoë’s key\n', 'Zoë’s key\n'],
])('what is typed ends with %s', async (_, typed, text) => {
  // A console does not end: nothing after the mark is waited for.
  const stream = new Readable({ read() {} })
  stream.push(typed)
  if (text === typed) stream.push(null)
  expect(await readInput(stream, signal, { typed: true })).toBe(text)
})

it('what is piped in is taken whole', async () => {
  const text = 'one\u001atwo\u0004three\n'
  expect(await readInput(Readable.from([Buffer.from(text)]), signal)).toBe(text)
})

it('is given up when the call is stopped', async () => {
  const stop = new AbortController()
  const reading = readInput(new Readable({ read() {} }), stop.signal, { typed: true })
  stop.abort()
  await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
})
