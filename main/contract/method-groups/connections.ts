/** Tests, saved connections and host keys. */

import type { Problem } from '../types/common.ts'
import type {
  AcceptHostKeyParams,
  HostParams,
  KnownHostEntry,
  KnownHostsReport,
  TestConnectionParams,
  TestReport,
} from '../types/connection.ts'
import type {
  ConnectionCandidate,
  FindKeyParams,
  FindKeyReport,
  ImportedConnections,
  SaveConnectionParams,
  SavedConnection,
  TestAllParams,
  TestAllReport,
} from '../types/connections.ts'
import type { NoParams } from './no-params.ts'

export interface ConnectionMethods {
  'connection.test': { params: TestConnectionParams; value: TestReport }
  /** Which of the keys here and in the agent the server accepts; no private key is used. */
  'connection.findKey': { params: FindKeyParams; value: FindKeyReport }

  /** Last used first. */
  'connections.list': { params: NoParams; value: readonly SavedConnection[] }
  /** What of the saved connections could not be read, and where it is kept. */
  'connections.problems': { params: NoParams; value: readonly Problem[] }
  'connections.save': { params: SaveConnectionParams; value: SavedConnection }
  /** Forgets a saved connection, after confirmation; keys and the ssh config stay as they are. */
  'connections.remove': {
    params: { readonly id: string }
    value: { readonly removed: SavedConnection }
  }
  /** Brings back a connection that `connections.remove` took away while Keypilot has been running. */
  'connections.restore': { params: { readonly id: string }; value: SavedConnection }
  /** Tests several saved connections, some at a time, and keeps each result. */
  'connections.testAll': { params: TestAllParams; value: TestAllReport }
  /** Hosts of the ssh config that could be saved. */
  'connections.candidates': { params: NoParams; value: readonly ConnectionCandidate[] }
  /** All saved connections as JSON; no secrets are in it. */
  'connections.export': { params: NoParams; value: { readonly text: string } }
  'connections.import': { params: { readonly text: string }; value: ImportedConnections }

  /** Every host that the person's known_hosts files name, with fingerprints. */
  'knownHosts.list': { params: NoParams; value: KnownHostsReport }
  'knownHosts.lookup': { params: HostParams; value: readonly KnownHostEntry[] }
  'knownHosts.accept': { params: AcceptHostKeyParams; value: readonly KnownHostEntry[] }
  /** Removes the entries of exactly this host and port, after confirmation; other names on a line stay. */
  'knownHosts.forget': {
    params: HostParams
    value: { readonly removed: readonly KnownHostEntry[]; readonly backup: string | null }
  }
}
