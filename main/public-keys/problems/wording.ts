/** The form of a problem's wording, and the sentences that several problems share. */

import type { Fix, Severity } from '../../contract/types/common.ts'

/**
 * `stop` and `reject` leave the key out, `repair` changes the line, `note` lets it stand as it is.
 */
export type Effect = 'stop' | 'reject' | 'repair' | 'note'

export interface Wording {
  readonly effect: Effect
  readonly severity: Severity
  readonly title: string
  /** `{name}` stands for a value of the note. */
  readonly detail: string
  readonly fix?: Fix
}

export const COPY_AGAIN =
  'Copy the whole line again, from its first to its last character. The Copy button in Keypilot takes exactly that.'
export const PUBLIC_LINE =
  'RunPod needs the public key itself: one long line that starts with a word like ssh-ed25519.'
export const NEW_KEY: Fix = { label: 'Make a new key', kind: 'ask', ask: 'generate-key' }
