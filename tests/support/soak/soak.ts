/**
 * Scripted use of a host at a fixed rate: list, make a key, test a connection, edit, undo, remove,
 * look at the screens. What the host holds is counted after a warm-up, each minute, and at the end.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import type { Target } from '../../../main/contract/methods.ts'
import { type Held, settled } from './holdings.ts'
import type { ObjectCounts, SoakHost } from './host.ts'

const MINUTE_MS = 60_000
/** Of the key that each cycle makes. */
const NAME = 'soak'

export interface SoakOptions {
  readonly durationMs: number
  /** A cycle begins this often; one that takes longer delays the next to the following beat. */
  readonly everyMs: number
  /** Cycles before the first count: caches are filled, code is compiled. */
  readonly warmUpCycles: number
  /** Given the report so far, with the latest count in the place of the last one. */
  readonly onMinute?: (soFar: SoakReport) => Promise<void>
}

export interface SoakReport {
  readonly ms: number
  readonly cycles: number
  /** Beats that passed while a cycle was still running. */
  readonly missedBeats: number
  readonly cycleMs: readonly number[]
  readonly before: Held
  readonly eachMinute: readonly Held[]
  readonly after: Held
  /** Before and after; null as long as it goes on. */
  readonly objects: readonly [ObjectCounts, ObjectCounts] | null
  readonly warnings: readonly string[]
  /** Cycles in which a step failed: why. The next one begins with the folders as they were. */
  readonly failures: readonly string[]
}

/** Rejects when a step of the warm-up fails. */
export async function soak(
  host: SoakHost,
  target: Target,
  options: SoakOptions,
): Promise<SoakReport> {
  for (let cycle = 0; cycle < options.warmUpCycles; cycle += 1) await oneCycle(host, target)
  const objects = await host.objects()
  const before = await host.count()
  const start = performance.now()
  const [cycleMs, eachMinute, failures]: [number[], Held[], string[]] = [[], [], []]
  let [beat, missedBeats] = [0, 0]
  const report = async (after: Held, counts: SoakReport['objects']): Promise<SoakReport> => ({
    ...{ ms: performance.now() - start, cycles: cycleMs.length, missedBeats, cycleMs },
    ...{ before, eachMinute, after, objects: counts, failures, warnings: await host.warnings() },
  })
  while (performance.now() - start < options.durationMs) {
    const began = performance.now()
    await oneCycle(host, target).catch(async (error: unknown) => {
      failures.push(`cycle ${cycleMs.length}: ${String(error)}`)
      await cleanUp(host).catch(() => {})
    })
    cycleMs.push(performance.now() - began)
    if (performance.now() - start >= (eachMinute.length + 1) * MINUTE_MS) {
      const held = await host.count()
      eachMinute.push(held)
      await options.onMinute?.(await report(held, null))
    }
    const next = Math.floor((performance.now() - start) / options.everyMs) + 1
    missedBeats += next - beat - 1
    beat = next
    await sleep(beat * options.everyMs - (performance.now() - start))
  }
  const after = await settled(() => host.count(), before)
  return report(after, [objects, await host.objects()])
}

/** Ends with the folders as they were. */
async function oneCycle(host: SoakHost, target: Target): Promise<void> {
  const held = await host.call('keys.list', {})
  const made = await host.call('keys.generate', { name: NAME, comment: 'made', type: 'ed25519' })
  const report = await host.call('connection.test', { target, hostKeyPolicy: 'strict' })
  if (report.verdict !== 'ok') throw new Error(`the test failed: ${report.title}`)
  const edited = await host.call('keys.setComment', { id: made.id, comment: 'edited' })
  const [change] = await host.call('backups.list', {})
  if (change === undefined || edited.comment !== 'edited') throw new Error('nothing was edited')
  await host.call('backups.restore', { id: change.id })
  await cleanUp(host)
  await host.lookAround()
  const left = await host.call('keys.list', {})
  if (left.length !== held.length) throw new Error('a key was left over')
}

async function cleanUp(host: SoakHost): Promise<void> {
  for (const { id, name } of await host.call('keys.list', {})) {
    if (name === NAME) await host.call('keys.remove', { id, typedName: NAME })
  }
  for (const { id } of await host.call('backups.list', {})) {
    await host.call('backups.delete', { id })
  }
}
