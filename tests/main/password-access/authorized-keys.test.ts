/** What becomes of an account's authorized_keys, whatever stands there. */

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { makeSalt, sha512Crypt } from '../../../main/password-access/sha512-crypt.ts'
import { turnOnText } from '../../../main/password-access/texts/turn-on.ts'
import { type Pod, startPod, whyNoPod } from '../../support/servers/index.ts'
import { type MadeKey, targetOf } from '../connection/support.ts'
import { type AccessBench, createAccessBench } from './support.ts'

const PASSWORD = 'A password of this test 7351'

describe.skipIf(whyNoPod() !== null)('with a password that works', () => {
  let pod: Pod
  let bench: AccessBench
  let key: MadeKey

  beforeAll(async () => {
    pod = await startPod()
    await pod.paste('sh', turnOnText(sha512Crypt(Buffer.from(PASSWORD), makeSalt())))
  })
  afterAll(() => pod.stop())
  beforeEach(() => {
    pod.run('rm -rf /root/.ssh')
    bench = createAccessBench()
    key = bench.makeKey('id_ed25519')
  })
  const authorized = (text: string) => {
    pod.run(`mkdir -p /root/.ssh; printf '%s' '${text}' >/root/.ssh/authorized_keys`)
  }
  const install = () =>
    bench.install({ target: targetOf(pod), keyId: key.id, password: PASSWORD, turnOff: false })

  test('whatever else stands in the file stays to the byte, its mode and a missing line end too', async () => {
    const other = bench.makeKey('other').publicLine
    const odd = `# mine\r\n\nfrom="10.0.0.0/8",command="echo  hi" ${other}`
    authorized(odd)
    pod.run('chmod 755 /root/.ssh; chmod 640 /root/.ssh/authorized_keys')
    const { result } = await install()
    expect(result).toMatchObject({ verdict: 'ok', installed: 'added' })
    expect(pod.run('cat /root/.ssh/authorized_keys')).toBe(`${odd}\n${key.publicLine}\n`)
    expect(pod.run('cd /root/.ssh; stat -c %a . authorized_keys; ls -A')).toBe(
      '755\n640\nauthorized_keys\n',
    )
  })

  test.each([
    ['with another comment', (line: string) => `${line} and more`],
    ['with options and odd spaces', (line: string) => `no-pty\t${line.replace(' ', '   ')}`],
    ['with a Windows line end', (line: string) => `${line}\r`],
  ])('a key that is there %s is there', async (_name, written) => {
    authorized(`${written(key.publicLine)}\n`)
    const before = pod.run('sha256sum /root/.ssh/authorized_keys')
    const { result } = await install()
    expect(result).toMatchObject({ verdict: 'ok', installed: 'already-there' })
    expect(pod.run('sha256sum /root/.ssh/authorized_keys')).toBe(before)
  })

  test.each([
    ['as the second of two in one line', (line: string, other: string) => `${other} ${line}`],
    ['in a comment', (line: string) => `# ${line}`],
  ])('a key that only seems to be there %s is added', async (_name, written) => {
    const seeming = written(key.publicLine, bench.makeKey('first').publicLine)
    authorized(`${seeming}\n`)
    const { result } = await install()
    expect(result).toMatchObject({ verdict: 'ok', installed: 'added' })
    expect(pod.run('cat /root/.ssh/authorized_keys')).toBe(`${seeming}\n${key.publicLine}\n`)
  })

  test('a link is followed, and stays one', async () => {
    pod.run(
      'mkdir -p /root/.ssh /workspace/keys; ln -s /workspace/keys/all /root/.ssh/authorized_keys',
    )
    const { result } = await install()
    expect(result.verdict).toBe('ok')
    expect(
      pod.run('readlink /root/.ssh/authorized_keys; cat /workspace/keys/all; ls /workspace/keys'),
    ).toBe(`/workspace/keys/all\n${key.publicLine}\nall\n`)
    pod.run('rm -r /workspace/keys')
  })

  test('modes that sshd would not trust are tightened', async () => {
    authorized('')
    pod.run('chmod 777 /root/.ssh; chmod 666 /root/.ssh/authorized_keys')
    expect((await install()).result.verdict).toBe('ok')
    expect(pod.run('cd /root/.ssh; stat -c %a . authorized_keys')).toBe('755\n644\n')
  })

  test('a shell that greets and is no sh is no trouble', async () => {
    pod.run(
      'printf "#!/bin/bash\\necho Welcome\\nexec bash \\"\\$@\\"\\n" >/usr/local/bin/odd; chmod 755 /usr/local/bin/odd; sed -i "s|^root:\\(.*\\):/bin/.*sh|root:\\1:/usr/local/bin/odd|" /etc/passwd',
    )
    expect((await install()).result).toMatchObject({ verdict: 'ok', installed: 'added' })
    pod.run('sed -i "s|/usr/local/bin/odd|/bin/bash|" /etc/passwd')
  })
})
