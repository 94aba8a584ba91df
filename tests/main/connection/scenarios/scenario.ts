/** One situation with one right verdict: a server, a key, and what is known beside them. */

import type { CauseCode, Target, TestConnectionParams } from '../../../../main/contract/methods.ts'
import type { Bench, MadeKey, RunOptions } from '../support.ts'

export interface Arranged {
  readonly params: Partial<TestConnectionParams>
  readonly options?: RunOptions
  stop?(): Promise<void>
}

export interface Scenario {
  readonly name: string
  /** Null: it works. */
  readonly cause: CauseCode | null
  /** What the explanation must say. */
  readonly evidence: RegExp
  readonly arrange: (bench: Bench, key: MadeKey) => Promise<Arranged> | Arranged
}

interface Server {
  readonly host: string
  readonly port: number
  readonly user?: string
  stop(): Promise<void>
}

export interface AtOptions {
  readonly kind?: Target['kind']
  readonly user?: string
  readonly params?: Partial<TestConnectionParams>
  readonly options?: RunOptions
}

/** A test of a server, which ends with the scenario. */
export function at(server: Server, more: AtOptions = {}): Arranged {
  const { kind = 'generic', user = server.user ?? 'root' } = more
  return {
    params: { target: { user, host: server.host, port: server.port, kind }, ...more.params },
    options: more.options ?? {},
    stop: () => server.stop(),
  }
}
