// Links, files and folders of other accounts, and two who write at once.

import { execFileSync } from 'node:child_process'
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { buildOperationProgram, type OperationProgram } from '../../keys/change/program.ts'
import { picture } from '../../keys/change/support.ts'
import { writeScene } from './scenes.ts'
import { type EditorFolder, editorFolder, POD, person } from './support.ts'

const ACCOUNT = 42_431
const AS_ACCOUNT = ['setpriv', '--reuid', `${ACCOUNT}`, '--regid', `${ACCOUNT}`, '--clear-groups']
const isRoot = process.getuid?.() === 0 && process.platform === 'linux'
if (!isRoot)
  process.stdout.write('skipped: config files of other accounts (only root can make them)\n')

let program: OperationProgram
beforeAll(async () => {
  program = await buildOperationProgram(new URL('./kill-entry.ts', import.meta.url))
})
afterAll(() => program.remove())

describe('a config that is a link', () => {
  let folder: EditorFolder
  beforeEach(async () => {
    folder = await editorFolder()
  })
  afterEach(() => folder.remove())

  it('stays one: the file it leads to changes', async () => {
    const target = join(folder.home, 'dotfiles')
    await writeFile(target, 'Host *\n', { mode: 0o640 })
    await symlink('../dotfiles', folder.config)
    await folder.editor.upsertHost(POD, person(true))
    expect((await lstat(folder.config)).isSymbolicLink()).toBe(true)
    expect(await readFile(target, 'utf8')).toBe(`Include ${folder.managed}\nHost *\n`)
    expect(((await lstat(target)).mode & 0o777).toString(8)).toBe('640')
    await folder.editor.removeHost({ alias: 'pod' }, person(true))
    expect(await readFile(target, 'utf8')).toBe('Host *\n')
    expect((await lstat(folder.config)).isSymbolicLink()).toBe(true)
  })

  it('is not filled when it leads nowhere, or out of the home', async () => {
    await symlink('../nowhere', folder.config)
    await expect(folder.editor.planUpsert(POD)).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringContaining('leads to no file'),
    })
    await rm(folder.config)
    await symlink('/etc/ssh/ssh_config', folder.config)
    await expect(folder.editor.planUpsert(POD)).rejects.toMatchObject({ code: 'permission-denied' })
  })

  it("of Keypilot's own file: only the link goes", async () => {
    const target = join(folder.home, 'synced.conf')
    await writeFile(target, 'Host pod\n  Port 1\n')
    await symlink(target, folder.managed)
    await folder.editor.removeHost({ alias: 'pod' }, person(true))
    await expect(lstat(folder.managed)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await readFile(target, 'utf8')).toBe('Host pod\n  Port 1\n')
  })
})

describe.runIf(isRoot)('as an ordinary account', () => {
  let dir: string
  let sshDir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'keypilot-config-'))
    sshDir = join(dir, '.ssh')
    await mkdir(sshDir, { mode: 0o700 })
    await mkdir(join(dir, 'data'), { mode: 0o700 })
    await writeScene(sshDir, 'managed')
    execFileSync('chown', ['-R', `${ACCOUNT}:${ACCOUNT}`, dir])
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  it.each([
    ['belongs to root', (config: string) => chown(config, 0, 0).then(() => chmod(config, 0o644))],
    ['is read-only', (config: string) => chmod(config, 0o400)],
  ])('a file that %s is left alone', async (_, change) => {
    await change(join(sshDir, 'config'))
    await change(join(sshDir, 'keypilot.conf'))
    const before = await picture(sshDir)
    for (const [method, params] of [
      ['upsertHost', { ...POD, port: 1 }],
      ['removeHost', { alias: 'pod' }],
    ] as const) {
      const { code, message } = await program.run(dir, method, params, AS_ACCOUNT)
      expect(code).toBe('permission-denied')
      expect(message).toContain(join(sshDir, 'keypilot.conf'))
    }
    expect(await picture(sshDir)).toEqual(before)
  })

  it.each([
    ['belongs to root', () => chown(sshDir, 0, 0).then(() => chmod(sshDir, 0o755))],
    ['is read-only', () => chmod(sshDir, 0o500)],
  ])('a folder that %s is left alone', async (_, change) => {
    await change()
    const before = await picture(sshDir)
    const { code, message } = await program.run(dir, 'upsertHost', { ...POD, port: 1 }, AS_ACCOUNT)
    expect([code, message.includes(sshDir)]).toEqual(['permission-denied', true])
    expect(await picture(sshDir)).toEqual(before)
  })

  it('a home without an ssh folder gets one, 0700', async () => {
    await rm(sshDir, { recursive: true })
    expect(await program.run(dir, 'upsertHost', POD, AS_ACCOUNT)).toMatchObject({ code: 'ok' })
    const rows = [...(await picture(dir))].filter(([name]) => name.startsWith('.ssh'))
    expect(rows.map(([name, row]) => [name, row.split(' ')[0]])).toEqual([
      ['.ssh', '700'],
      ['.ssh/config', '600'],
      ['.ssh/keypilot.conf', '600'],
    ])
    expect((await lstat(join(sshDir, 'config'))).uid).toBe(ACCOUNT)
  })
})

it('two at once: each change is there whole, or was refused', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'keypilot-two-'))
  await mkdir(join(dir, '.ssh'), { mode: 0o700 })
  await writeScene(join(dir, '.ssh'), 'managed')
  const added: string[] = []
  for (let round = 0; round < 3; round++) {
    const names = [`left${round}`, `right${round}`]
    const outcomes = await Promise.all(
      names.map((alias) => program.run(dir, 'upsertHost', { ...POD, alias })),
    )
    const done = names.filter((_, index) => outcomes[index]?.code === 'ok')
    expect(done.length).toBeGreaterThan(0)
    for (const { code } of outcomes) expect(['ok', 'changed-meanwhile', 'busy']).toContain(code)
    added.push(...done)
  }
  const text = await readFile(join(dir, '.ssh', 'keypilot.conf'), 'utf8')
  const names = [...text.matchAll(/^Host (.*)$/gm)].map(([, name]) => name)
  expect(names.toSorted()).toEqual(['pod', ...added].toSorted())
  expect(text.match(/ServerAliveInterval 30/g)).toHaveLength(added.length)
  await rm(dir, { recursive: true, force: true })
}, 180_000)
