/**
 * Finds programs on PATH, in absolute folders only: a program that lies in the current folder, where
 * Windows looks first and a `.` in PATH points to, may be anybody's.
 */

import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import { isAbsolute, posix, win32 } from 'node:path'
import { AppError } from '../contract/errors.ts'

export interface ProgramSearch {
  readonly platform: NodeJS.Platform
  readonly env: { readonly [name: string]: string | undefined }
}

/** The absolute folders of PATH, in order. */
export function programFolders({ platform, env }: ProgramSearch): readonly string[] {
  if (platform !== 'win32') {
    return (env.PATH ?? '').split(':').filter((folder) => posix.isAbsolute(folder))
  }
  return (lookUp(env, 'Path') ?? '')
    .split(';')
    .map((folder) => folder.replaceAll('"', ''))
    .filter((folder) => win32.isAbsolute(folder))
}

/** The full path of a program given by its bare name, `.exe` left out; null when there is none. */
export async function findProgram(name: string, search: ProgramSearch): Promise<string | null> {
  const onWindows = search.platform === 'win32'
  const path = onWindows ? win32 : posix
  if (path.basename(name) !== name) return null
  const file = onWindows && !/\.(exe|com)$/i.test(name) ? `${name}.exe` : name
  for (const folder of programFolders(search)) {
    const candidate = path.join(folder, file)
    if (await isProgram(candidate, search.platform)) return candidate
  }
  return null
}

/** An absolute path stays as it is; a bare name is looked for. @throws {AppError} `not-found` */
export async function resolveProgram(program: string): Promise<string> {
  if (isAbsolute(program)) return program
  const { env, platform } = process
  const path = await findProgram(program, { platform, env })
  if (path === null)
    throw new AppError(
      'not-found',
      `There is no program ${program} here: no folder in the variable PATH has it.`,
    )
  return path
}

/** A file that may be executed; on Windows, where no mode says so, any file. */
export async function isProgram(path: string, platform: NodeJS.Platform): Promise<boolean> {
  try {
    if (!(await stat(path)).isFile()) return false
    if (platform !== 'win32') await access(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Names of environment variables have no case on Windows, but a copied `env` object has. */
export function lookUp(env: ProgramSearch['env'], name: string): string | undefined {
  const wanted = name.toLowerCase()
  return Object.entries(env).find(([key]) => key.toLowerCase() === wanted)?.[1]
}
