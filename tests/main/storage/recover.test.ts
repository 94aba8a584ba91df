/** States that a killed process can leave, made by hand: also those of other platforms and drives. */

import {
  link,
  mkdir,
  readdir,
  readFile,
  rename,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { newSetId, prepareSet } from '../../../main/storage/backup-set.ts'
import { createFile } from '../../../main/storage/create-file.ts'
import {
  changeFile,
  changeFiles,
  readBackups,
  recoverChanges,
  withLock,
} from '../../../main/storage/index.ts'
import { fileMark, readMark } from '../../../main/storage/transaction/entry.ts'
import { applyAll, rollBack } from '../../../main/storage/transaction/finish.ts'
import {
  advanceJournal,
  type Journal,
  type JournalStep,
  writeDraft,
} from '../../../main/storage/transaction/journal.ts'
import { lockNames } from '../../../main/storage/transaction/locks.ts'
import { moveEntry, placeFile } from '../../../main/storage/transaction/place.ts'
import { isMixture } from '../../../main/storage/transaction/torn.ts'
import { describeFolder, type TestFolder, testFolder } from './support.ts'

let folder: TestFolder
let ssh: string
const at = (name: string) => join(ssh, name)
const hidden = (name: string, digit = '0') => at(`.${name}.${digit.repeat(12)}.keypilot-tmp`)
const mark = (text: string) => fileMark(Buffer.from(text))

beforeEach(async () => {
  folder = await testFolder()
  ssh = folder.paths.sshDir
  await mkdir(ssh, { mode: 0o700 })
})
afterEach(() => folder.remove())

/** A change as a process leaves it that is killed in this stage. */
async function leave(
  stage: 'draft' | 'committed',
  steps: readonly JournalStep[],
  old: { readonly [path: string]: string } = {},
): Promise<Journal> {
  const names = steps.flatMap((step) => (step.kind === 'move' ? [step.from, step.to] : [step.path]))
  const at = new Date()
  const journal: Journal = {
    version: 1,
    id: newSetId(at),
    title: 'Did something',
    locks: [...lockNames(names)],
    steps: [...steps],
  }
  const entries = Object.entries(old).map(([path, text]) => {
    return { what: 'content', path, data: Buffer.from(text), mode: '0600', after: null } as const
  })
  await writeDraft(folder.paths, journal)
  await prepareSet(folder.paths, { id: journal.id, at, title: journal.title }, entries)
  if (stage === 'committed') await advanceJournal(folder.paths, journal.id, 'draft', 'committed')
  return journal
}

const create = (name: string, text: string): JournalStep => {
  return { kind: 'create', path: at(name), staged: hidden(name), mark: mark(text) }
}

test('a draft: hidden files and copies go, the rest stays', async () => {
  await writeFile(hidden('new'), 'half of')
  await leave('draft', [create('new', 'whole')], { [at('key')]: 'private' })
  await writeFile(at('key'), 'private')
  await recoverChanges(folder.paths)
  expect(await readdir(ssh)).toEqual(['key'])
  expect(await readdir(folder.paths.backupsDir)).toEqual([])
  expect(await readdir(folder.paths.journalDir)).toEqual([])
})

test('without hard links: an empty file is our claim of the name, and is filled', async () => {
  await leave('committed', [create('new', 'whole')])
  await writeFile(hidden('new'), 'whole', { mode: 0o600 })
  await writeFile(at('new'), '')
  await recoverChanges(folder.paths)
  expect(await describeFolder(ssh)).toEqual({ new: '600 whole' })
})

test('what somebody made of a new file since is left to them', async () => {
  await leave('committed', [
    create('new', 'whole'),
    { kind: 'create-link', path: at('x'), target: 'new', mark: 'link:new' },
  ])
  await writeFile(at('new'), 'whole, and more')
  await recoverChanges(folder.paths)
  expect(await readFile(at('new'), 'utf8')).toBe('whole, and more')
  expect(await readdir(ssh)).toEqual(['new', 'x'])
})

test('what can neither be completed nor taken back stays, with the old files and a note', async () => {
  const problems: unknown[] = []
  await writeFile(hidden('config', '1'), 'old')
  await writeFile(at('config'), 'changed after the crash')
  await writeFile(hidden('new'), 'whole')
  await writeFile(at('new'), 'foreign')
  const replace = {
    kind: 'replace',
    path: at('config'),
    staged: hidden('config'),
    aside: hidden('config', '1'),
    before: mark('old'),
    mark: mark('next'),
  } as const
  await leave('committed', [replace, create('new', 'whole')], { [at('config')]: 'old' })
  await recoverChanges(folder.paths, (problem) => problems.push(problem))
  expect(await readdir(ssh)).toEqual(['config', 'new'])
  expect([await readFile(at('config'), 'utf8'), await readFile(at('new'), 'utf8')]).toEqual([
    'changed after the crash',
    'foreign',
  ])
  expect(problems).not.toEqual([])
  const [backup] = await readBackups(folder.paths)
  expect(backup?.note).toContain(at('config'))
  expect(await readFile(join(backup?.folder ?? '', '1-config'), 'utf8')).toBe('old')
  expect(await readdir(folder.paths.journalDir)).toEqual([])
})

test.each(['rename', 'link'])('a move that stopped after %s is completed', async (how) => {
  const step = { kind: 'move', from: at('key'), to: at('work'), mark: mark('private') } as const
  await leave('committed', [step])
  await writeFile(at('key'), 'private')
  await (how === 'link' ? link : rename)(at('key'), at('work'))
  await recoverChanges(folder.paths)
  expect(await readdir(ssh)).toEqual(['work'])
  expect((await stat(at('work'))).nlink).toBe(1)
})

test('the work of a living process is left alone, its hidden files too', async () => {
  await writeFile(hidden('new'), 'whole')
  await writeFile(hidden('config'), 'half')
  await leave('draft', [create('new', 'whole')])
  await withLock(folder.paths, ssh, () => recoverChanges(folder.paths))
  expect(await readdir(ssh)).toHaveLength(2)
  await withLock(folder.paths, at('config'), () => recoverChanges(folder.paths))
  expect(await readdir(ssh)).toEqual(['.config.000000000000.keypilot-tmp'])
  await recoverChanges(folder.paths)
  expect(await readdir(ssh)).toEqual([])
})

test('hidden files of others, and everything else, stay', async () => {
  const names = [
    '.key.000000000000.tmp',
    '.keypilot-tmp',
    'key.000000000000.keypilot-tmp',
    '.key.swp',
  ]
  for (const name of names) await writeFile(at(name), 'x')
  await recoverChanges(folder.paths)
  expect((await readdir(ssh)).sort()).toEqual(names.sort())
})

test('a note of a newer version is kept, and nothing is swept', async () => {
  await mkdir(folder.paths.journalDir, { recursive: true })
  await writeFile(join(folder.paths.journalDir, 'abc.committed.json'), '{"version":2}')
  await writeFile(hidden('new'), 'whole')
  await recoverChanges(folder.paths)
  expect(await readdir(ssh)).toHaveLength(1)
  expect(await readdir(folder.paths.journalDir)).toHaveLength(1)
})

test('a note that names another file than a hidden one is none of ours', async () => {
  await writeFile(at('key'), 'private')
  const journal = await leave('draft', [create('new', 'whole')])
  const file = join(folder.paths.journalDir, `${journal.id}.draft.json`)
  const text = (await readFile(file, 'utf8')).replace(hidden('new'), at('key'))
  await writeFile(file, text)
  await recoverChanges(folder.paths)
  expect(await readFile(at('key'), 'utf8')).toBe('private')
})

test('copies that a killed process prepared and never noted go after an hour', async () => {
  const pending = join(folder.paths.backupsDir, `.${newSetId(new Date())}.new`)
  await mkdir(pending, { recursive: true })
  await readBackups(folder.paths)
  expect(await readdir(folder.paths.backupsDir)).toHaveLength(1)
  const longAgo = Date.now() / 1_000 - 7_200
  await utimes(pending, longAgo, longAgo)
  await readBackups(folder.paths)
  expect(await readdir(folder.paths.backupsDir)).toEqual([])
})

test('changing a file completes an interrupted change of it first', async () => {
  await writeFile(at('config'), 'old')
  await writeFile(hidden('config'), 'next', { mode: 0o600 })
  const replace = {
    kind: 'replace',
    path: at('config'),
    staged: hidden('config'),
    aside: hidden('config', '1'),
    before: mark('old'),
    mark: mark('next'),
  } as const
  await leave('committed', [
    replace,
    { kind: 'remove', path: at('key'), aside: hidden('key'), mark: mark('private') },
  ])
  await writeFile(at('key'), 'private')
  await changeFile(folder.paths, at('config'), (old) => Buffer.from(`${old}, and more`))
  expect(await describeFolder(ssh)).toEqual({ config: '600 next, and more' })
  await leave('committed', [create('a', 'x')])
  await writeFile(hidden('a'), 'x', { mode: 0o600 })
  await changeFiles(folder.paths, [{ kind: 'move', from: at('config'), to: at('b') }], {
    title: 't',
  })
  expect(await readdir(ssh)).toEqual(['a', 'b'])
})

/** As on Windows: written in place, so that a kill can leave a mixture. */
const [OLD, NEXT] = ['the old content, longer', 'the new content']
test.each([
  ['nothing yet', OLD],
  ['a part', 'the new content, longer'],
  ['all but the end', `${NEXT}${OLD.slice(NEXT.length)}`],
  ['everything', NEXT],
])('in place: killed with %s written, it is completed, or taken back', async (_, now) => {
  const step = {
    kind: 'replace',
    path: at('config'),
    staged: hidden('config'),
    aside: hidden('config', '1'),
    before: mark(OLD),
    mark: mark(NEXT),
  } as const
  await writeFile(hidden('config'), NEXT)
  await writeFile(at('config'), now)
  const journal = await leave('committed', [step], { [at('config')]: OLD })
  const { ino } = await stat(at('config'))
  await applyAll(folder.paths, journal, true, 'win32')
  expect(await readFile(at('config'), 'utf8')).toBe(NEXT)
  await advanceJournal(folder.paths, journal.id, 'done', 'back')
  await writeFile(at('config'), now)
  expect(await rollBack(folder.paths, journal, true, 'win32')).toBeNull()
  expect(await readFile(at('config'), 'utf8')).toBe(OLD)
  expect((await stat(at('config'))).ino).toBe(ino)
})

test('what a program wrote into the old file in the last moment is kept, too', async () => {
  const step = {
    kind: 'remove',
    path: at('key'),
    aside: hidden('key'),
    mark: mark('private'),
  } as const
  await leave('committed', [step], { [at('key')]: 'private' })
  await writeFile(hidden('key'), 'private, and more', { mode: 0o600 })
  await recoverChanges(folder.paths)
  expect(await readdir(ssh)).toEqual([])
  const backups = await readBackups(folder.paths)
  const copies = backups.map(async ({ folder: dir, entries }) => {
    const [entry] = entries ?? []
    return entry?.what === 'content' ? readFile(join(dir, entry.file), 'utf8') : null
  })
  expect((await Promise.all(copies)).sort()).toEqual(['private', 'private, and more'])
})

test('a mixture is told from what somebody else wrote', () => {
  const mixture = (now: string) => isMixture(Buffer.from(now), Buffer.from(OLD), Buffer.from(NEXT))
  expect(['', 'the', 'the new', 'something else', `${OLD}!`].map(mixture)).toEqual(
    Array(5).fill(false),
  )
})

const noLinks = {
  linkFile: () => Promise.reject(Object.assign(new Error('EPERM'), { code: 'EPERM' })),
}

test('without hard links a name is claimed first, and never taken from another', async () => {
  await writeFile(at('a'), 'content', { mode: 0o640 })
  await placeFile(at('a'), at('b'), noLinks)
  expect(await describeFolder(ssh)).toEqual({ b: '640 content' })
  await writeFile(at('taken'), '')
  for (const options of [{}, noLinks]) {
    await expect(placeFile(at('b'), at('taken'), options)).rejects.toMatchObject({ code: 'EEXIST' })
    await expect(moveEntry(at('b'), at('taken'), options)).rejects.toMatchObject({ code: 'EEXIST' })
  }
  await moveEntry(at('b'), at('c'), noLinks)
  await symlink('c', at('link'))
  await moveEntry(at('link'), at('link2'))
  expect(await describeFolder(ssh)).toEqual({ c: '640 content', link2: '-> c', taken: '644 ' })
})

test('createFile that was killed leaves nothing once a list has been read', async () => {
  await createFile(at('new'), 'whole', 0o600)
  await link(at('new'), hidden('new'))
  await recoverChanges(folder.paths)
  expect([await readdir(ssh), await readMark(at('new'))]).toEqual([['new'], mark('whole')])
})
