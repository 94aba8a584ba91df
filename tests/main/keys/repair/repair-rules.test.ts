/** Nothing is repaired but what was shown; whatever goes wrong, the key is as it was. */

import {
  chmod,
  lstat,
  mkdir,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createBackupService } from '../../../../main/backups/index.ts'
import type { ConfirmPrompt } from '../../../../main/contract/methods.ts'
import { createLog } from '../../../../main/storage/index.ts'
import { run } from '../../../../main/system/run.ts'
import { makeKey, quietContext, sshKeygen, type TestFolder, testFolder } from '../support.ts'
import { codesOf, only, repairOnly, yes } from './support.ts'

let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

const at = (name: string) => join(folder.sshDir, name)
const make = (name: string) => makeKey(folder.sshDir, name, ['-t', 'ed25519'])
const repair = (code: string) => repairOnly(folder, code)

test('what others may read is repaired all the same, and its mode is not touched', async () => {
  const path = await make('work')
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replaceAll('\n', '\r\n'))
  await chmod(path, 0o644)
  expect(codesOf(await repair('crlf'))).toEqual(['permissions'])
  expect(await readFile(path, 'utf8')).toBe(text)
  expect((await stat(path)).mode & 0o777).toBe(0o644)
  expect((await readdir(folder.paths.dataDir)).filter((name) => /^check-/.test(name))).toEqual([])
})

test('a link to a key stays a link', async () => {
  const elsewhere = join(folder.dir, 'elsewhere')
  await mkdir(elsewhere)
  const path = await makeKey(elsewhere, 'real', ['-t', 'ed25519'])
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.trimEnd())
  await symlink(path, at('linked'))
  await repair('no-final-newline')
  expect((await lstat(at('linked'))).isSymbolicLink()).toBe(true)
  expect(await readFile(path, 'utf8')).toBe(text)
})

test('a key of which a part is gone is not repaired, and is as it was', async () => {
  const path = await make('work')
  const half = (await readFile(path, 'utf8')).slice(0, 200)
  await writeFile(path, half)
  const { id, problems } = await only(folder)
  expect(problems[0]).toMatchObject({
    code: 'truncated',
    fix: { kind: 'ask', ask: 'generate-key' },
  })
  const params = { id, path, problem: 'truncated' }
  await expect(folder.service.planRepair(params)).rejects.toMatchObject({ code: 'unsupported' })
  expect(await readFile(path, 'utf8')).toBe(half)
})

test('a plan fits only what it showed', async () => {
  const path = await make('work')
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.trimEnd())
  const { id } = await only(folder)
  const params = { id, path, problem: 'no-final-newline' }
  const { planId } = await folder.service.planRepair(params)
  expect((await folder.service.planRepair(params)).planId).toBe(planId)
  await sshKeygen(['-q', '-t', 'ed25519', '-N', '', '-f', at('new')])
  const changed = (await readFile(at('new'), 'utf8')).trimEnd()
  await writeFile(path, changed)
  const now = (await folder.service.list()).find((pair) => pair.privateKeyPath === path)
  await expect(
    folder.service.repair({ ...params, id: String(now?.id), planId }, yes),
  ).rejects.toMatchObject({ code: 'changed-meanwhile' })
  expect(await readFile(path, 'utf8')).toBe(changed)
})

test('a problem that is gone cannot be repaired', async () => {
  const path = await make('work')
  const { id } = await only(folder)
  const params = { id, path, problem: 'crlf' }
  await expect(folder.service.planRepair(params)).rejects.toMatchObject({
    code: 'changed-meanwhile',
  })
})

test('without a plan the person is asked, with what stands there now and then', async () => {
  const path = await make('work')
  const damaged = (await readFile(path, 'utf8')).replaceAll('\n', '\r\n')
  await writeFile(path, damaged)
  const { id } = await only(folder)
  const prompts: ConfirmPrompt[] = []
  const no = async (prompt: ConfirmPrompt) => {
    prompts.push(prompt)
    return false
  }
  const params = { id, path, problem: 'crlf' }
  await expect(
    folder.service.repair(params, { ...quietContext(), confirm: no }),
  ).rejects.toMatchObject({ code: 'declined' })
  expect(await readFile(path, 'utf8')).toBe(damaged)
  const { detail = '' } = prompts[0] ?? {}
  expect(detail).toContain(path)
  expect(detail).toContain('now: Windows line endings')
  expect(detail).toContain('then: Unix line endings')
  expect(await folder.service.repair(params, yes)).toMatchObject({ problems: [] })
})

