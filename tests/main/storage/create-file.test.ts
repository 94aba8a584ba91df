import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFile } from '../../../main/storage/create-file.ts'
import { ensurePrivateDirectory } from '../../../main/storage/index.ts'
import { type TestFolder, testFolder } from './support.ts'

let folder: TestFolder
let file: string

beforeEach(async () => {
  folder = await testFolder()
  file = join(folder.dir, 'key')
})
afterEach(() => folder.remove())

function errno(code: string): () => Promise<void> {
  return () => Promise.reject(Object.assign(new Error(code), { code }))
}

test.each([0o600, 0o644])('the file is whole and has exactly mode %o', async (mode) => {
  const umask = process.umask(0o077)
  try {
    await createFile(file, 'content', mode)
  } finally {
    process.umask(umask)
  }
  const stats = await stat(file)
  expect([await readFile(file, 'utf8'), stats.mode & 0o7777, stats.nlink]).toEqual([
    'content',
    mode,
    1,
  ])
  expect(await readdir(folder.dir)).toEqual(['key'])
})

test.each([
  ['a file', () => writeFile(file, 'mine')],
  ['a folder', () => mkdir(file)],
  ['a link that leads nowhere', () => symlink('nowhere', file)],
])('%s of that name is never replaced', async (_, make) => {
  await make()
  for (const options of [{}, { linkFile: errno('EPERM') }]) {
    const attempt = createFile(file, 'content', 0o600, options)
    await expect(attempt).rejects.toMatchObject({ code: 'already-exists' })
  }
  expect(await readdir(folder.dir)).toEqual(['key'])
})

test.each(['EPERM', 'ENOTSUP', 'EOPNOTSUPP'])(
  'without hard links (%s) the file is created all the same',
  async (code) => {
    await createFile(file, 'content', 0o600, { linkFile: errno(code) })
    expect([await readFile(file, 'utf8'), await readdir(folder.dir)]).toEqual(['content', ['key']])
  },
)

test('what fails leaves nothing behind', async () => {
  const broken = createFile(file, 'content', 0o600, { linkFile: errno('EIO') })
  await expect(broken).rejects.toMatchObject({ name: 'AppError', code: 'unreadable' })
  const unsecured = createFile(file, 'content', 0o600, { secure: errno('EACCES') })
  await expect(unsecured).rejects.toMatchObject({ code: 'permission-denied' })
  expect(await readdir(folder.dir)).toEqual([])
})

test('the access list is set before the file has its name', async () => {
  let seen: string[] = []
  await createFile(file, 'content', 0o600, {
    secure: async (path) => {
      seen = await readdir(folder.dir)
      expect(await readFile(path, 'utf8')).toBe('content')
    },
  })
  expect(seen).toHaveLength(1)
  expect(seen).not.toContain('key')
})

test('a folder that is missing or a file is said', async () => {
  const missing = createFile(join(folder.dir, 'no', 'key'), 'x', 0o600)
  await expect(missing).rejects.toMatchObject({ code: 'not-found' })
  await writeFile(file, 'x')
  const inFile = createFile(join(file, 'key'), 'x', 0o600)
  await expect(inFile).rejects.toMatchObject({ code: 'unreadable' })
  await expect(ensurePrivateDirectory(file)).rejects.toMatchObject({ code: 'already-exists' })
})

test('an existing folder keeps its mode', async () => {
  const dir = join(folder.dir, 'shared')
  await mkdir(dir, { mode: 0o755 })
  await ensurePrivateDirectory(dir)
  expect((await stat(dir)).mode & 0o777).toBe(0o755)
})
