/** The terminals a command can be written for. */

import type { ShellName } from '../../contract.ts'
import type { Option } from '../../ui/field.tsx'

export const SHELL_OPTIONS: readonly Option<ShellName>[] = [
  { value: 'posix', label: 'bash or zsh' },
  { value: 'powershell', label: 'PowerShell' },
  { value: 'cmd', label: 'Command Prompt' },
  { value: 'wsl', label: 'WSL' },
]
