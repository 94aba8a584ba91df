/** The system's `ssh-keygen` as the last judge of a key we wrote. */

import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../contract/errors.ts'
import { type Paths, withWorkFolder } from '../storage/index.ts'
import { run } from '../system/run.ts'
import { opensshVersion } from './openssh-version.ts'

export type KeygenAnswer =
  | { readonly kind: 'public-key'; readonly line: string }
  | { readonly kind: 'refused'; readonly detail: string }
  /** There is none here, or it cannot be given the passphrase safely. */
  | { readonly kind: 'unavailable' }

const TIMEOUT_MS = 30_000
/** Older versions ask on the terminal instead of calling the helper program. */
const ASKPASS_REQUIRE_SINCE = 8.4
const ANSWER = 'KEYPILOT_ASKPASS_ANSWER'

/** The public half as `ssh-keygen -y` reads it from the private-key file. */
export async function askSshKeygen(
  paths: Paths,
  path: string,
  passphrase: string | undefined,
  signal: AbortSignal,
): Promise<KeygenAnswer> {
  if (passphrase === undefined) return askWith(path, {}, signal)
  const version = (await opensshVersion())?.version ?? 0
  // Windows starts no scripts as helper programs.
  if (process.platform === 'win32' || version < ASKPASS_REQUIRE_SINCE)
    return { kind: 'unavailable' }
  return withAskpass(paths, passphrase, signal, (env) => askWith(path, env, signal))
}

async function askWith(
  path: string,
  env: { readonly [name: string]: string },
  signal: AbortSignal,
): Promise<KeygenAnswer> {
  try {
    const result = await run(['ssh-keygen', '-y', '-f', path], {
      timeoutMs: TIMEOUT_MS,
      signal,
      env: { ...process.env, LC_ALL: 'C', ...env },
    })
    if (result.exitCode === 0) return { kind: 'public-key', line: firstLine(result.stdout) }
    // It does nothing at all for an account without a name, as in some containers.
    if (/^No user exists for uid/m.test(result.stderr)) return { kind: 'unavailable' }
    return { kind: 'refused', detail: result.stderr.trim().split('\n').at(-1)?.slice(0, 300) ?? '' }
  } catch (error) {
    if (error instanceof AppError && error.code === 'not-found') return { kind: 'unavailable' }
    throw error
  }
}

/** A comment inside a private file may have line breaks, and is printed as it is. */
export function firstLine(output: string): string {
  return output.split('\n', 1)[0]?.trim() ?? ''
}

/**
 * Passphrases never stand in argv, which every account can read. The helper prints an environment
 * variable, which only this account can.
 */
async function withAskpass(
  paths: Paths,
  passphrase: string,
  signal: AbortSignal,
  action: (env: { readonly [name: string]: string }) => Promise<KeygenAnswer>,
): Promise<KeygenAnswer> {
  return withWorkFolder(paths, 'askpass', async (folder) => {
    const helper = join(folder, 'askpass.sh')
    await writeFile(helper, `#!/bin/sh\nprintf '%s\\n' "$${ANSWER}"\n`)
    await chmod(helper, 0o700)
    const env = { [ANSWER]: passphrase }
    if (!(await canRun(helper, env, signal))) return { kind: 'unavailable' }
    return await action({ ...env, SSH_ASKPASS: helper, SSH_ASKPASS_REQUIRE: 'force' })
  })
}

/** Some drives are mounted so that no program on them can be started. */
async function canRun(
  helper: string,
  env: { readonly [name: string]: string },
  signal: AbortSignal,
): Promise<boolean> {
  try {
    return (await run([helper], { timeoutMs: 5_000, signal, env })).exitCode === 0
  } catch (error) {
    if (error instanceof AppError && error.code === 'cancelled') throw error
    return false
  }
}
