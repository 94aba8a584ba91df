/** Damaged configs that were found by mutating real ones (tests/fuzz): read without harm. */

import { afterEach, beforeEach, expect, test } from 'vitest'
import { readEffective } from '../../../../main/ssh-config/index.ts'
import { startProcessorClock } from '../../../support/processor-time.ts'
import { type ConfigFolder, configFolder } from '../support.ts'

let folder: ConfigFolder

beforeEach(async () => {
  folder = await configFolder()
})
afterEach(() => folder.remove())

async function read(text: string) {
  await folder.write('config', text)
  return readEffective(folder.paths, { host: 'pod' })
}

test.each([
  ['Match constructor x\n  Port 2022\n'],
  ['Match toString=x\n  Port 2022\n'],
  ['StrictHostKeyChecking constructor\n'],
  ['Port valueOf\n'],
])('what every object has is no word of ssh: %j', async (text) => {
  const config = await read(text)
  expect(config.problems.map(({ code }) => code)).toContain('syntax-error')
  expect(config.settings.every(({ value }) => typeof value === 'string')).toBe(true)
})

test.each([
  ['Match us\u202eer x\n'],
  ['Match host \u001b[31mred\n'],
  ['Host a\u202eb !po?\n'],
  ['Match user "a\u0007b"\n'],
])('reasons hold nothing that hides or turns around text: %j', async (text) => {
  const { problems, blocks } = await read(text)
  const shown = [...problems.map(({ detail }) => detail), ...blocks.map(({ why }) => why)]
  expect(shown.join('\n')).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/)
})

test('letters of other scripts are shown as they were written', async () => {
  const { problems } = await read('Match größe x\n')
  expect(problems[0]?.detail).toContain('größe')
})

test('a config that includes itself from every line is given up as ssh gives it up, in time', async () => {
  const usedMs = startProcessorClock()
  const { problems } = await read('Include config\n'.repeat(1_500))
  expect(problems.map(({ code }) => code)).toContain('config-include-loop')
  // Some ten times what it takes; to follow the loop from every line took minutes.
  expect(usedMs()).toBeLessThan(10_000)
})
