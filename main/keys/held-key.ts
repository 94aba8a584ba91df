/** A key that the ssh-agent holds, as far as the list of keys needs to know it. */

import type { PublicKey } from '../public-keys/index.ts'

export interface HeldKey {
  /** With the agent's comment. */
  readonly publicKey: PublicKey
  /** Held as a certificate; `publicKey` is the key inside. */
  readonly certificate: boolean
}
