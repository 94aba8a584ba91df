/** Feeds one parser with one input after the other, and makes what fails as small as it can. */

import { AppError } from '../../main/contract/errors.ts'
import { mutated } from './mutate.ts'
import { mutatedJson } from './mutate-json.ts'
import { randomFor } from './random.ts'
import type { Shown, Target } from './target.ts'

export interface Failure {
  readonly what: string
  /** Number of the input, from 0. */
  readonly index: number
  /** The smallest input found that fails in the same way, in base64. */
  readonly input: string
}

export interface Tally {
  readonly runs: number
  readonly refused: number
  /** Of the thread, on the clock: told, and judged by nobody. */
  readonly ms: number
  readonly slowestMs: number
  readonly failure: Failure | null
}

export interface FuzzOptions {
  readonly runs: number
  readonly seed: number
  /** Called before each input, so that an endless one can be named. */
  readonly before: (index: number, input: Buffer) => void
}

const CONTROL = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u
const MAX_SHRINKS = 3_000
const OWN = [Object.prototype, Array.prototype, String.prototype].map((prototype) => ({
  prototype,
  size: Reflect.ownKeys(prototype).length,
}))

export function inputOf(target: Target, seed: number, index: number): Buffer {
  const random = randomFor(target.name, seed, index)
  if (target.json === true && random.below(2) === 0) return mutatedJson(random, target.samples)
  return mutated(random, target)
}

export async function fuzz(target: Target, options: FuzzOptions): Promise<Tally> {
  const { runs, seed, before } = options
  const startedAt = performance.now()
  let refused = 0
  let slowestMs = 0
  for (let index = 0; index < runs; index++) {
    const input = inputOf(target, seed, index)
    before(index, input)
    const begunAt = performance.now()
    const outcome = await outcomeOf(target, input)
    slowestMs = Math.max(slowestMs, performance.now() - begunAt)
    if (outcome === 'refused') refused++
    else if (outcome !== null) {
      const small = await shrunk(target, input, outcome)
      const failure = { what: outcome, index, input: small.toString('base64') }
      return { runs: index + 1, refused, ms: performance.now() - startedAt, slowestMs, failure }
    }
  }
  return { runs, refused, ms: performance.now() - startedAt, slowestMs, failure: null }
}

/** Null when all is well; otherwise what is wrong. */
async function outcomeOf(target: Target, input: Buffer): Promise<string | null> {
  try {
    const shown = target.read(Buffer.from(input))
    const texts = shown instanceof Promise ? await shown : shown
    return pollution() ?? controlIn(texts)
  } catch (error) {
    if (target.mayRefuse === true && error instanceof AppError) {
      return pollution() ?? controlIn([error.message]) ?? 'refused'
    }
    return `throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`
  }
}

function controlIn(texts: Shown): string | null {
  const code = texts.find((one) => typeof one !== 'string' || one.includes('[native code]'))
  if (code !== undefined) return `shows code: ${JSON.stringify(String(code))}`
  const text = texts.find((one) => CONTROL.test(one))
  return text === undefined ? null : `shows a control character: ${JSON.stringify(text)}`
}

function pollution(): string | null {
  const changed = OWN.find(({ prototype, size }) => Reflect.ownKeys(prototype).length !== size)
  return changed === undefined ? null : 'changed a prototype that everything has'
}

/** Takes out ever smaller parts as long as what is left fails in the same way. */
async function shrunk(target: Target, input: Buffer, outcome: string): Promise<Buffer> {
  const kind = kindOf(outcome)
  let data = input
  let left = MAX_SHRINKS
  for (let size = Math.ceil(data.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < data.length && left > 0; left--) {
      const shorter = Buffer.concat([data.subarray(0, at), data.subarray(at + size)])
      const now = await outcomeOf(target, shorter)
      if (now !== null && kindOf(now) === kind) data = shorter
      else at += size
    }
  }
  return data
}

/** The first line without what it quotes. */
function kindOf(outcome: string): string {
  return outcome.split('\n', 1)[0]?.replace(/: ".*/s, '') ?? ''
}
