import { expect, test } from 'vitest'
import { howToRun, shellOptions } from '../../../renderer/commands/shells.ts'
import type { ShellName } from '../../../renderer/contract.ts'

const labels = (platform: string, chosen: ShellName) =>
  shellOptions(platform, chosen).map(({ label }) => label)

test('on Windows a POSIX shell is Git Bash; elsewhere it is any of three', () => {
  expect(labels('win32', 'powershell')).toEqual(['PowerShell', 'Command Prompt', 'WSL', 'Git Bash'])
  expect(labels('linux', 'posix')).toEqual(['bash, zsh or fish', 'PowerShell'])
  expect(labels('darwin', 'posix')).toEqual(['bash, zsh or fish', 'PowerShell'])
})

test('what was chosen stays a choice where it is unusual', () => {
  expect(labels('linux', 'cmd')).toEqual(['bash, zsh or fish', 'PowerShell', 'Command Prompt'])
})

test('the way into a terminal names a program that is there', () => {
  expect(howToRun('posix', 'win32')).toContain('Git Bash')
  expect(howToRun('powershell', 'win32')).toContain('5.1 and 7')
  for (const shell of ['posix', 'powershell'] as const) {
    expect(howToRun(shell, 'darwin')).not.toContain('Start menu')
  }
})
