/**
 * POSIX access lists on Linux. Node cannot read them, so the system's own programs copy them: a file
 * that takes another's place must let in the same accounts, no more and no fewer.
 */

import { AppError } from '../contract/errors.ts'
import { run } from '../system/run.ts'

const TIMEOUT_MS = 10_000

/**
 * Gives `to` the access list of `from`, where it has one. Mode and owner must be set before.
 *
 * @throws {AppError} `unsupported` when it cannot be copied: nothing may be replaced then
 */
export async function copyAccessList(from: string, to: string): Promise<void> {
  if (process.platform !== 'linux' || !(await hasAccessList(from))) return
  const argv = ['cp', '--attributes-only', '--preserve=mode,xattr', '--', from, to] as const
  const copied = await run(argv, { timeoutMs: TIMEOUT_MS }).catch(() => null)
  if (copied?.exitCode === 0 && (await hasAccessList(to))) return
  throw new AppError(
    'unsupported',
    `${from} was not changed: it has an access list of its own (getfacl shows it), which could not be given to the changed file. Take the list away with setfacl -b, or change the file in an editor.`,
  )
}

/** `ls` shows a `+` behind the mode of a file that has more than its mode (GNU coreutils). */
async function hasAccessList(path: string): Promise<boolean> {
  const listed = await run(['ls', '-ld', '--', path], { timeoutMs: TIMEOUT_MS }).catch(() => null)
  return listed?.stdout.charAt(10) === '+'
}
