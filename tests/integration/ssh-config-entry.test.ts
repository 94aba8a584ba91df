// From a pasted command to a login by name with the real ssh, to another port, and back to nothing.

import { execFile, execFileSync } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type InProcess, startInProcess } from '../support/in-process.ts'
import { type Sshd, startSshd, whyNoSshd } from '../support/servers/index.ts'

const reason = whyNoSshd()
if (reason !== null)
  process.stdout.write(`skipped: logging in by an entry of the config (${reason})\n`)

let whole: InProcess
let call: InProcess['call']
let sshd: Sshd | null

beforeEach(async () => {
  sshd = null
  whole = await startInProcess()
  call = whole.call
})
afterEach(async () => {
  await sshd?.stop()
  await whole.remove()
})

/** `ssh <alias> …` with the config that Keypilot wrote; resolves with what it said. */
function ssh(alias: string, command: string): Promise<{ code: number; said: string }> {
  const { sshDir } = whole.paths
  const argv = [
    ...['-F', join(sshDir, 'config'), '-o', 'BatchMode=yes', '-o', 'ConnectTimeout=20'],
    ...['-o', 'StrictHostKeyChecking=accept-new'],
    ...['-o', `UserKnownHostsFile=${join(sshDir, 'known_hosts')}`, alias, command],
  ]
  return new Promise((resolve) => {
    execFile('ssh', argv, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), said: stdout + stderr })
    })
  })
}

it.runIf(reason === null)(
  'a pasted command becomes a name that logs in, follows the pod, and goes without a trace',
  async () => {
    const { sshDir } = whole.paths
    const own = 'Host *\n  Port 1 # nobody listens there\n  IdentityFile ~/.ssh/none'
    await writeFile(join(sshDir, 'config'), own, { mode: 0o600 })
    const key = join(sshDir, 'my key')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'me', '-f', key])
    const authorizedKeys = [await readFile(`${key}.pub`, 'utf8')]
    // A shell that reads no profile: those of the account may take their time.
    const server = { authorizedKeys, config: [`SetEnv HOME=${whole.home}`] }
    sshd = await startSshd(server)

    const save = async ({ user, host, port }: Sshd) => {
      const command = `ssh ${user}@${host} -p ${port} -i ~/.ssh/id_ed25519`
      const { target } = await call('sshCommand.parse', { text: command })
      const pair = (await call('keys.list', {})).find(({ name }) => name === 'my key')
      const params = {
        alias: 'my-pod',
        hostName: target?.host ?? '',
        user: target?.user ?? '',
        port: target?.port ?? 0,
        keyId: pair?.id ?? '',
        hostKeyAlias: 'runpod-abc123',
      }
      const { planId } = await call('sshConfig.planUpsert', params)
      return call('sshConfig.upsertHost', { ...params, planId })
    }
    expect(await save(sshd)).toMatchObject({ verified: true })
    expect(await ssh('my-pod', 'echo in')).toMatchObject({
      code: 0,
      said: expect.stringContaining('in\n'),
    })
    expect(await readFile(join(sshDir, 'known_hosts'), 'utf8')).toMatch(/^runpod-abc123 /m)

    // The pod starts again: another port, another host key.
    await sshd.stop()
    sshd = await startSshd(server)
    expect((await ssh('my-pod', 'true')).code).not.toBe(0)
    expect(await save(sshd)).toMatchObject({ verified: true })
    const changed = await ssh('my-pod', 'echo in')
    expect(changed.said).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED')
    await writeFile(join(sshDir, 'known_hosts'), '')
    expect(await ssh('my-pod', 'echo in')).toMatchObject({
      code: 0,
      said: expect.stringContaining('in\n'),
    })
    expect(whole.prompts).toEqual([])

    await call('sshConfig.removeHost', { alias: 'my-pod' })
    expect(whole.prompts).toMatchObject([{ action: 'Remove host' }])
    expect(await readFile(join(sshDir, 'config'), 'utf8')).toBe(own)
    expect((await readdir(sshDir)).sort()).toEqual([
      'config',
      'known_hosts',
      'my key',
      'my key.pub',
    ])
  },
  180_000,
)

it('answers for the methods that look at findings', async () => {
  await expect(call('sshConfig.planFix', { finding: 'gone' })).rejects.toThrow('not-found')
})
