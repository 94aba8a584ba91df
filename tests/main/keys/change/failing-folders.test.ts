// Folders that cannot be written: read-only, full, or another account's. A clear error, nothing lost.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, chown, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createKeyService } from '../../../../main/keys/index.ts'
import { createLog, resolvePaths } from '../../../../main/storage/index.ts'
import { makeKey } from '../support.ts'
import { buildOperationProgram, type OperationProgram } from './program.ts'
import { picture } from './support.ts'

const ACCOUNT = 42_431
const AS_ACCOUNT = ['setpriv', '--reuid', `${ACCOUNT}`, '--regid', `${ACCOUNT}`, '--clear-groups']
const OPERATIONS = [
  ['generate', { name: 'fresh', comment: 'me' }],
  ['setComment', { comment: 'another one' }],
  ['setPassphrase', { newPassphrase: 'brand new lantern' }],
  ['rename', { name: 'other' }],
  ['remove', { typedName: 'work' }],
] as const

const reason = whyNot()
if (reason !== null) process.stdout.write(`skipped: folders that cannot be written (${reason})\n`)

function whyNot(): string | null {
  if (process.platform !== 'linux') return 'mount namespaces are a part of Linux'
  if (process.getuid?.() !== 0) return 'only root may mount and change accounts'
  try {
    for (const argv of [['-m', 'true']]) execFileSync('unshare', argv)
    execFileSync('nsenter', ['--version'])
    execFileSync('setpriv', ['--version'])
    return null
  } catch {
    return 'unshare, nsenter and setpriv (util-linux) do not work here'
  }
}

let template: string
let program: OperationProgram
let dir: string
let sshDir: string
let ref: { readonly id: string; readonly path: string }
let holder: ChildProcess | null = null

beforeAll(async () => {
  template = await mkdtemp(join(homedir(), 'template-'))
  await makeKey(template, 'work', ['-t', 'ed25519'])
  await writeFile(join(template, 'config'), 'Host pod\n  IdentityFile %d/.ssh/work\n')
  program = await buildOperationProgram()
})
afterAll(() => program.remove())

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'keypilot-folder-'))
  await chmod(dir, 0o755)
  sshDir = join(dir, '.ssh')
  await mkdir(sshDir, { mode: 0o700 })
  await cp(template, sshDir, { recursive: true })
  const env = { KEYPILOT_SSH_DIR: sshDir, KEYPILOT_DATA_DIR: join(dir, 'elsewhere') }
  const paths = resolvePaths({ env, platform: process.platform, home: dir })
  const [pair] = await createKeyService({ paths, log: createLog(paths) }).list()
  ref = { id: pair?.id ?? '', path: pair?.privateKeyPath ?? '' }
  await rm(join(dir, 'elsewhere'), { recursive: true, force: true })
  await mkdir(join(dir, 'data'), { mode: 0o700 })
})
afterEach(async () => {
  if (holder !== null && holder.exitCode === null) {
    const ended = once(holder, 'exit')
    holder.kill('SIGKILL')
    await ended
  }
  holder = null
  await rm(dir, { recursive: true, force: true })
})

/** A mount namespace in which the script has run; it ends with the test, and its mounts with it. */
async function namespace(script: string): Promise<{ root: string; prefix: readonly string[] }> {
  const argv = ['-m', '--propagation', 'private', 'sh', '-ec', `${script}\necho ready; exec cat`]
  const child = spawn('unshare', argv, { stdio: ['pipe', 'pipe', 'inherit'] })
  holder = child
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')])
  if (child.exitCode !== null) throw new Error('the mount namespace could not be set up')
  return { root: `/proc/${child.pid}/root`, prefix: ['nsenter', '-m', '-t', `${child.pid}`] }
}

async function refusal(
  [method, params]: (typeof OPERATIONS)[number],
  prefix: readonly string[],
): Promise<{ code: string; message: string }> {
  const named = method === 'generate' ? params : { ...ref, ...params }
  return program.run(dir, method, named, prefix)
}

/** The small drive holds the keys; the rest of the script says what becomes of it. */
const mountKeys = (size: string) =>
  `mount -t tmpfs -o size=${size},mode=0700 tmpfs '${sshDir}'\ncp -p '${template}'/* '${sshDir}'`

describe.runIf(reason === null)('every operation', () => {
  test.each(OPERATIONS)('%s on a read-only drive', async (...operation) => {
    const { root, prefix } = await namespace(`${mountKeys('1m')}\nmount -o remount,ro '${sshDir}'`)
    const before = await picture(root + sshDir)
    const { code, message } = await refusal(operation as never, prefix)
    expect(message).toContain(sshDir)
    expect(code).toBe('read-only')
    expect(await picture(root + sshDir)).toEqual(before)
    expect([...(await picture(join(dir, 'data', 'backups'))).keys()]).toEqual([])
  })

  test.each(OPERATIONS)('%s on a full drive', async (...operation) => {
    const { root, prefix } = await namespace(
      `${mountKeys('64k')}\ncat /dev/zero > '${sshDir}/filler' 2>/dev/null || true`,
    )
    const before = await picture(root + sshDir)
    const { code, message } = await refusal(operation as never, prefix)
    const after = await picture(root + sshDir)
    // Removing needs no space; a new name in the config does.
    if (operation[0] === 'remove') {
      expect([code, message]).toEqual(['ok', ''])
      return
    }
    expect(message).toContain(sshDir)
    expect(code).toBe('disk-full')
    expect(after).toEqual(before)
  })

  test.each(OPERATIONS)('%s where the backups cannot be kept: full', async (...operation) => {
    const data = join(dir, 'data')
    const { prefix } = await namespace(
      `mount -t tmpfs -o size=64k,mode=0700 tmpfs '${data}'
       mkdir -m 700 '${data}/backups' '${data}/locks' '${data}/journal'
       cat /dev/zero > '${data}/filler' 2>/dev/null || true`,
    )
    const before = await picture(sshDir)
    const { code, message } = await refusal(operation as never, prefix)
    expect(message).toContain(data)
    expect(code).toBe('disk-full')
    expect(await picture(sshDir)).toEqual(before)
  })

  test.each(OPERATIONS)('%s where the backups cannot be kept: not ours', async (...operation) => {
    await giveAway(dir)
    const backups = join(dir, 'data', 'backups')
    await mkdir(backups, { mode: 0o755 })
    const before = await picture(sshDir)
    const { code, message } = await refusal(operation as never, AS_ACCOUNT)
    expect(message).toContain(backups)
    expect(code).toBe('permission-denied')
    expect(await picture(sshDir)).toEqual(before)
  })

  test.each(OPERATIONS)('%s in a folder of another account', async (...operation) => {
    await giveAway(dir)
    await chmod(sshDir, 0o755)
    await chown(sshDir, 0, 0)
    const before = await picture(sshDir)
    const { code, message } = await refusal(operation as never, AS_ACCOUNT)
    expect(message).toContain(sshDir)
    expect(code).toBe('permission-denied')
    expect(await picture(sshDir)).toEqual(before)
    expect([...(await picture(join(dir, 'data', 'backups'))).keys()]).toEqual([])
  })
})

async function giveAway(folder: string): Promise<void> {
  execFileSync('chown', ['-R', `${ACCOUNT}:${ACCOUNT}`, folder])
}
