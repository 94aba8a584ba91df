/** `keypilot install-key` and `keypilot password-access`: on a machine of its own, and stood in for. */

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { resolvePaths } from '../../../main/storage/index.ts'
import { makeKey } from '../../main/connection/support.ts'
import { startPod, whyNoPod } from '../../support/servers/index.ts'
import { recordSecret } from '../../support/traffic/record.ts'
import { keypilot } from './keypilot.ts'

const PASSWORD = 'A password for the terminal 4417'

describe('keypilot password-access', () => {
  it('prints both texts, or the one that is asked for and nothing else', async () => {
    const both = await keypilot(['password-access'])
    const [on, off] = [
      await keypilot(['password-access', 'on']),
      await keypilot(['password-access', 'off']),
    ]
    expect([both.code, on.code, off.code]).toEqual([0, 0, 0])
    expect(on.out).toMatch(/^sh -c '\n# Keypilot: lets root log in/)
    expect(off.out).toMatch(/^sh -c '\n# Keypilot: takes back/)
    expect(both.out).toContain(on.out)
    expect(both.out).toContain(off.out)
    expect((await keypilot(['password-access', 'of'])).code).toBe(2)
  })
})

describe('keypilot install-key', () => {
  it('needs to know the server, the key and the password, and says which is missing', async () => {
    const bare = await keypilot(['install-key'])
    expect(bare).toMatchObject({ code: 2, err: expect.stringContaining('Which server?') })
    const keyless = await keypilot(['install-key', 'ssh root@203.0.113.7 -p 22001'])
    expect(keyless).toMatchObject({ code: 2, err: expect.stringContaining('--key') })
    const unknown = await keypilot(['install-key', 'ssh root@203.0.113.7', '--key', 'none'])
    expect(unknown).toMatchObject({ code: 1, err: expect.stringContaining('no key called') })
  })

  it.skipIf(whyNoPod() !== null)(
    'asks for password and host key, and nothing is shown',
    async () => {
      recordSecret(PASSWORD)
      const { sshDir } = resolvePaths()
      mkdirSync(sshDir, { mode: 0o700, recursive: true })
      const key = makeKey(join(sshDir, 'id_pod'))
      const pod = await startPod()
      try {
        const { out: text } = await keypilot(['password-access', 'on'])
        await pod.paste('bash', text, [
          ['New password: ', `${PASSWORD}\r`],
          ['Retype new password: ', `${PASSWORD}\r`],
          ['keypilot: done.', ''],
        ])
        const command = `ssh root@127.0.0.1 -p ${pod.port}`
        const { code, out, err, asked } = await keypilot(
          ['install-key', command, '--key', 'id_pod'],
          {
            interactive: true,
            answers: [PASSWORD, 'y'],
          },
        )
        expect(asked).toEqual([
          'Password of the server: ',
          'Trust this server and record its key? [y/N] ',
        ])
        expect(out).toMatch(/✓ Is the password refused\?/)
        expect(out).toMatch(/Password login is\s+off again/)
        expect(code).toBe(0)
        expect(out + err).not.toContain(PASSWORD)
        expect(pod.run('cat /root/.ssh/authorized_keys')).toBe(`${key.publicLine}\n`)
        const again = await keypilot(
          ['install-key', command, '--key', 'id_pod', '--password-stdin'],
          {
            input: `${PASSWORD}\n`,
          },
        )
        expect(again).toMatchObject({ code: 1 })
        expect(again.out).toContain('Nothing was changed on the server.')
        expect(again.out).not.toContain('Not reached')
      } finally {
        await pod.stop()
      }
    },
  )
})
