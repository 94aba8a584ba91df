import { execFile } from 'node:child_process'
import {
  chmod,
  copyFile,
  link,
  readdir,
  readFile,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadPrivateKey } from '../../../../main/keys/index.ts'
import { createKeyWorker, type KeyWorker } from '../../../../main/keys/worker-client.ts'
import { makeKey, publicHalfByKeygen, sshKeygen, type TestFolder, testFolder } from '../support.ts'
import { named, nobody, person, picture, refTo } from './support.ts'

const execute = promisify(execFile)
const PASSPHRASE = 'cAnAry "$(x)\' ümlaut 7'
/** Every step takes a dozen derivations of a key, each a quarter of a second on an idle processor. */
const SLOW_MS = 120_000
let folder: TestFolder

beforeEach(async () => {
  folder = await testFolder()
})
afterEach(() => folder.remove())

async function setPassphrase(
  name: string,
  passphrase: string | null,
  newPassphrase: string | null,
  context = nobody(),
) {
  const secret = passphrase === null ? {} : { passphrase }
  const params = { ...(await refTo(folder, name)), ...secret, newPassphrase }
  return folder.service.setPassphrase(params, context)
}

/** Cipher, kdf and rounds as they stand in the file. */
async function protection(path: string): Promise<string> {
  const body = (await readFile(path, 'latin1')).split('\n').slice(1, -2).join('')
  const data = Buffer.from(body, 'base64')
  let at = 'openssh-key-v1\0'.length
  const next = () => {
    const value = data.subarray(at + 4, at + 4 + data.readUInt32BE(at))
    at += 4 + value.length
    return value
  }
  const [cipher, kdf, options] = [next().toString(), next().toString(), next()]
  return options.length === 0 ? cipher : `${cipher} ${kdf} ${options.readUInt32BE(20)}`
}

const TYPES = [
  ['ed25519', ['-t', 'ed25519']],
  ['ecdsa-pkcs8', ['-t', 'ecdsa', '-b', '521', '-m', 'PKCS8']],
  ['dsa', ['-t', 'dsa']],
  ['rsa-pem', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
] as const

test.each(TYPES)(
  '%s: add, change, remove, as ssh-keygen would',
  async (name, args) => {
    const path = await makeKey(folder.sshDir, name, args)
    const half = await publicHalfByKeygen(path)
    expect(half).not.toBeNull()
    const expectation = { format: 'openssh', pair: 'matched', comment: `${name}@test` }

    const added = await setPassphrase(name, null, PASSPHRASE)
    expect(added).toMatchObject({ ...expectation, encrypted: true })
    expect(await protection(path)).toBe('aes256-ctr bcrypt 24')
    expect(await publicHalfByKeygen(path, PASSPHRASE)).toBe(half)
    expect(await publicHalfByKeygen(path)).toBeNull()

    await setPassphrase(name, PASSPHRASE, 'second one')
    expect(await publicHalfByKeygen(path, 'second one')).toBe(half)
    expect(await publicHalfByKeygen(path, PASSPHRASE)).toBeNull()

    const context = person(true)
    const removed = await setPassphrase(name, 'second one', null, context)
    expect(removed).toMatchObject({ ...expectation, encrypted: false })
    expect(context.prompts).toEqual([
      expect.objectContaining({
        title: `Remove the passphrase of ${name}?`,
        detail: expect.stringContaining(folder.paths.backupsDir),
        action: 'Remove passphrase',
      }),
    ])
    expect(await protection(path)).toBe('none')
    expect(await publicHalfByKeygen(path)).toBe(half)
    expect(await sshKeygen(['-y', '-f', path])).toBe(`${half} ${name}@test\n`)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await readdir(folder.sshDir)).sort()).toEqual([name, `${name}.pub`])
  },
  SLOW_MS,
)

