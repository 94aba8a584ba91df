/** What the real ssh makes of a config: `ssh -G` connects to nothing and prints every setting. */

import { join } from 'node:path'
import type { Paths } from '../../../storage/index.ts'
import { run } from '../../../system/run.ts'
import { withoutSshEscapes } from '../../../system/ssh-escapes.ts'

export type SshAnswer =
  | { readonly accepted: true; readonly settings: string }
  /** In ssh's own words. */
  | { readonly accepted: false; readonly words: string }

/** A config of 10,000 hosts takes a tenth of a second. */
const LIMIT_MS = 20_000

/**
 * The config of this ssh folder, and nothing of the system's. The caller has made sure that it has
 * no `Match exec`, which ssh would run.
 *
 * @throws {AppError} `not-found`, `timeout`, `permission-denied`
 */
export async function askSsh(program: string, paths: Paths, name: string): Promise<SshAnswer> {
  const config = join(paths.sshDir, 'config')
  const { exitCode, stdout, stderr } = await run([program, '-G', '-F', config, '--', name], {
    timeoutMs: LIMIT_MS,
  })
  return exitCode === 0
    ? { accepted: true, settings: stdout }
    : { accepted: false, words: withoutSshEscapes(stderr.trim()) || `exit code ${exitCode}` }
}

/** Names that ssh itself would not take from a command line are not asked for. */
export function isAskable(name: string): boolean {
  return !name.startsWith('-') && !/['"`$\\;&<>|(){},@/\s\p{Cc}\ufffd]/u.test(name)
}
