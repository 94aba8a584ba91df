/** What every benchmark needs: a home of its own, medians, and a place to hand its rows over. */

import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLog, type Paths, resolvePaths } from '../../main/storage/index.ts'
import type { BenchResult } from './report/result.ts'

export interface BenchHome {
  readonly paths: Paths
  readonly log: ReturnType<typeof createLog>
}

/** Runs with a home that nobody uses, and removes it. */
export async function withHome<T>(action: (home: BenchHome) => Promise<T>): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'keypilot-bench-'))
  try {
    const env = { KEYPILOT_SSH_DIR: join(home, '.ssh'), KEYPILOT_DATA_DIR: join(home, 'data') }
    const paths = resolvePaths({ env, platform: process.platform, home })
    return await action({ paths, log: createLog(paths) })
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

export async function timed(action: () => unknown): Promise<number> {
  const start = performance.now()
  await action()
  return performance.now() - start
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** Bytes in use after everything that can be given back was. */
export function memory(): { readonly heap: number; readonly rss: number } {
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  return { heap: heapUsed, rss }
}

export function print(line = ''): void {
  process.stdout.write(`${line}\n`)
}

export function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1_048_576).toFixed(1)} MB`
}

/** Says whether a budget was kept; a run that broke one ends with exit code 1. */
export function budget(what: string, isKept: boolean): void {
  print(`  ${isKept ? 'within' : 'OVER'} budget: ${what}`)
  if (!isKept) process.exitCode = 1
}

/** Hands the rows over to tests/bench/run.mjs, which makes the table of them. */
export function publish(result: BenchResult): void {
  const file = process.env.KEYPILOT_BENCH_RESULT
  if (file === undefined) throw new Error('benchmarks are started by tests/bench/run.mjs')
  writeFileSync(file, JSON.stringify(result))
}
