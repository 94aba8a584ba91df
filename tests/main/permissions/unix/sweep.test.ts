/** Every mode of every file, judged by Keypilot and by the real ssh, ssh-keygen and sshd. */

import { execFileSync } from 'node:child_process'
import { chmod, chown, mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Finding } from '../../../../main/contract/methods.ts'
import { freePort, readsFromServer } from '../../../support/servers/ports.ts'
import { whyNoSshd } from '../../../support/servers/sshd.ts'
import { openLoginProbe } from '../support/login-probe.ts'
import {
  type Agent,
  type OtherAccount,
  PRIVATE_GID,
  SHARED_GID,
  startOtherAccount,
  UID,
  USER,
  whyNoOtherAccount,
} from '../support/other-account.ts'

const missing = whyNoOtherAccount() ?? whyNoSshd()
if (missing !== null) process.stdout.write(`skipped: the sweep of all modes, since ${missing}\n`)

const STEP = Number(process.env.KEYPILOT_SWEEP_STEP ?? 1)
const MODES = Array.from({ length: 512 }, (_, mode) => mode).filter((mode) => mode % STEP === 0)
const OTHER_UID = 42_999

describe.skipIf(missing !== null)('all 512 modes', { timeout: 600_000 }, () => {
  let account: OtherAccount
  let agent: Agent
  let clientKey: Buffer
  let port: number
  const at = (...names: readonly string[]) => join(account.home, ...names)

  beforeAll(async () => {
    account = await startOtherAccount()
    await fillHome(account)
    const version = execFileSync('sh', ['-c', 'ssh -V 2>&1'], { encoding: 'utf8' }).trim()
    agent = account.agent([at('.ssh', 'own'), at('.ssh', 'foreign')], version)
    clientKey = await readFile(join(account.folder, 'client'))
    port = await startServer(account)
  }, 120_000)
  afterAll(() => account?.stop())

  /** Sets each mode, and compares what we say of `paths` with whether the tool works. */
  async function sweep(
    path: string,
    works: () => Promise<boolean>,
    judgedFiles: readonly string[] = [path],
    modes: readonly number[] = MODES,
  ): Promise<void> {
    const before = execFileSync('stat', ['-c', '%a', path], { encoding: 'utf8' }).trim()
    const disagreements: string[] = []
    for (const mode of modes) {
      await chmod(path, mode)
      const [{ findings }, accepted] = await Promise.all([agent.report(), works()])
      const refused = findings.filter((one) => isRefusal(one) && judgedFiles.includes(one.path))
      if (accepted !== (refused.length === 0)) {
        const said = refused.map(({ code }) => code).join() || 'nothing'
        disagreements.push(
          `${mode.toString(8)}: it ${accepted ? 'works' : 'fails'}, we say ${said}`,
        )
      }
    }
    await chmod(path, Number.parseInt(before, 8))
    expect(disagreements).toEqual([])
  }

  const isRefusal = ({ severity }: Finding) => severity === 'refuses'
  const loads = (name: string) => async () =>
    (await account.answer(
      `ssh-keygen -y -f ${at('.ssh', name)} </dev/null >/dev/null 2>&1; echo $?`,
    )) === '0'
  /** Both lines count: one stands in config, the other in the file it includes. */
  const configWorks = async () =>
    (await account.answer(
      `ssh -G pod 2>/dev/null </dev/null | grep -cE '^(port 7777|user included)$'`,
    )) === '2'
  const sweepLogins = async (path: string, modes = MODES): Promise<void> => {
    const probe = await openLoginProbe({ port, username: USER, privateKey: clientKey })
    const files = [path, account.home, at('.ssh'), at('.ssh', 'authorized_keys')]
    await sweep(path, () => probe.accepts(), files, modes).finally(() => probe.close())
  }

  test('own key', () => sweep(at('.ssh', 'own'), loads('own')))
  test('key of another account', () => sweep(at('.ssh', 'foreign'), loads('foreign')))

  test.each([
    ['a shared group', SHARED_GID],
    ['a group of its own', PRIVATE_GID],
  ])('config, %s', async (_, gid) => {
    await chown(at('.ssh', 'config'), UID, gid)
    await sweep(at('.ssh', 'config'), configWorks)
  })

  test.each([
    ['a shared group', SHARED_GID],
    ['a group of its own', PRIVATE_GID],
  ])('included config, %s', async (_, gid) => {
    await chown(at('.ssh', 'included'), UID, gid)
    await sweep(at('.ssh', 'included'), configWorks)
  })

  test('config of another account', async () => {
    await chown(at('.ssh', 'config'), OTHER_UID, OTHER_UID)
    await sweep(at('.ssh', 'config'), configWorks)
    await chown(at('.ssh', 'config'), UID, PRIVATE_GID)
  })

  test('included config of root', async () => {
    await chown(at('.ssh', 'included'), 0, 0)
    await sweep(at('.ssh', 'included'), configWorks)
    await chown(at('.ssh', 'included'), UID, PRIVATE_GID)
  })

  test('authorized_keys', async () => {
    await chown(at('.ssh', 'authorized_keys'), UID, SHARED_GID)
    await sweepLogins(at('.ssh', 'authorized_keys'))
  })

  test('ssh folder', async () => {
    await chown(at('.ssh'), UID, SHARED_GID)
    await sweepLogins(at('.ssh'))
  })

  test('home', async () => {
    await chown(account.home, UID, SHARED_GID)
    await sweepLogins(account.home)
  })

  /** Rights of group and others; what the owner's are was asked above. */
  const RIGHTS = [0o0, 0o2, 0o5, 0o6, 0o7]
  const FOR_OTHERS = RIGHTS.flatMap((group) => RIGHTS.map((other) => 0o700 | (group << 3) | other))

  test('logins with a group of its own', async () => {
    const names = [at('.ssh', 'authorized_keys'), at('.ssh'), account.home]
    for (const name of names) await chown(name, UID, PRIVATE_GID)
    for (const name of names) await sweepLogins(name, FOR_OTHERS)
  })

  test.each([
    ['root', 0],
    ['another account', OTHER_UID],
  ])('authorized_keys, ssh folder and home of %s', async (_, uid) => {
    for (const name of [at('.ssh', 'authorized_keys'), at('.ssh'), account.home]) {
      await chown(name, uid, PRIVATE_GID)
      await sweepLogins(name, [0o700, 0o711, 0o744, 0o755, 0o775, 0o777])
      await chown(name, UID, PRIVATE_GID)
    }
  })

  test('the folder that authorized_keys leads to', async () => {
    await mkdir(at('dotfiles'))
    await rename(at('.ssh', 'authorized_keys'), at('dotfiles', 'keys'))
    await symlink(at('dotfiles', 'keys'), at('.ssh', 'authorized_keys'))
    await chown(at('dotfiles'), UID, SHARED_GID)
    // Every right of others, and the folder closed to its owner: as finely as time allows.
    const closed = [0o000, 0o077, 0o200, 0o600, 0o677]
    await sweepLogins(at('dotfiles'), [...closed, ...MODES.filter((mode) => mode >= 0o700)])
    // Not on the way up from there.
    await sweepLogins(at('.ssh'), [0o700, 0o770, 0o777])
  })
})

