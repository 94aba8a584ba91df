/** The terminals a command can be written for. */

import type { ShellName } from '../../contract.ts'
import type { Option } from '../../ui/field.tsx'

/** How a person who has never used a terminal gets the command into it. */
export const HOW_TO_RUN: Readonly<Record<ShellName, string>> = {
  posix: 'Open a terminal, paste this command, and press Enter.',
  powershell:
    'Open PowerShell from the Start menu, paste this command with a right click, and press Enter.',
  cmd: 'Open Command Prompt from the Start menu, paste this command with a right click, and press Enter.',
  wsl: 'Open your WSL terminal, paste this command, and press Enter.',
}

export const SHELL_OPTIONS: readonly Option<ShellName>[] = [
  { value: 'posix', label: 'bash or zsh' },
  { value: 'powershell', label: 'PowerShell' },
  { value: 'cmd', label: 'Command Prompt' },
  { value: 'wsl', label: 'WSL' },
]