test('nothing of the private key is in a plan', async () => {
  const path = await make('work')
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replaceAll('\n', ' '))
  const { id } = await only(folder)
  const plan = JSON.stringify(await folder.service.planRepair({ id, path, problem: 'one-line' }))
  for (const line of text.split('\n').slice(1, -2)) expect(plan).not.toContain(line.slice(0, 12))
})

test('without ssh-keygen our own reader is the judge', async () => {
  const path = await make('work')
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.trimEnd())
  const { PATH } = process.env
  process.env.PATH = '/nowhere'
  try {
    expect(await repair('no-final-newline')).toMatchObject({ problems: [] })
  } finally {
    process.env.PATH = PATH
  }
  expect(await readFile(path, 'utf8')).toBe(text)
})

test('two Keypilots that repair one key at the same time repair it once', async () => {
  const path = await make('work')
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.trimEnd())
  const { id } = await only(folder)
  const params = { id, path, problem: 'no-final-newline' }
  const { planId } = await folder.service.planRepair(params)
  const again = () => folder.service.repair({ ...params, planId }, yes)
  const outcomes = await Promise.allSettled([again(), again()])
  const failures = outcomes.filter((outcome) => outcome.status === 'rejected')
  for (const { reason } of failures) expect(reason).toMatchObject({ code: 'changed-meanwhile' })
  expect(failures.length).toBeLessThan(2)
  expect(await readFile(path, 'utf8')).toBe(text)
})

test('a folder that cannot be written to: said, and nothing is changed', async ({ skip }) => {
  const path = await make('work')
  const damaged = (await readFile(path, 'utf8')).trimEnd()
  await writeFile(path, damaged)
  const chattr = (flag: string) => run(['chattr', flag, folder.sshDir], { timeoutMs: 5_000 })
  const { exitCode } = await chattr('+i').catch(() => ({ exitCode: 1 }))
  if (exitCode !== 0) skip('this file system or account has no chattr +i')
  try {
    await expect(repair('no-final-newline')).rejects.toMatchObject({ code: 'permission-denied' })
  } finally {
    await chattr('-i')
  }
  expect(await readFile(path, 'utf8')).toBe(damaged)
  expect(await readdir(folder.sshDir)).toEqual(['work', 'work.pub'])
})

test('a call that was cancelled changes nothing', async () => {
  const path = await make('work')
  const damaged = (await readFile(path, 'utf8')).trimEnd()
  await writeFile(path, damaged)
  const { id } = await only(folder)
  const context = { ...yes, signal: AbortSignal.abort() }
  await expect(
    folder.service.repair({ id, path, problem: 'no-final-newline' }, context),
  ).rejects.toMatchObject({ code: 'cancelled' })
  expect(await readFile(path, 'utf8')).toBe(damaged)
})

test('a .pub file that is a link to the one of another key: that one is not touched', async () => {
  const other = await make('other')
  const path = await make('work')
  const [own, foreign] = [await readFile(`${path}.pub`), await readFile(`${other}.pub`)]
  await rm(`${path}.pub`)
  await symlink('other.pub', `${path}.pub`)
  const found = (await folder.service.list()).find(({ name }) => name === 'work')
  const params = { id: String(found?.id), path, problem: 'pair-mismatch' }
  const plan = await folder.service.planRepair(params)
  expect(plan.notes.map(({ code }) => code)).toEqual(['link-replaced'])
  const pair = await folder.service.repair({ ...params, planId: plan.planId }, yes)
  expect(pair.pair).toBe('matched')
  expect(await readFile(`${other}.pub`)).toEqual(foreign)
  expect(await readFile(`${path}.pub`)).toEqual(own)
  expect((await lstat(`${path}.pub`)).isSymbolicLink()).toBe(false)
  const backups = createBackupService({ paths: folder.paths, log: createLog(folder.paths) })
  const [backup] = await backups.list()
  await backups.restore(String(backup?.id), yes)
  expect(await readlink(`${path}.pub`)).toBe('other.pub')
  expect(await readFile(`${other}.pub`)).toEqual(foreign)
})

test('the private copy that a killed check left is removed by the next look at the keys', async () => {
  await make('work')
  const { dataDir } = folder.paths
  const [old, young] = [join(dataDir, 'check-aB3xYz'), join(dataDir, 'check-aB3xYw')]
  for (const dir of [old, young]) {
    await mkdir(dir, { recursive: true, mode: 0o700 })
    await writeFile(join(dir, 'key'), 'private', { mode: 0o600 })
  }
  await utimes(old, new Date(), new Date(Date.now() - 600_000))
  await folder.service.list()
  expect((await readdir(dataDir)).filter((name) => name.startsWith('check-'))).toEqual([
    'check-aB3xYw',
  ])
})
