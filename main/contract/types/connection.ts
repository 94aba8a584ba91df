/** A connection test: its stages, and its one verdict. */

import type { Fix } from './common.ts'
import type { Target } from './ssh-command.ts'

export type StageId =
  | 'local'
  | 'resolve'
  | 'tcp'
  | 'banner'
  | 'kex'
  | 'host-key'
  | 'auth'
  | 'session'
  | 'sftp'
  | 'client'

export interface TestStage {
  readonly id: StageId
  readonly state: 'ok' | 'failed' | 'skipped' | 'warning'
  /** Duration in milliseconds. */
  readonly ms: number
  readonly detail: string
}

/** Streamed while a test runs: a stage begins, or has ended. */
export type StageProgress =
  | { readonly kind: 'stage-started'; readonly stage: StageId }
  | { readonly kind: 'stage-ended'; readonly stage: TestStage }

/** The one root cause of a failed test. Each has an entry in `main/connection/diagnosis`. */
export type CauseCode =
  | 'cancelled'
  | 'name-not-found'
  | 'connection-refused'
  | 'connection-timed-out'
  | 'host-unreachable'
  | 'not-ssh'
  | 'banner-timeout'
  | 'closed-before-handshake'
  | 'connection-reset'
  | 'no-common-algorithm'
  | 'handshake-timeout'
  | 'host-key-new'
  | 'host-key-changed'
  | 'host-key-revoked'
  | 'key-file-missing'
  | 'key-file-unreadable'
  | 'key-permissions'
  | 'public-key-mismatch'
  | 'no-key'
  | 'passphrase-needed'
  | 'passphrase-wrong'
  | 'key-not-accepted'
  | 'too-many-authentication-failures'
  | 'auth-timeout'
  | 'no-session'
  | 'session-timeout'
  | 'container-not-found'
  | 'connection-lost'
  | 'unexpected'

export type HostKeyPolicy = 'strict' | 'ask' | 'accept-new'

export interface TestConnectionParams {
  /** Exactly one of `target` and `command`. */
  readonly target?: Target
  /** What RunPod shows, in any form `sshCommand.parse` understands. */
  readonly command?: string
  /** Which key to use; without it the command's `-i`, then the best key of the ssh folder. */
  readonly keyId?: string
  readonly identityFile?: string
  readonly passphrase?: string
  /** A host key that known_hosts does not hold: `ask` stops and shows it, `accept-new` records it, `strict` refuses. */
  readonly hostKeyPolicy: HostKeyPolicy
  /** Stop after this stage, to see only whether a server answers. Needs no key. */
  readonly until?: 'banner'
}

export interface SeenHostKey {
  /** Type word, e.g. `ssh-ed25519`. */
  readonly type: string
  readonly sha256: string
  readonly status: 'known' | 'new' | 'changed' | 'revoked'
  /** The key in base64, as known_hosts holds it: what `knownHosts.accept` takes. */
  readonly key: string
  /** Fingerprints that known_hosts has for this host, of any type. */
  readonly recorded: readonly {
    readonly type: string
    readonly sha256: string
    readonly line: number
  }[]
}

export interface TestReport {
  readonly verdict: 'ok' | 'failed'
  readonly cause: CauseCode | null
  /** A headline of a few words, e.g. "The pod refused this key". */
  readonly title: string
  /** Plain words, with the evidence. */
  readonly explanation: string
  readonly fixes: readonly Fix[]
  readonly stages: readonly TestStage[]
  /** Id of the key that the server accepted. */
  readonly acceptedKey: string | null
  readonly hostKey: SeenHostKey | null
  readonly capabilities: {
    readonly exec: boolean | null
    readonly sftp: boolean | null
    readonly pty: boolean | null
    readonly forwarding: boolean | null
  }
  readonly target: Target | null
  /** The key used: its id (null when unreadable) and the private file's path. */
  readonly key: { readonly id: string | null; readonly path: string } | null
  /** The server's own words, e.g. `SSH-2.0-OpenSSH_9.2p1`. */
  readonly serverSoftware: string | null
  /** Login methods the server offered, e.g. `publickey`, `password`. */
  readonly offeredMethods: readonly string[]
  /** ISO 8601, UTC. */
  readonly finishedAt: string
}

export interface HostParams {
  readonly host: string
  readonly port: number
}

export interface KnownHostEntry {
  /** Line in the file, from 1. */
  readonly line: number
  readonly file: string
  readonly type: string
  readonly sha256: string
  readonly marker: 'cert-authority' | 'revoked' | null
  readonly hashed: boolean
}

export interface AcceptHostKeyParams extends HostParams {
  /** Type word and base64, as in a known_hosts line: `ssh-ed25519 AAAA…`. */
  readonly key: string
}
