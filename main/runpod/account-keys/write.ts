/** Sends a set and finds out what became of it. */

import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../../contract/errors.ts'
import type { ErrorCode } from '../../contract/methods.ts'
import type { RunpodApi } from '../api/types.ts'
import { keyIdOf } from './entries.ts'

/** Errors after which RunPod has certainly not taken the set. */
const NOT_TAKEN: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'no-api-key',
  'unauthorized',
  'forbidden',
  'rate-limited',
  'invalid-value',
  'bad-request',
  'not-found',
  'unsupported',
])
/** Between attempts to read the set back; together with the requests well below a minute. */
const PAUSES_MS = [0, 500, 1_500, 3_000]
/** After that no further attempt begins; the last one has the client's own limit. */
const READ_BACK_MS = 30_000

export interface WriteOptions {
  readonly api: RunpodApi
  readonly before: readonly string[]
  readonly next: readonly string[]
  /** Replaces the pauses in tests. */
  readonly pausesMs?: readonly number[]
}

export interface Written {
  /** What RunPod holds now. */
  readonly keys: readonly string[]
  /** Lines that should be there and are not: another program wrote at the same moment. */
  readonly missing: readonly string[]
  /** Lines that nobody here wrote. */
  readonly foreign: readonly string[]
  /** Lines that should be gone and are there. */
  readonly stillThere: readonly string[]
}

/**
 * @throws {AppError} the client's error when the set is as it was before; `outcome-unknown` when
 *   nobody can say what it is now
 */
export async function writeSet(options: WriteOptions): Promise<Written> {
  const { api, next } = options
  let answered: readonly string[]
  try {
    // Without a signal: stopping in the middle would leave nobody knowing what was stored.
    answered = await api.replaceAccountKeys(next)
  } catch (error) {
    if (!(error instanceof AppError) || NOT_TAKEN.has(error.code)) throw error
    return afterSilence(options, error)
  }
  return (await settled(options)) ?? compare(options, answered)
}

/**
 * Reading back shows what another program made of it meanwhile. A reading that differs is repeated:
 * it may come from a copy that lags behind. Null when nothing could be read; the answer counts then.
 */
async function settled(options: WriteOptions): Promise<Written | null> {
  let written: Written | null = null
  for await (const now of readings(options)) {
    written = compare(options, now)
    if (written.missing.length === 0 && written.stillThere.length === 0) break
  }
  return written
}

/** No answer told whether the set was taken: what is there now tells. */
async function afterSilence(options: WriteOptions, error: AppError): Promise<Written> {
  const now = await readBack(options)
  if (now === null) {
    throw new AppError(
      'outcome-unknown',
      `RunPod did not answer, and the keys of your account could not be read afterwards, so Keypilot cannot say whether the change was made. Look at the list of keys as soon as RunPod answers again; the keys as they were before are kept on this computer. What happened: ${error.message}`,
      { cause: error },
    )
  }
  if (!sameSet(now, options.before)) return compare(options, now)
  throw error.code === 'outcome-unknown'
    ? new AppError(
        'service-error',
        'RunPod did not answer in time, and the keys of your account are as they were before: the change was not made. Look at the list again in a minute, in case it comes late, and then try again.',
        { cause: error },
      )
    : error
}

async function readBack(options: WriteOptions): Promise<readonly string[] | null> {
  for await (const now of readings(options)) return now
  return null
}

/** What can be read, again and again, for a while. */
async function* readings({ api, pausesMs }: WriteOptions): AsyncGenerator<readonly string[]> {
  const started = performance.now()
  for (const pauseMs of pausesMs ?? PAUSES_MS) {
    if (performance.now() - started > READ_BACK_MS) return
    await delay(pauseMs)
    const now = await readOnce(api)
    if (now !== null) yield now
  }
}

async function readOnce(api: RunpodApi): Promise<readonly string[] | null> {
  try {
    return await api.readAccountKeys()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return null
  }
}

/** RunPod may write a line in another way; a key that is there is not missing. */
function compare({ before, next }: WriteOptions, now: readonly string[]): Written {
  const gone = absent(before, next)
  const stillThere = gone.filter((line) => absent([line], now).length === 0)
  return { keys: now, missing: absent(next, now), foreign: absent(now, next), stillThere }
}

function absent(lines: readonly string[], there: readonly string[]): readonly string[] {
  const texts = new Set(there)
  const ids = new Set(there.flatMap((line) => keyIdOf(line) ?? []))
  return lines.filter((line) => {
    const id = keyIdOf(line)
    return !texts.has(line) && (id === null || !ids.has(id))
  })
}

/** Whether both hold the same entries, in any order. */
export function sameSet(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one.toSorted()) === JSON.stringify(other.toSorted())
}
