/** Saved connections: kept, merged, tested one at a time or many at once. */

export type { ConfigHostEntry, ConfigHosts } from './config-hosts.ts'
export { configHostsFrom } from './config-hosts.ts'
export { hostKeyNameOf, isSamePod, isSameTarget } from './same-place.ts'
export {
  type ConnectionsService,
  type ConnectionsServiceOptions,
  createConnectionsService,
} from './service.ts'
