/** Situations before the login: the network, and the first words of whatever answers. */

import { writeFileSync } from 'node:fs'
import type { Limits } from '../../../../main/connection/index.ts'
import {
  type Behaviour,
  freePort,
  startBlackHole,
  startRunPodProxy,
  startScripted,
  startSshd,
} from '../../../support/servers/index.ts'
import { makeKey } from '../support.ts'
import { at, type Scenario } from './scenario.ts'

const none = async () => {}
const place = (host: string, port = 22) => ({ host, port, stop: none })
const sshd = (config: readonly string[]) => startSshd({ authorizedKeys: [], config })
const strangerLine = (path: string) => makeKey(path).publicLine.split(' ').slice(0, 2).join(' ')

/** Short where the situation waits for a limit; elsewhere long enough for a busy machine. */
function limitsOf(behaviour: Behaviour): Partial<Limits> {
  const isSilentLater = behaviour === 'slow-banner' || behaviour === 'banner-then-silent'
  return {
    silenceBeforeHttpProbe: 300,
    ...(behaviour === 'silent' ? { banner: 1_500, httpProbe: 500 } : {}),
    ...(isSilentLater ? { kex: 1_000 } : {}),
  }
}

export const NETWORK: readonly Scenario[] = [
  {
    name: 'a name that does not exist',
    cause: 'name-not-found',
    evidence: /nonexistent\.invalid/,
    arrange: () => at(place('nonexistent.invalid')),
  },
  {
    name: 'a port where nothing listens',
    cause: 'connection-refused',
    evidence: /no SSH server listens/,
    arrange: async () => at(place('127.0.0.1', await freePort())),
  },
  {
    name: 'a machine that never answers',
    cause: 'connection-timed-out',
    evidence: /No answer at all/,
    arrange: async () => at(await startBlackHole(), { options: { limits: { tcp: 1_500 } } }),
  },
  {
    name: 'an address without a way there',
    cause: 'host-unreachable',
    evidence: /ENETUNREACH/,
    arrange: () => at(place('255.255.255.255')),
  },
  ...(
    [
      ['http', 'not-ssh', /web server/],
      ['jupyter', 'not-ssh', /Tornado/],
      ['garbage', 'not-ssh', /not an SSH server/],
      ['huge-banner', 'not-ssh', /banner banner/],
      ['silent', 'banner-timeout', /said nothing/],
      ['closes', 'closed-before-handshake', /without a word/],
      ['resets', 'connection-reset', /reset/],
      ['not-allowed', 'penalised', /too many failed logins/],
      ['max-startups', 'penalised', /MaxStartups/],
      ['ssh-1', 'no-common-algorithm', /SSH-1\.5/],
      ['slow-banner', 'handshake-timeout', /did not agree/],
      ['banner-then-silent', 'handshake-timeout', /did not agree/],
      ['banner-then-closes', 'closed-before-handshake', /hung up/],
      ['banner-then-resets', 'connection-reset', /reset/],
    ] as const
  ).map(
    ([behaviour, cause, evidence]): Scenario => ({
      name: `a server that does “${behaviour}”`,
      cause,
      evidence,
      arrange: async () =>
        at(await startScripted(behaviour), { options: { limits: limitsOf(behaviour) } }),
    }),
  ),
  {
    name: 'sshd with a key exchange of the last century',
    cause: 'no-common-kex',
    evidence: /diffie-hellman-group1-sha1/,
    arrange: async () => at(await sshd(['KexAlgorithms diffie-hellman-group1-sha1'])),
  },
  {
    name: 'sshd with RSA and SHA-1 only as its host key',
    cause: 'no-common-host-key',
    evidence: /ssh-rsa/,
    arrange: async () =>
      at(
        await startSshd({
          authorizedKeys: [],
          hostKeyTypes: ['rsa'],
          config: ['HostKeyAlgorithms ssh-rsa'],
        }),
      ),
  },
  {
    name: 'sshd with a cipher of the last century',
    cause: 'no-common-cipher',
    evidence: /3des-cbc/,
    arrange: async () => at(await sshd(['Ciphers 3des-cbc'])),
  },
  {
    name: 'sshd with a MAC of the last century',
    cause: 'no-common-cipher',
    evidence: /hmac-md5-96/,
    arrange: async () => at(await sshd(['Ciphers aes256-ctr', 'MACs hmac-md5-96'])),
  },
  {
    name: 'a server never met before, and strict',
    cause: 'host-key-new',
    evidence: /has none for \[127\.0\.0\.1\]/,
    arrange: async () => at(await sshd([]), { params: { hostKeyPolicy: 'strict' } }),
  },
  {
    name: 'a certificate authority recorded, and a plain key shown',
    cause: 'host-key-new',
    evidence: /certificate authority \(line 1\)/,
    arrange: async (bench) => {
      const line = strangerLine(`${bench.sshDir}/authority`)
      writeFileSync(bench.knownHostsFile, `@cert-authority * ${line}\n`)
      return at(await sshd([]), { params: { hostKeyPolicy: 'ask' } })
    },
  },
  {
    name: 'a pod that shows another host key than before',
    cause: 'host-key-changed',
    evidence:
      /Recorded in known_hosts: ssh-ed25519 SHA256:.*\nShown by the server now: ssh-ed25519/,
    arrange: async (bench) => {
      const server = await sshd([])
      const line = strangerLine(`${bench.sshDir}/strange`)
      writeFileSync(bench.knownHostsFile, `[127.0.0.1]:${server.port} ${line}\n`)
      return at(server, { kind: 'runpod-direct' })
    },
  },
  {
    name: 'a host key that was revoked',
    cause: 'host-key-revoked',
    evidence: /revokes exactly this key/,
    arrange: async (bench) => {
      const server = await startRunPodProxy({ authorizedKeys: [] })
      writeFileSync(bench.knownHostsFile, `@revoked * ${server.hostKey.line}\n`)
      return at(server, { kind: 'runpod-proxy' })
    },
  },
]