test(
  'what ssh-keygen -p makes of it, we open; what we make, ssh-keygen -p changes',
  async () => {
    const path = await makeKey(folder.sshDir, 'both', ['-t', 'ed25519'])
    const half = await publicHalfByKeygen(path)
    await setPassphrase('both', null, 'ours')
    await sshKeygen(['-q', '-p', '-P', 'ours', '-N', 'theirs', '-a', '4', '-f', path])
    await loadPrivateKey(path, 'theirs')
    await setPassphrase('both', 'theirs', 'ours again')
    await sshKeygen(['-q', '-p', '-P', 'ours again', '-N', '', '-f', path])
    expect(await publicHalfByKeygen(path)).toBe(half)
  },
  SLOW_MS,
)

test('the old file is in the backups with its mode, and the title says what protects it', async () => {
  const path = await makeKey(folder.sshDir, 'kept', ['-t', 'ed25519'])
  await chmod(path, 0o400)
  const old = await readFile(path)
  await setPassphrase('kept', null, 'pass')
  expect((await stat(path)).mode & 0o777).toBe(0o400)
  const sets = await readdir(folder.paths.backupsDir)
  const files = await readdir(join(folder.paths.backupsDir, sets[0] ?? ''))
  const copy = files.find((name) => name.endsWith('kept')) ?? ''
  expect(await readFile(join(folder.paths.backupsDir, sets[0] ?? '', copy))).toEqual(old)
  const note = await readFile(join(folder.paths.backupsDir, sets[0] ?? '', 'set.json'), 'utf8')
  expect(note).toContain('this copy has none')
  expect((await stat(folder.paths.backupsDir)).mode & 0o777).toBe(0o700)
})

describe('nothing changes when', () => {
  async function unchanged(action: () => Promise<unknown>, code: string): Promise<void> {
    const before = await picture(folder.dir)
    await expect(action()).rejects.toMatchObject({
      code,
      message: expect.not.stringContaining('canary'),
    })
    const after = await picture(folder.dir)
    for (const rows of [before, after]) {
      for (const name of rows.keys())
        if (name.startsWith('data')) (rows as Map<string, string>).delete(name)
    }
    expect(after).toEqual(before)
    expect(await picture(folder.paths.backupsDir)).toEqual(new Map())
  }

  beforeEach(async () => {
    await makeKey(folder.sshDir, 'key', ['-t', 'ed25519', '-a', '1'], 'pass')
  })

  test.each<[string, string | null, string | null, string]>([
    ['the present passphrase is missing', null, 'new-canary', 'passphrase-needed'],
    ['the present passphrase is wrong', 'wr0ng-canary', 'new-canary', 'passphrase-wrong'],
    ['the present passphrase is wrong, for a removal', 'wr0ng-canary', null, 'passphrase-wrong'],
    ['the new one is empty', 'pass', '', 'invalid-value'],
    ['the new one cannot be typed', 'pass', 'a\nb', 'invalid-value'],
    ['the new one is longer than ssh reads', 'pass', 'ü'.repeat(600), 'invalid-value'],
  ])('%s', async (_, present, next, code) => {
    await unchanged(() => setPassphrase('key', present, next), code)
  })

  test('the person declines a removal', async () => {
    await unchanged(() => setPassphrase('key', 'pass', null, person(false)), 'declined')
  })

  test('the call is cancelled, before and while the new file is checked', async () => {
    await unchanged(
      () => setPassphrase('key', 'pass', 'new', nobody(AbortSignal.abort())),
      'cancelled',
    )
    const controller = new AbortController()
    const context = nobody(controller.signal)
    const late = {
      ...context,
      progress: (event: Parameters<typeof context.progress>[0]) => {
        if ('detail' in event.progress && event.progress.detail.startsWith('Checking')) {
          controller.abort()
        }
      },
    }
    await unchanged(() => setPassphrase('key', 'pass', 'new', late), 'cancelled')
  })

  test('only the public half is here', async () => {
    await copyFile(join(folder.sshDir, 'key.pub'), join(folder.sshDir, 'only.pub'))
    await unchanged(() => setPassphrase('only', null, 'new'), 'unsupported')
  })

  test('ssh-keygen does not agree', async () => {
    const bin = join(folder.dir, 'bin')
    const { mkdir } = await import('node:fs/promises')
    await mkdir(bin)
    await writeFile(join(bin, 'ssh-keygen'), '#!/bin/sh\necho "invalid format" >&2\nexit 255\n', {
      mode: 0o755,
    })
    const path = process.env.PATH
    process.env.PATH = `${bin}:${path}`
    try {
      await unchanged(() => setPassphrase('key', 'pass', 'new'), 'verification-failed')
    } finally {
      process.env.PATH = path
    }
  })
})

