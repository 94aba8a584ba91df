import { chmod, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../../main/system/run.ts'
import { findTerminal, openTerminal } from '../../../main/system/terminal.ts'
import {
  appleScriptArguments,
  stayOpen,
  windowsTerminalArguments,
} from '../../../main/system/terminal-arguments.ts'

const ARGV = ['ssh', '-i', "/home/me/it's a; $(key)", '-p', '22', '--', 'root@1.2.3.4']

let root: string
let env: Record<string, string>

beforeEach(async () => {
  root = await mkdtemp(join(homedir(), 'keypilot-terminal-'))
  await mkdir(join(root, 'bin'))
  env = { PATH: join(root, 'bin'), DISPLAY: ':99', OUT: join(root, 'out') }
})

async function addTerminal(name: string, script: string): Promise<void> {
  const file = join(root, 'bin', name)
  await writeFile(file, `#!/bin/sh\n${script}\n`)
  await chmod(file, 0o755)
}

const RECORD = 'for word in "$@"; do printf "%s\\036" "$word"; done > "$OUT"; pwd >> "$OUT"'

async function recorded(): Promise<{ words: string[]; folder: string }> {
  const parts = (await readFile(join(root, 'out'), 'utf8')).split('\x1e')
  return { words: parts.slice(0, -1), folder: parts.at(-1)?.trim() ?? '' }
}

function open() {
  return openTerminal({ argv: ARGV, platform: 'linux', env, home: root })
}

describe('Linux', () => {
  test.each([
    ['x-terminal-emulator', ['-e']],
    ['gnome-terminal', ['--']],
    ['konsole', ['-e']],
    ['xfce4-terminal', ['-x']],
    ['kitty', []],
    ['alacritty', ['-e']],
    ['foot', []],
    ['wezterm', ['start', '--']],
    ['xterm', ['-e']],
  ])('%s gets every argument as it is', async (name, before) => {
    await addTerminal(name, RECORD)
    expect(await open()).toEqual({ program: name })
    const { words, folder } = await recorded()
    expect(words).toEqual([...before, ...stayOpen(ARGV)])
    expect(words.slice(-ARGV.length)).toEqual(ARGV)
    expect(folder).toBe(root)
  })

  test('$TERMINAL comes first, by name or by path', async () => {
    await addTerminal('xterm', RECORD)
    await addTerminal('mine', RECORD)
    expect((await findTerminal('linux', { ...env, TERMINAL: 'mine' }))?.name).toBe('mine')
    const byPath = { ...env, TERMINAL: join(root, 'bin', 'mine') }
    expect(await findTerminal('linux', byPath)).toMatchObject({ name: 'mine' })
    expect((await findTerminal('linux', { ...env, TERMINAL: 'gone' }))?.name).toBe('xterm')
  })

  test('nothing is run to find one', async () => {
    await addTerminal('xterm', RECORD)
    await findTerminal('linux', env)
    await expect(readFile(join(root, 'out'))).rejects.toThrow('ENOENT')
  })

  test('a file that cannot be executed, a folder and a relative PATH are no terminals', async () => {
    await writeFile(join(root, 'bin', 'konsole'), '')
    await mkdir(join(root, 'bin', 'xterm'))
    expect(await findTerminal('linux', { ...env, PATH: `${env.PATH}:.:bin` })).toBeNull()
  })

  test('without a display there is none', async () => {
    await addTerminal('xterm', RECORD)
    expect(await findTerminal('linux', { PATH: env.PATH })).toBeNull()
    expect((await findTerminal('linux', { PATH: env.PATH, WAYLAND_DISPLAY: 'w' }))?.name).toBe(
      'xterm',
    )
  })

  test('none at all, or one that ends at once, is said', async () => {
    await expect(open()).rejects.toMatchObject({ code: 'unsupported' })
    await addTerminal('xterm', 'exit 3')
    await expect(open()).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('xterm ended at once (exit code 3)'),
    })
  })

  test('a window that stays is not waited for', async () => {
    await addTerminal('xterm', 'exec /bin/sleep 3')
    const start = Date.now()
    expect(await open()).toEqual({ program: 'xterm' })
    expect(Date.now() - start).toBeLessThan(2_500)
  })
})

describe('the script inside the window', () => {
  async function runInWindow(script: string, input: string) {
    const [program = '', ...args] = stayOpen(['/bin/sh', '-c', script, 'sh', ...ARGV])
    return run([program, ...args], { timeoutMs: 5_000, input })
  }

  test('passes the arguments on', async () => {
    const { stdout, exitCode } = await runInWindow('printf "%s|" "$@"', '')
    expect(stdout).toBe(`${ARGV.join('|')}|`)
    expect(exitCode).toBe(0)
  })

  test('waits for Enter after a failure, and says what happened', async () => {
    const { stdout } = await runInWindow('exit 255', '\n')
    expect(stdout).toBe('\n/bin/sh ended with code 255. Press Enter to close this window.')
  })
})

test('macOS: a fixed script quotes each argument itself', () => {
  const args = appleScriptArguments(ARGV)
  expect(args.slice(-ARGV.length)).toEqual(ARGV)
  const script = args.slice(0, -ARGV.length).filter((_, index) => index % 2 === 1)
  expect(args.filter((word) => word === '-e')).toHaveLength(script.length)
  expect(script).toEqual([
    'on run argv',
    'set commandText to ""',
    'repeat with oneItem in argv',
    'set commandText to commandText & quoted form of (contents of oneItem) & " "',
    'end repeat',
    'tell application "Terminal"',
    'activate',
    'do script commandText',
    'end tell',
    'end run',
  ])
})

test('Windows: semicolons are escaped for wt.exe, which would end its command there', () => {
  expect(windowsTerminalArguments(['ssh', '-i', 'C:\\a;b\\id', 'root@1.2.3.4'])).toEqual([
    'new-tab',
    '--',
    'ssh',
    '-i',
    'C:\\a\\;b\\id',
    'root@1.2.3.4',
  ])
})