async function fillHome({ home, folder }: OtherAccount): Promise<void> {
  const ssh = join(home, '.ssh')
  await mkdir(ssh, { mode: 0o700 })
  for (const name of [
    join(ssh, 'own'),
    join(ssh, 'foreign'),
    join(folder, 'client'),
    join(folder, 'host'),
  ]) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', name])
  }
  await writeFile(join(ssh, 'config'), 'Include included\nHost pod\n  Port 7777\n', { mode: 0o600 })
  await writeFile(join(ssh, 'included'), 'Host pod\n  User included\n', { mode: 0o600 })
  await writeFile(join(ssh, 'authorized_keys'), await readFile(join(folder, 'client.pub')), {
    mode: 0o600,
  })
  execFileSync('chown', ['-R', `${UID}:${PRIVATE_GID}`, home])
  await chown(join(ssh, 'foreign'), OTHER_UID, OTHER_UID)
  // Without its public half, so that ssh-keygen has to read the private one.
  execFileSync('rm', [join(ssh, 'own.pub'), join(ssh, 'foreign.pub')])
}

async function startServer({ folder, start }: OtherAccount): Promise<number> {
  const port = await freePort()
  const lines = [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${join(folder, 'host')}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes yes',
    'AuthorizedKeysFile .ssh/authorized_keys',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'MaxAuthTries 10000',
    'LoginGraceTime 0',
    'LogLevel QUIET',
  ]
  await mkdir('/run/sshd', { recursive: true })
  await writeFile(join(folder, 'sshd_config'), `${lines.join('\n')}\n`)
  start(['/usr/sbin/sshd', '-D', '-f', join(folder, 'sshd_config')])
  const deadline = Date.now() + 10_000
  while (!(await readsFromServer(port, 500)).startsWith('SSH-2.0-')) {
    if (Date.now() > deadline) throw new Error('sshd did not start')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return port
}
