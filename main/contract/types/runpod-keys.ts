/** The public keys of the RunPod account, and changes of them. */

import type { Problem } from './common.ts'

export interface AccountKey {
  /**
   * The entry exactly as RunPod holds it. Where it may hold something secret, a stand-in that names
   * it: `remove` and `repair` take that too.
   */
  readonly text: string
  /** `ssh-ed25519`, …; null when it cannot be read. */
  readonly type: string | null
  readonly comment: string
  /** `SHA256:…` of the key that it lets in as it stands; null when it lets nobody in. */
  readonly fingerprint: string | null
  /** The pair on this computer whose key it lets in. */
  readonly keyId: string | null
  readonly keyName: string | null
  /** As `publicKeys.check` names them: fingerprint instead of key, missing type, joined lines, … */
  readonly problems: readonly Problem[]
  /**
   * The lines that a repair would put in its place, none for a key that is there already; null when
   * nothing is to be or can be repaired.
   */
  readonly repaired: readonly string[] | null
}

export interface AccountKeys {
  readonly keys: readonly AccountKey[]
  /** Of the set as a whole: duplicates, close to the limit of 65,000 characters, … */
  readonly problems: readonly Problem[]
  /** ISO 8601, UTC. */
  readonly at: string
}

export type AccountKeysChange =
  /** The public half of a pair on this computer. */
  | { readonly kind: 'publish'; readonly keyId: string }
  /** Public key lines, as pasted; checked and repaired like any paste. */
  | { readonly kind: 'publish-text'; readonly text: string }
  /** Entries by their exact text. */
  | { readonly kind: 'remove'; readonly texts: readonly string[] }
  /** All entries that can be repaired, or those with these texts. */
  | { readonly kind: 'repair'; readonly texts?: readonly string[] }
  /** Brings back what is missing of a backup, and takes nothing away that came since. */
  | { readonly kind: 'restore'; readonly backup: string }

export interface AccountKeysPlan {
  /** Hash of the set that was read and of what it becomes. */
  readonly id: string
  readonly title: string
  readonly kept: readonly AccountKey[]
  readonly added: readonly AccountKey[]
  readonly repaired: readonly { readonly from: AccountKey; readonly to: readonly string[] }[]
  /** Also an entry that nobody asked to remove, when RunPod would refuse the set with it; a note says so. */
  readonly removed: readonly AccountKey[]
  /** Nothing would change: for example the key is there already. */
  readonly noChange: boolean
  /** To be typed before it is carried out, because no entry would be left; null when not needed. */
  readonly confirmWord: string | null
  /** For example that running pods do not learn of it. */
  readonly notes: readonly Problem[]
  /** Carrying it out asks the person, outside the page where the host can: it takes something away, or lets in a key of somebody else. */
  readonly asks?: true
}

export interface ApplyAccountKeysParams {
  readonly change: AccountKeysChange
  /** Of the plan that the person saw. */
  readonly planId: string
  readonly confirmWord?: string
}

export interface ChangedAccountKeys {
  readonly keys: AccountKeys
  /** The set as it was before, kept on this computer. */
  readonly backup: AccountKeysBackup
}

export interface AccountKeysBackup {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  /** What was about to change. */
  readonly title: string
  readonly count: number
}
