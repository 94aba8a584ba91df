/** The only place that starts other programs: an argv array, never a shell, always with a time limit. */

import { type ChildProcess, spawn } from 'node:child_process'
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
  /**
   * Asked about each whole line of standard error, without its line end. Once it says yes, the
   * program is ended, and what it has said so far is the result.
   */
  readonly isEnough?: (line: string) => boolean
  /**
   * Ends what the program has started together with it, such as the ProxyCommand of ssh. Such a
   * program has no terminal, so it cannot ask there. Windows: the program alone is ended.
   */
  readonly wholeGroup?: boolean
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
      // The first process of a group and of a session, which then has no terminal.
      detached: hasGroup(options),
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.env === undefined ? {} : { env: options.env }),
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    })
    const kill = () => endProcess(child, options)
    let failure: AppError | null = null
    const stop = (error: AppError) => {
      failure ??= error
      kill()
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
    const stdout = collect(child.stdout, limit, kill)
    const stderr = collect(child.stderr, limit, kill)
    if (options.isEnough) watchLines(child.stderr, options.isEnough, kill)
    // Left behind by a program that ended by itself; it may hold our pipes open, too.
    if (hasGroup(options)) child.on('exit', kill)
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

function hasGroup({ wholeGroup }: RunOptions): boolean {
  return wholeGroup === true && process.platform !== 'win32'
}

function endProcess(child: ChildProcess, options: RunOptions): void {
  if (!hasGroup(options) || child.pid === undefined) {
    child.kill('SIGKILL')
    return
  }
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The whole group has gone already.
  }
}

/** A line longer than this is asked about in pieces, so that memory stays bounded. */
const MAX_LINE_LENGTH = 8_192

function watchLines(
  stream: NodeJS.ReadableStream,
  isEnough: (line: string) => boolean,
  onEnough: () => void,
): void {
  let pending = ''
  stream.on('data', (chunk: Buffer) => {
    const lines = (pending + chunk.toString('latin1')).split(/\r\n|[\r\n]/)
    pending = (lines.pop() ?? '').slice(-MAX_LINE_LENGTH)
    if (lines.some(isEnough)) onEnough()
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
