import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { quietContext, type TestFolder, testFolder } from '../support.ts'

const PASSPHRASE = 'old window frame'
let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

describe.skipIf(!existsSync('/usr/bin/puttygen'))('a PuTTY file', () => {
  test('shows its key though it is locked, and is no problem once ssh has that key', async () => {
    const secret = join(folder.dir, 'secret')
    await writeFile(secret, PASSPHRASE)
    const path = join(folder.sshDir, 'work.ppk')
    const param = ['--ppk-param', 'passes=1,memory=1024']
    const options = ['-q', '-t', 'ed25519', '-C', 'from putty', ...param]
    execFileSync('puttygen', [...options, '--new-passphrase', secret, '-o', path])
    const line = execFileSync('puttygen', ['-O', 'public-openssh', path], { encoding: 'utf8' })
    const publicFile = join(folder.dir, 'expected.pub')
    await writeFile(publicFile, line)
    const told = execFileSync('ssh-keygen', ['-lf', publicFile], { encoding: 'utf8' })

    const [locked] = await folder.service.list()
    expect(locked).toMatchObject({
      name: 'work.ppk',
      type: 'ed25519',
      bits: 256,
      comment: 'from putty',
      format: 'ppk3',
      pair: 'unreadable',
      fingerprint: { sha256: told.split(' ')[1] },
      problems: [{ code: 'putty', severity: 'error' }],
    })

    const params = { path, name: 'work', passphrase: PASSPHRASE }
    const imported = await folder.service.import(params, quietContext())
    const pairs = await folder.service.list()
    expect(pairs.map(({ name, id }) => [name, id])).toEqual([
      ['work', imported.id],
      ['work.ppk', imported.id],
    ])
    expect(pairs[1]?.problems).toMatchObject([{ code: 'putty-converted', severity: 'info' }])
    expect(pairs[1]?.problems[0]?.detail).toMatch(/^work /)
    expect(await folder.service.find(imported.id)).toMatchObject({ name: 'work' })
  })
})
