import { expect, test } from 'vitest'
import { formatAgo, formatTime } from '../../../renderer/ui/time.ts'

const AT = '2026-11-21T08:00:00.000Z'
const later = (minutes: number) => Date.parse(AT) + minutes * 60_000

test.each([
  [0.5, 'just now'],
  [1, '1 minute ago'],
  [59.9, '59 minutes ago'],
  [60, '1 hour ago'],
  [25 * 60, 'yesterday'],
  [3 * 24 * 60, '3 days ago'],
])('after %d minutes it was %s', (minutes, words) => {
  expect(formatAgo(AT, later(minutes))).toBe(words)
})

test('what is long ago, not yet, or no time at all is told by its date', () => {
  expect(formatAgo(AT, later(8 * 24 * 60))).toBe(formatTime(AT))
  expect(formatAgo(AT, later(-10))).toBe(formatTime(AT))
  expect(formatAgo('soon', later(0))).toBe('at an unknown time')
})
