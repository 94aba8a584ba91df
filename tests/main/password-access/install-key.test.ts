/** A key installed over a password login, on a machine of its own with the real sshd and PAM. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { InstallKeyParams } from '../../../main/contract/methods.ts'
import { makeSalt, sha512Crypt } from '../../../main/password-access/sha512-crypt.ts'
import { turnOffText } from '../../../main/password-access/texts/turn-off.ts'
import { turnOnText } from '../../../main/password-access/texts/turn-on.ts'
import { freePort, type Pod, startPod, whyNoPod } from '../../support/servers/index.ts'
import { recordSecret } from '../../support/traffic/record.ts'
import type { MadeKey } from '../connection/support.ts'
import { targetOf } from '../connection/support.ts'
import { type AccessBench, createAccessBench, states } from './support.ts'

const PASSWORD = 'A password of this test 7351'
const ALL_OK = [
  'connect ok',
  'password-login ok',
  'install-key ok',
  'key-login ok',
  'password-off ok',
  'password-refused ok',
]

describe.skipIf(whyNoPod() !== null)('on a machine of its own', () => {
  let pod: Pod
  let bench: AccessBench
  let key: MadeKey

  beforeAll(async () => {
    pod = await startPod()
  })
  afterAll(() => pod.stop())
  beforeEach(() => {
    pod.run('rm -rf /root/.ssh')
    bench = createAccessBench()
    key = bench.makeKey('id_ed25519')
  })

  /** The same with a password that the person knows. */
  async function openedWith(password: string): Promise<void> {
    recordSecret(password)
    const text = turnOnText(sha512Crypt(Buffer.from(password), makeSalt()))
    expect(await pod.paste('sh', text)).toContain('keypilot: done.')
  }
  const takenBack = () => pod.paste('sh', turnOffText())
  /** Password login with a generated password, as the person does it. */
  async function prepared(): Promise<string> {
    const { session, turnOn } = bench.access.prepare({ password: 'generated' })
    expect(await pod.paste('bash', turnOn)).toContain('keypilot: done.')
    return session ?? ''
  }

  test('from the pasted text to a key that works, and no password any more', async () => {
    const before = pod.run('cat /etc/shadow; ls /etc/ssh /etc/ssh/sshd_config.d')
    const session = await prepared()
    const { result, told } = await bench.install({ target: targetOf(pod), keyId: key.id, session })
    expect(states(result)).toEqual(ALL_OK)
    expect(told).toEqual(result.steps)
    expect(result).toMatchObject({ verdict: 'ok', installed: 'added', problems: [] })
    expect(pod.run('cat /root/.ssh/authorized_keys')).toBe(`${key.publicLine}\n`)
    expect(pod.run('cd /root; stat -c "%a %U %n" .ssh .ssh/authorized_keys; ls -A .ssh')).toBe(
      '700 root .ssh\n600 root .ssh/authorized_keys\nauthorized_keys\n',
    )
    expect(pod.run('cat /etc/shadow; ls /etc/ssh /etc/ssh/sshd_config.d')).toBe(before)
    const again = await bench.run({ target: targetOf(pod), keyId: key.id })
    expect(again.report.verdict).toBe('ok')
    // The password is forgotten once it is of no use.
    await expect(
      bench.install({ target: targetOf(pod), keyId: key.id, session }),
    ).rejects.toMatchObject({ code: 'not-found' })
  })

  describe('with a password of one’s own', () => {
    beforeAll(() => openedWith(PASSWORD))
    afterAll(takenBack)
    const install = (more: Partial<InstallKeyParams> = {}) =>
      bench.install({
        target: targetOf(pod),
        keyId: key.id,
        password: PASSWORD,
        turnOff: false,
        ...more,
      })

    test('a second time nothing is changed, and password login stays on where that is wished', async () => {
      const first = await install()
      const picture = 'cd /root; stat -c "%a %Y %i" .ssh/authorized_keys; cat .ssh/authorized_keys'
      const before = pod.run(picture)
      const second = await install()
      expect([first.result.installed, second.result.installed]).toEqual(['added', 'already-there'])
      expect(states(second.result).slice(3)).toEqual([
        'key-login ok',
        'password-off skipped',
        'password-refused skipped',
      ])
      expect(second.result).toMatchObject({ verdict: 'ok' })
      expect(second.result.explanation).toContain('Password login is still on')
      expect(pod.run(picture)).toBe(before)
      const canary = JSON.stringify([first, second, bench.logged])
      expect(canary).not.toContain(PASSWORD)
    })

    test('a wrong password: nothing is changed', async () => {
      const { result } = await install({ password: 'a wrong lantern of seven words' })
      expect(result).toMatchObject({ verdict: 'failed', installed: null })
      expect(result.problems).toMatchObject([{ code: 'password-refused' }])
      expect(states(result).slice(0, 3)).toEqual([
        'connect ok',
        'password-login failed',
        'install-key skipped',
      ])
      expect(result.explanation).toContain('Nothing was changed on the server.')
      expect(pod.run('ls -dA /root/.ssh 2>/dev/null || :')).toBe('')
    })

    test('a key that is refused afterwards: why, and password login stays on', async () => {
      pod.run('chmod 777 /root')
      const { result } = await install({ turnOff: true })
      pod.run('chmod 700 /root')
      expect(states(result)).toEqual([
        'connect ok',
        'password-login ok',
        'install-key ok',
        'key-login failed',
        'password-off skipped',
        'password-refused skipped',
      ])
      expect(result.explanation).toContain('password login was left on: you are not locked out')
      expect(result.explanation).toContain('chmod go-w /root')
      expect(pod.run('ls /etc/ssh/sshd_config.d')).toContain('00-keypilot-password.conf')
    })

    test('a host key that is not known: no password is sent', async () => {
      const { result } = await install({ hostKeyPolicy: 'ask' })
      expect(result).toMatchObject({ verdict: 'failed', hostKey: { status: 'new' } })
      expect(result.problems).toMatchObject([{ code: 'host-key-new' }])
      expect(states(result).slice(0, 2)).toEqual(['connect failed', 'password-login skipped'])
      const { hostKey } = result
      await bench.knownHosts.accept({
        host: pod.host,
        port: pod.port,
        key: `${hostKey?.type} ${hostKey?.key}`,
      })
      expect((await install({ hostKeyPolicy: 'ask' })).result.verdict).toBe('ok')
    })

    test('a locked key is asked about before anything is sent', async () => {
      const locked = bench.makeKey('locked', ['-N', 'correct horse battery'])
      recordSecret('correct horse battery')
      await expect(install({ keyId: locked.id })).rejects.toMatchObject({
        code: 'passphrase-needed',
      })
      await expect(install({ keyId: locked.id, passphrase: 'wrong one' })).rejects.toMatchObject({
        code: 'passphrase-wrong',
      })
      expect(pod.run('ls -dA /root/.ssh 2>/dev/null || :')).toBe('')
      const { result } = await install({ keyId: locked.id, passphrase: 'correct horse battery' })
      expect(result.verdict).toBe('ok')
    })
  })

  test('a server that is reading its settings again is waited for', async () => {
    await openedWith(PASSWORD)
    pod.run('kill "$(cat /run/sshd.pid)"')
    const begun = bench.install({ target: targetOf(pod), keyId: key.id, password: PASSWORD })
    await new Promise((resolve) => setTimeout(resolve, 800))
    pod.run('/usr/sbin/sshd')
    expect(states((await begun).result)).toEqual(ALL_OK)
  })

  test('a server that stays away is told as such', async () => {
    const target = { ...targetOf(pod), port: await freePort() }
    const { result } = await bench.install({ target, keyId: key.id, password: PASSWORD })
    expect(result.problems).toMatchObject([{ code: 'connection-refused' }])
  })

  test('stopped on the way, it ends at once and password login stays', async () => {
    await openedWith(PASSWORD)
    const controller = new AbortController()
    const stopped = bench.access.installKey(
      {
        target: targetOf(pod),
        keyId: key.id,
        password: PASSWORD,
        hostKeyPolicy: 'accept-new',
        turnOff: true,
      },
      { ...bench.context(controller.signal), progress: () => controller.abort() },
    )
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    expect(pod.run('ls /etc/ssh/sshd_config.d')).toContain('00-keypilot-password.conf')
    await takenBack()
  })

  test('a host key that has changed: no password is sent', async () => {
    await bench.knownHosts.accept({
      host: pod.host,
      port: pod.port,
      key: bench.makeKey('another-server').publicLine.split(' ').slice(0, 2).join(' '),
    })
    const { result } = await bench.install({
      target: targetOf(pod),
      keyId: key.id,
      password: PASSWORD,
    })
    expect(result.problems).toMatchObject([{ code: 'host-key-changed' }])
    expect(states(result).slice(0, 2)).toEqual(['connect failed', 'password-login skipped'])
    expect(result.hostKey?.status).toBe('changed')
  })
})

test('RunPod’s proxy is refused before anything is sent', async () => {
  const bench = createAccessBench()
  const { id } = bench.makeKey('id_ed25519')
  for (const place of [
    { command: 'ssh 8y5rumuyb50m78-6441103b@ssh.runpod.io -i ~/.ssh/id_ed25519' },
    { target: { user: 'root', host: 'SSH.runpod.io', port: 22, kind: 'generic' as const } },
  ]) {
    await expect(bench.install({ ...place, keyId: id, password: PASSWORD })).rejects.toMatchObject({
      code: 'unsupported',
    })
  }
})
