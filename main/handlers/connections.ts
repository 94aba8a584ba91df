/** Tests, saved connections and host keys: `connection.*`, `connections.*`, `knownHosts.*`. */

import type { Handlers } from '../contract/dispatch.ts'
import type { Services } from '../services.ts'
import type { Part } from './part.ts'

type ConnectionMethod = Extract<
  keyof Handlers,
  `connection.${string}` | `connections.${string}` | `knownHosts.${string}`
>

export function connectionHandlers(services: Services): Part<ConnectionMethod> {
  return {
    'connection.test': async (params, context) =>
      (await services.connections()).test(params, context),
    'connection.findKey': async (params, context) =>
      (await services.keyFinder()).find(params, context),
    'connections.list': async () => (await services.connections()).list(),
    'connections.problems': async () => (await services.connections()).problems(),
    'connections.save': async (params) => (await services.connections()).save(params),
    'connections.remove': async ({ id }, context) =>
      (await services.connections()).remove(id, context),
    'connections.restore': async ({ id }) => (await services.connections()).restore(id),
    'connections.testAll': async (params, context) =>
      (await services.connections()).testAll(params, context),
    'connections.candidates': async () => (await services.connections()).candidates(),
    'connections.export': async () => (await services.connections()).export(),
    'connections.import': async ({ text }) => (await services.connections()).import(text),
    'knownHosts.list': async () => (await services.knownHosts()).list(),
    'knownHosts.lookup': async ({ host, port }) => (await services.knownHosts()).lookup(host, port),
    'knownHosts.accept': async (params) => (await services.knownHosts()).accept(params),
    'knownHosts.forget': async (params, context) =>
      (await services.knownHosts()).forget(params, context),
  }
}
