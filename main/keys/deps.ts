/** What every operation on a key gets from the service. */

import type { KeyPair, KeyRef } from '../contract/methods.ts'
import type { Log, Paths } from '../storage/index.ts'
import type { InspectedPair } from './inspect.ts'
import type { KeyWorker } from './worker-client.ts'

export interface KeyDeps {
  readonly paths: Paths
  readonly log: Log
  readonly worker: KeyWorker
  list(): Promise<readonly InspectedPair[]>
  /** @throws {AppError} `not-found`: only what the list shows can be named */
  find(ref: KeyRef): Promise<InspectedPair>
  /** The pair as it is on disk now. */
  inspect(privateKeyPath: string | null, publicKeyPath: string | null): Promise<KeyPair>
}
