/** Starts a program that goes on by itself, such as a browser. `run()` is for programs that answer. */

import { spawn } from 'node:child_process'
import { AppError } from '../contract/errors.ts'
import { withUsualCoreDumps } from './core-dumps.ts'
import { resolveProgram } from './program-path.ts'

/** How long a launcher such as `xdg-open` gets to say that it cannot. */
const DEFAULT_SETTLE_MS = 2_000

/**
 * Resolves when the program ended well, or is still running after `settleMs`. Never a shell.
 *
 * @throws {AppError} `not-found` when there is no such program, `unsupported` when it gave up at once
 */
export async function launch(
  argv: readonly [string, ...string[]],
  { settleMs = DEFAULT_SETTLE_MS }: { readonly settleMs?: number } = {},
): Promise<void> {
  const [name, ...args] = argv
  const program = await resolveProgram(name)
  return new Promise((resolve, reject) => {
    const child = withUsualCoreDumps(() =>
      spawn(program, args, { shell: false, detached: true, stdio: 'ignore' }),
    )
    child.unref()
    const timer = setTimeout(resolve, settleMs)
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      const code = error.code === 'ENOENT' ? 'not-found' : 'permission-denied'
      reject(new AppError(code, `${program} could not be started (${error.code ?? 'unknown'}).`))
    })
    child.on('exit', (exitCode) => {
      clearTimeout(timer)
      if (exitCode === 0) resolve()
      else reject(new AppError('unsupported', `${program} gave up (exit code ${exitCode}).`))
    })
  })
}
