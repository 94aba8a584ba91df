/** Finds the `ssh` program a person's shell would run, and asks it for its version. */

import { posix, win32 } from 'node:path'
import { AppError } from '../contract/errors.ts'
import type { SystemInfo } from '../contract/methods.ts'
import { isProgram, lookUp, programFolders } from './program-path.ts'
import { run } from './run.ts'

type SshClient = NonNullable<SystemInfo['sshClient']>

export interface SshClientSearch {
  readonly platform: NodeJS.Platform
  readonly env: { readonly [name: string]: string | undefined }
  readonly signal?: AbortSignal
}

const VERSION_LIMIT_MS = 3_000

/** Null when there is none; the first that is there but does not answer is passed over. */
export async function findSshClient(search: SshClientSearch): Promise<SshClient | null> {
  for (const path of candidates(search)) {
    if (!(await isProgram(path, search.platform))) continue
    const version = await askVersion(path, search)
    if (version !== null) return { path, version, flavour: flavourOf(path, version, search) }
  }
  return null
}

/** PATH first, since that is what a shell runs; on Windows then the two places that are often not on it. */
function candidates({ platform, env }: SshClientSearch): readonly string[] {
  const onPath = programFolders({ platform, env })
  if (platform !== 'win32') return onPath.map((folder) => posix.join(folder, 'ssh'))
  const systemRoot = lookUp(env, 'SystemRoot') ?? 'C:\\Windows'
  const programFiles = lookUp(env, 'ProgramFiles') ?? 'C:\\Program Files'
  const usual = [
    win32.join(systemRoot, 'System32', 'OpenSSH'),
    win32.join(programFiles, 'Git', 'usr', 'bin'),
  ]
  return [...onPath, ...usual].map((folder) => win32.join(folder, 'ssh.exe'))
}

/** `ssh -V` writes one line to stderr: `OpenSSH_9.2p1 Debian-2+deb12u3, OpenSSL 3.0.11 19 Sep 2023`. */
async function askVersion(path: string, { env, signal }: SshClientSearch): Promise<string | null> {
  try {
    const { exitCode, stderr, stdout } = await run([path, '-V'], {
      timeoutMs: VERSION_LIMIT_MS,
      env,
      maxOutputBytes: 4_096,
      ...(signal === undefined ? {} : { signal }),
    })
    const line = (stderr || stdout).split('\n')[0] ?? ''
    return exitCode === 0 ? line.split(',')[0]?.trim() || null : null
  } catch (error) {
    if (error instanceof AppError && error.code === 'cancelled') throw error
    return null
  }
}

/** On Windows it matters whose ssh it is: Windows' own checks ACLs, Git's checks emulated modes. */
function flavourOf(
  path: string,
  version: string,
  { platform }: SshClientSearch,
): SshClient['flavour'] {
  if (platform !== 'win32') return 'openssh'
  if (version.startsWith('OpenSSH_for_Windows')) return 'windows'
  return /\\usr\\bin\\ssh\.exe$/i.test(path) ? 'git' : 'openssh'
}
