/** The argument lists of terminals that cannot be had here, from their documentation. */

import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { checkTerminal } from '../../../main/system/find-terminal.ts'
import {
  argumentsFor,
  customForm,
  MAC_FORMS,
  WINDOWS_FORMS,
} from '../../../main/system/terminal-forms.ts'

const ARGV = ['ssh', '-i', "/Users/me/it's a; $(key)", '-p', '22', '--', 'root@1.2.3.4']
const WINDOWS_ARGV = ['ssh', '-i', 'C:\\a;b\\my id', '--', 'root@1.2.3.4']

describe('macOS: a fixed script quotes each argument itself', () => {
  test.each([
    [
      MAC_FORMS.terminal,
      ['tell application "Terminal"', 'activate', 'do script commandText', 'end tell'],
    ],
    [
      MAC_FORMS.iterm,
      [
        'tell application "iTerm"',
        'activate',
        'set newWindow to create window with default profile',
        'tell current session of newWindow to write text commandText',
        'end tell',
      ],
    ],
  ])('$name', (form, tell) => {
    const args = argumentsFor(form, ARGV)
    expect(args.slice(-ARGV.length)).toEqual(ARGV)
    const before = args.slice(0, -ARGV.length)
    expect(before.filter((_, index) => index % 2 === 0).every((word) => word === '-e')).toBe(true)
    expect(before.filter((_, index) => index % 2 === 1)).toEqual([
      'on run argv',
      'set commandText to ""',
      'repeat with oneItem in argv',
      'set commandText to commandText & quoted form of (contents of oneItem) & " "',
      'end repeat',
      ...tell,
      'end run',
    ])
  })
})

describe('Windows', () => {
  test('wt.exe: semicolons are escaped, which would end its command', () => {
    expect(argumentsFor(WINDOWS_FORMS.terminal, WINDOWS_ARGV)).toEqual([
      'new-tab',
      '--',
      'ssh',
      '-i',
      'C:\\a\\;b\\my id',
      '--',
      'root@1.2.3.4',
    ])
  })

  test('a console window runs ssh itself', () => {
    expect(argumentsFor(WINDOWS_FORMS.console, WINDOWS_ARGV)).toEqual(WINDOWS_ARGV)
  })

  test('PowerShell gets the command as data, never as a part of its text', () => {
    const { env } = WINDOWS_FORMS.powershell
    const args = argumentsFor(WINDOWS_FORMS.powershell, WINDOWS_ARGV)
    expect(args).toEqual(argumentsFor(WINDOWS_FORMS.powershell, ['other']))
    expect(args.slice(0, 4)).toEqual(['powershell.exe', '-NoLogo', '-NoExit', '-Command'])
    expect(JSON.parse(env(WINDOWS_ARGV).KEYPILOT_COMMAND ?? '')).toEqual(WINDOWS_ARGV)
  })

  test('Command Prompt gets plain words, and none that it would read itself', () => {
    const plain = ['ssh', '-i', 'C:\\my keys\\id', '--', 'root@1.2.3.4']
    expect(argumentsFor(WINDOWS_FORMS.cmd, plain)).toEqual(['cmd.exe', '/d', '/k', ...plain])
    for (const character of '"%!^&|<>()') {
      const odd = ['ssh', '-i', `C:\\a${character}b`]
      expect(() => argumentsFor(WINDOWS_FORMS.cmd, odd)).toThrow(/Command Prompt cannot be given/)
    }
  })

  test.each([
    ['C:\\x\\wt.exe', 'C:\\a\\;b\\my id'],
    ['wt', 'C:\\a\\;b\\my id'],
    ['C:\\x\\alacritty.exe', 'C:\\a;b\\my id'],
  ])('%s as one’s own', (program, path) => {
    const form = customForm({ program, args: ['-e', '{command}'] }, 'win32')
    expect(argumentsFor(form, WINDOWS_ARGV)).toEqual([
      '-e',
      'ssh',
      '-i',
      path,
      '--',
      'root@1.2.3.4',
    ])
  })
})

describe('a setting is checked', () => {
  const search = async () => {
    const bin = await mkdtemp(join(homedir(), 'bin-'))
    await writeFile(join(bin, 'mine'), '#!/bin/sh\n', { mode: 0o755 })
    await writeFile(join(bin, 'text'), '', { mode: 0o644 })
    await mkdir(join(bin, 'folder'))
    return { platform: 'linux', env: { PATH: bin, DISPLAY: ':1' }, bin } as const
  }

  test('a program that is there, with one {command}', async () => {
    const { bin, ...rest } = await search()
    const args = ['-e', '{command}']
    await checkTerminal({ program: 'mine', args }, rest)
    await checkTerminal({ program: join(bin, 'mine'), args }, rest)
    for (const program of ['gone', 'text', 'folder', './mine', '../bin/mine', join(bin, 'text')]) {
      await expect(checkTerminal({ program, args }, rest)).rejects.toMatchObject({
        code: 'invalid-value',
        message: expect.stringContaining(program),
      })
    }
  })

  test.each([[[]], [['-e']], [['{command}', '{command}']], [['sh -c {command}']]])(
    'not with %j',
    async (args) => {
      const { bin, ...rest } = await search()
      const program = join(bin, 'mine')
      await expect(checkTerminal({ program, args }, rest)).rejects.toMatchObject({
        code: 'invalid-value',
        message: expect.stringContaining('{command}'),
      })
    },
  )
})
