import { chmod, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { TerminalSetting } from '../../../main/contract/methods.ts'
import { findTerminal, findTerminals } from '../../../main/system/find-terminal.ts'
import { run } from '../../../main/system/run.ts'
import { listTerminals, openTerminal } from '../../../main/system/terminal.ts'
import { stayOpen } from '../../../main/system/terminal-arguments.ts'

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

function open(setting: TerminalSetting | null = null) {
  return openTerminal({ argv: ARGV, platform: 'linux', env, home: root, setting })
}

const find = (environment: Record<string, string | undefined>) =>
  findTerminal({ platform: 'linux', env: environment })

describe('Linux', () => {
  test.each([
    ['x-terminal-emulator', ['-e']],
    ['gnome-terminal', ['--']],
    ['konsole', ['-e']],
    ['xfce4-terminal', ['-x']],
    ['mate-terminal', ['-x']],
    ['ptyxis', ['--']],
    ['ghostty', ['-e']],
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
    expect((await find({ ...env, TERMINAL: 'mine' }))?.name).toBe('mine')
    const byPath = { ...env, TERMINAL: join(root, 'bin', 'mine') }
    expect(await find(byPath)).toMatchObject({ name: 'mine' })
    expect((await find({ ...env, TERMINAL: 'gone' }))?.name).toBe('xterm')
  })

  test('nothing is run to find one', async () => {
    await addTerminal('xterm', RECORD)
    await find(env)
    await expect(readFile(join(root, 'out'))).rejects.toThrow('ENOENT')
  })

  test('a file that cannot be executed, a folder and a relative PATH are no terminals', async () => {
    await writeFile(join(root, 'bin', 'konsole'), '')
    await mkdir(join(root, 'bin', 'xterm'))
    expect(await find({ ...env, PATH: `${env.PATH}:.:bin` })).toBeNull()
  })

  test('without a display there is none', async () => {
    await addTerminal('xterm', RECORD)
    expect(await find({ PATH: env.PATH })).toBeNull()
    expect((await find({ PATH: env.PATH, WAYLAND_DISPLAY: 'w' }))?.name).toBe('xterm')
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

describe('a terminal of one\u2019s own', () => {
  test('gets the command in the place of {command}', async () => {
    await addTerminal('mine', RECORD)
    const setting = { program: 'mine', args: ['--title', 'pod {command}', '--run', '{command}'] }
    expect(await open(setting)).toEqual({ program: 'mine' })
    const { words } = await recorded()
    expect(words).toEqual(['--title', 'pod {command}', '--run', ...stayOpen(ARGV)])
  })

  test('by its path, before those that are found', async () => {
    await addTerminal('xterm', 'exit 3')
    await addTerminal('mine', RECORD)
    const program = join(root, 'bin', 'mine')
    expect(await open({ program, args: ['{command}'] })).toEqual({ program: 'mine' })
    expect((await recorded()).words).toEqual(stayOpen(ARGV))
  })

  test('that has gone is said, and nothing else is started', async () => {
    await addTerminal('xterm', RECORD)
    const attempt = open({ program: 'gone', args: ['{command}'] })
    await expect(attempt).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('gone, which is set as your terminal, is not on this'),
    })
    await expect(readFile(join(root, 'out'))).rejects.toThrow('ENOENT')
  })

  test('is listed first, and the others after it', async () => {
    await addTerminal('konsole', RECORD)
    await addTerminal('xterm', RECORD)
    const search = { platform: 'linux', env } as const
    const names = async (setting: TerminalSetting | null) =>
      (await listTerminals({ ...search, setting })).map(({ name, isUsed, isOwn }) =>
        isOwn ? [name, isUsed, 'own'] : [name, isUsed],
      )
    expect(await names(null)).toEqual([
      ['konsole', true],
      ['xterm', false],
    ])
    const known = (await findTerminals(search))[1]
    expect(await names({ program: known?.program ?? '', args: known?.args ?? [] })).toEqual([
      ['xterm', true],
      ['konsole', false],
    ])
    await addTerminal('mine', RECORD)
    expect(await names({ program: 'mine', args: ['{command}'] })).toEqual([
      ['mine', true, 'own'],
      ['konsole', false],
      ['xterm', false],
    ])
    expect(await names({ program: 'gone', args: ['{command}'] })).toEqual([
      ['konsole', false],
      ['xterm', false],
    ])
  })
})

test('tilix gets one word, which it takes apart into the same arguments', async () => {
  await addTerminal('tilix', RECORD)
  await open()
  const { words } = await recorded()
  expect(words).toHaveLength(2)
  expect(words[0]).toBe('-e')
  // A shell splits it by the rules that g_shell_parse_argv follows.
  const script = `for word in ${words[1]}; do printf '%s\\036' "$word"; done`
  const { stdout } = await run(['/bin/sh', '-c', script], { timeoutMs: 5_000 })
  expect(stdout.split('\x1e').slice(0, -1)).toEqual(stayOpen(ARGV))
})
