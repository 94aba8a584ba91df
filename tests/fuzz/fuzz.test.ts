/**
 * Every parser reads thousands of damaged samples: it neither throws nor hangs, shows no control
 * characters, and changes nothing that all objects have. How to run longer: CONTRIBUTING.md.
 */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundleModule, type Module } from '../support/kill/index.ts'
import { type Failure, fuzz, type Tally } from './engine.ts'
import type { Growth } from './growth.ts'
import { targetsIn } from './targets/index.ts'
import { inThread } from './watch.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const RESULTS = join(ROOT, 'test-results/fuzz')
const LONG = process.env.KEYPILOT_SLOW === '1' ? 1_000_000 : 20_000
const RUNS = Number(process.env.KEYPILOT_FUZZ_RUNS ?? LONG)
const SEED = Number(process.env.KEYPILOT_FUZZ_SEED ?? 1)
const NAMES = targetsIn(ROOT).map(({ name }) => name)
/** The long run has no limit as a whole; each input has one. */
const LIMIT_MS = RUNS > 20_000 ? 0 : 600_000

let module: Module

beforeAll(async () => {
  module = await bundleModule(new URL('./entry.ts', import.meta.url))
})
afterAll(() => module.remove())

test.each(NAMES)(
  '%s: damaged samples',
  async (name) => {
    const order = { root: ROOT, name, work: 'fuzz', runs: RUNS, seed: SEED } as const
    const tally = await inThread<Tally>(module, order)
    if (RUNS > 20_000) report(name, tally)
    expect(tally.failure === null ? '' : kept(name, tally.failure)).toBe('')
    expect(tally.runs).toBe(RUNS)
  },
  LIMIT_MS,
)

test.each(NAMES)('%s: four times the text takes about four times the work', async (name) => {
  const order = { root: ROOT, name, work: 'growth', runs: 0, seed: SEED } as const
  expect(await inThread<readonly Growth[]>(module, order)).toEqual([])
})

test('what throws, pollutes or shows control characters is found, and made small', async () => {
  const samples = [Buffer.from('some text with a bug in it, and more text behind it')]
  const tokens = ['bug']
  const never = { runs: 2_000, seed: SEED, before: () => {} }
  const throwing = await fuzz({ name: 'throws', samples, tokens, read: throwAtBug }, never)
  expect(throwing.failure?.what).toMatch(/^throws Error: found/)
  expect(Buffer.from(throwing.failure?.input ?? '', 'base64').toString()).toBe('bug')
  const read = (input: Buffer) => [input.toString('latin1')]
  const showing = await fuzz({ name: 'shows', samples, tokens: ['\u001b'], read }, never)
  expect(showing.failure?.what).toMatch(/^shows a control character/)
  expect(Buffer.from(showing.failure?.input ?? '', 'base64')).toHaveLength(1)
})

function throwAtBug(input: Buffer): readonly string[] {
  if (input.includes('bug')) throw new Error('found')
  return []
}

/** As a file, to become a case of the parser's malformed test. */
function kept(name: string, { what, index, input }: Failure): string {
  mkdirSync(RESULTS, { recursive: true })
  const file = join(RESULTS, `${name.replaceAll(/[^\w]+/g, '-')}-${index}.bin`)
  writeFileSync(file, Buffer.from(input, 'base64'))
  return `input ${index} ${what}\nkept in ${file}: ${JSON.stringify(Buffer.from(input, 'base64').toString('latin1').slice(0, 2_000))}`
}

function report(name: string, { runs, refused, ms, slowestMs }: Tally): void {
  const each = ((ms * 1_000) / runs).toFixed(0)
  const row = [name, runs, refused, `${each} µs`, `${slowestMs.toFixed(0)} ms`].join(' | ')
  process.stdout.write(`| ${row} |\n`)
}
