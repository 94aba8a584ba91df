import { execFileSync, spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { changeFile, changeFiles } from '../../../main/storage/index.ts'
import { type TestFolder, testFolder } from './support.ts'

let folder: TestFolder
let file: string

beforeEach(async () => {
  folder = await testFolder()
  file = join(folder.dir, 'config "1"')
  await writeFile(file, 'old', { mode: 0o600 })
})
afterEach(() => folder.remove())

function accessList(): string {
  return execFileSync('getfacl', ['--absolute-names', '-c', file], { encoding: 'utf8' })
}

const change = {
  'one file': () => changeFile(folder.paths, file, () => Buffer.from('new')),
  'several files': () =>
    changeFiles(
      folder.paths,
      [{ kind: 'replace', path: file, data: Buffer.from('new'), expected: Buffer.from('old') }],
      { title: 'Changed the config' },
    ),
}

test
  .skipIf(spawnSync('setfacl', ['--version']).status !== 0)
  .each(['one file', 'several files'] as const)(
  'a change of %s keeps the access list',
  async (how) => {
    execFileSync('setfacl', ['-m', 'u:12345:r,g::---,m::r', file])
    const before = accessList()
    expect(before).toContain('user:12345:r--')
    await change[how]()
    expect(await readFile(file, 'utf8')).toBe('new')
    expect(accessList()).toBe(before)
  },
)
