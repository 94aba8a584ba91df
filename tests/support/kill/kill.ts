/** Runs an operation again and again, each time killed at another point. */

import type { Program } from './program.ts'

export interface KillPoint {
  /** Number of the call, or milliseconds. */
  readonly at: number
  /** The call that was not made any more, e.g. `rename /tmp/x`; for random kills, the time. */
  readonly call: string
  /** False when the operation was complete before the kill came. */
  readonly killed: boolean
}

export interface KillOptions<Scene extends { readonly args: readonly string[] }> {
  /** A fresh scene; `args` are what `run` gets. */
  prepare(): Promise<Scene>
  /** Recovers and asserts; throws when something is not whole. */
  check(scene: Scene, point: KillPoint): Promise<void>
  /** Points beyond this are left out evenly. Default: all of them. */
  readonly maxPoints?: number
  /** Scenes at the same time. Default 2. */
  readonly atOnce?: number
}

export interface KillReport {
  /** Calls that the operation makes when nobody kills it. */
  readonly calls: readonly string[]
  readonly killed: number
}

/** Dies before every call of the file system, and in the middle of every write. */
export async function killEverywhere<Scene extends { readonly args: readonly string[] }>(
  program: Program,
  options: KillOptions<Scene>,
): Promise<KillReport> {
  const calls = (await complete(program, options)).calls
  const points = spread(calls.length, options.maxPoints ?? calls.length)
  return {
    calls,
    killed: await runAll(
      program,
      options,
      points.map((at) => ({ killAt: at, call: calls[at - 1] ?? '' })),
    ),
  }
}

/** Dies at random times between the beginning of the operation and its end. */
export async function killAtRandom<Scene extends { readonly args: readonly string[] }>(
  program: Program,
  options: KillOptions<Scene> & { readonly kills: number },
): Promise<KillReport> {
  const { calls, tookMs } = await complete(program, options)
  const points = Array.from({ length: options.kills }, () => {
    const killAfterMs = Math.random() * tookMs
    return { killAfterMs, call: `after ${killAfterMs.toFixed(1)} ms` }
  })
  return { calls, killed: await runAll(program, options, points) }
}

async function complete<Scene extends { readonly args: readonly string[] }>(
  program: Program,
  options: KillOptions<Scene>,
): Promise<{ readonly calls: readonly string[]; readonly tookMs: number }> {
  const scene = await options.prepare()
  const outcome = await program.run(scene.args)
  if (outcome.failure !== null) throw new Error(`without any kill: ${outcome.failure}`)
  await options.check(scene, { at: 0, call: 'the end', killed: false })
  return outcome
}

type Point = { readonly call: string } & (
  | { readonly killAt: number }
  | { readonly killAfterMs: number }
)

interface Ended {
  readonly status: string
  readonly reason?: unknown
}

async function runAll<Scene extends { readonly args: readonly string[] }>(
  program: Program,
  options: KillOptions<Scene>,
  points: readonly Point[],
): Promise<number> {
  let killed = 0
  const waiting = [...points]
  const work = async () => {
    for (let point = waiting.shift(); point !== undefined; point = waiting.shift()) {
      const scene = await options.prepare()
      const outcome = await program.run(scene.args, point)
      const at = 'killAt' in point ? point.killAt : point.killAfterMs
      const where = { at, call: point.call, killed: outcome.killed }
      if (outcome.failure !== null) throw new Error(`at ${point.call}: ${outcome.failure}`)
      if (outcome.killed) killed++
      try {
        await options.check(scene, where)
      } catch (error) {
        throw new Error(`killed at ${at} (${point.call})`, { cause: error })
      }
    }
  }
  const lines = Array.from({ length: options.atOnce ?? 2 }, work)
  // After a failure nothing more is begun, and what is running ends before the next test.
  for (const line of lines) {
    line.catch(() => {
      waiting.length = 0
    })
  }
  for (const { status, reason } of (await Promise.allSettled(lines)) as Ended[]) {
    if (status === 'rejected') throw reason
  }
  return killed
}

/** `count` numbers from 1 to `last`, both ends among them. */
function spread(last: number, count: number): readonly number[] {
  if (last <= count) return Array.from({ length: last }, (_, index) => index + 1)
  const step = (last - 1) / Math.max(1, count - 1)
  return Array.from({ length: count }, (_, index) => 1 + Math.round(index * step))
}
