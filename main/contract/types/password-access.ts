/** Password login as a bridge: for a while, to get a public key onto a server. */

import type { Problem } from './common.ts'
import type { HostKeyPolicy, TestReport } from './connection.ts'
import type { Target } from './ssh-command.ts'

export interface PreparePasswordParams {
  /**
   * `generated`: Keypilot makes a strong password, keeps it in memory alone and puts only its salted
   * hash into the text to paste. `own`: the person types one at the server's prompt.
   */
  readonly password: 'generated' | 'own'
}

export interface PasswordAccess {
  /** Names the generated password for `passwordAccess.installKey`; null for one's own. */
  readonly session: string | null
  /** ISO 8601, UTC: when Keypilot forgets the generated password. */
  readonly expiresAt: string | null
  /** To paste into RunPod's web terminal: turns password login on. */
  readonly turnOn: string
  /** Turns it off again by hand. */
  readonly turnOff: string
}

export interface InstallKeyParams {
  /** Exactly one of the three. */
  readonly target?: Target
  readonly command?: string
  readonly connectionId?: string
  readonly keyId: string
  /** Exactly one of the two. */
  readonly session?: string
  readonly password?: string
  /** Of the private key, for the login that proves it. */
  readonly passphrase?: string
  readonly hostKeyPolicy: HostKeyPolicy
  /** Turn password login off once the key works. */
  readonly turnOff: boolean
}

export type InstallStepId =
  | 'connect'
  | 'password-login'
  | 'install-key'
  | 'key-login'
  | 'password-off'
  | 'password-refused'

export interface InstallStep {
  readonly id: InstallStepId
  readonly state: 'ok' | 'failed' | 'skipped'
  readonly detail: string
}

export interface InstalledKey {
  readonly verdict: 'ok' | 'failed'
  readonly target: Target
  readonly steps: readonly InstallStep[]
  /** Null when it did not come to that. */
  readonly installed: 'added' | 'already-there' | null
  /** In plain words, what is true now. */
  readonly explanation: string
  readonly hostKey: TestReport['hostKey']
  readonly problems: readonly Problem[]
}

export interface InstallProgress {
  readonly kind: 'step'
  readonly step: InstallStep
}

/** Files that the community's password script leaves behind, with the password in them. */
export interface PasswordTrace {
  readonly path: string
  readonly bytes: number
  /** Why it is one; the password itself is not told. */
  readonly detail: string
}

export interface PasswordTracesParams {
  readonly target?: Target
  readonly command?: string
  readonly connectionId?: string
  readonly keyId?: string
  readonly passphrase?: string
  readonly hostKeyPolicy: HostKeyPolicy
}

export interface PasswordTraces {
  readonly target: Target
  readonly traces: readonly PasswordTrace[]
}
