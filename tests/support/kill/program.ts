/** A TypeScript module as a program of its own: bundled once, started many times. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

export interface RunOptions {
  /** Number of the call to die at, from 1; 0 runs to the end. */
  readonly killAt?: number
  /** Dies this long after `run` has begun. */
  readonly killAfterMs?: number
  readonly env?: { readonly [name: string]: string }
  /** Words in front of the command line: `setpriv`, or `unshare` with a mount. */
  readonly within?: readonly string[]
}

export interface Outcome {
  readonly killed: boolean
  /** Every call of the file system, in order; empty after a kill. */
  readonly calls: readonly string[]
  /** What `run` threw, as `name code: message`; null when it ended well or was killed. */
  readonly failure: string | null
  /** From the beginning of `run` to the end of the process. */
  readonly tookMs: number
}

export interface Program {
  run(args: readonly string[], options?: RunOptions): Promise<Outcome>
  remove(): Promise<void>
}

const RUNNER = fileURLToPath(new URL('./runner.mjs', import.meta.url))
/** Far more than any operation takes, on a busy computer too; a process that hangs fails its test. */
const TIME_LIMIT_MS = 180_000

/** Bundles a module that exports `run(...args: string[]): Promise<void>`. */
export async function bundleProgram(entry: URL | string): Promise<Program> {
  const { folder, file, remove } = await bundleModule(entry)
  // Other accounts are to run it, too.
  const lists = join(folder, 'calls')
  await mkdir(lists)
  await Promise.all([chmod(folder, 0o755), chmod(lists, 0o777)])
  let count = 0
  return {
    run: (args, options = {}) => runOnce([RUNNER, file, join(lists, `${++count}`)], args, options),
    remove,
  }
}

export interface Module {
  readonly folder: string
  readonly file: string
  remove(): Promise<void>
}

/** A TypeScript module as one that plain Node can load, in a process or a thread of its own. */
export async function bundleModule(entry: URL | string): Promise<Module> {
  const folder = await mkdtemp(join(tmpdir(), 'keypilot-program-'))
  await build({
    configFile: false,
    logLevel: 'error',
    // Read from one file, it starts faster.
    ssr: { noExternal: ['zod'] },
    build: {
      ssr: typeof entry === 'string' ? entry : fileURLToPath(entry),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'program.mjs', format: 'es' } },
    },
  })
  // Packages are not bundled; Node finds them beside the program.
  await symlink(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
  const file = join(folder, 'program.mjs')
  return { folder, file, remove: () => rm(folder, { recursive: true, force: true }) }
}

async function runOnce(
  program: readonly [string, string, string],
  args: readonly string[],
  options: RunOptions,
): Promise<Outcome> {
  const { killAt = 0, killAfterMs, env = {}, within = [] } = options
  const [command = '', ...argv] = [...within, process.execPath, ...program, ...args]
  const child = spawn(command, argv, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env, KILL_AT: String(killAt) },
  })
  const ended = once(child, 'exit')
  let hangs = false
  const limit = setTimeout(() => {
    hangs = true
    child.kill('SIGKILL')
  }, TIME_LIMIT_MS)
  const started = await begins(child, ended)
  const timer =
    killAfterMs === undefined ? null : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  const [code, signal] = await ended
  const tookMs = performance.now() - started
  clearTimeout(limit)
  if (timer !== null) clearTimeout(timer)
  if (hangs) throw new Error(`the program did not end in ${TIME_LIMIT_MS} ms`)
  if (signal === 'SIGKILL') {
    return { killed: true, calls: [], failure: null, tookMs }
  }
  if (code !== 0) throw new Error(`the program ended with ${String(code ?? signal)}`)
  const { calls, failure } = JSON.parse(await readFile(program[2], 'utf8'))
  return { killed: false, calls, failure, tookMs }
}

async function begins(child: ChildProcess, ended: Promise<unknown>): Promise<number> {
  await Promise.race([once(child.stdout ?? child, 'data'), ended])
  return performance.now()
}
