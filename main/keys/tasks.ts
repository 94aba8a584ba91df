/** The slow work of this service, in a form that can cross to a worker thread and back. */

import { assertNever } from '../contract/errors.ts'
import { type MadePair, makePair, type PairSpec } from './make-pair.ts'
import { type RewriteOptions, type RewriteResult, rewrite } from './rewrite.ts'
import { type UnlockResult, unlock } from './unlock.ts'
import { pairFault } from './verify-pair.ts'

export type Task =
  | { readonly kind: 'make'; readonly spec: PairSpec }
  | {
      readonly kind: 'verify'
      readonly privateFile: Uint8Array
      readonly publicFile: string
      readonly passphrase: string | undefined
    }
  | {
      readonly kind: 'unlock'
      readonly file: Uint8Array
      readonly passphrase: string | undefined
    }
  | { readonly kind: 'rewrite'; readonly file: Uint8Array; readonly options: RewriteOptions }

export type TaskResult =
  | { readonly kind: 'make'; readonly value: MadePair }
  /** What does not fit; null when all does. */
  | { readonly kind: 'verify'; readonly value: string | null }
  | { readonly kind: 'unlock'; readonly value: UnlockResult }
  | { readonly kind: 'rewrite'; readonly value: RewriteResult }

export async function runTask(task: Task): Promise<TaskResult> {
  switch (task.kind) {
    case 'make':
      return { kind: 'make', value: await makePair(task.spec) }
    case 'verify': {
      const { privateFile, publicFile, passphrase } = task
      return { kind: 'verify', value: pairFault(Buffer.from(privateFile), publicFile, passphrase) }
    }
    case 'unlock':
      return { kind: 'unlock', value: unlock(Buffer.from(task.file), task.passphrase) }
    case 'rewrite':
      return { kind: 'rewrite', value: rewrite(Buffer.from(task.file), task.options) }
    default:
      return assertNever(task)
  }
}
