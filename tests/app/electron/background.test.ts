import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { BACKGROUND } from '../../../app/electron/background.ts'

it('has the colour of the page that is about to cover it', () => {
  const tokens = readFileSync(
    new URL('../../../renderer/styles/tokens.css', import.meta.url),
    'utf8',
  )
  expect(tokens).toContain(`--paper: light-dark(${BACKGROUND.light}, ${BACKGROUND.dark});`)
})
