/** A local path as the shell it is pasted into, and the program it starts, will find it. */

import type { Problem, ShellName } from '../contract/methods.ts'
import { WINDOWS_FILE } from './render-problems.ts'

export interface Environment {
  readonly platform: NodeJS.Platform
  readonly home: string
}

export interface ShellPath {
  readonly path: string
  /** The part after the home folder, where the shell expands `~`; null otherwise. */
  readonly belowHome: string | null
  readonly problem: Problem | null
}

const DRIVE = /^([A-Za-z]):[\\/]/
/** A drive as WSL and as Git Bash name it. */
const MOUNTED = /^\/(?:mnt\/)?([A-Za-z])(?=\/|$)/
const WSL_SHARE = /^\\\\wsl(?:\.localhost|\$)\\[^\\]+/i

/**
 * `~` stays only for POSIX shells, which expand it. PowerShell and cmd get absolute paths: whether
 * they, or Windows' ssh, expand `~` depends on the version.
 */
export function shellPath(path: string, shell: ShellName, environment: Environment): ShellPath {
  const { platform, home } = environment
  const windows = platform === 'win32'
  const expanded = expandHome(path, home)
  const absolute = windows ? windowsPath(expanded) : expanded
  if (shell === 'wsl' && (windows || DRIVE.test(absolute))) return wslPath(absolute)
  const below = shell === 'posix' || shell === 'wsl' ? belowHome(absolute, environment) : null
  const plain = { problem: null, belowHome: below }
  if (shell === 'posix' && windows) return { ...plain, path: gitBashPath(absolute) }
  // Windows PowerShell 5.1 lets a backslash before the closing quote swallow it.
  if (shell === 'powershell' && windows) return { ...plain, path: absolute.replace(/\\+$/, '/') }
  return { ...plain, path: guarded(absolute, windows) }
}

/** `~/x` of a command or setting as an absolute path. `ssh -i` expands nothing else. */
export function expandHome(path: string, home: string): string {
  if (path === '~') return home
  // Outside Windows a backslash is a letter like any other.
  const expands = /^~\//.test(path) || (/^~\\/.test(path) && home.includes('\\'))
  return expands ? home.replace(/[\\/]$/, '') + path.slice(1) : path
}

/** `/mnt/c/x` of WSL and `/c/x` of Git Bash as `C:\x`; everything else as it is. For Windows only. */
export function windowsPath(path: string): string {
  const [mounted, drive = ''] = MOUNTED.exec(path) ?? []
  if (mounted === undefined) return path
  return `${drive.toUpperCase()}:${path.slice(mounted.length).replaceAll('/', '\\') || '\\'}`
}

/** A name that starts with a dash or a tilde or, for scp, holds a colon must look like nothing else. */
function guarded(path: string, windows = false): string {
  const absolute = path.startsWith('/') || (windows && /^(?:[A-Za-z]:|\\)/.test(path))
  return !absolute && (/^[-~]/.test(path) || path.includes(':')) ? `./${path}` : path
}

function belowHome(path: string, { platform, home }: Environment): string | null {
  const slashes = (text: string) => (platform === 'win32' ? text.replaceAll('\\', '/') : text)
  const folder = `${slashes(home).replace(/\/$/, '')}/`
  return slashes(path).startsWith(folder) ? slashes(path).slice(folder.length) : null
}

/** Git Bash's ssh is an MSYS program: drives are folders of the root. */
function gitBashPath(path: string): string {
  const slashes = path.replaceAll('\\', '/')
  return guarded(slashes.replace(DRIVE, (_, drive: string) => `/${drive.toLowerCase()}/`))
}

function wslPath(path: string): ShellPath {
  const inside = path.replace(WSL_SHARE, '')
  if (inside !== path) {
    return { path: inside.replaceAll('\\', '/') || '/', belowHome: null, problem: null }
  }
  const slashes = path.replaceAll('\\', '/')
  const mounted = slashes.replace(DRIVE, (_, drive: string) => `/mnt/${drive.toLowerCase()}/`)
  const problem = mounted === slashes ? null : WINDOWS_FILE
  return { path: guarded(mounted), belowHome: null, problem }
}
