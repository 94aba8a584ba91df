/** The same key in a new OpenSSH file: with another comment, another passphrase, or another format. */

import { readEnvelope, readPrivateSection } from './formats/openssh.ts'
import { writeOpensshPrivateKey } from './formats/openssh-write.ts'
import { type UnlockFailure, unlock } from './unlock.ts'

export interface RewriteOptions {
  /** Opens the present file. */
  readonly passphrase: string | undefined
  /** Protects the new one; undefined leaves it open. */
  readonly newPassphrase: string | undefined
  /** Null keeps the comment inside the file, which PEM files do not have. */
  readonly comment: string | null
}

export type RewriteResult =
  | {
      readonly ok: true
      readonly privateFile: Buffer
      /** The public key in wire format. */
      readonly publicBlob: Buffer
      /** What the file held before. */
      readonly oldComment: string
      /** What the new one holds. */
      readonly comment: string
    }
  | UnlockFailure

/** Slow with a passphrase: not on the main thread. */
export function rewrite(file: Buffer, options: RewriteOptions): RewriteResult {
  const opened = unlock(file, options.passphrase)
  if (!opened.ok) return opened
  const inner = readEnvelope(opened.file)
  const section = inner.ok ? readPrivateSection(inner.envelope.sealed) : null
  opened.file.fill(0)
  if (section === null) return { ok: false, reason: 'unreadable', what: '' }
  const outer = readEnvelope(file)
  const comment = options.comment ?? section.comment
  return {
    ok: true,
    privateFile: writeOpensshPrivateKey(
      section,
      options.comment ?? section.commentBytes,
      options.newPassphrase,
      // Somebody who asked ssh-keygen for more rounds keeps them.
      { minRounds: outer.ok ? outer.envelope.rounds : 0 },
    ),
    publicBlob: section.publicBlob,
    oldComment: section.comment,
    comment,
  }
}
