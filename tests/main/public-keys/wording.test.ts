/** The words of every problem: complete, short enough to read, and without slips. */

import { expect, test } from 'vitest'
import { REJECTIONS } from '../../../main/public-keys/problems/rejections.ts'
import { REMARKS } from '../../../main/public-keys/problems/remarks.ts'
import { REPAIRS } from '../../../main/public-keys/problems/repairs.ts'
import type { Wording } from '../../../main/public-keys/problems/wording.ts'

const ALL: readonly (readonly [string, Wording])[] = [REJECTIONS, REPAIRS, REMARKS].flatMap(
  (table) => Object.entries(table),
)

test('no code has two meanings', () => {
  expect(new Set(ALL.map(([code]) => code)).size).toBe(ALL.length)
  for (const [code] of ALL) expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
})

test.each(ALL)('%s', (_, { title, detail }) => {
  expect(title).not.toMatch(/[.!]$/)
  expect(title.length).toBeLessThanOrEqual(60)
  expect(detail).toMatch(/[.]$/)
  const words = detail.split(/[.:]\s/).map((sentence) => sentence.split(' ').length)
  expect(Math.max(...words)).toBeLessThanOrEqual(30)
  expect(`${title} ${detail}`).not.toMatch(
    /invalid|illegal|malformed|error|fail|base64|blob|\byou (?:must|should)\b/i,
  )
})

test('no two problems share a title', () => {
  const titles = ALL.map(([, { title }]) => title)
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([])
})
