/** What the tests on real Windows share: programs, our account, and files to be broken. */

import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, realpath } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)
const system = join(process.env.SystemRoot ?? 'C:\\Windows', 'System32')
const keygen = join(system, 'OpenSSH', 'ssh-keygen.exe')

export const USERS = 'S-1-5-32-545'
export const EVERYONE = 'S-1-1-0'
export const OWNER_RIGHTS = 'S-1-3-4'
export const SYSTEM = 'S-1-5-18'
export const ADMINISTRATORS = 'S-1-5-32-544'

/** Why the tests cannot run here; null when they can. */
export function whyNotHere(): string | null {
  if (process.platform !== 'win32') return 'this is not Windows'
  return existsSync(keygen) ? null : "Windows' own OpenSSH is not installed"
}

/** Independent of how Keypilot asks. */
export async function mySid(): Promise<string> {
  const { stdout } = await execute(join(system, 'whoami.exe'), ['/user', '/fo', 'csv', '/nh'])
  const sid = /"(S-1-[\d-]+)"\s*$/.exec(stdout)?.[1]
  if (sid === undefined) throw new Error(`whoami said ${stdout}`)
  return sid
}

/** The built-in guest account, which every Windows has: a second account that needs no making. */
export function guestOf(sid: string): string {
  return sid.replace(/-\d+$/, '-501')
}

export async function icacls(path: string, ...args: readonly string[]): Promise<void> {
  await execute(join(system, 'icacls.exe'), [path, ...args])
}

export type Keygen = { readonly ok: boolean; readonly said: string }

/** Reads the private key as ssh does, permissions first. */
export async function keygenReads(path: string): Promise<Keygen> {
  try {
    await execute(keygen, ['-y', '-P', '', '-f', path])
    return { ok: true, said: '' }
  } catch (error) {
    return { ok: false, said: String((error as { stderr?: string }).stderr) }
  }
}

/** A folder for keys, with a name that shells and wildcards would stumble over. */
export async function makeFolder(): Promise<string> {
  // The runner's temporary folder is given by its short name (RUNNER~1).
  return realpath(await mkdtemp(join(homedir(), "Jörg's keys [1] $x %TEMP% !^&`(1) ")))
}

export async function makeKey(path: string): Promise<void> {
  await execute(keygen, ['-q', '-t', 'ed25519', '-N', '', '-f', path])
}
