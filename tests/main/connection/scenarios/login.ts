/** Situations in which the server is asked to let the person in. */

import type { Publication } from '../../../../main/connection/facts.ts'
import type { OutsideFacts } from '../../../../main/connection/index.ts'
import type { Target } from '../../../../main/contract/methods.ts'
import { startRunPodProxy, startScriptedSsh, startSshd } from '../../../support/servers/index.ts'
import { startAgent } from '../agent.ts'
import type { MadeKey } from '../support.ts'
import { effectiveConfig } from './effective.ts'
import { type Arranged, at, type Scenario } from './scenario.ts'

const empty = (config: readonly string[] = []) => startSshd({ authorizedKeys: [], config })
const direct = async (outside: OutsideFacts): Promise<Arranged> =>
  at(await empty(), { kind: 'runpod-direct', options: { outside } })
const account = (keyIds: readonly string[], malformed: Publication['malformed'] = []) => ({
  account: async () => ({ publishedKeyIds: keyIds, malformed }),
})
const pasteCheck = (ok: boolean, keyIds: readonly string[]) => ({
  pasteCheck: async () => ({ at: '2026-06-01T10:00:00Z', ok, keyIds }),
})
const pod = (startedAt: string) => ({ pod: async () => ({ startedAt }) })

const refusedBy = (kind: Target['kind'], evidence: RegExp): Scenario => ({
  name: `a key that ${kind} does not know, and nothing else is known`,
  cause: 'key-not-accepted',
  evidence,
  arrange: async () =>
    kind === 'runpod-proxy'
      ? at(await startRunPodProxy({ authorizedKeys: [] }), { kind })
      : at(await empty(), { kind }),
})

