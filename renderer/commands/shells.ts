/** The terminals a command can be written for. */

import type { ShellName } from '../contract.ts'
import type { Option } from '../ui/field.tsx'

const LABELS: Readonly<Record<ShellName, string>> = {
  posix: 'bash, zsh or fish',
  powershell: 'PowerShell',
  cmd: 'Command Prompt',
  wsl: 'WSL',
}

/** Each has the same quoting there and there, but on Windows only Git Bash is one of them. */
const WINDOWS_LABELS: Readonly<Record<ShellName, string>> = { ...LABELS, posix: 'Git Bash' }

const WINDOWS_SHELLS: readonly ShellName[] = ['powershell', 'cmd', 'wsl', 'posix']
/** Command Prompt and WSL exist on Windows only. */
const UNIX_SHELLS: readonly ShellName[] = ['posix', 'powershell']

/**
 * The choices that make sense here, the usual one first.
 *
 * @param platform Node's `process.platform`
 * @param chosen stays among them, even when it belongs to another platform
 */
export function shellOptions(platform: string, chosen: ShellName): readonly Option<ShellName>[] {
  const usual = platform === 'win32' ? WINDOWS_SHELLS : UNIX_SHELLS
  const shells = usual.includes(chosen) ? usual : [...usual, chosen]
  return shells.map((value) => ({ value, label: shellLabel(value, platform) }))
}

export function shellLabel(shell: ShellName, platform: string): string {
  return (platform === 'win32' ? WINDOWS_LABELS : LABELS)[shell]
}

/** How a person who has never used a terminal gets the command into it. */
export function howToRun(shell: ShellName, platform: string): string {
  if (platform !== 'win32') {
    return shell === 'powershell'
      ? 'Open a terminal, start PowerShell with “pwsh”, paste this command, and press Enter.'
      : 'Open a terminal, paste this command, and press Enter.'
  }
  switch (shell) {
    case 'posix':
      return 'Open Git Bash from the Start menu, paste this command with Shift+Insert, and press Enter.'
    case 'powershell':
      return 'Open PowerShell from the Start menu (5.1 and 7 both take it), paste this command with a right click, and press Enter.'
    case 'cmd':
      return 'Open Command Prompt from the Start menu, paste this command with a right click, and press Enter.'
    case 'wsl':
      return 'Open your WSL terminal, paste this command, and press Enter.'
  }
}
