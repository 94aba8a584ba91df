/** What needs a process of its own: being killed in the middle, and being another account. */

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { build } from 'vite'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { changeFile, resolvePaths } from '../../../main/storage/index.ts'

const OTHER_ACCOUNT = 12_345
const isRoot = process.getuid?.() === 0
const children: ChildProcess[] = []
let dir: string
let sshDir: string
let file: string

/** argv: what to do, file, ssh folder, data folder. Prints a line when it starts and when it is done. */
const SCRIPT = `
import { changeFile, createFile, resolvePaths } from './storage.mjs'
const [, , action, file, sshDir, dataDir] = process.argv
const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: dataDir }
const paths = resolvePaths({ env, platform: process.platform, home: sshDir })
const flip = (old) => Buffer.alloc(300_000, old?.[0] === 97 ? 'b' : 'a')
const change = () => changeFile(paths, file, flip)
const actions = {
  once: change,
  create: () => createFile(file, 'x', 0o600),
  forever: async () => { console.log('started'); for (;;) await change() },
}
try {
  await actions[action]()
  console.log('done')
} catch (error) {
  console.log(JSON.stringify([error.name, error.code, error.message]))
}
`

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'keypilot-process-'))
  await chmod(dir, 0o755)
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: 'main/storage/index.ts',
      outDir: dir,
      rollupOptions: { output: { entryFileNames: 'storage.mjs', format: 'es' } },
    },
  })
  await writeFile(join(dir, 'script.mjs'), SCRIPT)
})
beforeEach(async () => {
  sshDir = await mkdtemp(join(dir, 'ssh-'))
  file = join(sshDir, 'config')
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await rm(dir, { recursive: true, force: true })
})

function start(action: string, options: { uid?: number; gid?: number } = {}): ChildProcess {
  const argv = [join(dir, 'script.mjs'), action, file, sshDir, join(sshDir, 'data')]
  const child = spawn(process.execPath, argv, { ...options, stdio: ['ignore', 'pipe', 'inherit'] })
  children.push(child)
  return child
}

async function firstLine(child: ChildProcess): Promise<string> {
  const [chunk] = await once(child.stdout ?? child, 'data')
  return String(chunk).trim()
}

test('killed at any moment: the file is the old or the new one, whole, and work goes on', async () => {
  await writeFile(file, Buffer.alloc(300_000, 'a'), { mode: 0o640 })
  for (let round = 0; round < 12; round++) {
    const child = start('forever')
    await firstLine(child)
    await delay(Math.random() * 40)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const data = await readFile(file)
    expect([data.length, new Set(data).size]).toEqual([300_000, 1])
    expect((await stat(file)).mode & 0o777).toBe(0o640)
  }
  const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: join(sshDir, 'data') }
  const paths = resolvePaths({ env, platform: process.platform, home: sshDir })
  await changeFile(paths, file, () => Buffer.from('next'))
  expect((await readdir(sshDir)).sort()).toEqual(['config', 'data'])
  expect(await readFile(file, 'utf8')).toBe('next')
})

test('two processes that change one file lose nothing', async () => {
  await writeFile(file, Buffer.alloc(300_000, 'a'))
  const results = Array.from({ length: 6 }, () => firstLine(start('once')))
  expect(await Promise.all(results)).toEqual(Array(6).fill('done'))
  // Six flips of the content lead back to the start, unless one of them was lost.
  expect((await readFile(file))[0]).toBe('a'.charCodeAt(0))
})

test.runIf(isRoot)(
  'a file of root, as sudo leaves it, is refused with the line that helps',
  async () => {
    await chown(sshDir, OTHER_ACCOUNT, OTHER_ACCOUNT)
    await writeFile(file, 'of root', { mode: 0o644 })
    const line = await firstLine(start('once', { uid: OTHER_ACCOUNT, gid: OTHER_ACCOUNT }))
    const [name, code, message] = JSON.parse(line)
    expect([name, code]).toEqual(['AppError', 'permission-denied'])
    expect(message).toContain('sudo chown')
    expect(await readFile(file, 'utf8')).toBe('of root')
    expect((await readdir(sshDir)).sort()).toEqual(['config', 'data'])
  },
)

test.runIf(isRoot)('a folder of somebody else', async () => {
  await chmod(sshDir, 0o755)
  const line = await firstLine(start('create', { uid: OTHER_ACCOUNT, gid: OTHER_ACCOUNT }))
  const [name, code, message] = JSON.parse(line)
  expect([name, code]).toEqual(['AppError', 'permission-denied'])
  expect(message).toContain(file)
  expect(await readdir(sshDir)).toEqual([])
})
