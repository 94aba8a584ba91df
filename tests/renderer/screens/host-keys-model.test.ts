/** The list of recorded host keys: what can be forgotten, and what a search finds. */

import { expect, test } from 'vitest'
import type { KnownHostRow } from '../../../renderer/contract.ts'
import {
  countWords,
  filterRows,
  placesOf,
} from '../../../renderer/screens/ssh-config/host-keys-model.ts'

const ROW: KnownHostRow = {
  line: 1,
  file: '/home/ada/.ssh/known_hosts',
  type: 'ssh-ed25519',
  sha256: 'SHA256:abcDEF',
  marker: null,
  hashed: false,
  names: ['[1.2.3.4]:17445', 'github.com', '[2001:db8::1]:22022', '2001:db8::2'],
  comment: 'the lab',
  byKeypilot: false,
}

test('each name of a line is a place of its own', () => {
  expect(placesOf(ROW)).toEqual([
    { name: '[1.2.3.4]:17445', host: '1.2.3.4', port: 17445 },
    { name: 'github.com', host: 'github.com', port: 22 },
    { name: '[2001:db8::1]:22022', host: '2001:db8::1', port: 22022 },
    { name: '2001:db8::2', host: '2001:db8::2', port: 22 },
  ])
})

test('patterns, hidden names and marked lines are no single server’s record', () => {
  expect(placesOf({ ...ROW, names: ['*.example.com', '!a.example.com', 'b?'] })).toEqual([])
  expect(placesOf({ ...ROW, names: [], hashed: true })).toEqual([])
  expect(placesOf({ ...ROW, marker: 'cert-authority' })).toEqual([])
})

test.each([
  ['17445', 1],
  ['GITHUB', 1],
  ['abcdef', 1],
  ['lab', 1],
  ['', 1],
  ['vast.ai', 0],
])('searching for “%s” finds %i', (search, count) => {
  expect(filterRows([ROW], search)).toHaveLength(count)
})

test('the count says how many of how many', () => {
  expect([countWords(1, 1), countWords(3, 3), countWords(1, 3)]).toEqual([
    '1 host key',
    '3 host keys',
    '1 of 3 host keys',
  ])
})
