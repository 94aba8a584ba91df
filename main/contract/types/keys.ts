/** Key pairs as the app shows them: public material only. */

import type { Problem } from './common.ts'
import type { Target } from './ssh-command.ts'

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
  /** `NAME-cert.pub` beside the key, which ssh offers too. */
  readonly certificatePath: string | null
  /** ISO 8601, of the private file, or of the public one alone; null where it is not known. */
  readonly createdAt: string | null
  readonly modifiedAt: string | null
  /** Where the key was found first. `agent`: held by the ssh-agent, with no file that we know. */
  readonly source: KeySource
  /** Everything known to use this key. */
  readonly uses: readonly KeyUse[]
}

export type KeySource = 'ssh-folder' | 'ssh-config' | 'runpodctl' | 'agent'

export type KeyUse =
  /** Named by an `IdentityFile` line. `host`: the patterns of its block; null above the first one. */
  | {
      readonly kind: 'config'
      readonly host: string | null
      readonly file: string
      /** From 1. */
      readonly line: number
    }
  | { readonly kind: 'agent' }
  /** Chosen in Setup. */
  | { readonly kind: 'setup' }
  /** A saved connection logs in with it. */
  | {
      readonly kind: 'connection'
      readonly id: string
      readonly name: string
      readonly target: Target
    }
  /** Found among the account's keys that were pasted in Setup at that time (ISO 8601). */
  | { readonly kind: 'runpod'; readonly seenAt: string }

/**
 * Names one key of the list. `path`, its private or else its public file, tells apart files that
 * hold the same key; without it the first of the list is meant.
 */
export interface KeyRef {
  readonly id: string
  readonly path?: string
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

export interface ExportKeyParams extends KeyRef {
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

/** A key to read: a file, or its text as pasted or dropped. Exactly one of the two. */
export interface ImportSource {
  readonly path?: string
  readonly text?: string
}

export interface InspectImportParams extends ImportSource {
  /** Opens an encrypted key, to see all of it. Never stored, logged or returned. */
  readonly passphrase?: string
}

export type ImportFormat = KeyFormat | 'openssh-public' | 'rfc4716' | 'pem-public'

/** What importing would make of a file or text; nothing has been written. Public material only. */
export interface ImportPreview {
  /** `locked`: a pair whose passphrase is needed to go on. */
  readonly kind: 'pair' | 'public-only' | 'locked'
  readonly format: ImportFormat
  /** `unknown` when the passphrase is needed to tell. */
  readonly type: KeyType
  readonly bits: number | null
  readonly comment: string
  readonly fingerprint: Fingerprint | null
  readonly encrypted: boolean
  /** A free name in the ssh folder. */
  readonly suggestedName: string
  /** The same key is there already. */
  readonly existing: { readonly name: string; readonly path: string } | null
  /** What is wrong with the source and will be put right in the imported copy, and other remarks. */
  readonly problems: readonly Problem[]
}

export interface ImportKeyParams extends ImportSource {
  /** File name in the ssh folder, without `.pub`. */
  readonly name: string
  /** Opens an encrypted source. The imported key is protected by the same one, unless `protect` is `none`. */
  readonly passphrase?: string
  readonly protect?: 'same' | 'none'
  /** Replaces the source's comment. */
  readonly comment?: string
}

export interface SetCommentParams extends KeyRef {
  readonly comment: string
  /** Needed for an encrypted key: the comment is inside. */
  readonly passphrase?: string
}

export interface SetPassphraseParams extends KeyRef {
  /** The present one, for an encrypted key. */
  readonly passphrase?: string
  /** Null removes it, after confirmation. */
  readonly newPassphrase: string | null
}

/** One file that gets another name. */
export interface FileMove {
  readonly from: string
  readonly to: string
}

/** One line of a text file before and after. */
export interface LineChange {
  readonly file: string
  /** From 1. */
  readonly line: number
  readonly before: string
  readonly after: string
}

/** Everything a new name would change; nothing has been changed yet. */
export interface RenamePlan {
  /** Fits only what was shown: `keys.rename` with it refuses when anything is different by then. */
  readonly planId: string
  readonly moves: readonly FileMove[]
  readonly edits: readonly LineChange[]
  /** What will not follow by itself, e.g. an IdentityFile line with tokens. */
  readonly notes: readonly Problem[]
}

export interface RenameKeyParams extends KeyRef {
  readonly name: string
  /** From `keys.planRename`. Without it, the person is asked when more than the key's own files change. */
  readonly planId?: string
}

export interface RemovePlan {
  readonly files: readonly {
    readonly path: string
    readonly what: 'private' | 'public' | 'certificate'
  }[]
  readonly uses: readonly KeyUse[]
  /** What will stop working, and whether the same key exists elsewhere. */
  readonly notes: readonly Problem[]
}

export interface RemoveKeyParams extends KeyRef {
  /** The key's name, typed by the person. */
  readonly typedName: string
}

export interface RemovedKey {
  /** Id for `backups.restore`. */
  readonly backup: string
  readonly moved: readonly FileMove[]
}

/** Which problem of a key to repair: its `code`. */
export interface PlanRepairParams extends KeyRef {
  readonly problem: string
  /** Where the private key must be opened for the repair. */
  readonly passphrase?: string
}

export interface RepairPlan {
  readonly planId: string
  readonly problem: string
  /** What the repair is, in a few words. */
  readonly title: string
  readonly steps: readonly {
    readonly path: string
    /** In plain words; never any part of a private key. */
    readonly before: string
    readonly after: string
  }[]
  /** What stays wrong afterwards, and other remarks. */
  readonly notes: readonly Problem[]
}

export interface RepairKeyParams extends PlanRepairParams {
  /** From `keys.planRepair`. Without it, the person is asked. */
  readonly planId?: string
}
