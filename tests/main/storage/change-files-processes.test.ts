/** What needs processes of their own: two at once, a full drive, other accounts, locked files. */

import { execFileSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { bundleProgram, type Program } from '../../support/kill/index.ts'
import { type Attempt, makeFiles } from './kill-entry.ts'
import { describeFolder, type FolderState, type TestFolder, testFolder } from './support.ts'

const OTHER = 12_345
let program: Program
let folder: TestFolder
let before: FolderState

beforeAll(async () => {
  program = await bundleProgram(new URL('./kill-entry.ts', import.meta.url))
})
afterAll(() => program.remove())
beforeEach(async () => {
  folder = await testFolder()
  await makeFiles(folder.paths)
  before = await describeFolder(folder.paths.sshDir)
})
afterEach(() => folder.remove())

/** Whether a command works here: mounts need root, some drives keep no attributes. */
function works(command: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore', timeout: 5_000 })
    return true
  } catch {
    return false
  }
}

const canMount = works('unshare', '-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt')
const canSwitch = works('setpriv', `--reuid=${OTHER}`, `--regid=${OTHER}`, '--clear-groups', 'true')
for (const [can, what] of [
  [canMount, 'mount a drive of its own'],
  [canSwitch, 'become another one'],
] as const) {
  if (!can) process.stderr.write(`Tests are skipped: this account cannot ${what}.\n`)
}

async function attempt(operation: string, within: readonly string[] = []): Promise<Attempt> {
  const { dir, paths } = folder
  const results = join(dir, 'results')
  await mkdir(results, { recursive: true })
  await chmod(results, 0o777)
  const file = join(results, operation)
  const outcome = await program.run([operation, paths.sshDir, paths.dataDir, file], { within })
  expect(outcome.failure).toBeNull()
  return JSON.parse(await readFile(file, 'utf8'))
}

test('two processes and the same files: one does it, the other says why not', async () => {
  const { sshDir, dataDir } = folder.paths
  const runs = ['rename', 'rename', 'rename', 'recover'].map((operation) =>
    program.run([operation, sshDir, dataDir]),
  )
  const failures = (await Promise.all(runs)).map(({ failure }) => failure)
  const lost = failures.filter((failure) => failure !== null)
  expect(lost).toHaveLength(2)
  for (const failure of lost) expect(failure).toMatch(/^AppError (not-found|changed-meanwhile): /)
  expect(await describeFolder(sshDir)).toMatchObject({
    work: before.key,
    config: '644 IdentityFile work',
  })
  expect(await readdir(folder.paths.backupsDir)).toHaveLength(1)
  expect(await readdir(folder.paths.journalDir)).toEqual([])
})

test.runIf(canMount).each(['rename', 'remove', 'generate'])(
  'a full drive, at every point of %s: all of it or nothing, and said so',
  async (operation) => {
    const { dir, paths } = folder
    const drive = join(dir, 'drive')
    await mkdir(drive)
    const results = join(dir, 'full')
    const script = `mount -t tmpfs -o size=512k tmpfs "$0" && exec "$@"`
    const within = ['unshare', '-m', 'sh', '-c', script, drive]
    const args = [`${operation}-full`, join(drive, 'ssh'), join(drive, 'data'), results]
    const outcome = await program.run(args, { within })
    expect(outcome.failure).toBeNull()
    const attempts: readonly Attempt[] = JSON.parse(await readFile(results, 'utf8'))
    const failed = attempts.slice(0, -1)
    expect(failed.length).toBeGreaterThan(3)
    for (const each of failed) {
      expect(each).toMatchObject({ code: 'disk-full', files: before, backups: [], journal: [] })
      expect(each.message).toContain('no space left')
    }
    expect(attempts.at(-1)).toMatchObject({
      code: null,
      backups: [expect.any(String)],
      journal: [],
    })
    expect(await readdir(paths.sshDir)).toHaveLength(5)
  },
)

const asOther = ['setpriv', `--reuid=${OTHER}`, `--regid=${OTHER}`, '--clear-groups']

test.runIf(canSwitch).each(['rename', 'remove', 'generate'])(
  'a folder that may only be read: %s says so and changes nothing',
  async (operation) => {
    const { dir, paths } = folder
    execFileSync('chown', ['-R', `${OTHER}:${OTHER}`, dir])
    for (const path of [join(dir, '..'), dir]) await chmod(path, 0o755)
    await chmod(paths.sshDir, 0o500)
    const result = await attempt(operation, asOther)
    expect(result).toMatchObject({
      code: 'permission-denied',
      files: before,
      backups: [],
      journal: [],
    })
    expect(result.message).toContain(paths.sshDir)
  },
)

test.runIf(canSwitch)('a file of root among them: refused with the line that helps', async () => {
  const { dir, paths } = folder
  execFileSync('chown', ['-R', `${OTHER}:${OTHER}`, dir])
  execFileSync('chown', ['0:0', join(paths.sshDir, 'config')])
  for (const path of [join(dir, '..'), dir]) await chmod(path, 0o755)
  const result = await attempt('rename', asOther)
  expect(result).toMatchObject({
    code: 'permission-denied',
    files: before,
    backups: [],
    journal: [],
  })
  expect(result.message).toContain(
    `sudo chown "$(id -un):$(id -gn)" '${join(paths.sshDir, 'config')}'`,
  )
})

test.runIf(canSwitch)(
  'a file that is locked against changes: the others come back',
  async (context) => {
    const { paths } = folder
    const key = join(paths.sshDir, 'key-cert.pub')
    if (!works('chattr', '+i', key)) context.skip('this drive keeps no file attributes')
    try {
      const result = await attempt('remove')
      expect(result).toMatchObject({
        code: 'permission-denied',
        files: before,
        backups: [],
        journal: [],
      })
      expect(result.message).toContain(key)
    } finally {
      execFileSync('chattr', ['-i', key])
    }
  },
)

test.runIf(canMount)('a drive that becomes read-only is said', async () => {
  const { paths } = folder
  const script = `mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"`
  const result = await attempt('remove', ['unshare', '-m', 'sh', '-c', script, paths.sshDir])
  expect(result).toMatchObject({ code: 'read-only', files: before, backups: [], journal: [] })
})
