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
  | 'penalised'
  | 'no-common-kex'
  | 'no-common-host-key'
  | 'no-common-cipher'
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
  | 'config-permissions'
  | 'config-broken'
  | 'config-sends-another-key'
  | 'proxy-user-missing'
  | 'proxy-suffix-missing'
  | 'key-not-accepted'
  | 'other-key-accepted'
  | 'wrong-user'
  | 'key-not-on-account'
  | 'key-pasted-wrongly'
  | 'pod-older-than-key'
  | 'password-only'
  | 'second-proof-needed'
  | 'rsa-sha1-only'
  | 'agent-refused'
  | 'too-many-authentication-failures'
  | 'auth-timeout'
  | 'no-session'
  | 'no-shell'
  | 'session-closed'
  | 'session-timeout'
  | 'container-not-found'
  | 'proxy-terminal-only'
  | 'sftp-missing'
  | 'forwarding-refused'
  | 'connection-lost'
  | 'client-disagrees'
  | 'client-cannot-start'
  | 'unexpected'

export type HostKeyPolicy = 'strict' | 'ask' | 'accept-new'

/** What a connection is for; it decides whether missing file transfer or forwarding is a failure. */
export type TestPurpose = 'terminal' | 'files' | 'editor' | 'tunnel'

export interface TestConnectionParams {
  /** Exactly one of `target`, `command` and `connectionId`. */
  readonly target?: Target
  /** A saved connection: its target and key; the result is kept with it. */
  readonly connectionId?: string
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
  /** Default: what the command's form says, `scp` files and `-L` a tunnel; otherwise a terminal. */
  readonly purpose?: TestPurpose
  /** The agent signs with its copy of exactly this key, and no passphrase is needed. */
  readonly useAgent?: boolean
  /** False: the system's own ssh is not run as well. */
  readonly withClient?: boolean
  /** What the system's own ssh may use beside the chosen key. Default: neither. */
  readonly clientUses?: { readonly config?: boolean; readonly agent?: boolean }
  /** False: after a refusal the server is not asked about the public halves of other keys. */
  readonly askAboutOthers?: boolean
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
  /** Lines of known_hosts that trust a certificate authority for this host. */
  readonly authorities?: readonly { readonly file: string; readonly line: number }[]
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
  /** What the login is good for, e.g. that VS Code and scp will work; absent when nobody got in. */
  readonly summary?: string
  readonly target: Target | null
  /** The key used: its id (null when unreadable) and the private file's path. */
  readonly key: { readonly id: string | null; readonly path: string } | null
  /** The server's own words, e.g. `SSH-2.0-OpenSSH_9.2p1`. */
  readonly serverSoftware: string | null
  /** Login methods the server offered, e.g. `publickey`, `password`. */
  readonly offeredMethods: readonly string[]
  /**
   * What ssh2 and the system's ssh said on the way, oldest first, at most 400 lines without secrets and
   * control characters: for a question in a forum, not for a verdict.
   */
  readonly log?: readonly string[]
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

/** A line of a known_hosts file, as a list shows it. */
export interface KnownHostRow extends KnownHostEntry {
  /** Names and addresses on the line; empty for a hashed one, which does not tell. */
  readonly names: readonly string[]
  readonly comment: string
  /** Recorded by Keypilot. */
  readonly byKeypilot: boolean
}

export interface KnownHostsReport {
  readonly rows: readonly KnownHostRow[]
  /** Lines that ssh passes over, each with why. */
  readonly invalid: readonly {
    readonly file: string
    readonly line: number
    readonly reason: string
  }[]
  /** Files that could not be read, each with why. */
  readonly unreadable: readonly string[]
}

export interface AcceptHostKeyParams extends HostParams {
  /** Type word and base64, as in a known_hosts line: `ssh-ed25519 AAAA…`. */
  readonly key: string
}
