/** Runs slow key work in a worker thread, so that windows stay responsive and work can be stopped. */

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { AppError } from '../contract/errors.ts'
import type { MadePair, PairSpec } from './make-pair.ts'
import type { RewriteOptions, RewriteResult } from './rewrite.ts'
import { runTask, type Task, type TaskResult } from './tasks.ts'
import type { UnlockResult } from './unlock.ts'

export interface KeyWorker {
  /** @throws {AppError} `cancelled` */
  make(spec: PairSpec, signal: AbortSignal): Promise<MadePair>
  verify(
    files: { readonly privateFile: Buffer; readonly publicFile: string },
    passphrase: string | undefined,
    signal: AbortSignal,
  ): Promise<string | null>
  unlock(file: Buffer, passphrase: string | undefined): Promise<UnlockResult>
  /** @throws {AppError} `cancelled` */
  rewrite(file: Buffer, options: RewriteOptions, signal: AbortSignal): Promise<RewriteResult>
}

/** Beside `out/cli.mjs`, above `out/electron/main.mjs`, or above a folder of shared parts. */
const BUNDLED = ['./key-worker.mjs', '../key-worker.mjs', '../../key-worker.mjs']

/** `entry` null, the default where no bundle is found (when run from sources): work in this thread. */
export function createKeyWorker(entry: URL | null = findEntry()): KeyWorker {
  return {
    async make(spec, signal) {
      // An Ed25519 pair takes a millisecond, less than starting a thread.
      const quick = spec.type === 'ed25519' && spec.passphrase === undefined
      const { value } = await start({ kind: 'make', spec }, quick ? null : entry, signal)
      return { privateFile: asBuffer(value.privateFile), publicBlob: asBuffer(value.publicBlob) }
    },
    async verify(files, passphrase, signal) {
      const task = { kind: 'verify', ...files, passphrase } as const
      return (await start(task, passphrase === undefined ? null : entry, signal)).value
    },
    async unlock(file, passphrase) {
      const task = { kind: 'unlock', file, passphrase } as const
      const { value } = await start(task, passphrase === undefined ? null : entry)
      return value.ok ? { ok: true, file: asBuffer(value.file) } : value
    },
    async rewrite(file, options, signal) {
      const quick = options.passphrase === undefined && options.newPassphrase === undefined
      const task = { kind: 'rewrite', file, options } as const
      const { value } = await start(task, quick ? null : entry, signal)
      if (!value.ok) return value
      const { privateFile, publicBlob } = value
      return { ...value, privateFile: asBuffer(privateFile), publicBlob: asBuffer(publicBlob) }
    },
  }
}

async function start<K extends Task['kind']>(
  task: Task & { readonly kind: K },
  entry: URL | null,
  signal?: AbortSignal,
): Promise<TaskResult & { readonly kind: K }> {
  if (signal?.aborted) throw cancelled()
  const work = entry === null ? runTask(task) : runInThread(task, entry, signal)
  const result = await (signal === undefined ? work : Promise.race([work, aborted(signal, work)]))
  return result as TaskResult & { readonly kind: K }
}

function runInThread(task: Task, entry: URL, signal: AbortSignal | undefined): Promise<TaskResult> {
  return new Promise((resolve, reject) => {
    // No environment and no arguments of ours: the task is all it needs.
    const worker = new Worker(entry, { workerData: task, env: {}, argv: [], execArgv: [] })
    const stop = () => {
      void worker.terminate()
    }
    signal?.addEventListener('abort', stop, { once: true })
    const settle = () => signal?.removeEventListener('abort', stop)
    worker.once('message', (result: TaskResult) => {
      settle()
      resolve(result)
    })
    worker.once('error', (error) => {
      settle()
      reject(error)
    })
    worker.once('exit', () => {
      settle()
      reject(signal?.aborted ? cancelled() : new Error('the key worker ended without an answer'))
    })
  })
}

/** Rejects when the signal fires; never settles otherwise, and leaves no listener behind. */
function aborted(signal: AbortSignal, work: Promise<unknown>): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = () => reject(cancelled())
    signal.addEventListener('abort', onAbort, { once: true })
    const settle = () => signal.removeEventListener('abort', onAbort)
    work.then(settle, settle)
  })
}

function cancelled(): AppError {
  return new AppError('cancelled', 'Stopped at your request.')
}

/** Buffers arrive from a thread as plain byte arrays. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function findEntry(): URL | null {
  for (const name of BUNDLED) {
    const url = new URL(name, import.meta.url)
    // Inside a package, the copy beside the archive: threads cannot always read from archives.
    const unpacked = new URL(url.href.replace('app.asar/', 'app.asar.unpacked/'))
    for (const candidate of [unpacked, url]) {
      if (existsSync(fileURLToPath(candidate))) return candidate
    }
  }
  return null
}
