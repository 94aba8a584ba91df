/** The slow work that is asked of the services while the timer runs. */

import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startSshd } from '../../support/servers/index.ts'
import type { BlockHost } from './hosts.ts'

const PASSPHRASE = 'slow red tractor'

export interface Work {
  /** By what is done; each is given the number of its turn. */
  readonly actions: Readonly<Record<string, (turn: number) => Promise<unknown>>>
  stop(): Promise<void>
}

/** With a protected key in the ssh folder, and a server that lets it in. */
export async function prepareWork({ call, sshDir }: BlockHost): Promise<Work> {
  const path = join(sshDir, 'id_protected')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', PASSPHRASE, '-C', 'bench', '-f', path])
  const publicLine = (await readFile(`${path}.pub`, 'utf8')).trim()
  const sshd = await startSshd({ authorizedKeys: [publicLine] })
  const known = `[127.0.0.1]:${sshd.port} ${sshd.hostKeys[0]?.line}\n`
  await writeFile(join(sshDir, 'known_hosts'), known, { mode: 0o600 })
  const target = { user: sshd.user, host: sshd.host, port: sshd.port, kind: 'generic' } as const
  const [pair] = await call('keys.list', {})
  if (pair === undefined) throw new Error('the key is not listed')
  return {
    actions: {
      'making RSA 4096': (turn) =>
        call('keys.generate', { name: `rsa-${turn}`, comment: 'bench', type: 'rsa', bits: 4_096 }),
      'changing a passphrase': () => {
        const passphrases = { passphrase: PASSPHRASE, newPassphrase: PASSPHRASE }
        return call('keys.setPassphrase', { id: pair.id, path, ...passphrases })
      },
      'login, protected key': async () => {
        const identity = { identityFile: path, passphrase: PASSPHRASE }
        const params = { target, hostKeyPolicy: 'strict', ...identity } as const
        const { verdict, title } = await call('connection.test', params)
        if (verdict !== 'ok') throw new Error(`the test failed: ${title}`)
      },
    },
    stop: () => sshd.stop(),
  }
}
