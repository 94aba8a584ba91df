import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type FolderWatch, watchFolders } from '../../../main/system/watch-folders.ts'

let dir: string
let watched: FolderWatch | null = null
let rings: number

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'keypilot-watch-'))
  rings = 0
})
afterEach(() => {
  watched?.close()
  rmSync(dir, { recursive: true, force: true })
})

function start(folder: string): void {
  watched = watchFolders([folder], () => rings++, {
    quietMs: 30,
    ignore: (name) => name.endsWith('.tmp'),
  })
}

test.each([
  ['is made', (folder: string) => writeFileSync(join(folder, 'new'), '')],
  ['is written', (folder: string) => writeFileSync(join(folder, 'old'), 'other')],
  ['is removed', (folder: string) => rmSync(join(folder, 'old'))],
  ['gets a new name', (folder: string) => renameSync(join(folder, 'old'), join(folder, 'new'))],
])('rings when a file %s', async (_, change) => {
  writeFileSync(join(dir, 'old'), 'one')
  start(dir)
  change(dir)
  await expect.poll(() => rings).toBeGreaterThan(0)
})

test('rings once for a flock of changes', async () => {
  start(dir)
  for (let index = 0; index < 50; index++) writeFileSync(join(dir, `k${index}`), '')
  await expect.poll(() => rings).toBe(1)
  await delay(200)
  expect(rings).toBe(1)
})

test('says nothing of what it is told to ignore, or after it was closed', async () => {
  start(dir)
  writeFileSync(join(dir, 'x.tmp'), '')
  await delay(200)
  expect(rings).toBe(0)
  watched?.close()
  writeFileSync(join(dir, 'x'), '')
  await delay(200)
  expect(rings).toBe(0)
})

test('notices a folder that is made later, and one that is replaced', async () => {
  const folder = join(dir, '.ssh')
  start(folder)
  mkdirSync(folder)
  await expect.poll(() => rings).toBeGreaterThan(0)
  const afterMade = rings
  writeFileSync(join(folder, 'key'), '')
  await expect.poll(() => rings).toBeGreaterThan(afterMade)
  renameSync(folder, join(dir, 'away'))
  mkdirSync(folder)
  await delay(150)
  const afterReplaced = rings
  writeFileSync(join(folder, 'key'), '')
  await expect.poll(() => rings).toBeGreaterThan(afterReplaced)
})

test('notices a folder whose parents are made later', async () => {
  const folder = join(dir, '.runpod', 'more', 'ssh')
  start(folder)
  mkdirSync(join(dir, '.runpod'))
  await expect.poll(() => rings).toBeGreaterThan(0)
  mkdirSync(folder, { recursive: true })
  await delay(150)
  const afterMade = rings
  writeFileSync(join(folder, 'RunPod-Key-Go'), '')
  await expect.poll(() => rings).toBeGreaterThan(afterMade)
})

test('a folder that cannot be watched is no error', () => {
  start(join(dir, 'no', 'such', 'folder'))
  start('/dev/null/x')
  expect(rings).toBe(0)
})
