/** Key pairs in words. */

import type { KeyPair, Problem, Severity } from '../../contract.ts'

const TYPE_NAMES: { readonly [type: string]: string } = {
  ed25519: 'Ed25519',
  ecdsa: 'ECDSA',
  rsa: 'RSA',
  dsa: 'DSA',
  'sk-ed25519': 'Ed25519 on a security key',
  'sk-ecdsa': 'ECDSA on a security key',
  unknown: 'Unknown type',
}

/** E.g. `Ed25519` or `RSA 3072`; the size only where there is a choice of it. */
export function describeType(key: Pick<KeyPair, 'type' | 'bits'>): string {
  const name = TYPE_NAMES[key.type] ?? key.type
  const sized = key.bits !== null && (key.type === 'rsa' || key.type === 'ecdsa')
  return sized ? `${name} ${key.bits}` : name
}

const PAIR_WORDS: Readonly<Record<KeyPair['pair'], string>> = {
  matched: 'Private and public key belong together',
  mismatched: 'Private and public key do not belong together',
  'private-only': 'Private key only; the public key can be read from it',
  'public-only': 'Public key only; the private key is not here',
  unreadable: 'Cannot be read as a key',
}

export function describePair(key: KeyPair): string {
  return PAIR_WORDS[key.pair]
}

/** Of several problems, how bad the worst is; null without any. */
export function worstSeverity(problems: readonly Problem[]): Severity | null {
  const order: readonly Severity[] = ['error', 'warning', 'info']
  return order.find((severity) => problems.some((problem) => problem.severity === severity)) ?? null
}
