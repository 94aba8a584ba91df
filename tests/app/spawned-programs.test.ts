/**
 * What other programs are given: each is replaced by one that writes down its arguments and its
 * environment, and then runs the real one. No passphrase may be seen by other users of the computer.
 */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeSalt, sha512Crypt } from '../../main/password-access/sha512-crypt.ts'
import { turnOnText } from '../../main/password-access/texts/turn-on.ts'
import { type InProcess, startInProcess } from '../support/in-process.ts'
import { type Sshd, startPod, startSshd, whyNoPod } from '../support/servers/index.ts'
import { recordSecret } from '../support/traffic/record.ts'

const PASSPHRASE = 'spawn canary 91b2-passphrase'
const OTHER = 'spawn canary 55d0-other'
const PASSWORD = 'spawn canary c8e4 password of a pod'
const SECRETS = [PASSPHRASE, OTHER, PASSWORD]
const PROGRAMS = ['ssh', 'ssh-keygen', 'ssh-add', 'sftp', 'scp', 'sh']

const folder = mkdtempSync(join(tmpdir(), 'keypilot-shims-'))
const realPath = process.env.PATH ?? ''
const shimPath = `${join(folder, 'bin')}${delimiter}${realPath}`
let keypilot: InProcess
let server: Sshd

function realProgram(name: string): string | null {
  try {
    return execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim()
  } catch {
    return null
  }
}

/** Writes `NUMBER.argv` and `NUMBER.env`, then becomes the real program. */
function makeShim(name: string): void {
  const real = realProgram(name)
  if (real === null) return
  const lines = [
    '#!/bin/bash',
    `printf '%s\\0' ${name} "$@" > '${folder}'/seen/$$.argv`,
    `cat /proc/$$/environ > '${folder}'/seen/$$.env`,
    `exec '${real}' "$@"`,
    '',
  ]
  writeFileSync(join(folder, 'bin', name), lines.join('\n'), { mode: 0o755 })
}

async function seen(kind: 'argv' | 'env'): Promise<readonly string[]> {
  const names = await readdir(join(folder, 'seen'))
  const files = names.filter((name) => name.endsWith(`.${kind}`))
  return Promise.all(files.map((name) => readFile(join(folder, 'seen', name), 'utf8')))
}

async function clear(): Promise<void> {
  for (const name of await readdir(join(folder, 'seen'))) await rm(join(folder, 'seen', name))
}

beforeAll(async () => {
  mkdirSync(join(folder, 'bin'))
  mkdirSync(join(folder, 'seen'))
  for (const name of PROGRAMS) makeShim(name)
  process.env.PATH = shimPath
  keypilot = await startInProcess()
})
afterAll(async () => {
  process.env.PATH = realPath
  await server?.stop()
  await keypilot.remove()
  await rm(folder, { recursive: true, force: true })
})

it.skipIf(process.platform !== 'linux')(
  'the whole use of a protected key shows its passphrase to nobody',
  async () => {
    const made = await keypilot.call('keys.generate', {
      name: 'id_canary',
      comment: 'canary',
      passphrase: PASSPHRASE,
    })
    const keyId = made.id
    const line = await readFile(join(keypilot.paths.sshDir, 'id_canary.pub'), 'utf8')
    server = await startSshd({ authorizedKeys: [line.trim()] })
    const target = {
      user: server.user,
      host: '127.0.0.1',
      port: server.port,
      kind: 'generic',
    } as const
    const result = await keypilot.call('connection.test', {
      target,
      keyId,
      passphrase: PASSPHRASE,
      hostKeyPolicy: 'accept-new',
      withClient: true,
    })
    expect(result.verdict, result.explanation).toBe('ok')
    await keypilot.call('keys.setPassphrase', {
      id: keyId,
      passphrase: PASSPHRASE,
      newPassphrase: OTHER,
    })
    await keypilot.call('keys.setComment', { id: keyId, comment: 'canary 2', passphrase: OTHER })
    const text = await readFile(join(keypilot.paths.sshDir, 'id_canary'), 'utf8')
    await keypilot.call('keys.import', { text, name: 'id_copy', passphrase: OTHER })

    const argv = await seen('argv')
    expect(argv.length).toBeGreaterThan(0)
    for (const line of argv) for (const secret of SECRETS) expect(line).not.toContain(secret)
    const environments = await seen('env')
    const told = environments.filter((text) => SECRETS.some((secret) => text.includes(secret)))
    // Those of ssh-keygen, to read the key back; an environment is for its own user's eyes only.
    for (const environment of told) expect(environment).toContain('SSH_ASKPASS=')
    const others = environments.filter((text) => !text.includes('SSH_ASKPASS_REQUIRE'))
    for (const one of others) for (const secret of SECRETS) expect(one).not.toContain(secret)
  },
)

it.skipIf(whyNoPod() !== null)(
  'a password that installs a protected key is shown to no program at all',
  async () => {
    recordSecret(PASSWORD)
    // A machine made for the test starts with the system's own programs.
    process.env.PATH = realPath
    const pod = await startPod()
    process.env.PATH = shimPath
    try {
      const { host, user, port } = pod
      const target = { user, host, port, kind: 'generic' } as const
      await pod.paste('sh', turnOnText(sha512Crypt(Buffer.from(PASSWORD), makeSalt())))
      const { id } = await keypilot.call('keys.generate', {
        name: 'id_pod',
        comment: 'pod',
        passphrase: PASSPHRASE,
      })
      await clear()
      const installed = await keypilot.call('passwordAccess.installKey', {
        ...{ target, keyId: id, password: PASSWORD, passphrase: PASSPHRASE },
        ...({ hostKeyPolicy: 'accept-new', turnOff: true } as const),
      })
      expect(installed.verdict, installed.explanation).toBe('ok')
      const report = await keypilot.call('connection.test', {
        ...{ target, keyId: id, passphrase: PASSPHRASE, withClient: true },
        hostKeyPolicy: 'strict',
      })
      expect(report.verdict, report.explanation).toBe('ok')
    } finally {
      await pod.stop()
    }
    const all = [...(await seen('argv')), ...(await seen('env'))]
    // Keypilot logs in by itself; after it, the system's ssh was run.
    expect(all.length).toBeGreaterThan(0)
    for (const one of all) expect(one).not.toContain(PASSWORD)
    for (const line of await seen('argv')) expect(line).not.toContain(PASSPHRASE)
  },
)

it('no file of the home, the data folder or the folder for temporary files holds it', async () => {
  for (const root of [keypilot.home, tmpdir()]) {
    const entries = await readdir(root, { recursive: root === keypilot.home, withFileTypes: true })
    for (const entry of entries.filter((one) => one.isFile())) {
      const path = join(entry.parentPath, entry.name)
      const text = await readFile(path, 'latin1').catch(() => '')
      for (const secret of SECRETS) expect(text.includes(secret), path).toBe(false)
    }
  }
})
