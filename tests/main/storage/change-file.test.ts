import {
  chmod,
  chown,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../main/contract/errors.ts'
import { changeFile } from '../../../main/storage/index.ts'
import { type TestFolder, testFolder } from './support.ts'

const isRoot = process.getuid?.() === 0
let folder: TestFolder
let file: string

beforeEach(async () => {
  folder = await testFolder()
  await mkdir(folder.paths.sshDir, { mode: 0o700 })
  file = join(folder.paths.sshDir, 'config')
})
afterEach(() => folder.remove())

const append = (old: Buffer | null) => Buffer.concat([old ?? Buffer.alloc(0), Buffer.from('new\n')])

async function mode(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o7777).toString(8)
}

test('a missing file is created 0600 in a missing folder 0700, without a backup', async () => {
  const nested = join(folder.dir, 'fresh', 'deep', 'config')
  const change = await changeFile(folder.paths, nested, (old) => {
    expect(old).toBeNull()
    return Buffer.from('Host a\n')
  })
  expect(change).toEqual({ changed: true, backup: null })
  expect(await readFile(nested, 'utf8')).toBe('Host a\n')
  expect([await mode(nested), await mode(join(folder.dir, 'fresh', 'deep'))]).toEqual([
    '600',
    '700',
  ])
})

test.each(['600', '644', '640', '4755'])('mode %s is kept, whatever the umask', async (octal) => {
  await writeFile(file, 'old\n')
  await chmod(file, Number.parseInt(octal, 8))
  const umask = process.umask(0o077)
  try {
    await changeFile(folder.paths, file, append)
  } finally {
    process.umask(umask)
  }
  expect([await readFile(file, 'utf8'), await mode(file)]).toEqual(['old\nnew\n', octal])
})

test('the old bytes and where they came from are in the backup folder, for us alone', async () => {
  await writeFile(file, Buffer.from([0, 0xff, 0x0d, 0x0a]))
  await chmod(file, 0o644)
  const { backup } = await changeFile(folder.paths, file, append, { reason: 'host added' })
  expect(await readFile(String(backup))).toEqual(Buffer.from([0, 0xff, 0x0d, 0x0a]))
  const info = JSON.parse(await readFile(`${backup}.backup-info.json`, 'utf8'))
  expect(info).toMatchObject({ originalPath: file, mode: '0644', reason: 'host added', size: 4 })
  expect([await mode(String(backup)), await mode(folder.paths.backupsDir)]).toEqual(['600', '700'])
})

test.each([
  ['null', () => null],
  ['equal bytes', (old: Buffer | null) => old],
])('%s changes nothing: no backup, same file', async (_, change) => {
  await writeFile(file, 'old\n')
  const before = await stat(file)
  expect(await changeFile(folder.paths, file, change)).toEqual({ changed: false, backup: null })
  const after = await stat(file)
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs])
  await expect(readdir(folder.paths.backupsDir)).rejects.toMatchObject({ code: 'ENOENT' })
})

test('a symbolic link stays one, and the file it leads to is changed', async () => {
  const real = join(folder.dir, 'dotfiles-config')
  await writeFile(real, 'old\n')
  await symlink('../dotfiles-config', file)
  await changeFile(folder.paths, file, append)
  expect(await readlink(file)).toBe('../dotfiles-config')
  expect([await readFile(real, 'utf8'), (await lstat(real)).isSymbolicLink()]).toEqual([
    'old\nnew\n',
    false,
  ])
})

test('a link to a file that is not there yet: the file is created, the link stays', async () => {
  await symlink('later', file)
  await changeFile(folder.paths, file, append)
  expect([
    await readlink(file),
    await readFile(join(folder.paths.sshDir, 'later'), 'utf8'),
  ]).toEqual(['later', 'new\n'])
})

test('links in a circle are refused', async () => {
  await symlink('config2', file)
  await symlink('config', join(folder.paths.sshDir, 'config2'))
  await expect(changeFile(folder.paths, file, append)).rejects.toMatchObject({ code: 'unreadable' })
})

test.runIf(isRoot)('the owner is kept', async () => {
  await writeFile(file, 'old\n')
  await chown(file, 1234, 2345)
  await changeFile(folder.paths, file, append)
  const { uid, gid } = await stat(file)
  expect([uid, gid]).toEqual([1234, 2345])
})

test('a change by another program between reading and writing is not overwritten', async () => {
  await writeFile(file, 'old\n')
  const { writeFileSync } = await import('node:fs')
  const attempt = changeFile(folder.paths, file, (old) => {
    writeFileSync(file, 'from elsewhere\n')
    return append(old)
  })
  await expect(attempt).rejects.toMatchObject({ code: 'changed-meanwhile' })
  expect(await readFile(file, 'utf8')).toBe('from elsewhere\n')
})

test('without a backup nothing is changed', async () => {
  await writeFile(file, 'old\n')
  await mkdir(folder.paths.dataDir)
  await writeFile(folder.paths.backupsDir, 'a file where the folder should be')
  await expect(changeFile(folder.paths, file, append)).rejects.toBeInstanceOf(AppError)
  expect(await readFile(file, 'utf8')).toBe('old\n')
})

test('an error of the change reaches the caller and leaves file and folder alone', async () => {
  await writeFile(file, 'old\n')
  const attempt = changeFile(folder.paths, file, () => {
    throw new AppError('invalid-value', 'no')
  })
  await expect(attempt).rejects.toMatchObject({ code: 'invalid-value' })
  expect(await readdir(folder.paths.sshDir)).toEqual(['config'])
})

test('a folder in the place of the file is refused', async () => {
  await mkdir(file)
  await expect(changeFile(folder.paths, file, append)).rejects.toMatchObject({ code: 'unreadable' })
})

test('twenty changes at once are all there afterwards', async () => {
  const numbers = Array.from({ length: 20 }, (_, index) => index)
  await Promise.all(
    numbers.map((number) =>
      changeFile(folder.paths, file, (old) =>
        Buffer.concat([old ?? Buffer.alloc(0), Buffer.from(`${number}\n`)]),
      ),
    ),
  )
  const lines = (await readFile(file, 'utf8')).trim().split('\n').map(Number)
  expect(lines.sort((a, b) => a - b)).toEqual(numbers)
  expect(await readdir(folder.paths.sshDir)).toEqual(['config'])
})
