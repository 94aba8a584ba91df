import { mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeKey, sshKeygen, type TestFolder, testFolder } from '../support.ts'
import { nobody, person, picture, refTo } from './support.ts'

let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

async function rename(name: string, newName: string, context = nobody()) {
  return folder.service.rename({ ...(await refTo(folder, name)), name: newName }, context)
}

async function plan(name: string, newName: string) {
  return folder.service.planRename({ ...(await refTo(folder, name)), name: newName })
}

const codes = (notes: readonly { readonly code: string }[]) => notes.map(({ code }) => code)

/** A key with a certificate of its own authority. */
async function certified(name: string): Promise<string> {
  const path = await makeKey(folder.sshDir, name, ['-t', 'ed25519'])
  const authority = await makeKey(folder.dir, `ca-${name}`, ['-t', 'ed25519'])
  await sshKeygen(['-q', '-s', authority, '-I', 'me', '-n', 'root', `${path}.pub`])
  return path
}

test('both halves and the certificate move together, with bytes, modes and times', async () => {
  const path = await certified('old')
  const names = ['', '.pub', '-cert.pub']
  const facts = async (base: string) =>
    Promise.all(
      names.map(async (suffix) => {
        const { mode, mtimeMs } = await stat(base + suffix)
        return [suffix, mode, mtimeMs, await readFile(base + suffix, 'base64')]
      }),
    )
  const before = await facts(path)
  const shown = await plan('old', 'new')
  const to = join(folder.sshDir, 'new')
  expect(shown.moves).toEqual(names.map((end) => ({ from: path + end, to: to + end })))
  expect(shown.edits).toEqual([])
  const pair = await rename('old', 'new')
  expect(pair).toMatchObject({ name: 'new', pair: 'matched', privateKeyPath: to })
  expect(pair.certificatePath).toBe(`${to}-cert.pub`)
  expect(await facts(to)).toEqual(before)
  expect([...(await picture(folder.sshDir)).keys()]).toEqual(['new', 'new-cert.pub', 'new.pub'])
})

describe('taken and bad names', () => {
  test.each(['new', 'new.pub', 'new-cert.pub'])('%s is there already', async (taken) => {
    await certified('old')
    await writeFile(join(folder.sshDir, taken), 'mine')
    const before = await picture(folder.sshDir)
    await expect(rename('old', 'new')).rejects.toMatchObject({ code: 'already-exists' })
    await expect(plan('old', 'new')).rejects.toMatchObject({ code: 'already-exists' })
    expect(await picture(folder.sshDir)).toEqual(before)
  })

  test('a link that leads nowhere takes a name too', async () => {
    await makeKey(folder.sshDir, 'old', ['-t', 'ed25519'])
    await symlink('nowhere', join(folder.sshDir, 'new'))
    await expect(rename('old', 'new')).rejects.toMatchObject({ code: 'already-exists' })
  })

  test.each(['', '../up', 'a/b', '-rf', '.hidden', 'config', 'x.pub', 'x-cert', 'NUL', 'old'])(
    '%j is refused',
    async (name) => {
      await makeKey(folder.sshDir, 'old', ['-t', 'ed25519'])
      const before = await picture(folder.sshDir)
      await expect(rename('old', name)).rejects.toMatchObject({ code: 'invalid-name' })
      expect(await picture(folder.sshDir)).toEqual(before)
    },
  )

  test('another case is another name where the drive tells them apart', async () => {
    await makeKey(folder.sshDir, 'old', ['-t', 'ed25519'])
    await writeFile(join(folder.sshDir, 'OLD'), 'mine')
    await expect(rename('old', 'OLD')).rejects.toMatchObject({ code: 'already-exists' })
    await rm(join(folder.sshDir, 'OLD'))
    expect(await rename('old', 'OLD')).toMatchObject({ name: 'OLD', pair: 'matched' })
    expect([...(await picture(folder.sshDir)).keys()]).toEqual(['OLD', 'OLD.pub'])
  })
})

describe('notes', () => {
  test('the name that ssh tries by itself, lost and won', async () => {
    await makeKey(folder.sshDir, 'id_ed25519', ['-t', 'ed25519'])
    const lost = (await plan('id_ed25519', 'work')).notes
    expect(lost).toMatchObject([{ code: 'no-longer-default', severity: 'warning' }])
    await rename('id_ed25519', 'work')
    expect((await plan('work', 'other')).notes).toEqual([])
    expect((await plan('work', 'id_ed25519')).notes).toMatchObject([{ code: 'now-default' }])
    await writeFile(
      join(folder.sshDir, 'config'),
      `Host pod\n  IdentityFile ${join(folder.sshDir, 'id_ed25519')}\n`,
    )
    await rename('work', 'id_ed25519')
    expect((await plan('id_ed25519', 'work')).notes).toMatchObject([
      { code: 'no-longer-default', severity: 'info' },
    ])
  })

  test('links that would lead nowhere', async () => {
    const path = await makeKey(folder.sshDir, 'old', ['-t', 'ed25519'])
    await symlink(path, join(folder.sshDir, 'link-to-it'))
    expect(codes((await plan('old', 'new')).notes)).toEqual(['link-breaks'])
  })
})

test('a symbolic link is renamed itself; half pairs and unreadable files can be renamed', async () => {
  const real = await makeKey(folder.dir, 'real', ['-t', 'ed25519'])
  await symlink('../real', join(folder.sshDir, 'linked'))
  await rename('linked', 'moved')
  expect((await picture(folder.sshDir)).get('moved')).toBe('link ../real')
  await rm(join(folder.sshDir, 'moved'))
  await writeFile(join(folder.sshDir, 'half.pub'), await readFile(`${real}.pub`))
  expect(await rename('half', 'only')).toMatchObject({ name: 'only', pair: 'public-only' })
  await writeFile(join(folder.sshDir, 'id_broken'), 'no key', { mode: 0o600 })
  expect(await rename('id_broken', 'id_other')).toMatchObject({ pair: 'unreadable' })
  const names = [...(await picture(folder.sshDir)).keys()]
  expect(names).toEqual(['id_other', 'only.pub'])
})

test('a key elsewhere that the config names is renamed in its own folder', async () => {
  await mkdir(join(folder.dir, 'keys'))
  const path = await makeKey(join(folder.dir, 'keys'), 'far', ['-t', 'ed25519'])
  const config = join(folder.sshDir, 'config')
  await writeFile(config, `IdentityFile ${path}\n`)
  const pair = await rename('far', 'near', person(true))
  expect(pair).toMatchObject({ privateKeyPath: join(folder.dir, 'keys', 'near') })
  expect(await readFile(config, 'utf8')).toBe(`IdentityFile ${join(folder.dir, 'keys', 'near')}\n`)
})
