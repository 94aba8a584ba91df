/** The calls to Windows behind the rule: reading access lists, and the two programs that set them. */

import { open, opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../contract/errors.ts'
import { run } from '../../system/run.ts'
import { longPath } from './command-line.ts'
import { type Drive, driveLetter } from './location.ts'
import { secureArguments } from './planner.ts'
import type { Account } from './rights.ts'
import {
  DRIVES_VARIABLE,
  LISTS_VARIABLE,
  PATH_VARIABLE,
  PATHS_VARIABLE,
  READ_SCRIPT,
  SDDL_VARIABLE,
  WRITE_SCRIPT,
} from './scripts.ts'
import { expandAliases } from './sddl.ts'

const TIMEOUT_MS = 20_000
const LONG_TIMEOUT_MS = 60_000
const MAX_ANSWER_BYTES = 64 * 1_048_576
/** A variable holds at most 32,767 characters. */
const LIST_LIMIT = 30_000
const PATHS_PER_CALL = 2_000

/** Either the text, or the name of .NET's exception. */
export type ReadAccess =
  | { readonly sddl: string; readonly error: null }
  | { readonly sddl: null; readonly error: string }

export interface AccessAnswer {
  readonly account: Account
  readonly drives: { readonly [letter: string]: Drive }
  /** One for each path that was asked for, in their order. */
  readonly files: readonly ReadAccess[]
}

/** Everything that needs Windows; tests put transcripts in its place. */
export interface WindowsCalls {
  /** @throws {AppError} `unsupported` when PowerShell is missing or restricted */
  readAccess(paths: readonly string[]): Promise<AccessAnswer>
  /** The exit code of `icacls PATH …`: 0, or Windows' error number. */
  icacls(path: string, args: readonly string[]): Promise<number | null>
  /** Whether it can really be opened: conditions and privileges do not show in a list. */
  mayRead(path: string, isFolder: boolean): Promise<boolean>
  /** Whether the access list could be written. */
  writeAccessList(path: string, sddl: string): Promise<boolean>
}

export const windowsCalls: WindowsCalls = {
  async readAccess(paths) {
    const [first = [], ...rest] = inGroups(paths, PATHS_PER_CALL)
    const answer = await readGroup(first)
    const others: AccessAnswer[] = []
    for (const group of rest) others.push(await readGroup(group))
    return { ...answer, files: [answer, ...others].flatMap(({ files }) => files) }
  },
  async icacls(path, args) {
    const argv = [systemProgram('icacls.exe'), longPath(path), ...args] as const
    return (await run(argv, { timeoutMs: TIMEOUT_MS })).exitCode
  },
  async mayRead(path, isFolder) {
    try {
      const handle = await (isFolder ? opendir(path) : open(path, 'r'))
      await handle.close()
      return true
    } catch {
      return false
    }
  },
  async writeAccessList(path, sddl) {
    const variables = { [PATH_VARIABLE]: longPath(path), [SDDL_VARIABLE]: sddl }
    return (await powershell(WRITE_SCRIPT, variables, TIMEOUT_MS)).exitCode === 0
  },
}

async function readGroup(paths: readonly string[]): Promise<AccessAnswer> {
  const result = await powershell(READ_SCRIPT, readVariables(paths), LONG_TIMEOUT_MS)
  const answer = result.exitCode === 0 ? parseAnswer(result.stdout) : null
  if (answer !== null && answer.files.length === paths.length) return answer
  throw new AppError(
    'unsupported',
    'Windows PowerShell did not say who may read your files. It may be switched off or restricted on this computer: ask whoever manages it.',
  )
}

function powershell(
  script: string,
  variables: { readonly [name: string]: string },
  timeoutMs: number,
) {
  const program = join('WindowsPowerShell', 'v1.0', 'powershell.exe')
  // Without PSModulePath: PowerShell 7 sets it to modules that this older one cannot load.
  const { PSModulePath: _, ...env } = process.env
  return run(
    [systemProgram(program), '-NoLogo', '-NoProfile', '-NonInteractive', '-Command', script],
    { timeoutMs, env: { ...env, ...variables }, maxOutputBytes: MAX_ANSWER_BYTES },
  )
}

/** For tests: the environment variables that carry the paths. */
export function readVariables(paths: readonly string[]): { readonly [name: string]: string } {
  const lists: string[] = []
  for (const path of paths.map(longPath)) {
    const last = lists.at(-1)
    if (last === undefined || last.length + path.length > LIST_LIMIT) lists.push(path)
    else lists[lists.length - 1] = `${last}|${path}`
  }
  const letters = new Set(paths.map(driveLetter))
  return {
    [LISTS_VARIABLE]: String(lists.length),
    [DRIVES_VARIABLE]: [...letters].join(''),
    ...Object.fromEntries(lists.map((list, index) => [`${PATHS_VARIABLE}${index}`, list])),
  }
}

const ANSWER = z.object({
  sid: z.string().regex(/^S-1-[\d-]+$/),
  groups: z.array(z.string()),
  elevated: z.boolean(),
  aliases: z.record(z.string(), z.string()),
  drives: z.record(z.string(), z.object({ type: z.string(), format: z.string().nullable() })),
  files: z.array(z.object({ sddl: z.string().nullable(), error: z.string().nullable() })),
})

/** For tests: what the script prints; null when it is something else. */
export function parseAnswer(output: string): AccessAnswer | null {
  const parsed = ANSWER.safeParse(parseJson(Buffer.from(output.trim(), 'base64').toString('utf8')))
  if (!parsed.success) return null
  const { sid, groups, elevated, aliases, drives, files } = parsed.data
  return {
    account: { sid, groups, elevated },
    drives,
    files: files.map(({ sddl, error }) =>
      sddl === null
        ? { sddl: null, error: error ?? 'unknown' }
        : { sddl: expandAliases(sddl, aliases), error: null },
    ),
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function inGroups<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  )
}

function systemProgram(name: string): string {
  return join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', name)
}

/** Our own account; it stays the same for the process. @throws {AppError} `unsupported` */
export function currentUserSid(): Promise<string> {
  knownSid ??= windowsCalls.readAccess([]).then(
    ({ account }) => account.sid,
    (error: unknown) => {
      knownSid = undefined
      throw error
    },
  )
  return knownSid
}

let knownSid: Promise<string> | undefined

/** Owner and access list as SDDL, and who we are, in one call. @throws {AppError} `unreadable` */
export async function readFileAccess(
  path: string,
): Promise<{ readonly sddl: string; readonly userSid: string }> {
  const { account, files } = await windowsCalls.readAccess([path])
  knownSid ??= Promise.resolve(account.sid)
  const [file] = files
  if (file?.sddl != null) return { sddl: file.sddl, userSid: account.sid }
  throw new AppError('unreadable', `Windows did not say who may read ${path}.`)
}

/** Gives a file the rights of a new key. @throws {AppError} `permission-denied` */
export async function setPrivateAccess(path: string, userSid: string): Promise<void> {
  const [, ...args] = secureArguments(path, userSid)
  if ((await windowsCalls.icacls(path, args)) === 0) return
  throw new AppError(
    'permission-denied',
    `Windows did not let Keypilot make ${path} private. The drive may not keep access lists (FAT, exFAT, a network share): use a folder on drive C.`,
  )
}
