/** WCAG 2.2: text 4.5:1 (AA), outlines of controls 3:1 (1.4.11), in both themes. */

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

const css = readFileSync(new URL('../../../renderer/styles/tokens.css', import.meta.url), 'utf8')
const PAIR = /--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g
const tokens = new Map(
  [...css.matchAll(PAIR)].map(([, name, light, dark]) => [name, { light, dark }]),
)

const TEXT: readonly (readonly [text: string, backgrounds: readonly string[]])[] = [
  ['ink', ['paper', 'surface', 'sunken', 'sidebar', 'accent-soft', 'line']],
  ['ink', ['success-soft', 'warning-soft', 'danger-soft']],
  ['ink-soft', ['paper', 'surface', 'sunken', 'sidebar', 'accent-soft']],
  ['ink-soft', ['success-soft', 'warning-soft', 'danger-soft']],
  ['accent', ['paper', 'surface', 'sunken', 'accent-soft']],
  ['on-accent', ['accent', 'accent-strong']],
  ['success', ['paper', 'surface', 'success-soft']],
  ['warning', ['paper', 'surface', 'warning-soft']],
  ['danger', ['paper', 'surface', 'danger-soft']],
  ['surface', ['success', 'danger']],
]
const OUTLINES: readonly (readonly [outline: string, backgrounds: readonly string[]])[] = [
  ['line-strong', ['paper', 'surface', 'sunken']],
  ['accent', ['paper', 'surface', 'sidebar']],
]

describe.each(['light', 'dark'] as const)('%s', (theme) => {
  test.each(cases(TEXT))('text %s on %s', (text, background) => {
    expect(contrast(colour(text, theme), colour(background, theme))).toBeGreaterThanOrEqual(4.5)
  })
  test.each(cases(OUTLINES))('outline %s on %s', (outline, background) => {
    expect(contrast(colour(outline, theme), colour(background, theme))).toBeGreaterThanOrEqual(3)
  })
})

test('the formula gives the known extremes', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

function cases(pairs: readonly (readonly [string, readonly string[]])[]) {
  return pairs.flatMap(([text, backgrounds]) =>
    backgrounds.map((background) => [text, background] as const),
  )
}

function colour(name: string, theme: 'light' | 'dark'): string {
  const value = tokens.get(name)?.[theme]
  if (value === undefined) throw new Error(`tokens.css has no light-dark() pair --${name}`)
  return value
}

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
