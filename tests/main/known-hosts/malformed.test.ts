/** Damaged known_hosts files that were found by mutating a real one (tests/fuzz). */

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { listFile } from '../../../main/known-hosts/list.ts'

const KEY = readFileSync('tests/vectors/public-keys/ed25519.pub', 'utf8').split(' ').slice(0, 2)

test.each([
  ['@\u0014 a ssh-ed25519 AAAA\n'],
  ['@cert-autho\u0000\u000e a ssh-ed25519 AAAA\n'],
  ['@re\u202evoked a ssh-ed25519 AAAA\n'],
])('the reason for %j can be shown', (text) => {
  const { invalid, rows } = listFile('known_hosts', Buffer.from(text), [])
  expect(rows).toEqual([])
  expect(invalid[0]?.reason).toMatch(/^ssh does not know the mark @/)
  expect(invalid[0]?.reason).not.toMatch(/[\p{Cc}\u202a-\u202e]/u)
})

test('a comment is shown without what hides or turns around text', () => {
  const { rows } = listFile('f', Buffer.from(`a ${KEY.join(' ')} me\u001b[31m\u202eat\thome\n`), [])
  expect(rows[0]?.comment).toBe('me [31m at home')
})
