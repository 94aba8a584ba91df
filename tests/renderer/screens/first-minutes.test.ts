import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { FIRST_MINUTES } from '../../../renderer/screens/connections/first-minutes.ts'

const onLinux = process.platform === 'linux'

test('every entry is one line for bash, with a reason, and no name twice', () => {
  for (const { title, command, why } of FIRST_MINUTES) {
    expect(command).not.toMatch(/\n|sudo|rm /)
    expect(title).not.toBe('')
    expect(why).toMatch(/[.”]$/)
  }
  expect(new Set(FIRST_MINUTES.map(({ id }) => id)).size).toBe(FIRST_MINUTES.length)
})

test('the set covers GPU, disk, memory, environment, logs, tmux and where data survives', () => {
  expect(FIRST_MINUTES.map(({ id }) => id)).toEqual([
    'gpu',
    'disk',
    'survives',
    'memory',
    'environment',
    'logs',
    'tmux',
  ])
})

test.runIf(onLinux)('bash reads every command', () => {
  for (const { command } of FIRST_MINUTES) {
    expect(() => execFileSync('bash', ['-n', '-c', command], { timeout: 10_000 })).not.toThrow()
  }
})

test.runIf(onLinux)('the environment of a process is split into one variable a line', () => {
  const command = FIRST_MINUTES.find(({ id }) => id === 'environment')?.command ?? ''
  // Of a process of ours instead of process 1, which belongs to somebody else where tests are not root.
  const own = command.replace('/proc/1/', '/proc/self/')
  expect(own).not.toBe(command)
  const env = { PATH: process.env.PATH ?? '', PUBLIC_KEY: 'ssh-ed25519 AAAA one', OTHER: '2' }
  const lines = execFileSync('bash', ['--norc', '-c', own], { env, encoding: 'utf8' }).split('\n')
  expect(lines).toEqual(expect.arrayContaining(['PUBLIC_KEY=ssh-ed25519 AAAA one', 'OTHER=2']))
})
