import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isNewer, parseVersion } from '../../../main/updates/version.ts'

test.each([
  ['0.1.0', [0, 1, 0]],
  ['v0.1.0', [0, 1, 0]],
  ['v12.0.999999', [12, 0, 999_999]],
])('%s is a version', (text, parts) => {
  expect(parseVersion(text)).toEqual(parts)
})

test.each([
  '',
  'v',
  '1',
  '1.2',
  '1.2.3.4',
  '01.2.3',
  '1.2.3-rc.1',
  '1.2.3+build',
  ' 1.2.3',
  '1.2.3\n',
  'vv1.2.3',
  '1.2.1000000',
  '-1.2.3',
  '１.2.3',
  '1e3.0.0',
])('%j is none', (text) => {
  expect(parseVersion(text)).toBeNull()
})

test('versions are compared number by number', () => {
  expect(isNewer([0, 10, 0], [0, 9, 9])).toBe(true)
  expect(isNewer([0, 9, 9], [0, 10, 0])).toBe(false)
  expect(isNewer([1, 0, 0], [0, 99, 99])).toBe(true)
  expect(isNewer([1, 2, 3], [1, 2, 3])).toBe(false)
})

test('of two different versions exactly one is newer', () => {
  const part = fc.integer({ min: 0, max: 999_999 })
  const version = fc.tuple(part, part, part)
  fc.assert(
    fc.property(version, version, (one, other) => {
      expect(parseVersion(one.join('.'))).toEqual(one)
      const isSame = one.join() === other.join()
      expect(Number(isNewer(one, other)) + Number(isNewer(other, one))).toBe(isSame ? 0 : 1)
    }),
  )
})
