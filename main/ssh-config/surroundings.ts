/** What the values of a config depend on besides the file: the account, its home, the environment. */

import { hostname, userInfo } from 'node:os'
import { posix, win32 } from 'node:path'
import type { Paths } from '../storage/index.ts'

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly env: { readonly [name: string]: string | undefined }
  /** ssh takes it from the user database (for `Include` from HOME), where this app lets HOME decide. */
  readonly home: string
  readonly sshDir: string
  /** Null for an account without an entry in the user database. */
  readonly user: { readonly name: string; readonly uid: number } | null
  readonly hostname: string
  /** The config of the whole computer, which ssh reads after the person's; null: none. */
  readonly systemConfig?: string | null
  /** E.g. 9.2, which decides about keywords; without it everything that any version knows is fine. */
  readonly sshVersion?: number
}

export function surroundingsOf({ home, sshDir }: Paths): Surroundings {
  const { platform, env } = process
  return { platform, env, home, sshDir, user: account(), hostname: hostname() }
}

/** Where ssh looks for the config of the whole computer. */
export function defaultSystemConfig({ platform, env }: Surroundings): string {
  if (platform !== 'win32') return '/etc/ssh/ssh_config'
  return win32.join(env.PROGRAMDATA ?? env.ProgramData ?? 'C:\\ProgramData', 'ssh', 'ssh_config')
}

/** The path functions of the platform that the config is for. */
export function pathsOf({ platform }: Surroundings): typeof posix {
  return platform === 'win32' ? win32 : posix
}

function account(): Surroundings['user'] {
  try {
    const { username, uid } = userInfo()
    return { name: username, uid }
  } catch {
    return null
  }
}
