/** From the name to the key exchange. */

import {
  type Behaviour,
  freePort,
  startBlackHole,
  startScripted,
} from '../../../support/servers/index.ts'
import type { Situation } from './situations.ts'
import type { World } from './world.ts'

export const at = (port: number) => ['-p', String(port), '--', 'root@127.0.0.1']
/** An invalid name for every resolver, so that no network is asked. */
const NO_NAME = `${'a'.repeat(64)}.example`

const scripted =
  (behaviour: Behaviour, args: readonly string[] = []): Situation =>
  async (world) => {
    const { port } = await world.until(startScripted(behaviour))
    return { text: await world.ssh([...args, ...at(port)]), ports: [port] }
  }

const refusing =
  (config: readonly string[]): Situation =>
  async (world) => {
    const { port } = await world.sshd({
      authorizedKeys: [],
      hostKeyTypes: ['ed25519', 'rsa'],
      config,
    })
    return { text: await world.ssh(at(port)), ports: [port] }
  }

const withoutServer =
  (args: readonly string[]): Situation =>
  async (world) => ({ text: await world.ssh(args), ports: [] })

async function strangeHostKey(
  world: World,
  known: 'nothing' | 'other' | 'revoked',
  strict = 'yes',
) {
  const sshd = await world.sshd({ authorizedKeys: [] })
  const [host] = sshd.hostKeys
  const other = world.key('other')
  const name = `[127.0.0.1]:${sshd.port}`
  if (known === 'other') world.file('known_hosts', `\n${name} ${other.publicLine}\n`)
  if (known === 'revoked') world.file('known_hosts', `@revoked ${name} ${host?.line}\n`)
  return { text: await world.ssh(at(sshd.port), { strict }), ports: [sshd.port] }
}

export const NETWORK_SITUATIONS: Readonly<Record<string, Situation>> = {
  'refused.txt': async (world) => {
    const port = await freePort()
    return { text: await world.ssh(at(port)), ports: [port] }
  },
  'timed-out.txt': async (world) => {
    const { port } = await world.until(startBlackHole())
    return { text: await world.ssh(['-o', 'ConnectTimeout=1', ...at(port)]), ports: [port] }
  },
  'name-not-known.txt': withoutServer(['--', NO_NAME]),
  'name-not-known-verbose.txt': withoutServer(['-v', '--', NO_NAME]),
  'host-name-invalid.txt': withoutServer(['--', 'root@pod`1`']),
  'port-invalid.txt': withoutServer(['-p', '99999', '--', 'root@127.0.0.1']),
  'banner-timeout.txt': scripted('silent', ['-o', 'ConnectTimeout=1']),
  'closed-at-once.txt': scripted('closes'),
  'closed-at-once-verbose.txt': scripted('closes', ['-v']),
  'not-allowed-now.txt': scripted('not-allowed'),
  'not-allowed-now-verbose.txt': scripted('not-allowed', ['-v']),
  'max-startups-verbose.txt': scripted('max-startups', ['-v']),
  'reset.txt': scripted('resets'),
  'web-server.txt': scripted('http'),
  'web-server-verbose.txt': scripted('jupyter', ['-v']),
  'garbage.txt': scripted('garbage', ['-o', 'ConnectTimeout=2']),
  'first-version-of-ssh.txt': scripted('ssh-1'),
  'closed-after-banner.txt': scripted('banner-then-closes'),
  'reset-after-banner.txt': scripted('banner-then-resets'),
  'no-common-kex.txt': refusing(['KexAlgorithms diffie-hellman-group1-sha1']),
  'no-common-host-key.txt': refusing(['HostKeyAlgorithms ssh-rsa']),
  'no-common-cipher.txt': refusing(['Ciphers 3des-cbc']),
  'no-common-mac.txt': refusing(['Ciphers aes256-ctr', 'MACs hmac-md5']),
  'host-key-unknown.txt': (world) => strangeHostKey(world, 'nothing'),
  'host-key-unknown-ask.txt': (world) => strangeHostKey(world, 'nothing', 'ask'),
  'host-key-changed.txt': (world) => strangeHostKey(world, 'other'),
  'host-key-revoked.txt': (world) => strangeHostKey(world, 'revoked'),
  'proxy-command-fails.txt': withoutServer(['-o', 'ProxyCommand=false', '--', 'root@pod.example']),
  'jump-host-refused.txt': async (world) => {
    const port = await freePort()
    const jump = `root@127.0.0.1:${port}`
    const text = await world.ssh(['-J', jump, '--', 'root@pod.example'])
    return { text, ports: [port] }
  },
}
