/** Key pairs in words. */

import type { KeyFormat, KeyPair, KeyUse, Problem, Severity } from '../../contract.ts'

const TYPE_NAMES: { readonly [type: string]: string } = {
  ed25519: 'Ed25519',
  ecdsa: 'ECDSA',
  rsa: 'RSA',
  dsa: 'DSA',
  'sk-ed25519': 'Ed25519 on a security key',
  'sk-ecdsa': 'ECDSA on a security key',
  unknown: 'Unknown type',
}

/** E.g. `Ed25519`, without the size. */
export function typeName(type: string): string {
  return TYPE_NAMES[type] ?? type
}

/** E.g. `Ed25519` or `RSA 3072`; the size only where there is a choice of it. */
export function describeType(key: Pick<KeyPair, 'type' | 'bits'>): string {
  const name = typeName(key.type)
  const sized = key.bits !== null && ['rsa', 'ecdsa', 'dsa'].includes(key.type)
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
  if (key.source === 'agent') return 'Held by the ssh-agent; no file of it is known here'
  return PAIR_WORDS[key.pair]
}

const FORMAT_WORDS: Readonly<Record<KeyFormat, string>> = {
  openssh: 'OpenSSH',
  pkcs1: 'PEM (PKCS#1)',
  pkcs8: 'PEM (PKCS#8)',
  sec1: 'PEM (SEC1)',
  ppk2: 'PuTTY, version 2',
  ppk3: 'PuTTY, version 3',
  unknown: 'Not recognised',
}

export function describeFormat(format: KeyFormat): string {
  return FORMAT_WORDS[format]
}

export function describePassphrase(encrypted: boolean | null): string {
  if (encrypted === null) return 'not known'
  return encrypted ? 'yes, asked for at each use' : 'none'
}

/** Of several problems, how bad the worst is; null without any. */
export function worstSeverity(problems: readonly Problem[]): Severity | null {
  return worstProblem(problems)?.severity ?? null
}

/** The first of the worst ones. */
export function worstProblem(problems: readonly Problem[]): Problem | null {
  const order: readonly Severity[] = ['error', 'warning', 'info']
  return (
    order
      .map((severity) => problems.find((problem) => problem.severity === severity))
      .find((problem) => problem !== undefined) ?? null
  )
}

/** Where a key is that does not lie in the ssh folder, in short; null for those that do. */
export function describePlace(key: KeyPair, sshDir: string): string | null {
  if (key.source === 'agent') return 'in the ssh-agent only'
  const path = key.privateKeyPath ?? key.publicKeyPath
  if (path === null || folderOf(path) === sshDir) return null
  return key.source === 'runpodctl' ? `runpodctl’s key, in ${folderOf(path)}` : folderOf(path)
}

function folderOf(path: string): string {
  return path.replace(/[\\/][^\\/]*$/, '')
}

/**
 * In a word or two, for the list; null for a key that nothing is known to use.
 * The agent has a mark of its own there.
 */
export function summarizeUses(uses: readonly KeyUse[]): string | null {
  const words = [
    uses.some(({ kind }) => kind === 'config') && 'ssh config',
    connectionCount(uses),
    uses.some(({ kind }) => kind === 'setup') && 'Setup',
    uses.some(({ kind }) => kind === 'runpod') && 'RunPod',
  ].filter((word) => word !== false)
  return words.length === 0 ? null : words.join(', ')
}

function connectionCount(uses: readonly KeyUse[]): string | false {
  const count = uses.filter(({ kind }) => kind === 'connection').length
  if (count === 0) return false
  return count === 1 ? 'a connection' : `${count} connections`
}

/** One use as a sentence. `when` writes a moment for this person. */
export function describeUse(use: KeyUse, when: (iso: string) => string): string {
  switch (use.kind) {
    case 'config':
      return `${use.host === null ? 'Every host' : `Host ${use.host}`}, in ${use.file}, line ${use.line}`
    case 'agent':
      return 'The ssh-agent holds it, unlocked'
    case 'setup':
      return 'Chosen in Setup'
    case 'connection':
      return `Saved connection ${use.name}: ${use.target.user}@${use.target.host}, port ${use.target.port}`
    case 'runpod':
      return `On your RunPod account, as you pasted its keys on ${when(use.seenAt)}`
  }
}
