/** What an identity of the agent is: the plain key behind it, and whether a certificate covers it. */

import type { AgentIdentity } from '../contract/methods.ts'
import type { HeldKey } from '../keys/index.ts'
import {
  fingerprintOf,
  keyOfCertificate,
  type PublicKey,
  parsePublicKeyBlob,
} from '../public-keys/index.ts'
import type { ListedIdentity } from './messages.ts'

export interface HeldIdentity {
  /** As the agent holds it: a certificate's is not that of its key. */
  readonly blob: Buffer
  readonly comment: string
  readonly certificate: boolean
  /** The plain key; null for bytes that are no key we can read. */
  readonly publicKey: PublicKey | null
}

export function heldIdentity({ blob, comment }: ListedIdentity): HeldIdentity {
  const certified = keyOfCertificate(blob, comment)
  const publicKey = certified ?? parsePublicKeyBlob(blob, comment)
  return { blob, comment, certificate: certified !== null, publicKey }
}

/** The id of the plain key, as in the list of keys. */
export function idOf({ publicKey, blob }: HeldIdentity): string {
  return (publicKey?.fingerprint ?? fingerprintOf(blob)).sha256
}

export function agentIdentity(identity: HeldIdentity): AgentIdentity {
  const { publicKey, blob, comment, certificate } = identity
  return {
    id: idOf(identity),
    type: publicKey?.type ?? 'unknown',
    bits: publicKey?.bits ?? null,
    comment,
    fingerprint: publicKey?.fingerprint ?? fingerprintOf(blob),
    certificate,
  }
}

/** Without what is no key to us. */
export function heldKeys(identities: readonly HeldIdentity[]): readonly HeldKey[] {
  return identities.flatMap(({ publicKey, certificate }) =>
    publicKey === null ? [] : [{ publicKey, certificate }],
  )
}
