/** The calls to Windows behind the rule: who we are, what a file's access list is, and setting it. */

import { join } from 'node:path'
import { AppError } from '../contract/errors.ts'
import { run } from '../system/run.ts'
import { secureArguments } from './windows-rule.ts'

const TIMEOUT_MS = 20_000
/** The path comes by environment: no quoting can go wrong. */
const PATH_VARIABLE = 'KEYPILOT_PATH'
const READ_SCRIPT = `(Get-Acl -LiteralPath $env:${PATH_VARIABLE}).Sddl`

let knownSid: Promise<string> | undefined

/** @throws {AppError} `unsupported` when Windows does not say */
export function currentUserSid(): Promise<string> {
  knownSid ??= askUserSid().catch((error: unknown) => {
    knownSid = undefined
    throw error
  })
  return knownSid
}

async function askUserSid(): Promise<string> {
  const result = await run([systemProgram('whoami.exe'), '/user', '/fo', 'csv', '/nh'], {
    timeoutMs: TIMEOUT_MS,
  })
  const sid = parseWhoami(result.stdout)
  if (sid !== null) return sid
  throw new AppError('unsupported', 'Windows did not say which account this is (whoami /user).')
}

/** From `"desktop\me","S-1-5-21-…"`. The name may hold anything, so the SID is taken from the end. */
export function parseWhoami(output: string): string | null {
  return /"(S-1-[\d-]+)"\s*$/.exec(output)?.[1] ?? null
}

/** Owner and access list as SDDL. @throws {AppError} `unreadable` */
export async function readSddl(path: string): Promise<string> {
  const program = join('System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe')
  const { PSModulePath: _, ...env } = process.env
  const result = await run(
    [
      join(process.env.SystemRoot ?? 'C:\\Windows', program),
      '-NoLogo',
      '-NoProfile',
      '-NonInteractive',
      '-Command',
      READ_SCRIPT,
    ],
    // Without PSModulePath: PowerShell 7 sets it to modules that this older one cannot load.
    { timeoutMs: TIMEOUT_MS, env: { ...env, [PATH_VARIABLE]: path } },
  )
  const sddl = result.stdout.trim()
  if (result.exitCode === 0 && sddl !== '') return sddl
  throw new AppError('unreadable', `Windows did not say who may read ${path}.`)
}

/** Gives a file the rights of a new key. @throws {AppError} `permission-denied` */
export async function setPrivateAccess(path: string, userSid: string): Promise<void> {
  const argv = [systemProgram('icacls.exe'), ...secureArguments(path, userSid)] as const
  const result = await run(argv, { timeoutMs: TIMEOUT_MS })
  if (result.exitCode === 0) return
  throw new AppError(
    'permission-denied',
    `Windows did not let Keypilot make ${path} private. The drive may not keep access lists (FAT, exFAT, a network share): use a folder on drive C.`,
  )
}

function systemProgram(name: string): string {
  return join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', name)
}
