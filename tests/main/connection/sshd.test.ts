import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AppError } from '../../../main/contract/errors.ts'
import { type Sshd, startSshd, whyNoSshd } from '../../support/servers/index.ts'
import { type Bench, createBench, type MadeKey, makeKey, stateOf, targetOf } from './support.ts'

describe.skipIf(whyNoSshd() !== null)('with the real sshd', () => {
  let bench: Bench
  let key: MadeKey
  let sshd: Sshd

  beforeAll(async () => {
    sshd = await startSshd({ authorizedKeys: [] })
  })
  afterAll(() => sshd.stop())
  beforeEach(async () => {
    bench = createBench()
    key = bench.makeKey('id_ed25519')
    await sshd.authorize(key.publicLine)
  })

  describe('a login that works', () => {
    test('every stage passes, and the report says what was proven', async () => {
      const { report, progress } = await bench.run({ target: targetOf(sshd) })
      expect(report.stages.map(({ id, state }) => `${id} ${state}`)).toEqual([
        'local ok',
        'resolve ok',
        'tcp ok',
        'banner ok',
        'kex ok',
        'host-key ok',
        'auth ok',
        'session ok',
        'sftp ok',
      ])
      expect(report).toMatchObject({
        verdict: 'ok',
        cause: null,
        title: 'You can log in',
        fixes: [],
        acceptedKey: key.id,
        key: { id: key.id, path: key.path },
        capabilities: { exec: true, sftp: true, pty: true, forwarding: true },
        summary:
          'A terminal, VS Code and Cursor, copying files with scp and sftp and tunnels will work.',
        offeredMethods: ['publickey'],
        hostKey: { type: 'ssh-ed25519', sha256: sshd.hostKeys[0]?.sha256, status: 'new' },
      })
      expect(report.serverSoftware).toMatch(/^SSH-2\.0-OpenSSH_/)
      expect(Number.isNaN(Date.parse(report.finishedAt))).toBe(false)
      const started = progress.flatMap((event) =>
        event.kind === 'stage-started' ? event.stage : [],
      )
      expect(started).toEqual(report.stages.map(({ id }) => id))
      const ended = progress.flatMap((event) => (event.kind === 'stage-ended' ? event.stage : []))
      expect(ended).toEqual(report.stages)
    })

    test.each([
      ['rsa', ['-t', 'rsa', '-b', '2048']],
      ['ecdsa', ['-t', 'ecdsa', '-b', '384']],
      ['rsa-pem', ['-t', 'rsa', '-b', '2048', '-m', 'PEM']],
      ['rsa-pkcs8', ['-t', 'rsa', '-b', '2048', '-m', 'PKCS8']],
    ])('with a key of the kind %s', async (name, args) => {
      const other = bench.makeKey(`id_${name}`, args)
      await sshd.authorize(other.publicLine)
      const { report } = await bench.run({ target: targetOf(sshd), identityFile: other.path })
      expect(report).toMatchObject({ verdict: 'ok', acceptedKey: other.id })
    })

    test('from the text of a command, with the path after -i', async () => {
      const other = bench.makeKey('other')
      await sshd.authorize(other.publicLine)
      const { report } = await bench.run({
        command: `ssh ${sshd.user}@127.0.0.1 -p ${sshd.port} -i ${other.path}`,
      })
      expect(report).toMatchObject({
        verdict: 'ok',
        acceptedKey: other.id,
        target: { kind: expect.any(String), port: sshd.port },
      })
    })

    test('an encrypted key with its passphrase', async () => {
      const locked = bench.makeKey('locked', ['-N', 'correct horse'])
      await sshd.authorize(locked.publicLine)
      const { report } = await bench.run({
        target: targetOf(sshd),
        identityFile: locked.path,
        passphrase: 'correct horse',
      })
      expect(report).toMatchObject({ verdict: 'ok', acceptedKey: locked.id })
      expect(JSON.stringify(report)).not.toContain('correct horse')
    })

    test('only the server is looked at with until: banner, without any key', async () => {
      rmSync(key.path)
      rmSync(`${key.path}.pub`)
      const { report } = await bench.run({ target: targetOf(sshd), until: 'banner' })
      expect(report).toMatchObject({
        verdict: 'ok',
        title: 'A server answers',
        key: null,
        hostKey: null,
      })
      expect(report.stages.filter(({ state }) => state === 'ok').map(({ id }) => id)).toEqual([
        'resolve',
        'tcp',
        'banner',
      ])
      expect(existsSync(bench.knownHostsFile)).toBe(false)
    })
  })

  describe('the login', () => {
    test('a key that the server does not have', async () => {
      const stranger = makeKey(join(bench.sshDir, "stranger's"))
      const { report } = await bench.run({
        target: targetOf(sshd, 'runpod-direct'),
        identityFile: stranger.path,
        askAboutOthers: false,
      })
      expect(report).toMatchObject({
        verdict: 'failed',
        cause: 'key-not-accepted',
        title: 'The pod refused this key',
        acceptedKey: null,
        offeredMethods: ['publickey'],
      })
      expect(report.explanation).toMatch(
        /1\. The key was added to RunPod after the pod had started/,
      )
      expect(report.explanation).not.toContain('password')
      const copy = report.fixes.find((fix) => fix.kind === 'copy')
      expect(copy?.kind === 'copy' && copy.text).toBe(
        `mkdir -p ~/.ssh && printf '\\n%s\\n' '${stranger.publicLine}' >> ~/.ssh/authorized_keys && chmod 700 ~/.ssh && chmod 600 ~/.ssh/authorized_keys`,
      )
      expect(report.fixes).toContainEqual(expect.objectContaining({ ask: 'check-paste' }))
      expect(['session', 'sftp'].map((id) => stateOf(report, id))).toEqual(['skipped', 'skipped'])
    })

    test('a server that offers passwords: RunPod never set one', async () => {
      const other = await startSshd({ authorizedKeys: [], config: ['PasswordAuthentication yes'] })
      const { report } = await bench.run({ target: targetOf(other, 'runpod-direct') })
      await other.stop()
      expect(report).toMatchObject({ cause: 'key-not-accepted' })
      expect(report.offeredMethods).toContain('password')
      expect(report.explanation).toContain('RunPod never sets a password')
    })

    test('a server that stops after one failed try', async () => {
      const strict = await startSshd({ authorizedKeys: [], config: ['MaxAuthTries 1'] })
      const { report } = await bench.run({ target: targetOf(strict) })
      await strict.stop()
      expect(report).toMatchObject({ cause: 'too-many-authentication-failures' })
    })

    test('a forced command is a warning, not a failure', async () => {
      const forced = await startSshd({
        authorizedKeys: [key.publicLine],
        config: ['ForceCommand echo "backups only"'],
      })
      const { report } = await bench.run({ target: targetOf(forced) })
      await forced.stop()
      expect(report).toMatchObject({ verdict: 'ok', capabilities: { exec: false } })
      expect(stateOf(report, 'session')).toBe('warning')
      expect(report.explanation).toContain('backups only')
    })

    test('an account that runs nothing', async () => {
      const closed = await startSshd({
        authorizedKeys: [key.publicLine],
        config: ['ForceCommand echo "This account is currently not available."; exit 1'],
      })
      const { report } = await bench.run({ target: targetOf(closed) })
      await closed.stop()
      expect(report).toMatchObject({ verdict: 'failed', cause: 'no-shell', acceptedKey: key.id })
      expect(report.explanation).toContain('not available')
    })

    test('no session allowed at all', async () => {
      const closed = await startSshd({
        authorizedKeys: [key.publicLine],
        config: ['MaxSessions 0'],
      })
      const { report } = await bench.run({ target: targetOf(closed) })
      await closed.stop()
      expect(report).toMatchObject({ verdict: 'failed', cause: 'no-session', acceptedKey: key.id })
    })

    test('no terminal and no sftp are warnings', async () => {
      const bare = await startSshd({
        authorizedKeys: [`no-pty ${key.publicLine}`],
        config: ['Subsystem sftp /nonexistent/sftp-server'],
      })
      const { report } = await bench.run({ target: targetOf(bare) })
      await bare.stop()
      expect(report).toMatchObject({
        verdict: 'ok',
        capabilities: { exec: true, pty: false, sftp: false },
      })
      expect([stateOf(report, 'session'), stateOf(report, 'sftp')]).toEqual(['warning', 'warning'])
    })

    test('a server that allows one session at a time still proves the login', async () => {
      const narrow = await startSshd({
        authorizedKeys: [key.publicLine],
        config: ['MaxSessions 1'],
      })
      const { report } = await bench.run({ target: targetOf(narrow) })
      await narrow.stop()
      expect(report).toMatchObject({ verdict: 'ok', capabilities: { exec: true } })
      expect(report.capabilities.pty).not.toBe(false)
      expect(stateOf(report, 'session')).toBe('ok')
    })

    test('a server that hangs after the login', async () => {
      const stuck = await startSshd({
        authorizedKeys: [key.publicLine],
        config: ['ForceCommand sleep 3'],
      })
      const { report } = await bench.run({ target: targetOf(stuck) }, { limits: { session: 500 } })
      await stuck.stop()
      expect(report).toMatchObject({ cause: 'session-timeout', acceptedKey: key.id })
    })
  })

  test('what is no command is refused before anything happens', async () => {
    await expect(bench.run({ command: 'hello there' })).rejects.toThrow(AppError)
    await expect(
      bench.run({ target: { user: 'root', host: '-oProxyCommand=x', port: 22, kind: 'generic' } }),
    ).rejects.toMatchObject({ code: 'invalid-value' })
  })
})
