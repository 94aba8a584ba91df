/** Keys installed over passwords where the server's own settings stand in the way. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Pod, startPod, whyNoPod } from '../../support/servers/index.ts'
import { type MadeKey, targetOf } from '../connection/support.ts'
import { type AccessBench, createAccessBench, states } from './support.ts'

const PASSWORD = 'A password of this test 7351'

describe.skipIf(whyNoPod() !== null)('on a server with settings of its own', () => {
  let bench: AccessBench
  let key: MadeKey
  beforeEach(() => {
    bench = createAccessBench()
    key = bench.makeKey('id_ed25519')
  })

  let other: Pod | null = null
  afterEach(async () => {
    await other?.stop()
    other = null
  })
  async function installOn(settings: readonly string[]) {
    other = await startPod({
      before: `printf '%s\\n' ${settings.map((line) => `'${line}'`).join(' ')} >/etc/ssh/sshd_config.d/0-test.conf
echo 'root:${PASSWORD}' | chpasswd`,
    })
    return bench.install({ target: targetOf(other), keyId: key.id, password: PASSWORD })
  }

  test('a password login that is not Keypilot’s stays, and that is said', async () => {
    const { result } = await installOn(['PasswordAuthentication yes', 'PermitRootLogin yes'])
    expect(states(result).slice(3)).toEqual([
      'key-login ok',
      'password-off skipped',
      'password-refused failed',
    ])
    expect(result.verdict).toBe('failed')
    expect(result.problems).toMatchObject([{ code: 'password-still-accepted' }])
    expect(result.explanation).toMatch(/^Your key works\..*passwd -l root/)
  })

  test('a password that is offered only as a question is answered once', async () => {
    const { result } = await installOn([
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication yes',
      'PermitRootLogin yes',
    ])
    expect(result).toMatchObject({ installed: 'added' })
    expect(states(result)[3]).toBe('key-login ok')
  })

  test('a server that takes keys only: paste the text first', async () => {
    const { result } = await installOn(['PasswordAuthentication no'])
    expect(result.problems).toMatchObject([{ code: 'password-not-offered' }])
    expect(result.explanation).toContain('web terminal')
  })

  test('a server that asks for a password that root can never have', async () => {
    const { result } = await installOn(['PasswordAuthentication yes'])
    expect(result.problems).toMatchObject([{ code: 'password-refused' }])
    expect(result.explanation).toContain('a password that they would never accept')
  })

  test('keys that are read from another place: where, and nothing is turned off', async () => {
    const { result } = await installOn([
      'AuthorizedKeysFile /etc/ssh/keys/%u',
      'PasswordAuthentication yes',
      'PermitRootLogin yes',
    ])
    expect(result.problems).toMatchObject([{ code: 'key-not-accepted' }])
    expect(result.explanation).toContain('/etc/ssh/keys/%u')
    expect(result.explanation).toContain('you are not locked out')
  })

  test('an account without a place for keys: what the server says', async () => {
    other = await startPod({
      before: `printf 'PasswordAuthentication yes\nPermitRootLogin yes\n' >/etc/ssh/sshd_config.d/0-test.conf
echo 'root:${PASSWORD}' | chpasswd
touch /root/.ssh`,
    })
    const { result } = await bench.install({
      target: targetOf(other),
      keyId: key.id,
      password: PASSWORD,
    })
    expect(result.problems).toMatchObject([{ code: 'key-not-written' }])
    expect(result.installed).toBe(null)
    expect(result.explanation).toMatch(/File exists|Not a directory/)
  })

  test('an account that is not root: the key is its own, and what it may not do is said', async () => {
    other = await startPod({
      before: `printf 'PasswordAuthentication yes\n' >/etc/ssh/sshd_config.d/0-test.conf
useradd -m -s /bin/bash dev
echo 'dev:${PASSWORD}' | chpasswd`,
    })
    const { result } = await bench.install({
      target: { ...targetOf(other), user: 'dev' },
      keyId: key.id,
      password: PASSWORD,
    })
    expect(states(result).slice(3, 5)).toEqual(['key-login ok', 'password-off failed'])
    expect(result.explanation).toMatch(/^Your key works\..*run as root/)
    expect(other.run('cd /home/dev; stat -c "%a %U:%G" .ssh .ssh/authorized_keys')).toBe(
      '700 dev:dev\n600 dev:dev\n',
    )
  })

  test('a generated password is root’s, and is sent for nobody else', async () => {
    const { session } = bench.access.prepare({ password: 'generated' })
    await expect(
      bench.install({
        target: { user: 'dev', host: '127.0.0.1', port: 1, kind: 'generic' },
        keyId: key.id,
        session: session ?? '',
      }),
    ).rejects.toMatchObject({ code: 'invalid-value' })
  })
})
