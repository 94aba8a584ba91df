/** Servers that do something unusual once the connection is encrypted. */

import { execFile } from 'node:child_process'
import { beforeEach, expect, test } from 'vitest'
import { createSockets } from '../../../main/connection/sockets.ts'
import { connectTcp } from '../../../main/connection/stages/tcp.ts'
import type { TestReport } from '../../../main/contract/methods.ts'
import {
  type SshBehaviour,
  startBlackHole,
  startScriptedSsh,
  startSshd,
  whyNoSshd,
} from '../../support/servers/index.ts'
import { startRelay } from './relay.ts'
import {
  type Bench,
  createBench,
  type MadeKey,
  SHORT_LIMITS,
  stateOf,
  targetOf,
} from './support.ts'

const testWithSshd = test.skipIf(whyNoSshd() !== null)

let bench: Bench
let key: MadeKey
beforeEach(() => {
  bench = createBench()
  key = bench.makeKey('id_ed25519')
})

test.each<readonly [SshBehaviour, Partial<TestReport>, string, string]>([
  ['ignores-logins', { verdict: 'failed', cause: 'auth-timeout' }, 'auth', 'failed'],
  ['drops-at-login', { verdict: 'failed', cause: 'connection-lost' }, 'auth', 'failed'],
  ['drops-at-session', { verdict: 'failed', cause: 'session-closed' }, 'session', 'failed'],
  ['ignores-commands', { verdict: 'failed', cause: 'session-timeout' }, 'session', 'failed'],
  ['shell-only', { verdict: 'ok', cause: null }, 'session', 'warning'],
  ['needs-no-key', { verdict: 'ok', acceptedKey: null }, 'auth', 'warning'],
  ['ignores-sftp', { verdict: 'ok', cause: null }, 'sftp', 'warning'],
])('a server that does “%s”', async (behaviour, expected, stage, state) => {
  const server = await startScriptedSsh(behaviour)
  const { report } = await bench.run({ target: targetOf(server) }, { limits: SHORT_LIMITS })
  await server.stop()
  expect(report).toMatchObject(expected)
  expect(stateOf(report, stage)).toBe(state)
})

test('an RSA key where only SHA-1 signatures are understood: ssh does not offer it either', async () => {
  const server = await startScriptedSsh('names-no-signatures')
  const rsa = bench.makeKey('id_rsa', ['-t', 'rsa', '-b', '2048'])
  for (const { path, works } of [
    { path: rsa.path, works: false },
    { path: key.path, works: true },
  ]) {
    const target = targetOf(server)
    const { report } = await bench.run({ target, identityFile: path }, { limits: SHORT_LIMITS })
    expect(report.cause).toBe(works ? null : 'rsa-sha1-only')
    expect(report.acceptedKey).toBe(works ? key.id : null)
    expect(await sshLogsIn(server.port, path)).toBe(works)
  }
  await server.stop()
})

testWithSshd('a server without logins by key', async () => {
  const sshd = await startSshd({
    authorizedKeys: [key.publicLine],
    config: ['PubkeyAuthentication no', 'PasswordAuthentication yes'],
  })
  const { report } = await bench.run({ target: targetOf(sshd) })
  await sshd.stop()
  expect(report).toMatchObject({ cause: 'password-only', offeredMethods: ['password'] })
  expect(report.explanation).toContain('takes no keys')
  expect(report.explanation).toContain('switched off')
})

testWithSshd('a server that wants a password as well', async () => {
  const sshd = await startSshd({
    authorizedKeys: [key.publicLine],
    config: ['PasswordAuthentication yes', 'AuthenticationMethods publickey,password'],
  })
  const { report } = await bench.run({ target: targetOf(sshd) })
  await sshd.stop()
  expect(report).toMatchObject({ verdict: 'failed', cause: 'second-proof-needed' })
  expect(report.explanation).toContain('accepted the key, but wants a second proof')
})

