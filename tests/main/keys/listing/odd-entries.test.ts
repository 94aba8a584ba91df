/** Things in the ssh folder that are no ordinary files, or have no ordinary names. */

import { writeFileSync } from 'node:fs'
import { mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../../../../main/system/run.ts'
import { makeKey, type TestFolder, testFolder } from '../support.ts'

let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

const at = (name: string) => join(folder.sshDir, name)
const make = (name: string) => makeKey(folder.sshDir, name, ['-t', 'ed25519'])

async function summary() {
  const pairs = await folder.service.list()
  return pairs.map(({ name, pair, problems }) => [
    name,
    pair,
    problems.map(({ code }) => code).join(),
  ])
}

test('pipes, sockets and folders are reported where ssh would open them by itself', async () => {
  await run(['mkfifo', at('id_rsa'), at('id_other'), at('pipe')], { timeoutMs: 5_000 })
  await mkdir(at('id_ed25519'))
  await mkdir(at('id_backups'))
  const server = createServer().listen(at('id_ecdsa'))
  const found = await summary()
  server.close()
  expect(found).toEqual([
    ['id_ecdsa', 'unreadable', 'not-a-file'],
    ['id_ed25519', 'unreadable', 'directory'],
    ['id_rsa', 'unreadable', 'not-a-file'],
  ])
})

test('a pipe that the config names is reported, and not opened', async () => {
  await run(['mkfifo', join(folder.dir, 'pipe')], { timeoutMs: 5_000 })
  await writeFile(at('config'), 'IdentityFile ~/pipe\n')
  expect(await summary()).toEqual([['pipe', 'unreadable', 'not-a-file']])
})

test('links that lead nowhere, in a circle, to a device or to a folder', async () => {
  await symlink('nowhere', at('id_gone'))
  await symlink('id_circle', at('id_circle'))
  await symlink('/dev/zero', at('id_device'))
  await symlink(folder.dir, at('id_folder'))
  await symlink('nowhere', at('notes'))
  await make('work')
  await rm(at('work.pub'))
  await symlink('nowhere', at('work.pub'))
  expect(await summary()).toEqual([
    ['work', 'private-only', 'public-file-unreadable'],
    ['id_circle', 'unreadable', 'read-error'],
    ['id_device', 'unreadable', 'not-a-file'],
    ['id_folder', 'unreadable', 'directory'],
    ['id_gone', 'unreadable', 'dangling-link'],
  ])
})

test.each([
  ['new\nline', 'name-unsafe'],
  ['bell\u0007', 'name-unsafe'],
  ['right\u202Eto-left', 'name-unsafe'],
  ['no\u00a0break', 'name-with-spaces'],
  ['-oProxyCommand=x', 'name-unsafe'],
  ['Ünïcode_鍵', ''],
  ['a,b=c@d+e:f', ''],
])('a key called %j', async (name, code) => {
  await make('work')
  await rename(at('work'), at(name))
  await rename(at('work.pub'), at(`${name}.pub`))
  expect(await summary()).toEqual([[name, 'matched', code]])
})

test('a name that is no text: a key is reported, and other files are left alone', async () => {
  await make('work')
  const odd = (text: string) =>
    Buffer.concat([Buffer.from(at('')), Buffer.from(`/${text}`, 'latin1')])
  await rename(at('work'), odd('w\xf6rk'))
  await rename(at('work.pub'), odd('w\xf6rk.pub'))
  await writeFile(odd('caf\xe9'), 'a shopping list')
  const [pair, ...others] = await folder.service.list()
  expect(others).toEqual([])
  expect(pair).toMatchObject({
    name: 'w\uFFFDrk',
    pair: 'unreadable',
    privateKeyPath: null,
    publicKeyPath: null,
    problems: [{ code: 'name-not-text', severity: 'error' }],
  })
})

test('5,000 other files do not get in the way', async () => {
  await make('work')
  for (let index = 0; index < 5_000; index++) writeFileSync(at(`file${index}`), 'x')
  expect(await summary()).toEqual([['work', 'matched', '']])
})

test('a damaged key with a backup of its own is led there', async () => {
  await writeFile(at('id_half'), '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n')
  const fixOf = async () => {
    const pairs = await folder.service.list()
    return pairs.find(({ name }) => name === 'id_half')?.problems[0]?.fix
  }
  expect(await fixOf()).toMatchObject({ kind: 'ask', ask: 'generate-key' })
  const good = await makeKey(folder.dir, 'good', ['-t', 'ed25519'])
  await rm(at('id_half'))
  await rename(good, at('id_half'))
  await rename(`${good}.pub`, at('id_half.pub'))
  const pair = (await folder.service.list()).find(({ name }) => name === 'id_half')
  const context = {
    signal: new AbortController().signal,
    progress: () => {},
    confirm: async () => true,
  }
  await folder.service.setComment(
    { id: String(pair?.id), path: at('id_half'), comment: 'another' },
    context,
  )
  await writeFile(at('id_half'), '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n')
  expect(await fixOf()).toMatchObject({ kind: 'ask', ask: 'restore-backup' })
})
