/** The judgement of what a person pasted as public keys. */

import type { Problem } from './common.ts'
import type { Fingerprint, KeyType } from './keys.ts'

export interface CheckPublicKeysParams {
  readonly text: string
  /** Id of the key that should be among the lines. */
  readonly expectedKeyId?: string
}

/** One thing found in the text: a key, or something that stands where a key should. */
export interface PublicKeyEntry {
  /** First and last line of it in the text, from 1. */
  readonly firstLine: number
  readonly lastLine: number
  /** `ok`: RunPod takes it as it is. `repaired`: `repaired` holds what to paste instead. */
  readonly verdict: 'ok' | 'repaired' | 'rejected'
  readonly type: KeyType
  readonly bits: number | null
  readonly comment: string
  readonly fingerprint: Fingerprint | null
  /** What to show of the original, at most 120 characters. Empty for private keys: never echoed. */
  readonly excerpt: string
  /** The whole line to paste, in RunPod's form; null when it cannot be had. */
  readonly repaired: string | null
  readonly problems: readonly Problem[]
}

export interface PublicKeysReport {
  readonly entries: readonly PublicKeyEntry[]
  /** The whole text to paste: every usable key on a line of its own. Null when there is none. */
  readonly repaired: string | null
  /** True when the text can stay as it is: at least one key, and nothing to repair or remove. */
  readonly ok: boolean
  /** Whether the expected key is among the usable lines; null when none was named. */
  readonly containsExpected: boolean | null
  /** Problems of the text as a whole, worst first. */
  readonly problems: readonly Problem[]
}
