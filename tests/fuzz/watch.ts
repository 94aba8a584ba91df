/** Runs the work of one parser in a thread, and names the input at which it hangs. */

import { Worker } from 'node:worker_threads'
import type { Module } from '../support/kill/index.ts'

export interface Order {
  readonly root: string
  readonly name: string
  readonly work: 'fuzz' | 'growth'
  readonly runs: number
  readonly seed: number
  /** Two numbers (inputs begun, length of the last one), then the bytes of the last one. */
  readonly shared: SharedArrayBuffer
}

/** Of one input. Thousands of times what any takes, on a busy machine too. */
const HANGS_AFTER_MS = 60_000
const LOOK_EVERY_MS = 1_000
const MAX_INPUT_BYTES = 262_144

/** @throws {Error} naming the input, in base64, when one of them never ends */
export function inThread<T>(module: Module, order: Omit<Order, 'shared'>): Promise<T> {
  const shared = new SharedArrayBuffer(8 + MAX_INPUT_BYTES)
  const header = new Int32Array(shared, 0, 2)
  const worker = new Worker(module.file, { workerData: { ...order, shared } })
  return new Promise<T>((resolve, reject) => {
    let [seen, since] = [-1, performance.now()]
    const timer = setInterval(() => {
      const begun = Atomics.load(header, 0)
      if (begun !== seen) [seen, since] = [begun, performance.now()]
      else if (performance.now() - since > HANGS_AFTER_MS) {
        const input = Buffer.from(new Uint8Array(shared, 8, header[1]))
        reject(new Error(`${order.name} hangs at input ${begun - 1}: ${input.toString('base64')}`))
      }
    }, LOOK_EVERY_MS)
    worker.once('message', resolve).once('error', reject)
    worker.once('exit', () => {
      clearInterval(timer)
      reject(new Error(`the thread for ${order.name} ended without an answer`))
    })
  }).finally(() => worker.terminate())
}
