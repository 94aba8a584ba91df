import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { hostname, uptime } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { withLock } from '../../../main/storage/lock.ts'
import { type TestFolder, testFolder } from './support.ts'

let folder: TestFolder
const children: ChildProcess[] = []

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await folder.remove()
})

/** Runs once to learn the lock file's name, then puts another holder's lock there. */
async function leaveLock(content: string, ageMs = 0): Promise<void> {
  let name = ''
  await withLock(folder.paths, 'config', async () => {
    name = (await readdir(folder.paths.locksDir))[0] ?? ''
  })
  const file = join(folder.paths.locksDir, name)
  await mkdir(folder.paths.locksDir, { recursive: true })
  await writeFile(file, content)
  const time = (Date.now() - ageMs) / 1_000
  await utimes(file, time, time)
}

function holder(pid: number, host = hostname(), ticks?: number): string {
  return JSON.stringify({ pid, started: 1, ticks, host, token: 'somebody-else' })
}

/** When a process began, as Linux says it. */
async function ticksOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
}

function livingProcess(): number {
  const child = spawn('sleep', ['60'])
  children.push(child)
  return child.pid ?? 0
}

test('actions of one process run one after the other, in order', async () => {
  const events: string[] = []
  const action = (name: string) =>
    withLock(folder.paths, 'config', async () => {
      events.push(`${name} begins`)
      await delay(5)
      events.push(`${name} ends`)
    })
  await Promise.all([action('a'), action('b'), action('c')])
  expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  expect(await readdir(folder.paths.locksDir)).toEqual([])
})

test('copies of the module, which share only the files, exclude each other', async () => {
  const copies = []
  for (let index = 0; index < 6; index++) {
    vi.resetModules()
    copies.push(await import('../../../main/storage/lock.ts'))
  }
  let inside = 0
  let highest = 0
  await Promise.all(
    copies.map((copy) =>
      copy.withLock(folder.paths, 'config', async () => {
        highest = Math.max(highest, ++inside)
        await delay(10)
        inside--
      }),
    ),
  )
  expect(highest).toBe(1)
})

test('other locks do not wait', async () => {
  const inner = withLock(folder.paths, 'a', () => withLock(folder.paths, 'b', async () => 'done'))
  expect(await inner).toBe('done')
})

test('the error of an action reaches its caller and frees the lock', async () => {
  const failing = withLock(folder.paths, 'config', async () => {
    throw new Error('broken')
  })
  await expect(failing).rejects.toThrow('broken')
  expect(await withLock(folder.paths, 'config', async () => 'next')).toBe('next')
})

test('the lock of a living process is respected: busy after the wait, and left alone', async () => {
  await leaveLock(holder(livingProcess()))
  const attempt = withLock(folder.paths, 'config', async () => 'got it', { waitMs: 150 })
  await expect(attempt).rejects.toMatchObject({ name: 'AppError', code: 'busy' })
  expect(await readdir(folder.paths.locksDir)).toHaveLength(1)
})

test('a lock is taken as soon as its holder has died', async () => {
  const pid = livingProcess()
  await leaveLock(holder(pid))
  const attempt = withLock(folder.paths, 'config', async () => 'got it', { waitMs: 5_000 })
  await delay(100)
  process.kill(pid, 'SIGKILL')
  expect(await attempt).toBe('got it')
  expect(await readdir(folder.paths.locksDir)).toEqual([])
})

test.each([
  ['an earlier process with our number', () => holder(process.pid), 0],
  ['another machine, long ago', () => holder(1, 'other-machine'), 400_000],
  ['a holder that died before it wrote its name', () => '', 20_000],
  [
    'a number that another process has since the system started anew',
    () => holder(livingProcess()),
    uptime() * 1_000 + 7_500_000,
  ],
  [
    'a number that another process has since the system started anew, a moment ago',
    () => holder(livingProcess()).replace('{', `{"uptime":${uptime() * 1_000 + 60_000},`),
    0,
  ],
])('a dead lock is broken: %s', async (_, content, ageMs) => {
  await leaveLock(content(), ageMs)
  const attempt = withLock(folder.paths, 'config', async () => 'got it', { waitMs: 0 })
  expect(await attempt).toBe('got it')
})

test.runIf(process.platform === 'linux')('a number that was used again meanwhile', async () => {
  const pid = livingProcess()
  const ticks = await ticksOf(pid)
  const attempt = () => withLock(folder.paths, 'config', async () => 'got it', { waitMs: 0 })
  // However old it is, the process that made it lives.
  await leaveLock(holder(pid, hostname(), ticks), uptime() * 1_000 + 200_000)
  await expect(attempt()).rejects.toMatchObject({ code: 'busy' })
  await rm(folder.paths.locksDir, { recursive: true })
  await leaveLock(holder(pid, hostname(), ticks - 1))
  expect(await attempt()).toBe('got it')
})

test.runIf(process.platform === 'linux')('a lock says when its process began', async () => {
  await withLock(folder.paths, 'config', async () => {
    const [name = ''] = await readdir(folder.paths.locksDir)
    const text = await readFile(join(folder.paths.locksDir, name), 'utf8')
    expect(JSON.parse(text)).toMatchObject({ pid: process.pid, ticks: await ticksOf(process.pid) })
  })
})

test.each([
  ['another machine, just now', () => holder(1, 'other-machine')],
  ['a holder that has not written its name yet', () => ''],
])('a lock that may be alive is respected: %s', async (_, content) => {
  await leaveLock(content())
  const attempt = withLock(folder.paths, 'config', async () => 'got it', { waitMs: 50 })
  await expect(attempt).rejects.toMatchObject({ code: 'busy' })
})

test('many that find the same dead lock still come in one by one', async () => {
  await leaveLock(holder(process.pid))
  const copies = []
  for (let index = 0; index < 5; index++) {
    vi.resetModules()
    copies.push(await import('../../../main/storage/lock.ts'))
  }
  let inside = 0
  let highest = 0
  await Promise.all(
    copies.map((copy) =>
      copy.withLock(folder.paths, 'config', async () => {
        highest = Math.max(highest, ++inside)
        await delay(20)
        inside--
      }),
    ),
  )
  expect(highest).toBe(1)
})
