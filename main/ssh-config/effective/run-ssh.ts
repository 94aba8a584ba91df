/** Asks the real `ssh -G`. It connects to nothing, but runs the programs of `Match exec` lines. */

import { userInfo } from 'node:os'
import { run } from '../../system/run.ts'
import { withoutSshEscapes } from '../../system/ssh-escapes.ts'
import { pathsOf, type Surroundings } from '../surroundings.ts'
import type { Query } from './evaluate.ts'
import { readPrinted } from './printed.ts'

export interface SshAnswer {
  readonly ok: boolean
  readonly printed: ReadonlyMap<string, readonly string[]>
  /** With letters where ssh writes bytes as numbers. */
  readonly stderr: string
}

/** Programs of `Match exec` lines take their time. */
const LIMIT_MS = 20_000

/** Absolute path of the program. `config`: a file, or null for ssh's own choice of files. */
export async function askSsh(
  ssh: string,
  config: string | null,
  { host, user, port }: Query,
  signal?: AbortSignal,
): Promise<SshAnswer> {
  const { exitCode, stdout, stderr } = await run(
    [
      ...([ssh, '-G'] as const),
      ...(config === null ? [] : ['-F', config]),
      ...(user === undefined ? [] : ['-l', user]),
      ...(port === undefined ? [] : ['-p', String(port)]),
      ...['--', host],
    ],
    { timeoutMs: LIMIT_MS, ...(signal === undefined ? {} : { signal }) },
  )
  return { ok: exitCode === 0, printed: readPrinted(stdout), stderr: withoutSshEscapes(stderr) }
}

/**
 * What `-F` needs so that ssh reads the person's config. ssh finds it alone, and the computer's
 * config too, where the ssh folder is that of the account; it takes the home from the user database.
 */
export function configArgument(around: Surroundings): string | null {
  const { join } = pathsOf(around)
  try {
    if (around.sshDir === join(userInfo().homedir, '.ssh')) return null
  } catch {
    // An account without an entry has no home that ssh could find.
  }
  return join(around.sshDir, 'config')
}

/** The lines that ssh names as wrong, each with its words. */
export function faultsInOutput(
  stderr: string,
): readonly { readonly path: string; readonly line: number; readonly reason: string }[] {
  return stderr.split('\n').flatMap((text) => {
    const [, path, line, reason = ''] = /^(.+?):? line (\d+): (.*?)\r?$/.exec(text) ?? []
    // ssh goes on after these two.
    if (path === undefined || /^(?:Unsupported|Deprecated) option/.test(reason)) return []
    return [{ path, line: Number(line), reason }]
  })
}
