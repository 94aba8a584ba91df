/**
 * How each terminal is told to run a program with exactly these arguments: pure functions, argument
 * lists throughout. `{command}` marks the place of the program and its arguments.
 */

import { win32 } from 'node:path'
import { AppError } from '../contract/errors.ts'
import { quoteForShell } from './quote-for-shell.ts'
import {
  APPLE_TERMINAL,
  appleScript,
  ITERM,
  stayOpen,
  windowsTerminalWords,
} from './terminal-arguments.ts'

export const COMMAND = '{command}'

export interface TerminalForm {
  /** As the person knows it, e.g. `gnome-terminal`. */
  readonly name: string
  readonly args: readonly string[]
  /** What stands in the place of `{command}`. */
  readonly words: (argv: readonly string[]) => readonly string[]
  /** Added to the environment, for a terminal that takes the command there. */
  readonly env?: (argv: readonly string[]) => Readonly<Record<string, string>>
}

/** The whole argument list for a window that runs `argv`. */
export function argumentsFor(
  { args, words }: Pick<TerminalForm, 'args' | 'words'>,
  argv: readonly string[],
): readonly string[] {
  return args.flatMap((word) => (word === COMMAND ? words(argv) : [word]))
}

/** What stands in front of the program; all of them run it without a shell of their own. */
const BEFORE: Readonly<Record<string, readonly string[]>> = {
  'x-terminal-emulator': ['-e'],
  'gnome-terminal': ['--'],
  ptyxis: ['--'],
  kgx: ['--'],
  konsole: ['-e'],
  'xfce4-terminal': ['-x'],
  'mate-terminal': ['-x'],
  tilix: ['-e'],
  kitty: [],
  ghostty: ['-e'],
  alacritty: ['-e'],
  foot: [],
  wezterm: ['start', '--'],
  xterm: ['-e'],
}

/** In the order in which they are looked for. */
export const LINUX_FORMS: readonly TerminalForm[] = Object.keys(BEFORE).map(linuxForm)

/** The form of a terminal by its program's name; an unknown one is believed to take xterm's `-e`. */
export function linuxForm(name: string): TerminalForm {
  const before = BEFORE[name] ?? ['-e']
  // tilix joins several words without quoting them; a single one it splits as a shell would
  // (source/app.d; g_shell_parse_argv).
  const words =
    name === 'tilix'
      ? (argv: readonly string[]) => [stayOpen(argv).map(quoteForShell).join(' ')]
      : stayOpen
  return { name, args: [...before, COMMAND], words }
}

const asItIs = (argv: readonly string[]) => argv

/** AppleScript reaches both however the person has set them up, and takes arguments as they are. */
export const MAC_FORMS = {
  terminal: { name: 'Terminal', args: [...appleScript(APPLE_TERMINAL), COMMAND], words: asItIs },
  iterm: { name: 'iTerm', args: [...appleScript(ITERM), COMMAND], words: asItIs },
} as const satisfies Record<string, TerminalForm>

/**
 * The command is data in the environment, and the text that PowerShell reads is always this one.
 * Windows PowerShell 5.1 would spoil arguments with a `"` in them; no word of ours can hold one there.
 */
const POWERSHELL_SCRIPT =
  '$words = ConvertFrom-Json $env:KEYPILOT_COMMAND; Remove-Item Env:KEYPILOT_COMMAND; & $words[0] @($words | Select-Object -Skip 1)'

/** conhost.exe is the window, and runs what follows; wt.exe brings its own. */
export const WINDOWS_FORMS = {
  terminal: {
    name: 'Windows Terminal',
    args: ['new-tab', '--', COMMAND],
    words: windowsTerminalWords,
  },
  console: { name: 'Windows Console', args: [COMMAND], words: asItIs },
  powershell: {
    name: 'PowerShell',
    args: ['powershell.exe', '-NoLogo', '-NoExit', '-Command', POWERSHELL_SCRIPT],
    words: asItIs,
    env: (argv) => ({ KEYPILOT_COMMAND: JSON.stringify(argv) }),
  },
  cmd: { name: 'Command Prompt', args: ['cmd.exe', '/d', '/k', COMMAND], words: cmdWords },
} as const satisfies Record<string, TerminalForm>

/** cmd.exe reads these even inside quotes, and has no way to say that they mean themselves. */
const CMD_READS = /["%!^&|<>()]/

/** @throws {AppError} `unsupported` for a word that cmd.exe would change */
function cmdWords(argv: readonly string[]): readonly string[] {
  const word = argv.find((each) => CMD_READS.test(each))
  if (word === undefined) return argv
  throw new AppError(
    'unsupported',
    `Command Prompt cannot be given “${word}” as it is, because it reads one of its characters itself. Choose Windows Terminal or PowerShell in Settings, or rename the key file or its folder.`,
  )
}

/** A terminal of the person's own: their arguments, and a window that stays open where it can. */
export function customForm(
  { program, args }: { readonly program: string; readonly args: readonly string[] },
  platform: NodeJS.Platform,
): TerminalForm {
  const name = (platform === 'win32' ? win32.basename(program) : program.split('/').at(-1)) ?? ''
  const isWindowsTerminal = platform === 'win32' && /^wt(\.exe)?$/i.test(name)
  if (isWindowsTerminal) return { name, args, words: windowsTerminalWords }
  return { name, args, words: platform === 'win32' ? asItIs : stayOpen }
}
