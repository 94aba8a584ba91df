import { expect, test } from 'vitest'
import { isolated } from '../../../renderer/ui/isolated.ts'

test.each([
  'Training pod now leads to root@213.173.108.12:17445.',
  'Größe, 漢字 and 😀: as they are',
  '',
])('“%s” stays as it is', (text) => {
  expect(isolated(text)).toBe(text)
})

test.each([
  ['“דוד” is in use', '“\u2068דוד\u2069” is in use'],
  ['Use דוד במחשב 12 now.', 'Use \u2068דוד במחשב\u2069 12 now.'],
  ['مرحبا, and דוד', '\u2068مرحبا\u2069, and \u2068דוד\u2069'],
  ['Saved as a\u202egnp.exe, at 12:30', 'Saved as \u2068a\u202egnp.exe\u2069, at 12:30'],
  ['two  spaces דוד', 'two  spaces \u2068דוד\u2069'],
])('“%s” has what turns it isolated', (text, shown) => {
  expect(isolated(text)).toBe(shown)
})

test('what would end the isolation from inside is left out', () => {
  expect(isolated('x\u2069\u202ey is new')).toBe('\u2068x\u202ey\u2069 is new')
})
