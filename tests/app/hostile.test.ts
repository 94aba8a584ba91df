/**
 * A page that was taken over calls every method with everything it can think of. Each call is
 * answered; nothing outside the throwaway home is read into an answer or written, no program it
 * names is started, and the host stays as quick as before.
 */

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { access, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCalls } from '../../app/calls.ts'
import { createKeypilot, type Keypilot } from '../../main/app.ts'
import type { MethodName, Result } from '../../main/contract/methods.ts'
import { resolvePaths } from '../../main/storage/index.ts'
import { hostileParamsOf, hostileTexts } from './hostile-params.ts'
import { SAMPLES } from './samples.ts'
import { treeOf } from './tree.ts'

const METHODS = Object.keys(SAMPLES) as MethodName[]
const SECRET_TEXT = 'canary-of-the-file-outside-4f1c'
/** What waits for servers that are not there is stopped; the bound is for a call that hangs. */
const CALL_LIMIT_MS = 60_000
/** Those that wait for something are stopped after a moment; they wait together. */
const AT_ONCE = 4

const outside = mkdtempSync(join(tmpdir(), 'keypilot-outside-'))
const canaries = { secretFile: join(outside, 'secret.txt'), touched: join(outside, 'touched') }
const argvLog = join(outside, 'argv.log')
let keypilot: Keypilot
let call: (method: string, params: unknown) => Promise<Result<unknown>>
const logged: string[] = []

mkdirSync(join(outside, 'bin'))
for (const name of ['ssh', 'ssh-keygen', 'ssh-add', 'sftp', 'xterm', 'xdg-open', 'touch']) {
  const script = `#!/bin/sh\nprintf '%s\\0' "$0" "$@" >> '${argvLog}'\nexit 1\n`
  writeFileSync(join(outside, 'bin', name), script, { mode: 0o755 })
}
writeFileSync(canaries.secretFile, `${SECRET_TEXT}\n-----BEGIN OPENSSH PRIVATE KEY-----\n`)

beforeAll(async () => {
  process.env.PATH = `${join(outside, 'bin')}${delimiter}${process.env.PATH}`
  const paths = resolvePaths()
  await mkdir(paths.sshDir, { recursive: true, mode: 0o700 })
  await writeFile(join(paths.sshDir, 'config'), 'Host pod\n  HostName 127.0.0.1\n  Port 9\n')
  const no = async () => false
  const host = { kind: 'electron', openLink: no, reveal: no } as const
  keypilot = createKeypilot({ host, version: '0.0.0' })
  const error: Keypilot['log']['error'] = (event, fields) =>
    logged.push(JSON.stringify({ event, fields }))
  Object.assign(keypilot.log, { error })
  // The person declines whatever the page makes Keypilot ask.
  const calls = createCalls(keypilot.dispatch, 'electron', { confirm: no, progress: () => {} })
  let count = 0
  call = async (method, params) => {
    count += 1
    const callId = `hostile-${count}`
    const stop = setTimeout(() => calls.cancel(callId), 100)
    const limit = new Promise<never>((_, fail) => {
      setTimeout(() => fail(new Error(`${method} did not answer`)), CALL_LIMIT_MS).unref()
    })
    const result = await Promise.race([calls.call(method, params, callId), limit])
    clearTimeout(stop)
    return result
  }
})
afterAll(async () => {
  await keypilot.close()
  await rm(outside, { recursive: true, force: true })
})

it.each(METHODS)('%s answers everything, and gives nothing away', async (method) => {
  const before = await treeOf(outside, argvLog)
  logged.length = 0
  const waiting = [...hostileParamsOf(method, canaries)]
  const work = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const result = await call(method, next.params)
      expect(result, next.what).toMatchObject({ ok: expect.any(Boolean) })
      const text = JSON.stringify(result)
      expect(text, next.what).not.toContain(SECRET_TEXT)
      expect(text, next.what).not.toContain('"code":"internal"')
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  expect(logged, 'bugs that were caught').toEqual([])
  expect(await treeOf(outside, argvLog)).toEqual(before)
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

it('names that are no methods are refused', async () => {
  for (const method of [...hostileTexts(canaries), 'valueOf', 'keys.list\0', 'keys', '']) {
    expect(await call(method, {})).toMatchObject({ ok: false })
  }
})

it('a text of 50 MB is refused in every field that takes a text', async () => {
  const vast = 'x'.repeat(50_000_000)
  for (const method of METHODS) {
    const { params } = SAMPLES[method]
    for (const [name, value] of Object.entries(params)) {
      if (typeof value !== 'string') continue
      const result = await call(method, { ...params, [name]: vast })
      expect(result, `${method} ${name}`).toMatchObject({
        ok: false,
        error: { code: 'bad-request' },
      })
    }
  }
})

it('no program was started that a parameter names, and none with an option of the page', async () => {
  await expect(access(canaries.touched)).rejects.toThrow()
  const argv = (await readFile(argvLog, 'utf8').catch(() => '')).split('\0')
  expect(argv.filter((word) => /\/bin\/touch$/.test(word))).toEqual([])
  expect(argv.filter((word) => /^-o? ?ProxyCommand=touch|^--proxy/i.test(word))).toEqual([])
})

it('nothing was made but in the ssh folder and the data folder', async () => {
  const { home, sshDir, dataDir } = keypilot.paths
  const made = (await readdir(home)).map((name) => join(home, name))
  expect([sshDir, dataDir]).toEqual(expect.arrayContaining(made))
  const folders = (await readdir(sshDir, { withFileTypes: true })).filter((one) => !one.isFile())
  expect(folders.map(({ name }) => name)).toEqual([])
})
