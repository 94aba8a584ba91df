/** The thread that does the work: what hangs in it is ended from outside, by `watch.ts`. */

import { parentPort, workerData } from 'node:worker_threads'
import { fuzz } from './engine.ts'
import { growthOf } from './growth.ts'
import { targetsIn } from './targets/index.ts'
import type { Order } from './watch.ts'

const { root, name, work, runs, seed, shared } = workerData as Order
const header = new Int32Array(shared, 0, 2)
const bytes = new Uint8Array(shared, 8)
const target = targetsIn(root).find((one) => one.name === name)
if (target === undefined) throw new Error(`no parser is called ${name}`)

/** Written down before it is read: of an input that never ends, nothing else would be left. */
function before(_index: number, input: Buffer): void {
  const kept = input.subarray(0, bytes.length)
  bytes.set(kept)
  header[1] = kept.length
  Atomics.add(header, 0, 1)
}

parentPort?.postMessage(
  work === 'growth' ? await growthOf(target, before) : await fuzz(target, { runs, seed, before }),
)