export const LOGIN: readonly Scenario[] = [
  refusedBy('generic', /1\. The public key is not in ~\/\.ssh\/authorized_keys/),
  refusedBy('runpod-direct', /1\. The key was added to RunPod after the pod had started/),
  refusedBy('runpod-proxy', /1\. The key is not on your RunPod account/),
  {
    name: 'another key in the folder is the accepted one',
    cause: 'other-key-accepted',
    evidence: /would accept another of your keys: work \(SHA256:/,
    arrange: async (bench, key) => {
      const other = bench.makeKey('work')
      bench.makeKey('github', ['-t', 'ecdsa'])
      const server = await startSshd({ authorizedKeys: [other.publicLine] })
      return at(server, { params: { keyId: key.id } })
    },
  },
  {
    name: 'another, locked key is the one on the proxy',
    cause: 'other-key-accepted',
    evidence: /nobody was logged in/,
    arrange: async (bench, key) => {
      const other = bench.makeKey('pods', ['-t', 'rsa', '-b', '2048', '-N', 'correct horse'])
      const server = await startRunPodProxy({ authorizedKeys: [other.publicLine] })
      return at(server, { kind: 'runpod-proxy', params: { keyId: key.id } })
    },
  },
  {
    name: 'ubuntu on a pod, whose account is root',
    cause: 'wrong-user',
    evidence: /accepts this key for root/,
    arrange: async (_bench, key) =>
      at(await startSshd({ authorizedKeys: [key.publicLine] }), {
        kind: 'runpod-direct',
        user: 'ubuntu',
      }),
  },
  {
    name: 'a wrong user and a key that root does not have either',
    cause: 'key-not-accepted',
    evidence: /1\. The user name: on pods it is root/,
    arrange: async () => at(await empty(), { kind: 'runpod-direct', user: 'ubuntu' }),
  },
  {
    name: 'a key that the account does not have',
    cause: 'key-not-on-account',
    evidence: /According to RunPod, it is not among/,
    arrange: () => direct(account(['SHA256:another'])),
  },
  {
    name: 'a key that was not in the last list pasted back',
    cause: 'key-not-on-account',
    evidence: /\(2026-06-01\), it is not among/,
    arrange: () => direct(pasteCheck(true, [])),
  },
  {
    name: 'an account with a fingerprint in the place of the key',
    cause: 'key-pasted-wrongly',
    evidence: /not a usable key: “SHA256:abc” is a fingerprint/,
    arrange: () => direct(account([], ['“SHA256:abc” is a fingerprint'])),
  },
  {
    name: 'a paste check that found something to repair',
    cause: 'key-pasted-wrongly',
    evidence: /was not pasted|not a usable key/,
    arrange: async () =>
      at(await startRunPodProxy({ authorizedKeys: [] }), {
        kind: 'runpod-proxy',
        options: { outside: pasteCheck(false, []) },
      }),
  },
  {
    name: 'a pod that was started before the key was made',
    cause: 'pod-older-than-key',
    evidence: /has been running since 2020-01-01 08:00 UTC/,
    arrange: (_bench, key) => direct({ ...account([key.id]), ...pod('2020-01-01T08:00:00Z') }),
  },
  {
    name: 'a pod that is younger than the key, but started before it was published',
    cause: 'pod-older-than-key',
    evidence: /has been running since 2099-01-01 08:00 UTC/,
    arrange: (_bench, key) => {
      const published = { publishedKeyIds: [key.id], malformed: [] }
      const publishedAt = { [key.id]: '2099-06-01T08:00:00Z' }
      return direct({
        account: async () => ({ ...published, publishedAt }),
        ...pod('2099-01-01T08:00:00Z'),
      })
    },
  },
  {
    name: 'a pod that is younger than the key, which is on the account',
    cause: 'key-not-accepted',
    evidence: /According to RunPod, it is on your account/,
    arrange: (_bench, key) => direct({ ...account([key.id]), ...pod('2099-01-01T08:00:00Z') }),
  },
  {
    name: 'a config that names another key, which nobody has asked the server about',
    cause: 'key-not-accepted',
    evidence: /1\. The public key is not in/,
    arrange: async () =>
      at(await empty(), {
        options: {
          outside: {
            effectiveConfig: async (query) =>
              effectiveConfig(query, { IdentityFile: '/home/me/.ssh/pods' }),
          },
        },
      }),
  },
  {
    name: 'a config that leads to another machine',
    cause: 'config-sends-another-key',
    evidence: /says “HostName 198\.51\.100\.9” for this host/,
    arrange: async (_bench, key) =>
      at(await empty(), {
        params: { keyId: key.id },
        options: {
          outside: {
            effectiveConfig: async (query) => effectiveConfig(query, { HostName: '198.51.100.9' }),
          },
        },
      }),
  },
  {
    name: 'a config that names another key, where the person chose one',
    cause: 'key-not-accepted',
    evidence: /1\. The public key is not in/,
    arrange: async (_bench, key) =>
      at(await empty(), {
        params: { keyId: key.id },
        options: {
          outside: {
            effectiveConfig: async (query) => effectiveConfig(query, { IdentityFile: '/home/x' }),
          },
        },
      }),
  },
  {
    name: 'a server that takes passwords only',
    cause: 'password-only',
    evidence: /switched off/,
    arrange: async () => at(await empty(['PubkeyAuthentication no', 'PasswordAuthentication yes'])),
  },
  {
    name: 'a server that wants a password as well',
    cause: 'second-proof-needed',
    evidence: /accepted the key, but wants/,
    arrange: async (_bench, key) =>
      at(
        await startSshd({
          authorizedKeys: [key.publicLine],
          config: ['PasswordAuthentication yes', 'AuthenticationMethods publickey,password'],
        }),
      ),
  },
  {
    name: 'an RSA key where only SHA-1 is understood',
    cause: 'rsa-sha1-only',
    evidence: /too old|version 8\.8/,
    arrange: async (bench) => {
      const rsa = bench.makeKey('id_rsa', ['-t', 'rsa', '-b', '2048'])
      const server = await startScriptedSsh('names-no-signatures')
      return at(server, { params: { identityFile: rsa.path } })
    },
  },
  {
    name: 'an agent that must ask and cannot',
    cause: 'agent-refused',
    evidence: /would take the key, but the ssh-agent did not sign/,
    arrange: (_bench, key) => withAgent(key, ['-c']),
  },
  {
    name: 'an agent that holds another key',
    cause: 'no-key',
    evidence: /does not hold id_ed25519/,
    arrange: (bench, key) => withAgent(key, [], bench.makeKey('held')),
  },
  {
    name: 'one failed try allowed',
    cause: 'too-many-authentication-failures',
    evidence: /hung up/,
    arrange: async () => at(await empty(['MaxAuthTries 1'])),
  },
  {
    name: 'a server that never decides',
    cause: 'auth-timeout',
    evidence: /did not decide/,
    arrange: async () =>
      at(await startScriptedSsh('ignores-logins'), { options: { limits: { auth: 1_500 } } }),
  },
  {
    name: 'a server that hangs up when the key is offered',
    cause: 'connection-lost',
    evidence: /while logging in/,
    arrange: async () => at(await startScriptedSsh('drops-at-login')),
  },
]

async function withAgent(key: MadeKey, args: readonly string[], held = key): Promise<Arranged> {
  const agent = await startAgent()
  agent.add(held.path, args)
  const server = await startSshd({ authorizedKeys: [key.publicLine] })
  const stop = async () => {
    await server.stop()
    await agent.stop()
  }
  return at(
    { ...server, stop },
    {
      params: { useAgent: true, identityFile: key.path },
      options: { agentAddress: agent.socket },
    },
  )
}
