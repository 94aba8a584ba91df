/** The terminals of this computer, found without running anything. */

import { access } from 'node:fs/promises'
import { basename, isAbsolute, posix, win32 } from 'node:path'
import { AppError } from '../contract/errors.ts'
import type { TerminalSetting } from '../contract/methods.ts'
import { findProgram, isProgram } from './program-path.ts'
import {
  COMMAND,
  customForm,
  LINUX_FORMS,
  linuxForm,
  MAC_FORMS,
  type TerminalForm,
  WINDOWS_FORMS,
} from './terminal-forms.ts'

export interface Terminal extends TerminalForm {
  /** Absolute path. */
  readonly program: string
}

export interface TerminalSearch {
  readonly platform: NodeJS.Platform
  readonly env: { readonly [name: string]: string | undefined }
  /** What the person has set; null or undefined: the first one that is found. */
  readonly setting?: TerminalSetting | null
}

/** Every terminal that is known to us and installed, the best one first. */
export function findTerminals({ platform, env }: TerminalSearch): Promise<readonly Terminal[]> {
  if (platform === 'darwin') return findMacTerminals()
  return platform === 'win32' ? findWindowsTerminals(env) : findLinuxTerminals(env)
}

/** The one that would be used here; null when there is none, or the one that was set has gone. */
export async function findTerminal(search: TerminalSearch): Promise<Terminal | null> {
  const { setting = null } = search
  const found = await findTerminals(search)
  if (setting === null) return found[0] ?? null
  const known = found.find((terminal) => isSame(terminal, setting))
  if (known !== undefined) return known
  const program = await locate(setting.program, search)
  return program === null ? null : { ...customForm(setting, search.platform), program }
}

/** Whether a setting means this terminal, by its path or its name, in the form that we know. */
export function isSame(terminal: Terminal, { program, args }: TerminalSetting): boolean {
  const sameProgram = program === terminal.program || program === terminal.name
  return sameProgram && JSON.stringify(args) === JSON.stringify(terminal.args)
}

/**
 * Whether this setting could be used here.
 *
 * @throws {AppError} `invalid-value` with what to change
 */
export async function checkTerminal(
  setting: TerminalSetting,
  search: TerminalSearch,
): Promise<void> {
  const found = await findTerminals(search)
  if (found.some((terminal) => isSame(terminal, setting))) return
  if ((await locate(setting.program, search)) === null) {
    throw new AppError(
      'invalid-value',
      `There is no program ${setting.program} that can be run. Give its full path, or a name that works when you type it in a terminal.`,
    )
  }
  if (setting.args.filter((word) => word === COMMAND).length === 1) return
  throw new AppError(
    'invalid-value',
    `One of the arguments must be ${COMMAND}, alone: Keypilot puts ssh and its arguments there. For xterm, the arguments are “-e” and “${COMMAND}”.`,
  )
}

async function findLinuxTerminals(env: TerminalSearch['env']): Promise<readonly Terminal[]> {
  // Without a display every graphical terminal fails.
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return []
  const wanted = env.TERMINAL ? [{ ...linuxForm(basename(env.TERMINAL)), at: env.TERMINAL }] : []
  const known = LINUX_FORMS.map((form) => ({ ...form, at: form.name }))
  const search = { platform: process.platform, env }
  const located = await Promise.all(
    [...wanted, ...known].map(async ({ at, ...form }) => {
      const program = await locate(at, search)
      return program === null ? [] : [{ ...form, program }]
    }),
  )
  const found = located.flat()
  return found.filter(
    ({ program }, index) => found.findIndex((other) => other.program === program) === index,
  )
}

async function findMacTerminals(): Promise<readonly Terminal[]> {
  const program = '/usr/bin/osascript'
  if (!(await isProgram(program, process.platform))) return []
  const iterm = (await exists('/Applications/iTerm.app')) ? [MAC_FORMS.iterm] : []
  return [MAC_FORMS.terminal, ...iterm].map((form) => ({ ...form, program }))
}

async function findWindowsTerminals(env: TerminalSearch['env']): Promise<readonly Terminal[]> {
  // wt.exe is an app alias: a reparse point that stat() cannot follow, but access() can see.
  const local = env.LOCALAPPDATA
  const alias = local ? win32.join(local, 'Microsoft', 'WindowsApps', 'wt.exe') : null
  const console = win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'conhost.exe')
  const { terminal, ...inConsole } = WINDOWS_FORMS
  const modern = alias !== null && (await exists(alias)) ? [{ ...terminal, program: alias }] : []
  const classic = (await exists(console))
    ? Object.values(inConsole).map((form) => ({ ...form, program: console }))
    : []
  return [...modern, ...classic]
}

/** `program` is a name, or an absolute path as `$TERMINAL` may hold. */
async function locate(
  program: string,
  { platform, env }: Pick<TerminalSearch, 'platform' | 'env'>,
): Promise<string | null> {
  const absolute = platform === 'win32' ? win32.isAbsolute : posix.isAbsolute
  if (!absolute(program) && !isAbsolute(program)) return findProgram(program, { platform, env })
  return (await isProgram(program, platform)) ? program : null
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
