/** What Keypilot kept of everything it changed or removed. */

export interface BackupFile {
  /** Where the file was, and where restoring puts it. */
  readonly path: string
  /** `absent`: there was no file; restoring takes away what was made. */
  readonly what: 'content' | 'permissions' | 'absent'
  /** Bytes; null for `permissions`. */
  readonly size: number | null
  /** Octal with four digits; null on Windows. */
  readonly mode: string | null
}

/** One action of the person's, with everything needed to undo it. */
export interface Backup {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  /** What was done, as a past action: "Removed the key id_work". */
  readonly title: string
  readonly files: readonly BackupFile[]
  /** False when a part of it is missing or damaged; `note` says what. */
  readonly restorable: boolean
  readonly note: string | null
}

export interface DeletedBackup {
  /** Its id. */
  readonly deleted: string
}

export interface RestoredBackup {
  readonly restored: readonly string[]
  /** Id of the backup of what stood there before; null when nothing did. */
  readonly backup: string | null
}
