/** Key pairs as the app shows them: public material only. */

import type { Problem } from './common.ts'

/** Both fingerprints of a public key, exactly as `ssh-keygen -l` and `ssh-keygen -l -E md5` print them. */
export interface Fingerprint {
  /** `SHA256:` and 43 characters of base64 without padding. */
  readonly sha256: string
  /** `MD5:` and 16 colon-separated lower-case hex pairs. */
  readonly md5: string
}

export type KeyType =
  | 'ed25519'
  | 'ecdsa'
  | 'rsa'
  | 'dsa'
  | 'sk-ed25519'
  | 'sk-ecdsa'
  | 'unknown'
  | (string & {})

export type KeyFormat = 'openssh' | 'pkcs1' | 'pkcs8' | 'sec1' | 'ppk2' | 'ppk3' | 'unknown'

export interface KeyPair {
  /** `SHA256:…` of the public key; `file:<path>` when no key can be read. */
  readonly id: string
  /** File name without `.pub`. */
  readonly name: string
  readonly type: KeyType
  readonly bits: number | null
  readonly comment: string
  readonly fingerprint: Fingerprint | null
  readonly privateKeyPath: string | null
  readonly publicKeyPath: string | null
  readonly format: KeyFormat | null
  readonly encrypted: boolean | null
  readonly pair: 'matched' | 'mismatched' | 'private-only' | 'public-only' | 'unreadable'
  readonly problems: readonly Problem[]
}

export interface GenerateKeyParams {
  /** File name in the ssh folder, without `.pub`. */
  readonly name: string
  readonly type?: 'ed25519' | 'ecdsa' | 'rsa'
  /** ECDSA 256, 384 or 521; RSA an even size from 2048 to 16384. Not for Ed25519. */
  readonly bits?: number
  /** Shown by RunPod's console as the key's name, so it may not be empty. */
  readonly comment: string
  /** Absent for a key without one. Never stored, logged or returned. */
  readonly passphrase?: string
}

export interface ExportKeyParams {
  readonly id: string
  readonly format: 'openssh-public' | 'rfc4716' | 'pem-public'
}

/** What the form for a new key starts with. */
export interface KeySuggestion {
  /** `id_ed25519`, or the next free name. */
  readonly name: string
  /** `user@computer`. */
  readonly comment: string
  /** Names already taken in the ssh folder, so that the form can say so while typing. */
  readonly taken: readonly string[]
}
