/**
 * Entry of the worker thread, bundled to `key-worker.mjs`: one task in, one answer out. Secrets
 * come and go in memory only.
 */

import { parentPort, workerData } from 'node:worker_threads'
import { runTask } from './tasks.ts'

parentPort?.postMessage(await runTask(workerData))
