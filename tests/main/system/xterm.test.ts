/** A real terminal on a display of its own: the window opens and runs exactly the words it was given. */

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTerminal } from '../../../main/system/terminal.ts'

const isHere = existsSync('/usr/bin/xterm') && existsSync('/usr/bin/Xvfb')
const WORDS = ['-p', '22', 'it\'s a; $(key) \\ "q" `x` ü', '{command}', '']
let display = ''
let server: ChildProcess | null = null

/** Xvfb takes the first free display and writes its number to the descriptor. */
beforeAll(async () => {
  if (!isHere) return
  server = spawn('/usr/bin/Xvfb', ['-displayfd', '3', '-screen', '0', '640x480x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  display = await new Promise<string>((resolve, reject) => {
    server?.once('error', reject)
    server?.stdio[3]?.once('data', (data: Buffer) => resolve(`:${data.toString().trim()}`))
  })
})
afterAll(() => {
  server?.kill('SIGTERM')
})

test.runIf(isHere).each([
  ['found', null],
  ['set', { program: '/usr/bin/xterm', args: ['-title', 'a pod', '-e', '{command}'] }],
])('xterm, %s', async (_, setting) => {
  const folder = await mkdtemp(join(homedir(), 'xterm-'))
  const recorder = join(folder, 'recorder')
  const script = [
    '#!/bin/sh',
    `for word in "$@"; do printf "%s\\036" "$word"; done > "${folder}/words.part"`,
    `tty > "${folder}/tty"; pwd > "${folder}/pwd"; mv "${folder}/words.part" "${folder}/words"`,
  ]
  await writeFile(recorder, `${script.join('\n')}\n`, { mode: 0o755 })
  const env = { PATH: '/usr/bin:/bin', DISPLAY: display, HOME: folder, LANG: 'C.UTF-8' }
  const options = { platform: 'linux', env, home: folder, setting } as const
  const { program } = await openTerminal({ argv: [recorder, ...WORDS], ...options })
  // Debian's alternative for terminals leads to xterm where there is no other.
  expect(program).toMatch(setting === null ? /^(x-terminal-emulator|xterm)$/ : /^xterm$/)
  const read = (name: string) => readFile(join(folder, name), 'utf8').catch(() => '')
  await expect.poll(() => read('words'), { timeout: 20_000 }).not.toBe('')
  expect((await read('words')).split('\x1e').slice(0, -1)).toEqual(WORDS)
  expect(await read('tty')).toMatch(/^\/dev\/pts\//)
  expect((await read('pwd')).trim()).toBe(folder)
})

test.runIf(isHere)('a display that is not there is said', async () => {
  const env = { PATH: '/usr/bin:/bin', DISPLAY: ':987', HOME: homedir() }
  const attempt = openTerminal({ argv: ['true'], platform: 'linux', env, home: homedir() })
  await expect(attempt).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('ended at once'),
  })
})
