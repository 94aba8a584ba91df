/** What the ssh config and known_hosts want to know of the saved connections. */

import type { Services } from './services.ts'
import type { SavedTarget } from './ssh-config/index.ts'

/** Saved connections that have a name in the ssh config: where they are today, and with which key. */
export async function savedTargets(
  connections: Services['connections'],
): Promise<readonly SavedTarget[]> {
  const saved = await (await connections()).list()
  return saved.flatMap(({ alias, target: { host, port }, keyId, lastResult }) =>
    alias === null
      ? []
      : [{ alias, host, port, acceptedKeyId: lastResult?.verdict === 'ok' ? keyId : null }],
  )
}

/** The names of the saved pods at an address, as their entries in the ssh config use them. */
export async function podNames(
  host: string,
  port: number,
  connections: Services['connections'],
): Promise<readonly string[]> {
  const { hostKeyNameOf } = await import('./connections/index.ts')
  const saved = await (await connections()).list()
  const names = saved
    .filter(
      ({ target }) => target.host.toLowerCase() === host.toLowerCase() && target.port === port,
    )
    .map(hostKeyNameOf)
  return [...new Set(names)].filter((name) => name !== null)
}
