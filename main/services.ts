/** The stateful services, each loaded and made once, by the first call that needs it. */

import type { ConnectionService } from './connection/index.ts'
import type { KeyService } from './keys/index.ts'
import type { KnownHosts } from './known-hosts/index.ts'
import type { Log, Paths } from './storage/index.ts'

export interface Services {
  keys(): Promise<KeyService>
  knownHosts(): Promise<KnownHosts>
  connection(): Promise<ConnectionService>
}

export function createServices({ paths, log }: { paths: Paths; log: Log }): Services {
  const keys = once(async () => {
    const { createKeyService } = await import('./keys/index.ts')
    return createKeyService({ paths, log })
  })
  const knownHosts = once(async () => {
    const { createKnownHosts } = await import('./known-hosts/index.ts')
    return createKnownHosts({ paths })
  })
  const connection = once(async () => {
    const { createConnectionService } = await import('./connection/index.ts')
    return createConnectionService({
      paths,
      log,
      keys: await keys(),
      knownHosts: await knownHosts(),
    })
  })
  return { keys, knownHosts, connection }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make()
    return made
  }
}
