import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { AppError } from '../../../main/contract/errors.ts'
import { changeFile, changeFiles, type FileStep, withLock } from '../../../main/storage/index.ts'
import { describeFolder, type FolderState, type TestFolder, testFolder } from './support.ts'

type Verify = (staged: ReadonlyMap<string, string>) => Promise<void>

let folder: TestFolder
let ssh: string
let before: FolderState

const at = (name: string) => join(ssh, name)
const bytes = (text: string) => Buffer.from(text)
const change = (steps: readonly FileStep[], verify?: Verify) =>
  changeFiles(folder.paths, steps, { title: 'Changed files', ...(verify ? { verify } : {}) })

const ALL: () => readonly FileStep[] = () => [
  { kind: 'create', path: at('new'), data: bytes('created'), mode: 0o644 },
  { kind: 'move', from: at('key'), to: at('moved') },
  { kind: 'replace', path: at('config'), data: bytes('after'), expected: bytes('before') },
  { kind: 'remove', path: at('key.pub') },
  { kind: 'move', from: at('link'), to: at('link2') },
]

beforeEach(async () => {
  folder = await testFolder()
  ssh = folder.paths.sshDir
  await mkdir(ssh, { mode: 0o700 })
  await writeFile(at('key'), 'private', { mode: 0o600 })
  await writeFile(at('key.pub'), 'public', { mode: 0o644 })
  await writeFile(at('real'), 'before')
  await chmod(at('real'), 0o640)
  await symlink('real', at('config'))
  await symlink('nowhere', at('link'))
  before = await describeFolder(ssh)
})
afterEach(() => folder.remove())

/** Nothing of ours is left, and the files are as they were. */
async function expectUntouched(): Promise<void> {
  expect(await describeFolder(ssh)).toEqual(before)
  const { journalDir, locksDir, backupsDir } = folder.paths
  const rest = [journalDir, locksDir, backupsDir].map((dir) => readdir(dir).catch(() => []))
  expect(await Promise.all(rest)).toEqual([[], [], []])
}

test('all kinds of steps happen together, whatever the umask', async () => {
  const { ino } = await stat(at('key'))
  const umask = process.umask(0o077)
  const { backup } = await change(ALL()).finally(() => process.umask(umask))
  expect(await describeFolder(ssh)).toEqual({
    config: '-> real',
    link2: '-> nowhere',
    moved: '600 private',
    new: '644 created',
    real: '640 after',
  })
  expect([(await stat(at('moved'))).ino, (await stat(at('moved'))).nlink]).toEqual([ino, 1])
  expect(await readdir(folder.paths.backupsDir)).toEqual([backup])
  expect(await readdir(folder.paths.journalDir)).toEqual([])
  expect(await readdir(folder.paths.locksDir)).toEqual([])
})

test('the files are judged while hidden, and nothing else can be seen', async () => {
  let seen: readonly (readonly [string, string])[] = []
  await change(ALL(), async (staged) => {
    seen = await Promise.all(
      [...staged].map(async ([path, hidden]) => {
        const mode = ((await stat(hidden)).mode & 0o777).toString(8)
        return [path, `${mode} ${await readFile(hidden, 'utf8')}`] as const
      }),
    )
    const visible = Object.entries(await describeFolder(ssh)).filter(([n]) => !n.startsWith('.'))
    expect(Object.fromEntries(visible)).toEqual(before)
  })
  expect(seen).toEqual([
    [at('new'), '644 created'],
    [at('config'), '640 after'],
  ])
})

test('what the judge throws cancels everything without a trace', async () => {
  const verdict = new AppError('verification-failed', 'no')
  await expect(change(ALL(), () => Promise.reject(verdict))).rejects.toBe(verdict)
  await expectUntouched()
})