testWithSshd('a session process that dies', async () => {
  const sshd = await startSshd({
    authorizedKeys: [key.publicLine],
    config: ['ForceCommand kill -9 $PPID'],
  })
  const { report } = await bench.run({ target: targetOf(sshd) })
  await sshd.stop()
  expect(report).toMatchObject({ cause: 'session-closed', acceptedKey: key.id })
})

testWithSshd('lines of notice before the banner do not disturb the login', async () => {
  const sshd = await startSshd({ authorizedKeys: [key.publicLine] })
  const relay = await startRelay(sshd.port, { prefix: 'Welcome.\r\nThis pod is rented.\r\n' })
  const { report } = await bench.run({ target: targetOf(relay) })
  await relay.stop()
  await sshd.stop()
  expect(report).toMatchObject({ verdict: 'ok', acceptedKey: key.id })
})

testWithSshd(
  'a slow server is asked whether it is a web server, and still gets its login',
  async () => {
    const sshd = await startSshd({ authorizedKeys: [key.publicLine] })
    const relay = await startRelay(sshd.port, { delayMs: 500 })
    const { report } = await bench.run(
      { target: targetOf(relay) },
      { limits: { silenceBeforeHttpProbe: 100, httpProbe: 200, banner: 3_000 } },
    )
    await relay.stop()
    await sshd.stop()
    expect(report).toMatchObject({ verdict: 'ok', acceptedKey: key.id })
  },
)

testWithSshd('a connection that is cut in the middle of the key exchange', async () => {
  const sshd = await startSshd({ authorizedKeys: [key.publicLine] })
  const relay = await startRelay(sshd.port, { maxBytes: 300 })
  const { report } = await bench.run({ target: targetOf(relay) })
  await relay.stop()
  await sshd.stop()
  expect(report).toMatchObject({ cause: 'closed-before-handshake' })
  expect(stateOf(report, 'kex')).toBe('failed')
})

testWithSshd.each([40, 300, 600, 900])(
  'bytes damaged at %i are noticed, never a hang or a crash',
  async (damageAt) => {
    const sshd = await startSshd({ authorizedKeys: [key.publicLine] })
    const relay = await startRelay(sshd.port, { damageAt })
    const { report } = await bench.run({ target: targetOf(relay) })
    await relay.stop()
    await sshd.stop()
    expect(report.verdict).toBe('failed')
    expect(stateOf(report, 'session')).toBe('skipped')
  },
)

testWithSshd(
  'several addresses: one that refuses or never answers does not hide the one that works',
  async () => {
    const sshd = await startSshd({ authorizedKeys: [] })
    const sockets = createSockets()
    const refused = await connectTcp(
      { addresses: ['::1', '127.0.0.1'], port: sshd.port, limitMs: 2_000 },
      sockets,
    )
    expect(refused.value.address).toBe('127.0.0.1')
    expect(refused.detail).toContain('::1 did not (ECONNREFUSED)')
    sockets.destroyAll()
    await sshd.stop()
  },
)

test.runIf(process.platform === 'linux')(
  'an address that never answers gets only its share of the time',
  async () => {
    const hole = await startBlackHole()
    const sockets = createSockets()
    const startedAt = Date.now()
    const nowhere = connectTcp(
      { addresses: ['127.0.0.1', '::1'], port: hole.port, limitMs: 400 },
      sockets,
    )
    await expect(nowhere).rejects.toMatchObject({ causeCode: 'connection-refused' })
    expect(Date.now() - startedAt).toBeLessThan(9_000)
    sockets.destroyAll()
    await hole.stop()
  },
)

function sshLogsIn(port: number, path: string): Promise<boolean> {
  const options = ['IdentitiesOnly=yes', 'BatchMode=yes', 'StrictHostKeyChecking=no']
  const argv = [
    ...['-F', 'none', '-i', path, '-o', 'UserKnownHostsFile=/dev/null'],
    ...options.flatMap((option) => ['-o', option]),
    ...['-p', String(port), '--', 'root@127.0.0.1', 'echo in'],
  ]
  return new Promise((resolve) =>
    execFile('ssh', argv, (_error, stdout) => resolve(stdout.trim() === 'in')),
  )
}
