/** A host as a soak sees it. */

import type { MethodName, Params, Value } from '../../../main/contract/methods.ts'
import type { Held } from './holdings.ts'

export interface ObjectCounts {
  readonly process: number
  /** Null where no page is drawn. */
  readonly page: number | null
}

export interface SoakHost {
  /** As the page makes it, with a yes to every question. Rejects with `method: code: message`. */
  call<M extends MethodName>(method: M, params: Params<M>): Promise<Value<M>>
  /** Goes through some screens and comes back; nothing where no page is drawn. */
  lookAround(): Promise<void>
  count(): Promise<Held>
  /** Objects and functions in memory; takes seconds, and the host stands still meanwhile. */
  objects(): Promise<ObjectCounts>
  /** Warnings of Node’s, such as too many listeners. */
  warnings(): Promise<readonly string[]>
  close(): Promise<void>
}