test('a folder that had to be made goes again with what was cancelled', async () => {
  const path = join(folder.dir, 'a', 'b', 'key')
  const step = { kind: 'create', path, data: bytes('x'), mode: 0o600 } as const
  await expect(change([step], () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await readdir(folder.dir)).not.toContain('a')
  await change([step])
  expect((await stat(join(folder.dir, 'a'))).mode & 0o777).toBe(0o700)
})

const data = bytes('x')
test.each<[string, () => FileStep, string]>([
  [
    'a new name that a file has',
    () => ({ kind: 'create', path: at('key'), data, mode: 0o600 }),
    'already-exists',
  ],
  [
    'a new name that a broken link has',
    () => ({ kind: 'create', path: at('link'), data, mode: 0o600 }),
    'already-exists',
  ],
  [
    'a new name that a folder has',
    () => ({ kind: 'move', from: at('key'), to: ssh }),
    'already-exists',
  ],
  [
    'other bytes than expected',
    () => ({ kind: 'replace', path: at('config'), data, expected: data }),
    'changed-meanwhile',
  ],
  ['a file that is not there', () => ({ kind: 'remove', path: at('nothing') }), 'not-found'],
  ['a folder', () => ({ kind: 'remove', path: ssh }), 'unreadable'],
  [
    'a path through a file',
    () => ({ kind: 'create', path: at('key/x'), data, mode: 0o600 }),
    'unreadable',
  ],
])('%s is refused, and the other files stay', async (_, step, code) => {
  const [first, ...rest] = ALL().filter(({ kind }) => kind === 'create')
  await expect(change([...(first ? [first] : []), ...rest, step()])).rejects.toMatchObject({
    name: 'AppError',
    code,
    message: expect.stringMatching(/\S/),
  })
  await expectUntouched()
})

test('a name that one step gives up can be taken by the next', async () => {
  await change([
    { kind: 'move', from: at('key'), to: at('old') },
    { kind: 'create', path: at('key'), data: bytes('new private'), mode: 0o600 },
    { kind: 'remove', path: at('link') },
    { kind: 'create-link', path: at('link'), target: 'key' },
  ])
  expect(await describeFolder(ssh)).toEqual({
    ...before,
    old: '600 private',
    key: '600 new private',
    link: '-> key',
  })
})

test('a new mode alone is a change; the same bytes and mode are none', async () => {
  const expected = bytes('before')
  const same = { kind: 'replace', path: at('config'), data: expected, expected } as const
  expect(await change([same])).toEqual({ backup: null })
  await expectUntouched()
  await change([{ ...same, mode: 0o600 }])
  expect(await describeFolder(ssh)).toEqual({ ...before, real: '600 before' })
})

test('without a backup nothing is changed', async () => {
  await mkdir(folder.paths.dataDir)
  await writeFile(folder.paths.backupsDir, 'a file where the folder should be')
  await expect(change(ALL())).rejects.toMatchObject({ name: 'AppError', code: 'already-exists' })
  await rm(folder.paths.backupsDir)
  await expectUntouched()
})

test.each(['key', 'new', 'moved', 'real'])(
  'another program changes %s in the last moment: its work stays, ours is taken back',
  async (name) => {
    const attempt = change(ALL(), () => writeFile(at(name), 'of another program'))
    await expect(attempt).rejects.toMatchObject({ code: 'changed-meanwhile' })
    const theirs = `${before[name]?.slice(0, 3) ?? '644'} of another program`
    expect(await describeFolder(ssh)).toEqual({ ...before, [name]: theirs })
    expect(await readdir(folder.paths.backupsDir)).toEqual([])
    expect(await readdir(folder.paths.journalDir)).toEqual([])
  },
)

test('changes of one process wait for each other, in any order of files, with changeFile too', async () => {
  const moves = Array.from({ length: 8 }, async (_, index) => {
    const [from, to] = index % 2 === 0 ? ['key', 'other'] : ['other', 'key']
    return change([{ kind: 'move', from: at(from), to: at(to) }]).catch(
      (error: AppError) => error.code,
    )
  })
  const appends = Array.from({ length: 8 }, () =>
    changeFile(folder.paths, at('config'), (old) => Buffer.concat([old ?? data, bytes('+')])),
  )
  const results = await Promise.all(moves)
  await Promise.all(appends)
  expect(
    results.filter((result) => result !== 'not-found' && result !== 'already-exists'),
  ).not.toEqual([])
  const { key, other, ...rest } = await describeFolder(ssh)
  expect([key ?? other, rest]).toEqual([
    '600 private',
    { config: '-> real', 'key.pub': '644 public', link: '-> nowhere', real: '640 before++++++++' },
  ])
})

test('the folder is locked for everybody else meanwhile', async () => {
  const events: string[] = []
  let other: Promise<void> | undefined
  await change(ALL(), async () => {
    other = withLock(folder.paths, ssh, async () => void events.push('other'))
    events.push('ours')
  })
  events.push('done')
  await other
  expect(events[0]).toBe('ours')
  expect(events).toContain('other')
})
