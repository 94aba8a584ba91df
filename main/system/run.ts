/** The only place that starts other programs: an argv array, never a shell, always with a time limit. */

import { spawn } from 'node:child_process'
import { AppError } from '../contract/errors.ts'
import { resolveProgram } from './program-path.ts'

export interface RunOptions {
  readonly timeoutMs: number
  readonly signal?: AbortSignal
  /** Written to standard input, which is then closed. The place for secrets: argv is public. */
  readonly input?: string | Buffer
  /** Replaces the environment. Default: our own. */
  readonly env?: { readonly [name: string]: string | undefined }
  readonly cwd?: string
  /** Output beyond this many bytes is cut, and the program is ended. Default 1 MiB. */
  readonly maxOutputBytes?: number
}

export interface RunResult {
  /** Null when a signal ended it. */
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

const DEFAULT_MAX_OUTPUT_BYTES = 1_048_576

/**
 * Runs `argv[0]`, an absolute path or a name on PATH, with the rest as arguments, and resolves with
 * whatever it answered, exit code included; judging the code is the caller's business.
 *
 * @throws {AppError} `not-found` when there is no such program, `timeout`, `cancelled`
 */
export async function run(
  argv: readonly [string, ...string[]],
  options: RunOptions,
): Promise<RunResult> {
  const [name, ...args] = argv
  return start(await resolveProgram(name), args, options)
}

function start(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const limit = options.maxOutputBytes ?? DEFAULT_MAX_OUTPUT_BYTES
  return new Promise((resolve, reject) => {
    if (options.signal?.aborted) {
      reject(new AppError('cancelled', 'Stopped at your request.'))
      return
    }
    const child = spawn(program, args, {
      shell: false,
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    })
    let failure: AppError | null = null
    const stop = (error: AppError) => {
      failure ??= error
      child.kill('SIGKILL')
    }
    const timer = setTimeout(
      () =>
        stop(
          new AppError('timeout', `${program} did not finish in ${options.timeoutMs / 1000} s.`),
        ),
      options.timeoutMs,
    )
    const onAbort = () => stop(new AppError('cancelled', 'Stopped at your request.'))
    options.signal?.addEventListener('abort', onAbort, { once: true })
    const stdout = collect(child.stdout, limit, () => child.kill('SIGKILL'))
    const stderr = collect(child.stderr, limit, () => child.kill('SIGKILL'))
    const settle = () => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', onAbort)
    }
    child.on('error', (error: NodeJS.ErrnoException) => {
      settle()
      const code = error.code === 'ENOENT' ? 'not-found' : 'permission-denied'
      reject(new AppError(code, `${program} could not be started (${error.code ?? 'unknown'}).`))
    })
    child.on('close', (exitCode) => {
      settle()
      if (failure) reject(failure)
      else resolve({ exitCode, stdout: stdout(), stderr: stderr() })
    })
    // A program that exits without reading its input is no error of ours.
    child.stdin.on('error', () => {})
    child.stdin.end(options.input ?? '')
  })
}

/** Gathers at most `limit` bytes of a stream and returns a function that gives the text. */
function collect(
  stream: NodeJS.ReadableStream,
  limit: number,
  onOverflow: () => void,
): () => string {
  const chunks: Buffer[] = []
  let size = 0
  stream.on('data', (chunk: Buffer) => {
    if (size >= limit) return
    chunks.push(chunk.subarray(0, limit - size))
    size += chunk.length
    if (size >= limit) onOverflow()
  })
  return () => Buffer.concat(chunks).toString('utf8')
}
