/** What a public key is once it has been decoded. */

import type { Fingerprint, KeyType } from '../contract/types/keys.ts'

export interface PublicKey {
  /** The word in front of the base64, which is also the name inside the blob. */
  readonly typeWord: string
  /** `unknown` for well-formed keys of types that are new to us, and for certificates. */
  readonly type: KeyType
  /** As `ssh-keygen -l` counts them; null when the type is unknown. */
  readonly bits: number | null
  /** `nistp256`, `nistp384` or `nistp521`; null for types without a choice of curve. */
  readonly curve: string | null
  readonly blob: Buffer
  readonly comment: string
  readonly fingerprint: Fingerprint
}
