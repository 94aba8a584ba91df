/** The ssh-agent: which keys it holds. */

import type { Fix, Problem } from './common.ts'
import type { Fingerprint, KeyRef, KeyType } from './keys.ts'

export interface AgentIdentity {
  /** The key id, as in `KeyPair`. */
  readonly id: string
  readonly type: KeyType
  readonly bits: number | null
  readonly comment: string
  readonly fingerprint: Fingerprint
  /** A certificate that the agent holds beside, or instead of, the plain key. */
  readonly certificate: boolean
}

export interface AgentReport {
  readonly state: 'running' | 'not-running' | 'unknown'
  /** One sentence about the agent, or why it cannot be asked. */
  readonly detail: string
  readonly identities: readonly AgentIdentity[]
  /** How to start one on this platform; null when one runs. */
  readonly start: Fix | null
  /** E.g. that servers stop at six keys. */
  readonly problems: readonly Problem[]
}

export interface AddToAgentParams extends KeyRef {
  /** Opens an encrypted key. Used once, never stored. */
  readonly passphrase?: string
  /** The agent forgets the key after this many seconds. Absent: when it ends. */
  readonly lifetimeSeconds?: number
}
