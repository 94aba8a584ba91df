/** Situations in which the person's own ssh is asked as well: the real one, by a stage made for this. */

import { execFile } from 'node:child_process'
import type { ClientStage } from '../../../../main/connection/index.ts'
import { startSshd } from '../../../support/servers/index.ts'
import { effectiveConfig } from './effective.ts'
import { at, type Scenario } from './scenario.ts'

/** Runs the real ssh with more options; what the product's own stage makes of its words is not tested here. */
export function realSsh(more: readonly string[] = [], program = 'ssh'): ClientStage {
  return ({ target, keyPath, knownHostsFiles, signal }) =>
    new Promise((resolve) => {
      const options = [
        'IdentitiesOnly=yes',
        'IdentityAgent=none',
        'BatchMode=yes',
        `UserKnownHostsFile=${knownHostsFiles.join(' ')}`,
        'StrictHostKeyChecking=yes',
      ].flatMap((option) => ['-o', option])
      const place = ['-p', String(target.port), '--', `${target.user}@${target.host}`, 'true']
      const argv = ['-F', 'none', ...more, ...options, '-i', keyPath, ...place]
      execFile(program, argv, { signal }, (error, _stdout, stderr) => {
        const lines = stderr.split('\n').filter((line) => line !== '')
        if (error === null) {
          resolve({ state: 'ok', detail: 'Your own ssh logs in as well.', cause: null, lines })
          return
        }
        const cause = error.code === 'ENOENT' ? ('client-cannot-start' as const) : null
        resolve({ state: 'failed', detail: 'Your own ssh does not get in.', cause, lines })
      })
    })
}

const withSsh = (
  name: string,
  cause: Scenario['cause'],
  evidence: RegExp,
  client: ClientStage,
  more: { readonly config?: readonly string[]; readonly withConfig?: boolean } = {},
): Scenario => ({
  name,
  cause,
  evidence,
  arrange: async (bench, key) => {
    const server = await startSshd({
      authorizedKeys: [key.publicLine],
      config: more.config ?? [],
    })
    await bench.knownHosts.accept({ ...server, key: server.hostKeys[0]?.line ?? '' })
    const outside = {
      effectiveConfig: async (query: Parameters<typeof effectiveConfig>[0]) =>
        effectiveConfig(query, { ProxyJump: 'bastion' }),
    }
    return at(server, {
      params: more.withConfig === true ? { clientUses: { config: true } } : {},
      options: { client, ...(more.withConfig === true ? { outside } : {}) },
    })
  },
})

export const CLIENT: readonly Scenario[] = [
  withSsh('the person’s own ssh agrees', null, /accepted the key/, realSsh()),
  withSsh(
    'the person’s own ssh is led astray',
    'client-disagrees',
    /ssh said: “.*(?:closed|UNKNOWN)/,
    realSsh(['-o', 'ProxyCommand=false']),
  ),
  withSsh(
    'the person’s own ssh is not there',
    'client-cannot-start',
    /cannot be started/,
    realSsh([], '/nonexistent/ssh'),
  ),
  withSsh(
    'the config leads the person’s own ssh astray',
    'config-sends-another-key',
    /says “ProxyJump bastion” for this host/,
    realSsh(['-o', 'ProxyCommand=false']),
    { withConfig: true },
  ),
  withSsh(
    'a server too new for us, and not for ssh',
    null,
    /Your own ssh logs in as well/,
    realSsh(),
    { config: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'] },
  ),
  withSsh(
    'a server too new for both',
    'no-common-kex',
    /sntrup761x25519/,
    realSsh(['-o', 'KexAlgorithms=curve25519-sha256']),
    { config: ['KexAlgorithms sntrup761x25519-sha512@openssh.com'] },
  ),
]
