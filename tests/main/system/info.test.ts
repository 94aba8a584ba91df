import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { resolvePaths } from '../../../main/storage/index.ts'
import { probeAgent } from '../../../main/system/agent.ts'
import { type Machine, systemInfo } from '../../../main/system/info.ts'
import { findSshClient } from '../../../main/system/ssh-client.ts'

const folder = mkdtempSync(join(tmpdir(), 'keypilot-system-'))

function infoOn(machine: Partial<Machine>) {
  return systemInfo({
    paths: resolvePaths(),
    appVersion: '1.2.3',
    host: 'cli',
    machine: { platform: 'linux', arch: 'x64', env: {}, ...machine },
  })
}

describe('the ssh client', () => {
  it("is the one that the shell runs, with ssh's own version", async () => {
    const path = execFileSync('sh', ['-c', 'command -v ssh'], { encoding: 'utf8' }).trim()
    const version = execFileSync('sh', ['-c', 'ssh -V 2>&1'], { encoding: 'utf8' })
    const { sshClient } = await infoOn({ env: { PATH: process.env.PATH } })
    expect(sshClient).toMatchObject({ path, flavour: 'openssh' })
    expect(sshClient?.version).toMatch(/^OpenSSH_\d/)
    expect(version.startsWith(`${sshClient?.version},`)).toBe(true)
  })

  it('is null when there is none', async () => {
    expect((await infoOn({ env: { PATH: folder } })).sshClient).toBeNull()
    expect((await infoOn({ env: {} })).sshClient).toBeNull()
  })

  it('is not looked for in the current folder', async () => {
    program('cwd', 'echo OpenSSH_9.9p1, x >&2')
    const before = process.env.PATH
    expect(await findSshClient({ platform: 'linux', env: { PATH: '.::cwd' } })).toBeNull()
    expect(process.env.PATH).toBe(before)
  })

  it('is the next one when the first does not answer', async () => {
    const broken = program('broken', 'echo "a library is missing" >&2; exit 127')
    const good = program('good', 'echo "OpenSSH_9.9p1 Test-1, OpenSSL 3.0" >&2')
    const PATH = [broken, '/no/such/folder', good].join(delimiter)
    expect(await findSshClient({ platform: 'linux', env: { PATH } })).toEqual({
      path: join(good, 'ssh'),
      version: 'OpenSSH_9.9p1 Test-1',
      flavour: 'openssh',
    })
  })

  it('gives up on one that hangs', async () => {
    const hanging = program('hanging', 'exec /bin/sleep 60')
    const started = performance.now()
    expect(await findSshClient({ platform: 'linux', env: { PATH: hanging } })).toBeNull()
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('stops searching when the call is cancelled', async () => {
    const hanging = program('hanging', 'exec /bin/sleep 60')
    const signal = AbortSignal.timeout(100)
    await expect(
      findSshClient({ platform: 'linux', env: { PATH: hanging }, signal }),
    ).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe('the agent', () => {
  let server: Server | null = null
  afterEach(() => server?.close())

  it('is running when its socket takes a connection', async () => {
    const socket = join(folder, 'agent.sock')
    server = createServer().listen(socket)
    await new Promise((resolve) => server?.once('listening', resolve))
    const { agent } = await infoOn({ env: { SSH_AUTH_SOCK: socket } })
    expect(agent).toEqual({ state: 'running', detail: 'The ssh-agent is running.' })
  })

  it.each([
    ['no socket is named', undefined],
    ['the name is empty', ''],
    ['the socket has gone', join(folder, 'no.sock')],
    ['the file is no socket', '/etc/passwd'],
  ])('is not running when %s', async (_name, socket) => {
    const agent = await probeAgent({ platform: 'linux', env: { SSH_AUTH_SOCK: socket } })
    expect(agent.state).toBe('not-running')
    expect(agent.detail).not.toBe('')
  })
})

describe('the rest', () => {
  it('follows the platform and the environment', async () => {
    expect(await infoOn({ platform: 'darwin', arch: 'arm64' })).toMatchObject({
      appVersion: '1.2.3',
      host: 'cli',
      platform: 'darwin',
      arch: 'arm64',
      sshDir: process.env.KEYPILOT_SSH_DIR,
      dataDir: process.env.KEYPILOT_DATA_DIR,
      defaultShell: 'posix',
      capabilities: { openLinks: false, reveal: false },
    })
  })

  it('names no terminal where there is no display', async () => {
    const { capabilities } = await infoOn({ env: { PATH: process.env.PATH } })
    expect(capabilities.terminal).toBeNull()
  })
})

/** A folder with an `ssh` of our own in it. */
function program(name: string, script: string): string {
  const place = join(folder, name)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'ssh'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(place, 'ssh'), 0o755)
  return place
}
