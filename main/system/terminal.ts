/** Opens a terminal window that runs ssh. Arguments stay arguments: nothing is put into a shell text. */

import { spawn } from 'node:child_process'
import { access } from 'node:fs/promises'
import { basename, isAbsolute, win32 } from 'node:path'
import { AppError } from '../contract/errors.ts'
import { findProgram, isProgram } from './program-path.ts'
import { appleScriptArguments, stayOpen, windowsTerminalArguments } from './terminal-arguments.ts'

type Env = { readonly [name: string]: string | undefined }

export interface Terminal {
  /** As the person knows it, e.g. `gnome-terminal`. */
  readonly name: string
  /** Absolute path. */
  readonly program: string
  /** The whole argument list of `program` for a window that runs `argv`. */
  readonly argumentsFor: (argv: readonly string[]) => readonly string[]
}

export interface OpenTerminalOptions {
  /** ssh and its arguments. */
  readonly argv: readonly string[]
  readonly platform: NodeJS.Platform
  readonly env: Env
  /** The folder the window starts in. */
  readonly home: string
}

/** What each terminal wants in front of the program to run; `$TERMINAL` is believed to take xterm's `-e`. */
const LINUX_TERMINALS: Readonly<Record<string, readonly string[]>> = {
  'x-terminal-emulator': ['-e'],
  'gnome-terminal': ['--'],
  ptyxis: ['--'],
  kgx: ['--'],
  konsole: ['-e'],
  'xfce4-terminal': ['-x'],
  'mate-terminal': ['-x'],
  kitty: [],
  ghostty: ['-e'],
  alacritty: ['-e'],
  foot: [],
  wezterm: ['start', '--'],
  xterm: ['-e'],
}
/** A terminal that cannot open its window (no display, say) ends at once with an error. */
const START_GRACE_MS = 700

/** The terminal program that would be used here, found without running anything. */
export function findTerminal(platform: NodeJS.Platform, env: Env): Promise<Terminal | null> {
  if (platform === 'darwin') return findMacTerminal()
  return platform === 'win32' ? findWindowsTerminal(env) : findLinuxTerminal(env)
}

/**
 * Resolves once the window is on its way. It stays open when ssh ends, so that its last words can be
 * read.
 *
 * @throws {AppError} `unsupported` when there is no terminal, or it could not open a window
 */
export async function openTerminal(options: OpenTerminalOptions): Promise<{ program: string }> {
  const { argv, platform, env, home } = options
  const terminal = await findTerminal(platform, env)
  if (terminal === null) throw cannotOpen('no terminal program was found on this computer')
  await start(terminal, terminal.argumentsFor(argv), home, env)
  return { program: terminal.name }
}

async function findLinuxTerminal(env: Env): Promise<Terminal | null> {
  // Without a display every graphical terminal fails.
  if (!env.DISPLAY && !env.WAYLAND_DISPLAY) return null
  const wanted = env.TERMINAL ? [env.TERMINAL] : []
  for (const name of [...wanted, ...Object.keys(LINUX_TERMINALS)]) {
    const program = await locate(name, env)
    if (program === null) continue
    const short = basename(name)
    const before = LINUX_TERMINALS[short] ?? ['-e']
    return { name: short, program, argumentsFor: (argv) => [...before, ...stayOpen(argv)] }
  }
  return null
}

/** AppleScript reaches Terminal however the person has set it up, and takes arguments as they are. */
async function findMacTerminal(): Promise<Terminal | null> {
  const program = '/usr/bin/osascript'
  return (await isProgram(program, process.platform))
    ? { name: 'Terminal', program, argumentsFor: appleScriptArguments }
    : null
}

async function findWindowsTerminal(env: Env): Promise<Terminal | null> {
  // wt.exe is an app alias: a reparse point that stat() cannot follow, but access() can see.
  const local = env.LOCALAPPDATA
  const alias = local ? win32.join(local, 'Microsoft', 'WindowsApps', 'wt.exe') : null
  if (alias !== null && (await exists(alias))) {
    return { name: 'Windows Terminal', program: alias, argumentsFor: windowsTerminalArguments }
  }
  const console = win32.join(env.SystemRoot ?? 'C:\\Windows', 'System32', 'conhost.exe')
  return (await exists(console))
    ? { name: 'Windows Console', program: console, argumentsFor: (argv) => argv }
    : null
}

/** `name` is a program name, or an absolute path as `$TERMINAL` may hold. */
async function locate(name: string, env: Env): Promise<string | null> {
  if (!isAbsolute(name)) return findProgram(name, { platform: process.platform, env })
  return (await isProgram(name, process.platform)) ? name : null
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

/** Starts it on its own, so that it outlives us, and waits only to see whether it fails at once. */
function start(terminal: Terminal, args: readonly string[], home: string, env: Env): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(terminal.program, args, {
      cwd: home,
      env,
      detached: true,
      stdio: 'ignore',
      // conhost.exe is itself the window.
      windowsHide: false,
    })
    const fail = (reason: string) => {
      clearTimeout(timer)
      reject(cannotOpen(reason))
    }
    const timer = setTimeout(() => {
      child.unref()
      resolve()
    }, START_GRACE_MS)
    child.once('error', (error: NodeJS.ErrnoException) =>
      fail(`${terminal.name} could not be started (${error.code ?? 'unknown'})`),
    )
    child.once('exit', (code, signal) => {
      if (code !== 0) fail(`${terminal.name} ended at once (${signal ?? `exit code ${code}`})`)
      clearTimeout(timer)
      resolve()
    })
  })
}

function cannotOpen(reason: string): AppError {
  return new AppError(
    'unsupported',
    `No terminal window could be opened: ${reason}. Copy the command and paste it into a terminal of your own.`,
  )
}
