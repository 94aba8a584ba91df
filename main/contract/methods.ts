/**
 * The whole API of Keypilot, as types. Every host and the interface call these methods and nothing
 * else; `schemas.ts` holds the run-time checks of the same parameters.
 */

import type { Json } from './types/common.ts'
import type {
  AcceptHostKeyParams,
  HostParams,
  KnownHostEntry,
  StageProgress,
  TestConnectionParams,
  TestReport,
} from './types/connection.ts'
import type { ExportKeyParams, GenerateKeyParams, KeyPair, KeySuggestion } from './types/keys.ts'
import type { CheckPublicKeysParams, PublicKeysReport } from './types/public-keys.ts'
import type {
  ParsedSshCommand,
  RenderCommandParams,
  RenderedCommand,
  Target,
} from './types/ssh-command.ts'
import type {
  ConfirmPrompt,
  OpenLinkParams,
  OpenLinkResult,
  RevealParams,
  SaveSettingsParams,
  Settings,
  SystemInfo,
} from './types/system.ts'

export type * from './types/common.ts'
export type * from './types/connection.ts'
export type * from './types/keys.ts'
export type * from './types/public-keys.ts'
export type * from './types/ssh-command.ts'
export type * from './types/system.ts'

/** A method without parameters takes the empty object, so that extra fields can be refused. */
export type NoParams = { readonly [key: string]: never }

export interface Methods {
  'system.info': { params: NoParams; value: SystemInfo }
  /** Opens a page from the allow-list by its id. */
  'system.openLink': { params: OpenLinkParams; value: OpenLinkResult }
  /** Shows a file or folder of ours in the file manager; returns its path. */
  'system.reveal': {
    params: RevealParams
    value: { readonly path: string; readonly shown: boolean }
  }
  'settings.read': { params: NoParams; value: Settings }
  'settings.save': { params: SaveSettingsParams; value: Settings }

  /** Key pairs of the ssh folder, usable ones first. */
  'keys.list': { params: NoParams; value: readonly KeyPair[] }
  'keys.suggest': { params: NoParams; value: KeySuggestion }
  /** Never overwrites: a taken name is refused with `already-exists`. */
  'keys.generate': { params: GenerateKeyParams; value: KeyPair }
  /** Public material only. */
  'keys.export': { params: ExportKeyParams; value: { readonly text: string } }

  'publicKeys.check': { params: CheckPublicKeysParams; value: PublicKeysReport }

  'sshCommand.parse': { params: { readonly text: string }; value: ParsedSshCommand }
  'sshCommand.render': { params: RenderCommandParams; value: RenderedCommand }

  'connection.test': { params: TestConnectionParams; value: TestReport }

  'knownHosts.lookup': { params: HostParams; value: readonly KnownHostEntry[] }
  'knownHosts.accept': { params: AcceptHostKeyParams; value: readonly KnownHostEntry[] }
  /** Removes the entries of exactly this host and port, after confirmation; other names on a line stay. */
  'knownHosts.forget': {
    params: HostParams
    value: { readonly removed: readonly KnownHostEntry[]; readonly backup: string | null }
  }

  /** The start command that makes a custom template run sshd, around an existing one. */
  'runpod.startCommand': {
    params: { readonly existing?: string }
    value: RenderedCommand
  }

  /** Opens a terminal window that runs `ssh` to the target. */
  'terminal.open': {
    params: { readonly target: Target; readonly keyId?: string }
    value: { readonly program: string }
  }

  /** The browser page's answer to a `confirm.requested` event. */
  'confirm.answer': {
    params: { readonly id: string; readonly accept: boolean }
    value: { readonly accepted: boolean }
  }
}

export type MethodName = keyof Methods
export type Params<M extends MethodName> = Methods[M]['params']
export type Value<M extends MethodName> = Methods[M]['value']

/** What a running call reports, by method. */
export type CallProgress =
  | { readonly method: 'connection.test'; readonly progress: StageProgress }
  | {
      readonly method: 'keys.generate'
      readonly progress: { readonly kind: 'working'; readonly detail: string }
    }

/** Pushed by the host, to be received by `subscribe`. */
export interface Events {
  progress: { readonly callId: string } & CallProgress
  'confirm.requested': { readonly id: string; readonly prompt: ConfirmPrompt }
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
}