test('a rewritten file of another key is found out before it replaces anything', async () => {
  const path = await makeKey(folder.sshDir, 'key', ['-t', 'ed25519'])
  const other = await makeKey(folder.dir, 'other', ['-t', 'ed25519'])
  const before = await readFile(path)
  const worker = createKeyWorker(null)
  const faulty: KeyWorker = {
    ...worker,
    rewrite: async (file, options, signal) => {
      const wrong = await worker.rewrite(await readFile(other), options, signal)
      const right = await worker.rewrite(file, options, signal)
      return right.ok && wrong.ok ? { ...right, privateFile: wrong.privateFile } : right
    },
  }
  const { createKeyService } = await import('../../../../main/keys/index.ts')
  const { createLog } = await import('../../../../main/storage/index.ts')
  const service = createKeyService({
    paths: folder.paths,
    log: createLog(folder.paths),
    worker: faulty,
  })
  const { id } = await named(folder, 'key')
  await expect(
    service.setPassphrase({ id, newPassphrase: 'pass' }, nobody()),
  ).rejects.toMatchObject({ code: 'verification-failed' })
  expect(await readFile(path)).toEqual(before)
  expect((await readdir(folder.sshDir)).sort()).toEqual(['key', 'key.pub'])
})

test('removing a passphrase where there is none asks nothing and writes nothing', async () => {
  const path = await makeKey(folder.sshDir, 'open', ['-t', 'ed25519'])
  const before = await stat(path)
  expect(await setPassphrase('open', null, null)).toMatchObject({ encrypted: false })
  const after = await stat(path)
  expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs])
})

test('a symbolic link stays one; the file it leads to gets the passphrase', async () => {
  const real = await makeKey(folder.dir, 'real', ['-t', 'ed25519'])
  const half = await publicHalfByKeygen(real)
  await symlink(real, join(folder.sshDir, 'linked'))
  await setPassphrase('linked', null, 'pass')
  expect((await picture(folder.sshDir)).get('linked')).toBe(`link ${real}`)
  expect(await publicHalfByKeygen(real, 'pass')).toBe(half)
})

test('what it is doing is said while it works', async () => {
  await makeKey(folder.sshDir, 'key', ['-t', 'ed25519'])
  const context = nobody()
  await setPassphrase('key', null, 'pass', context)
  expect(context.details).toEqual(['Protecting the key', 'Checking the changed key'])
})

test(
  'a comment that is no UTF-8 stays byte for byte',
  async () => {
    const path = join(folder.sshDir, 'latin1')
    // Node passes arguments as UTF-8; the shell makes the byte.
    const make = 'ssh-keygen -q -t ed25519 -N "" -C "caf$(printf "\\351")" -f "$0"'
    await execute('sh', ['-c', make, path])
    const inner = async () => {
      const body = (await readFile(path, 'latin1')).split('\n').slice(1, -2).join('')
      return Buffer.from(body, 'base64').includes(Buffer.from('\0\0\0\x04caf\xe9', 'latin1'))
    }
    expect(await inner()).toBe(true)
    await setPassphrase('latin1', null, PASSPHRASE)
    expect(await inner()).toBe(false)
    await setPassphrase('latin1', PASSPHRASE, null, person(true))
    expect(await inner()).toBe(true)
  },
  SLOW_MS,
)

test('a file with a second name is left alone: there the key would keep its old protection', async () => {
  const path = await makeKey(folder.sshDir, 'work', ['-t', 'ed25519'])
  await link(path, join(folder.dir, 'other-name'))
  const before = await readFile(path)
  await expect(setPassphrase('work', null, PASSPHRASE)).rejects.toMatchObject({
    code: 'unsupported',
    message: expect.stringContaining('hard link'),
  })
  expect(await readFile(path)).toEqual(before)
})
