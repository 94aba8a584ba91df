/** Which keys are offered to a server, and why others are not. */

import type { FoundKey, KeyPair } from '../../contract/methods.ts'
import type { InspectedPair } from '../../keys/index.ts'
import type { PublicKey } from '../../public-keys/index.ts'

/** One key to offer, under every name that it has here. */
export interface Candidate {
  readonly publicKey: PublicKey
  readonly keyId: string
}

/** A key of the list: to be offered, or with the reason why not. */
export type Listed =
  | { readonly pair: KeyPair; readonly candidate: Candidate; readonly reason: null }
  | { readonly pair: KeyPair; readonly candidate: null; readonly reason: string }

/** In the order of the list. Two files with the same key share one candidate. */
export function chooseCandidates(pairs: readonly InspectedPair[]): readonly Listed[] {
  const candidates = new Map<string, Candidate>()
  return pairs.map(({ pair, publicKey }) => {
    const reason = whyNot(pair, publicKey)
    if (reason !== null || publicKey === null) {
      return { pair, candidate: null, reason: reason ?? '' }
    }
    const id = publicKey.fingerprint.sha256
    const candidate = candidates.get(id) ?? { publicKey, keyId: id }
    candidates.set(id, candidate)
    return { pair, candidate, reason: null }
  })
}

export function sourceOf(pair: KeyPair): FoundKey['source'] {
  if (pair.source === 'agent') return 'agent'
  return isHeld(pair) ? 'file-and-agent' : 'file'
}

/** Null for a key that could log in from this computer, locked ones among them. */
function whyNot(pair: KeyPair, publicKey: PublicKey | null): string | null {
  const fault = pair.problems.find(({ severity }) => severity === 'error')
  if (publicKey === null) {
    return fault === undefined ? 'No public key can be read from it.' : `${fault.title}.`
  }
  if (isHeld(pair)) return null
  switch (pair.pair) {
    case 'public-only':
      return 'Only its public half is here, so it cannot log in from this computer.'
    case 'unreadable':
      return fault === undefined ? 'Its private half cannot be read.' : `${fault.title}.`
    default:
      return null
  }
}

function isHeld({ source, uses }: KeyPair): boolean {
  return source === 'agent' || uses.some(({ kind }) => kind === 'agent')
}
