/** Work must grow with the length of the input and no faster, also for inputs made to be slow. */

import { AppError } from '../../main/contract/errors.ts'
import { startProcessorClock } from '../support/processor-time.ts'
import type { Target } from './target.ts'

/** Twice doubled: linear work takes four times as long, quadratic work sixteen times. */
const LONGEST = 32_768
const LIMIT = 8
/** What takes no longer than this says nothing, whatever its ratio. */
const NOTHING_MS = 8
const ATTEMPTS = 4

export interface Growth {
  readonly unit: string
  readonly shortMs: number
  readonly longMs: number
}

const UNITS = [
  ...['a', 'A', '0', ' ', '\t', '\n', '\r', '\0', '"', "'", '\\', '\\\n', '(', ')', '[', '{', ','],
  ...[
    ';',
    ':',
    '=',
    '-',
    '#',
    '%',
    '*',
    '?',
    '/',
    '@',
    '$',
    '`',
    '<',
    '“',
    '\u200b',
    '\ufeff',
    'a ',
  ],
  ...['a\n', ' \n', 'a=', '"a" ', "'a' ", '{"a":', '[[', 'x,', '\x1b[', '\u202e', 'é', '\xff'],
]

/** Those that grow too fast; empty when all is well. `before` is told of each input. */
export async function growthOf(
  target: Target,
  before: (index: number, input: Buffer) => void,
): Promise<readonly Growth[]> {
  const found: Growth[] = []
  const starts = ['', ...target.samples.slice(0, 1).map((sample) => sample.toString('latin1'))]
  for (const unit of [...target.tokens, ...UNITS]) {
    for (const start of starts) {
      const growth = await measured(target, `${start}${unit}`.slice(0, 200), unit, before)
      if (growth !== null) found.push(growth)
    }
  }
  return found
}

async function measured(
  target: Target,
  start: string,
  unit: string,
  before: (index: number, input: Buffer) => void,
): Promise<Growth | null> {
  const { longest = LONGEST } = target
  let [shortMs, longMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    shortMs = Math.min(shortMs, await timed(target, filled(start, unit, longest / 4), before))
    longMs = Math.min(longMs, await timed(target, filled(start, unit, longest), before))
    if (longMs < LIMIT * Math.max(shortMs, NOTHING_MS)) return null
  }
  return { unit: JSON.stringify(start.slice(-40)), shortMs, longMs }
}

function filled(start: string, unit: string, length: number): Buffer {
  const head = Buffer.from(start, 'latin1')
  const body = Buffer.alloc(length - head.length, unit, 'utf8')
  return Buffer.concat([head, body])
}

async function timed(
  target: Target,
  input: Buffer,
  before: (index: number, input: Buffer) => void,
): Promise<number> {
  before(0, input)
  const usedMs = startProcessorClock()
  try {
    await target.read(input)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
  return usedMs()
}
