/** The two texts, pasted into real shells on a machine of their own. */

import { afterEach, describe, expect, test } from 'vitest'
import { makeSalt, sha512Crypt } from '../../../main/password-access/sha512-crypt.ts'
import { turnOffText } from '../../../main/password-access/texts/turn-off.ts'
import { turnOnText } from '../../../main/password-access/texts/turn-on.ts'
import { type Pod, type PodOptions, startPod, whyNoPod } from '../../support/servers/index.ts'

const DONE = 'keypilot: done.'
const PASSWORD = 'a generated one of this test'
const EFFECT =
  'sshd -T -C user=root,host=localhost,addr=127.0.0.1 | grep -E "^(passwordauthentication|permitrootlogin) " | sort'
const ON = 'passwordauthentication yes\npermitrootlogin yes\n'
/** All of /etc, without what chpasswd and passwd keep for themselves. */
const PICTURE =
  'cd /etc; find . -not -name "shadow-" -not -name ".pwd.lock" -not -name "passwd-" -printf "%p %m %U:%G %l\\n" | sort; find . -type f -not -name "shadow-" -not -name ".pwd.lock" -exec sha256sum {} + | sort -k2'

let pod: Pod | null = null
afterEach(async () => {
  await pod?.stop()
  pod = null
})
async function start(options?: PodOptions): Promise<Pod> {
  pod = await startPod(options)
  return pod
}

test('both survive a paste: short lines, no history expansion, no tabs, plain letters', () => {
  for (const text of [turnOnText('$6$salt$hash'), turnOnText(null), turnOffText()]) {
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThan(160)
    expect(text).toMatch(/^[\n\x20-\x7e]+$/)
    expect(text).not.toContain('!')
    const [, script = ''] = text.split("'")
    expect(text.replace(script, '')).toMatch(/^sh -c ''(?: keypilot '\$6\$salt\$hash')?\n$/)
  }
})

