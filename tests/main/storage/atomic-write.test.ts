import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  ownerOf,
  removeLeftovers,
  replaceFile,
  temporaryName,
} from '../../../main/storage/atomic-write.ts'
import { changeFile } from '../../../main/storage/index.ts'
import { run } from '../../../main/system/run.ts'
import { type TestFolder, testFolder } from './support.ts'

const isRoot = process.getuid?.() === 0
let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

test('on Unix the name gets a new file: readers of the old one keep it whole', async () => {
  const file = join(folder.dir, 'config')
  await writeFile(file, 'old\n')
  const before = await stat(file)
  await replaceFile(file, Buffer.from('new\n'), before, 'linux')
  expect(await readFile(file, 'utf8')).toBe('new\n')
  expect((await stat(file)).ino).not.toBe(before.ino)
})

test.each([
  ['longer', 'a much longer content\n'],
  ['shorter', 'x'],
  ['empty', ''],
])('on Windows the same file is written in place: %s', async (_, content) => {
  const file = join(folder.dir, 'config')
  await writeFile(file, 'old content\n')
  const before = await stat(file)
  await replaceFile(file, Buffer.from(content), before, 'win32')
  expect(await readFile(file, 'utf8')).toBe(content)
  expect((await stat(file)).ino).toBe(before.ino)
})

test.runIf(isRoot)(
  'a full disk is named, the old file stays, and nothing is left behind',
  async (context) => {
    const disk = join(folder.dir, 'disk')
    await mkdir(disk)
    const mounted = await run(['mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], {
      timeoutMs: 5_000,
    })
    context.skip(mounted.exitCode !== 0, 'this machine does not let us mount a small disk')
    try {
      const file = join(disk, 'config')
      await writeFile(file, 'old\n')
      const attempt = replaceFile(file, Buffer.alloc(200_000, 'x'), await stat(file))
      await expect(attempt).rejects.toMatchObject({
        code: 'disk-full',
        message: expect.stringContaining(file),
      })
      expect([await readFile(file, 'utf8'), await readdir(disk)]).toEqual(['old\n', ['config']])
      await run(['mount', '-o', 'remount,ro', disk], { timeoutMs: 5_000 })
      const readOnly = replaceFile(file, Buffer.from('new\n'), await stat(file))
      await expect(readOnly).rejects.toMatchObject({ code: 'read-only' })
    } finally {
      await run(['umount', disk], { timeoutMs: 5_000 })
    }
  },
)

test.each([
  ['config', 'config'],
  // Cut names do not tell which file they are for.
  [`a${'b'.repeat(250)}`, null],
  ['頁'.repeat(85), null],
])('a hidden file fits beside any name, and is found again: %s', async (name, owner) => {
  const file = join(folder.dir, name)
  await writeFile(file, 'old\n')
  const hidden = temporaryName(file)
  expect(Buffer.byteLength(basename(hidden))).toBeLessThanOrEqual(143)
  expect(ownerOf(basename(hidden))).toBe(owner)
  await writeFile(hidden, 'left')
  await removeLeftovers(file)
  expect(await readdir(folder.dir)).toEqual([name])
  const { backup } = await changeFile(folder.paths, file, () => Buffer.from('new\n'))
  expect(await readFile(file, 'utf8')).toBe('new\n')
  expect(await readFile(String(backup), 'utf8')).toBe('old\n')
})
