import { mkdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createBackupService } from '../../../../main/backups/index.ts'
import { createKeyService } from '../../../../main/keys/index.ts'
import { parsePublicKeyLine } from '../../../../main/public-keys/index.ts'
import { createLog } from '../../../../main/storage/index.ts'
import { makeKey, sshKeygen, type TestFolder, testFolder } from '../support.ts'
import { nobody, person, picture, refTo } from './support.ts'

let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

async function remove(name: string, context = person(true), typedName = name) {
  return folder.service.remove({ ...(await refTo(folder, name)), typedName }, context)
}

async function plan(name: string) {
  return folder.service.planRemove(await refTo(folder, name))
}

const codes = (notes: readonly { readonly code: string }[]) => notes.map(({ code }) => code)

async function certified(name: string): Promise<string> {
  const path = await makeKey(folder.sshDir, name, ['-t', 'ed25519'])
  const authority = await makeKey(folder.dir, `ca-${name}`, ['-t', 'ed25519'])
  await sshKeygen(['-q', '-s', authority, '-I', 'me', '-n', 'root', `${path}.pub`])
  return path
}

test('every file goes to the backups as one, and restoring brings it back byte for byte', async () => {
  const path = await certified('key "with" ünïcode')
  const name = 'key "with" ünïcode'
  await makeKey(folder.sshDir, 'other', ['-t', 'ed25519'])
  const before = await picture(folder.sshDir)
  const bytes = await Promise.all(
    ['', '.pub', '-cert.pub'].map((suffix) => readFile(path + suffix)),
  )
  const removed = await remove(name)
  expect([...(await picture(folder.sshDir)).keys()]).toEqual(['other', 'other.pub'])
  expect(removed.moved.map(({ from }) => from)).toEqual([path, `${path}.pub`, `${path}-cert.pub`])
  const kept = await Promise.all(removed.moved.map(({ to }) => readFile(to)))
  expect(kept).toEqual(bytes)

  const backups = createBackupService({ paths: folder.paths, log: createLog(folder.paths) })
  const [entry] = await backups.list()
  expect(entry).toMatchObject({
    id: removed.backup,
    title: `Removed the key ${name}`,
    restorable: true,
  })
  const restored = await backups.restore(removed.backup, person(true))
  expect([...restored.restored].sort()).toEqual(removed.moved.map(({ from }) => from).sort())
  expect(await picture(folder.sshDir)).toEqual(before)
})

test('the person types the exact name and then says yes, and sees every file and use', async () => {
  const path = await certified('work')
  const config = join(folder.sshDir, 'config')
  await writeFile(config, `Host pod *.x\n  IdentityFile ${path}\n`)
  const before = await picture(folder.dir)
  for (const typed of ['', 'Work', 'work ', 'work.pub', path]) {
    await expect(remove('work', nobody(), typed)).rejects.toMatchObject({
      code: 'invalid-value',
      message: expect.stringContaining('exactly: work'),
    })
  }
  const context = person(false)
  await expect(remove('work', context)).rejects.toMatchObject({ code: 'declined' })
  const strip = (rows: ReadonlyMap<string, string>) =>
    [...rows].filter(([name]) => !name.startsWith('data'))
  expect(strip(await picture(folder.dir))).toEqual(strip(before))
  const detail = context.prompts[0]?.detail ?? ''
  for (const file of [path, `${path}.pub`, `${path}-cert.pub`]) expect(detail).toContain(file)
  expect(detail).toContain(`Used by: pod *.x in ${config}, line 2.`)
  expect(detail).toContain(folder.paths.backupsDir)
  expect(context.prompts[0]).toMatchObject({ title: 'Remove the key work?', action: 'Remove key' })
})

test('what changed while the person was asked is not removed', async () => {
  const path = await makeKey(folder.sshDir, 'work', ['-t', 'ed25519'])
  const other = await makeKey(folder.dir, 'other', ['-t', 'ed25519'])
  const context = {
    ...person(true),
    confirm: async () => {
      await writeFile(path, await readFile(other))
      return true
    },
  }
  await expect(remove('work', context)).rejects.toMatchObject({ code: 'changed-meanwhile' })
  expect(await readFile(path)).toEqual(await readFile(other))
})