describe.skipIf(whyNoPod() !== null)('on a machine', () => {
  test.each(['bash', 'old-bash', 'sh'] as const)(
    'pasted into %s, twice, and taken back to the byte',
    async (shell) => {
      const { run, paste } = await start()
      const before = run(PICTURE)
      const text = turnOnText(sha512Crypt(Buffer.from(PASSWORD), makeSalt()))
      expect(await paste(shell, text)).toContain(DONE)
      expect(run(EFFECT)).toBe(ON)
      expect(await paste(shell, text)).toContain(DONE)
      expect(run(EFFECT)).toBe(ON)
      expect(await paste(shell, turnOffText())).toContain(DONE)
      expect(run(PICTURE)).toBe(before)
      expect(await paste(shell, turnOffText())).toContain('nothing to take back')
      expect(run(PICTURE)).toBe(before)
    },
  )

  test('with a password of one’s own, asked for by the pod', async () => {
    const { run, paste } = await start()
    const before = run(PICTURE)
    const shown = await paste('bash', turnOnText(null), [
      ['New password: ', 'one of my own\r'],
      ['Retype new password: ', 'another one\r'],
      // They differ, so it asks again.
      ['New password: ', 'one of my own\r'],
      ['Retype new password: ', 'one of my own\r'],
    ])
    expect(shown).toContain(DONE)
    expect(shown).not.toContain('one of my own')
    expect(run(EFFECT)).toBe(ON)
    expect(run('grep ^root: /etc/shadow')).toMatch(/^root:\$/)
    await paste('bash', turnOffText())
    expect(run(PICTURE)).toBe(before)
  })

  test('where sshd_config includes no folder, a block at its top decides', async () => {
    const { run, paste } = await start({
      before:
        'cat /etc/ssh/sshd_config.d/50-test.conf >/etc/ssh/sshd_config; printf "PasswordAuthentication no\\nPermitRootLogin no" >>/etc/ssh/sshd_config',
    })
    const before = run(PICTURE)
    const text = turnOnText(sha512Crypt(Buffer.from(PASSWORD), makeSalt()))
    for (const shown of [await paste('sh', text), await paste('sh', text)]) {
      expect(shown).toContain(DONE)
    }
    expect(run(EFFECT)).toBe(ON)
    expect(run('head -n 1 /etc/ssh/sshd_config; ls /etc/ssh/sshd_config.d')).toBe(
      '# keypilot begin: password login for root, for a while\n50-test.conf\n',
    )
    await paste('sh', turnOffText())
    expect(run(PICTURE)).toBe(before)
  })

  test('only root may use a password, whatever stands further down', async () => {
    const { run, paste } = await start({
      before:
        'printf "PasswordAuthentication no\\nMatch User root\\nPasswordAuthentication no\\n" >>/etc/ssh/sshd_config; sed -i "s/^KbdInt.*//" /etc/ssh/sshd_config',
    })
    const others = 'sshd -T -C user=nobody,host=localhost,addr=127.0.0.1'
    const before = [run(PICTURE), run(others)]
    expect(run(others)).toContain('passwordauthentication no')
    const shown = await paste('sh', turnOnText(sha512Crypt(Buffer.from(PASSWORD), makeSalt())))
    expect(shown).toContain(DONE)
    expect(run(EFFECT)).toBe(ON)
    expect(run(others)).toBe(before[1])
    await paste('sh', turnOffText())
    expect([run(PICTURE), run(others)]).toEqual(before)
  })

  test('where something forbids it all the same, everything is put back and said', async () => {
    const { run, paste } = await start({
      before:
        'printf "Match User root\\nPasswordAuthentication no\\n" >/etc/ssh/sshd_config.d/0-test.conf',
    })
    const before = run(PICTURE)
    const shown = await paste('sh', turnOnText(sha512Crypt(Buffer.from(PASSWORD), makeSalt())))
    expect(shown).toContain('another setting of sshd forbids passwords for root')
    expect(shown).not.toContain(DONE)
    expect(run(PICTURE)).toBe(before)
  })

  test('a server that is missing is installed, gets host keys and starts', async () => {
    // Stands in for the package manager: the machine that runs the tests may be offline.
    const { run, paste, port } = await start({
      isRunning: false,
      before: `rm /etc/ssh/ssh_host_*; mv /usr/sbin/sshd /usr/sbin/sshd.away
printf '#!/bin/sh\\n[ "$1" = update ] || mv /usr/sbin/sshd.away /usr/sbin/sshd\\n' >/usr/local/bin/apt-get
chmod 755 /usr/local/bin/apt-get`,
    })
    const shown = await paste('sh', turnOnText(sha512Crypt(Buffer.from(PASSWORD), makeSalt())))
    expect(shown).toContain('installing an SSH server')
    expect(shown).toContain(DONE)
    expect(run('ls /etc/ssh')).toContain('ssh_host_ed25519_key.pub')
    expect(run(`timeout 10 ssh-keyscan -p ${port} 127.0.0.1 2>/dev/null`)).toContain('ssh-ed25519')
  })

  test('a block whose end somebody took away is left alone, and that is said', async () => {
    const { run, paste } = await start({
      before: 'cat /etc/ssh/sshd_config.d/50-test.conf >/etc/ssh/sshd_config',
    })
    await paste('sh', turnOnText(sha512Crypt(Buffer.from(PASSWORD), makeSalt())))
    run('sed -i "/^# keypilot end/d" /etc/ssh/sshd_config')
    const theirs = run('cat /etc/ssh/sshd_config')
    const shown = await paste('sh', turnOffText())
    expect(shown).toContain('its end is missing')
    expect(shown).not.toContain(DONE)
    expect(run('cat /etc/ssh/sshd_config')).toBe(theirs)
    expect(run('grep ^root: /etc/shadow')).toMatch(/^root:\*:/)
  })

  test('a password that somebody set in between stays when the text is taken back', async () => {
    const { run, paste } = await start()
    await paste('sh', turnOnText(sha512Crypt(Buffer.from(PASSWORD), makeSalt())))
    run('printf "root:somebody-else\\n" | chpasswd')
    const theirs = run('grep ^root: /etc/shadow')
    expect(await paste('sh', turnOffText())).toContain('changed by somebody else since')
    expect(run('grep ^root: /etc/shadow')).toBe(theirs)
    expect(run('ls /etc/ssh/sshd_config.d')).toBe('50-test.conf\n')
  })

  test('without root nothing is tried', async () => {
    const { run, paste } = await start()
    const before = run(PICTURE)
    const shown = await paste(
      'sh',
      `setpriv --reuid 65534 --regid 65534 --clear-groups ${turnOnText(null)}`,
    )
    expect(shown).toContain('this has to be run as root')
    expect(run(PICTURE)).toBe(before)
  })
})
