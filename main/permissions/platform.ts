/**
 * The seam between the permissions service and the two worlds it works in: `unix/platform.ts`
 * (modes and owners) and `windows/platform.ts` (access lists). A platform looks at one file at a
 * time, judges it by OpenSSH's own rules, and carries one repair out.
 */

import { createHash } from 'node:crypto'
import type { CheckedKind, FindingSeverity, Fix, Problem, SystemInfo } from '../contract/methods.ts'
import type { Paths, SavedPermissions } from '../storage/index.ts'

export type { SavedPermissions } from '../storage/index.ts'

export interface CheckedFile {
  readonly path: string
  /** Where `path` leads when it is a symbolic link itself; null when it is none. */
  readonly target: string | null
  readonly kind: CheckedKind
}

/** What the rules depend on besides the file itself. */
export interface PlatformContext {
  readonly paths: Paths
  readonly sshClient: SystemInfo['sshClient']
  /**
   * The folders from the ssh folder up to home whose modes and owners decide whether sshd accepts
   * this account's authorized_keys (StrictModes); empty when it has no such file.
   */
  readonly strictFolders: readonly string[]
}

/**
 * Exactly what was judged, so that a repair can prove that nothing changed meanwhile. Safe for
 * JSON, since plans are stored. `dev`, `ino` and `ctimeNs` are decimal.
 */
export interface Snapshot {
  readonly dev: string
  readonly ino: string
  readonly isFile: boolean
  /** The permission bits only (`0o7777`); null on Windows. */
  readonly mode: number | null
  readonly uid: number | null
  readonly gid: number | null
  readonly sddl: string | null
  readonly ctimeNs: string
}

export type FaultRepair =
  /** `mode` is the one to set; null where it is not a mode that is changed (Windows). */
  | { readonly kind: 'apply'; readonly command: string; readonly mode: number | null }
  | { readonly kind: 'cannot'; readonly reason: string; readonly fix?: Fix }

/** One fault of one file; the service makes a `Finding` of it. */
export interface JudgedFault {
  readonly code: string
  readonly severity: FindingSeverity
  /** See `Finding`; ssh where it is left out. */
  readonly refusedBy?: 'sshd'
  readonly title: string
  readonly consequence: string
  readonly rule: string
  readonly before: string
  readonly after: string | null
  /**
   * Faults of one family in a folder and in files of that folder have one cause, e.g. `owner` or
   * `inherited`: the folder's finding explains theirs. Null for a fault that stands alone.
   */
  readonly family: string | null
  readonly repair: FaultRepair
}

/** What a plan keeps of a fault whose repair is `apply`: what is to change, and nothing to read. */
export interface PlannedFault extends Pick<JudgedFault, 'code' | 'before' | 'after'> {
  readonly repair: Extract<FaultRepair, { readonly kind: 'apply' }>
}

export interface Platform {
  /**
   * Called with every path that an audit or a repair is about to look at. Where each look
   * costs a program (Windows: half a second of PowerShell), they are read in one go here, and the
   * next look at each path answers from that. Never throws: what could not be read, `look` tells.
   */
  prepare?(paths: readonly string[]): Promise<void>
  /**
   * Of what the path leads to. Reads nothing of the file's content.
   *
   * @throws {AppError} `not-found`, `permission-denied`, `unreadable`
   */
  look(path: string): Promise<Snapshot>
  /** All faults; at most one of them with a repair of kind `apply` per thing that is changed. */
  judge(
    file: CheckedFile,
    snapshot: Snapshot,
    context: PlatformContext,
  ): Promise<readonly JudgedFault[]>
  /**
   * Carries the repair of this fault out, through a handle or path that is proven to be the
   * snapshot's file. The service judges again afterwards.
   *
   * @throws {AppError} `changed-meanwhile` when it is another file, or not as it was;
   *   `permission-denied`, `read-only`, `unsupported` when the system does not let us
   */
  apply(file: CheckedFile, snapshot: Snapshot, fault: Pick<JudgedFault, 'repair'>): Promise<void>
  /** Brings a saved mode or access list back, and reads it back. @throws {AppError} */
  restore(saved: SavedPermissions): Promise<void>
  /** Remarks about the machine as a whole. */
  notes(context: PlatformContext): Promise<readonly Problem[]>
}

/**
 * Whether it is the same file, as it was. The time of change is left out for folders: it moves
 * with every file that comes or goes in them.
 */
export function sameSnapshot(a: Snapshot, b: Snapshot): boolean {
  const same =
    a.dev === b.dev &&
    a.ino === b.ino &&
    a.isFile === b.isFile &&
    a.mode === b.mode &&
    a.uid === b.uid &&
    a.gid === b.gid &&
    a.sddl === b.sddl
  return same && (!a.isFile || a.ctimeNs === b.ctimeNs)
}

/** The code of a private key that ssh refuses because others have rights to it, on every platform. */
export const PRIVATE_KEY_TOO_OPEN = 'private-key-too-open'

/** The id of a finding: the same for the same fault of the same file in every audit. */
export function findingId(code: string, path: string): string {
  return `${code}-${createHash('sha256').update(path).digest('hex').slice(0, 24)}`
}
