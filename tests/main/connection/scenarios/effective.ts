/** What the reader of the ssh config answers: the target as it is, and single lines that change it. */

import type { EffectiveQuery } from '../../../../main/connection/index.ts'
import type { EffectiveConfig } from '../../../../main/contract/methods.ts'

type Changes = Partial<Record<'HostName' | 'IdentityFile' | 'ProxyJump' | 'User', string>>

export function effectiveConfig(query: EffectiveQuery, changes: Changes): EffectiveConfig {
  const { host, user, port } = query
  return {
    host,
    hostName: changes.HostName ?? host,
    user: changes.User ?? user,
    port,
    identityFiles: changes.IdentityFile === undefined ? [] : [changes.IdentityFile],
    identitiesOnly: false,
    proxyJump: changes.ProxyJump ?? null,
    proxyCommand: null,
    hostKeyAlias: null,
    settings: Object.entries(changes).map(([keyword, value]) => ({
      keyword,
      value,
      file: '/home/me/.ssh/config',
      line: 7,
      state: 'applies',
    })),
    blocks: [],
    source: 'keypilot',
    problems: [],
  }
}
