/**
 * The whole API of Keypilot, as types. Every host and the interface call these methods and nothing
 * else; `schemas.ts` holds the run-time checks of the same parameters.
 */

import type { ConnectionMethods } from './method-groups/connections.ts'
import type { FileMethods } from './method-groups/files.ts'
import type { HelpMethods } from './method-groups/help.ts'
import type { HostMethods } from './method-groups/host.ts'
import type { KeyMethods } from './method-groups/keys.ts'
import type { PasswordAccessMethods } from './method-groups/password-access.ts'
import type { RunpodMethods } from './method-groups/runpod.ts'
import type { ConfigMethods } from './method-groups/ssh-config.ts'
import type { Json } from './types/common.ts'
import type { StageProgress } from './types/connection.ts'
import type { FindKeyProgress, TestAllProgress } from './types/connections.ts'
import type { InstallProgress } from './types/password-access.ts'
import type { ConfirmPrompt } from './types/system.ts'

export type { NoParams } from './method-groups/no-params.ts'
export type * from './types/agent.ts'
export type * from './types/backups.ts'
export type * from './types/common.ts'
export type * from './types/connection.ts'
export type * from './types/connections.ts'
export type * from './types/help.ts'
export type * from './types/keys.ts'
export type * from './types/password-access.ts'
export type * from './types/permissions.ts'
export type * from './types/public-keys.ts'
export type * from './types/runpod.ts'
export type * from './types/runpod-create.ts'
export type * from './types/runpod-keys.ts'
export type * from './types/ssh-command.ts'
export type * from './types/ssh-config.ts'
export type * from './types/system.ts'

export interface Methods
  extends HostMethods,
    KeyMethods,
    FileMethods,
    ConfigMethods,
    ConnectionMethods,
    RunpodMethods,
    PasswordAccessMethods,
    HelpMethods {}

export type MethodName = keyof Methods
export type Params<M extends MethodName> = Methods[M]['params']
export type Value<M extends MethodName> = Methods[M]['value']

/** What a running call reports, by method. */
export type CallProgress =
  | { readonly method: 'connection.test'; readonly progress: StageProgress }
  | { readonly method: 'connection.findKey'; readonly progress: FindKeyProgress }
  | { readonly method: 'connections.testAll'; readonly progress: TestAllProgress }
  | { readonly method: 'passwordAccess.installKey'; readonly progress: InstallProgress }
  | {
      readonly method: SlowKeyMethod
      readonly progress: { readonly kind: 'working'; readonly detail: string }
    }

/** Key work that may take seconds; it can be cancelled. */
export type SlowKeyMethod =
  | 'keys.generate'
  | 'keys.inspectImport'
  | 'keys.import'
  | 'keys.setComment'
  | 'keys.setPassphrase'
  | 'keys.repair'
  | 'agent.add'

/** Pushed by the host, to be received by `subscribe`. */
export interface Events {
  progress: { readonly callId: string } & CallProgress
  'confirm.requested': { readonly id: string; readonly prompt: ConfirmPrompt }
  /** Key files, or what tells of them, were changed by any program: lists are to be read again. */
  'keys.changed': { readonly [key: string]: never }
  /** The saved connections were changed, by a call or by another Keypilot. */
  'connections.changed': { readonly [key: string]: never }
  /** The settings, or what Setup remembers, were changed, by a call or by another Keypilot. */
  'settings.changed': { readonly [key: string]: never }
}
export type EventName = keyof Events

export type ErrorCode =
  | 'bad-request'
  | 'unknown-method'
  | 'internal'
  | 'cancelled'
  | 'declined'
  | 'not-found'
  | 'already-exists'
  | 'invalid-name'
  | 'invalid-value'
  | 'unsupported'
  | 'passphrase-needed'
  | 'passphrase-wrong'
  | 'unreadable'
  | 'verification-failed'
  | 'permission-denied'
  | 'read-only'
  | 'disk-full'
  | 'busy'
  | 'changed-meanwhile'
  | 'timeout'
  /** No API key is known. */
  | 'no-api-key'
  /** The API key is wrong, disabled or expired. */
  | 'unauthorized'
  /** The API key is right but may not do this. */
  | 'forbidden'
  /** `details.retryAfterMs` says when it makes sense to try again, where the service told. */
  | 'rate-limited'
  | 'offline'
  /** The service answered with something it should not have. */
  | 'service-error'
  /** A write was sent, and nobody can say whether it took effect. */
  | 'outcome-unknown'

export interface ApiError {
  readonly code: ErrorCode
  /** What happened, why, and what to do: shown to the person as it is. */
  readonly message: string
  readonly details?: Json
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ApiError }

/** What the interface sees of its host: the Electron preload and the HTTP client both provide it. */
export interface Bridge {
  call<M extends MethodName>(
    method: M,
    params: Params<M>,
    callId?: string,
  ): Promise<Result<Value<M>>>
  /** Stops a running call; its result is then the error `cancelled`. */
  cancel(callId: string): void
  /** Returns the function that ends the subscription. */
  subscribe<E extends EventName>(event: E, listener: (value: Events[E]) => void): () => void
  /** The path of a file that was dropped or chosen, where the host knows it: then its bytes stay out of the page. */
  pathOfFile?(file: unknown): string | null
}
