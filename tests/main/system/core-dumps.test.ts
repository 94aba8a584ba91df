/** What the system would write of our memory when a process dies. */

import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { keepMemoryOutOfCoreDumps } from '../../../main/system/core-dumps.ts'
import { bundleModule, type Module } from '../../support/kill/index.ts'

let module: Module
let folder: string
const isLinux = process.platform === 'linux'

beforeAll(async () => {
  module = await bundleModule(new URL('./core-dumps-entry.ts', import.meta.url))
  folder = await mkdtemp(join(homedir(), 'dumps-'))
})
afterAll(async () => {
  await module.remove()
  await rm(folder, { recursive: true, force: true })
})

it.skipIf(!isLinux)('nothing of ours, and all of what goes on without us', () => {
  const launched = join(folder, 'launched')
  const start = `await (await import(${JSON.stringify(module.file)})).run(${JSON.stringify(launched)})`
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', start])
  expect(JSON.parse(String(output))).toEqual({ own: '00000000', answering: '00000000' })
  const usual = readFileSync('/proc/self/coredump_filter', 'latin1')
  expect(usual.trim()).not.toBe('00000000')
  expect(readFileSync(launched, 'latin1')).toBe(usual)
})

it.skipIf(!isLinux)('nothing of another process of ours', () => {
  const other = spawn('sleep', ['30'])
  keepMemoryOutOfCoreDumps(other.pid)
  const filter = readFileSync(`/proc/${other.pid}/coredump_filter`, 'latin1').trim()
  other.kill()
  expect(filter).toBe('00000000')
})

it('a process that has gone is no failure', () => {
  const { pid } = spawnSync(process.execPath, ['--version'])
  expect(() => keepMemoryOutOfCoreDumps(pid)).not.toThrow()
})
