import { execFile } from 'node:child_process'
import { chmod, chown, mkdtemp, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkPrivateKeyAccess, secureNewFile } from '../../../main/permissions/index.ts'
import { judgePosixPrivateKey } from '../../../main/permissions/posix.ts'

const execute = promisify(execFile)
const isRoot = process.getuid?.() === 0
let dir: string
let key: string

beforeAll(async () => {
  dir = await mkdtemp(join(homedir(), "it's here "))
  key = join(dir, 'key')
  await execute('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
})

/** Whether `ssh-keygen -y`, which checks as ssh does, takes the key. */
async function keygenAccepts(path: string): Promise<boolean> {
  return execute('ssh-keygen', ['-y', '-f', path]).then(
    () => true,
    (error: { stderr: string }) => {
      expect(error.stderr).toContain('UNPROTECTED PRIVATE KEY FILE')
      return false
    },
  )
}

describe.skipIf(process.platform === 'win32')('the rule agrees with ssh-keygen', () => {
  // As root every mode can be read; for others the ones without the owner's right to read cannot.
  const owners = isRoot ? [0o0, 0o4, 0o6, 0o7, 0o1, 0o2] : [0o4, 0o6, 0o7]
  const others = [0o00, 0o01, 0o02, 0o04, 0o10, 0o20, 0o40, 0o44, 0o77, 0o07, 0o70]
  const modes = owners.flatMap((owner) => others.map((other) => (owner << 6) | other))

  test.each([...modes, 0o1600, 0o2600, 0o4600])('mode %o', async (mode) => {
    await chmod(key, mode)
    const { ok } = await checkPrivateKeyAccess(key)
    expect(ok).toBe(await keygenAccepts(key))
    expect(ok).toBe((mode & 0o077) === 0)
  })

  test.runIf(isRoot).each([0o600, 0o644, 0o777])(
    'mode %o of a key that belongs to another account is not checked',
    async (mode) => {
      await chown(key, 1234, 1234)
      await chmod(key, mode)
      const verdict = await checkPrivateKeyAccess(key)
      const accepted = await keygenAccepts(key)
      await chown(key, 0, 0)
      expect([verdict, accepted]).toEqual([{ ok: true }, true])
    },
  )

  test('a link is judged by the file it leads to, and the command repairs that one', async () => {
    await chmod(key, 0o644)
    const link = join(dir, 'link')
    await symlink('key', link)
    const verdict = await checkPrivateKeyAccess(link)
    expect(await keygenAccepts(link)).toBe(false)
    if (verdict.ok) throw new Error('the link was not followed')
    expect(verdict.detail).toContain('0644')
    expect(verdict.detail).toContain('ssh will ignore this key and ask for a password')
    await execute('sh', ['-c', verdict.fixCommand])
    expect([await checkPrivateKeyAccess(link), await keygenAccepts(link)]).toEqual([
      { ok: true },
      true,
    ])
  })
})

test.each([
  [{ mode: 0o100600, uid: 1 }, 1, { ok: true, mode: '0600' }],
  [{ mode: 0o100400, uid: 1 }, 1, { ok: true, mode: '0400' }],
  [{ mode: 0o100640, uid: 1 }, 1, { ok: false, mode: '0640' }],
  [{ mode: 0o100640, uid: 0 }, 1, { ok: true, mode: '0640' }],
])('judge %j for user %i', (file, uid, verdict) => {
  expect(judgePosixPrivateKey(file, uid)).toEqual(verdict)
})

test('a file that is not there', async () => {
  await expect(checkPrivateKeyAccess(join(dir, 'none'))).rejects.toMatchObject({
    code: 'not-found',
  })
})

test.skipIf(process.platform === 'win32')('a new file needs nothing more here', async () => {
  await chmod(key, 0o600)
  await secureNewFile(key)
  expect(await checkPrivateKeyAccess(key)).toEqual({ ok: true })
})