describe('the plan', () => {
  test('names the files, the uses, and what they mean', async () => {
    const path = await certified('work')
    const config = join(folder.sshDir, 'config')
    await writeFile(config, `IdentityFile ${path}\n`)
    const publicKey = parsePublicKeyLine((await readFile(`${path}.pub`, 'utf8')).trim())
    if (publicKey === null) throw new Error('no key')
    const setup = {
      keyId: publicKey.fingerprint.sha256,
      command: '',
      publicKeys: {
        at: '2026-08-01T10:00:00.000Z',
        ok: true,
        keyIds: [publicKey.fingerprint.sha256],
      },
      reached: null,
      lastTest: null,
    }
    const service = createKeyService({
      paths: folder.paths,
      log: createLog(folder.paths),
      agentKeys: async () => [{ publicKey, certificate: false }],
      setup: async () => setup,
    })
    const shown = await service.planRemove({ id: publicKey.fingerprint.sha256 })
    expect(shown.files).toEqual([
      { path, what: 'private' },
      { path: `${path}.pub`, what: 'public' },
      { path: `${path}-cert.pub`, what: 'certificate' },
    ])
    expect(shown.uses.map(({ kind }) => kind).sort()).toEqual([
      'agent',
      'config',
      'runpod',
      'setup',
    ])
    expect(codes(shown.notes)).toEqual([
      'only-copy',
      'config-names-key',
      'agent-keeps-key',
      'runpod-keeps-key',
      'setup-loses-key',
      'kept-in-backups',
    ])
  })

  test('the same key elsewhere', async () => {
    const path = await makeKey(folder.sshDir, 'one', ['-t', 'ed25519'])
    const copy = join(folder.sshDir, 'two')
    await writeFile(copy, await readFile(path), { mode: 0o600 })
    const { notes } = await plan('one')
    expect(notes[0]).toMatchObject({
      code: 'same-key-elsewhere',
      detail: expect.stringContaining(copy),
    })
    await remove('one')
    expect([...(await picture(folder.sshDir)).keys()]).toEqual(['two'])
  })

  test('another key called NAME-cert keeps its public half', async () => {
    await makeKey(folder.sshDir, 'one', ['-t', 'ed25519'])
    await makeKey(folder.sshDir, 'one-cert', ['-t', 'ed25519'])
    await remove('one')
    expect([...(await picture(folder.sshDir)).keys()]).toEqual(['one-cert', 'one-cert.pub'])
  })
})

describe('odd entries', () => {
  test('a symbolic link: only the link goes, and comes back as one', async () => {
    const real = await makeKey(folder.dir, 'real', ['-t', 'ed25519'])
    await symlink('../real', join(folder.sshDir, 'linked'))
    const before = await picture(folder.sshDir)
    expect(codes((await plan('linked')).notes)).toContain('only-the-link')
    const { backup } = await remove('linked')
    expect(await picture(folder.sshDir)).toEqual(new Map())
    expect(await readFile(real, 'utf8')).toContain('OPENSSH PRIVATE KEY')
    const backups = createBackupService({ paths: folder.paths, log: createLog(folder.paths) })
    await backups.restore(backup, person(true))
    expect(await picture(folder.sshDir)).toEqual(before)
  })

  test('a link that leads nowhere, a damaged key, an empty file, a public half alone', async () => {
    await symlink('nowhere', join(folder.sshDir, 'id_dangling'))
    await writeFile(join(folder.sshDir, 'id_damaged'), 'no key', { mode: 0o600 })
    await writeFile(join(folder.sshDir, 'id_empty'), '')
    const other = await makeKey(folder.sshDir, 'half', ['-t', 'ed25519'])
    await rm(other)
    for (const name of ['id_dangling', 'id_damaged', 'id_empty', 'half']) await remove(name)
    expect(await picture(folder.sshDir)).toEqual(new Map())
  })

  test('a key elsewhere that the config names goes from its own folder', async () => {
    await mkdir(join(folder.dir, 'keys'))
    const path = await makeKey(join(folder.dir, 'keys'), 'far', ['-t', 'ed25519'])
    await writeFile(join(folder.sshDir, 'config'), `IdentityFile ${path}\n`)
    await remove('far')
    expect(await picture(join(folder.dir, 'keys'))).toEqual(new Map())
  })

  test('a key that only the agent holds has no file to remove', async () => {
    const path = await makeKey(folder.dir, 'held', ['-t', 'ed25519'])
    const publicKey = parsePublicKeyLine((await readFile(`${path}.pub`, 'utf8')).trim())
    if (publicKey === null) throw new Error('no key')
    const service = createKeyService({
      paths: folder.paths,
      log: createLog(folder.paths),
      agentKeys: async () => [{ publicKey, certificate: false }],
    })
    const id = publicKey.fingerprint.sha256
    const typedName = (await service.find(id)).name
    await expect(service.remove({ id, typedName }, nobody())).rejects.toMatchObject({
      code: 'unsupported',
    })
    await expect(service.planRename({ id, name: 'new' })).rejects.toMatchObject({
      code: 'unsupported',
    })
    await expect(service.setPassphrase({ id, newPassphrase: 'x' }, nobody())).rejects.toMatchObject(
      { code: 'unsupported' },
    )
  })
})

test.skipIf(process.platform === 'win32').each([
  ['a backslash', 'id_a\\b'],
  ['228 bytes, which leave no room for a longer name', `id_${'x'.repeat(225)}`],
  ['229 bytes in 85 characters', `id_${'頁'.repeat(75)}x`],
])('a name with %s can be removed and brought back', async (_, name) => {
  const path = await makeKey(folder.sshDir, 'made', ['-t', 'ed25519'])
  await rename(path, join(folder.sshDir, name))
  await rename(`${path}.pub`, join(folder.sshDir, `${name}.pub`))
  const before = await picture(folder.sshDir)
  const { backup } = await remove(name)
  expect(await picture(folder.sshDir)).toEqual(new Map())
  const backups = createBackupService({ paths: folder.paths, log: createLog(folder.paths) })
  expect(await backups.list()).toMatchObject([{ id: backup, restorable: true }])
  await backups.restore(backup, nobody())
  expect(await picture(folder.sshDir)).toEqual(before)
})
