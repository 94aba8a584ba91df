/** What a change of several files is made of. */

/** One file of a change. Paths are absolute; the steps happen in their order. */
export type FileStep =
  /** A file that must not exist; `secure` asks for `secureNewFile` on it (private keys on Windows). */
  | {
      readonly kind: 'create'
      readonly path: string
      readonly data: Buffer
      readonly mode: number
      readonly secure?: boolean
    }
  /** A symbolic link that must not exist. */
  | { readonly kind: 'create-link'; readonly path: string; readonly target: string }
  /**
   * New bytes for a file that holds `expected` now; keeps mode or access list, owner, and a
   * symbolic link that leads to it. With `mode`, it gets that one.
   */
  | {
      readonly kind: 'replace'
      readonly path: string
      readonly data: Buffer
      readonly expected: Buffer
      readonly mode?: number
    }
  /** Never over anything; keeps everything about the file (a symbolic link itself is moved). */
  | { readonly kind: 'move'; readonly from: string; readonly to: string }
  /**
   * Its bytes and mode go to the backup first (a symbolic link is kept as a link). With `expected`,
   * only while it is that: a mark as the backups keep it.
   */
  | { readonly kind: 'remove'; readonly path: string; readonly expected?: string }

export interface FilesChangeOptions {
  /** Past action for the list of backups: "Removed the key id_work". */
  readonly title: string
  /** Makes a new private file private where modes do not: on Windows. Gets the hidden file. */
  readonly secureNewFile?: (path: string) => Promise<void>
  /**
   * Judges the staged files (final path → hidden temporary file beside it, same mode) before
   * anything visible changes; throwing cancels all without a trace.
   */
  readonly verify?: (staged: ReadonlyMap<string, string>) => Promise<void>
}

export interface FilesChange {
  /** Id of the backup that takes the change back; null when there was nothing to do. */
  readonly backup: string | null
}
