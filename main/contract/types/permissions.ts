/** Who may read and change the files of ssh, and what ssh does because of it. */

import type { Fix, Problem } from './common.ts'
import type { SystemInfo } from './system.ts'

export type CheckedKind =
  | 'home'
  | 'parent-folder'
  | 'ssh-folder'
  | 'private-key'
  | 'public-key'
  | 'config'
  | 'included-config'
  | 'known-hosts'
  | 'authorized-keys'

/**
 * `refuses`: ssh or sshd will not use the file, or not work at all. `exposes`: they would, but
 * others can read or change what they should not. `advice`: worth knowing, nothing fails.
 */
export type FindingSeverity = 'refuses' | 'exposes' | 'advice'

export interface Finding {
  /** The same for the same fault of the same file in every audit. */
  readonly id: string
  /** Stable kebab-case name of the fault. */
  readonly code: string
  readonly severity: FindingSeverity
  /**
   * Who refuses, of a finding that `refuses`: `ssh`, which connects to other computers, or `sshd`,
   * which lets others log in to this one.
   */
  readonly refusedBy?: 'ssh' | 'sshd'
  readonly kind: CheckedKind
  /** As it was found. */
  readonly path: string
  /** Where a symbolic link leads, which is what is judged and repaired; null when it is no link. */
  readonly target: string | null
  /** A few words, no full stop. */
  readonly title: string
  /** What ssh will do because of it, in plain words. */
  readonly consequence: string
  /** The exact rule, with its source. */
  readonly rule: string
  /** Mode, owner or access list as it is: `mode 0644`. */
  readonly before: string
  /** As a repair would make it; null when it cannot be repaired in place. */
  readonly after: string | null
  /** How a repair is taken back, or why there is none. */
  readonly undo: string
  /** Id of the finding that explains this one, e.g. of the folder around it. */
  readonly rootCause: string | null
  /** Whether `permissions.plan` takes it. */
  readonly repairable: boolean
  /** Where it does not: why not, and what helps instead. */
  readonly reason?: string
  /** Where it does not: the line to run, or what to do instead. */
  readonly fix?: Fix
}

export interface PermissionsReport {
  readonly findings: readonly Finding[]
  /** Everything that was looked at. */
  readonly checked: readonly { readonly path: string; readonly kind: CheckedKind }[]
  /** The `ssh` that will run: Windows' and Git's judge permissions differently. */
  readonly sshClient: SystemInfo['sshClient']
  /** Remarks about the machine as a whole: which rules apply, drives without permissions. */
  readonly notes: readonly Problem[]
}

export interface PermissionStep {
  readonly finding: string
  readonly path: string
  readonly target: string | null
  readonly from: string
  readonly to: string
  /** What would do the same in a terminal. */
  readonly command: string
}

export interface PermissionPlan {
  /** For `permissions.repair`; good for ten minutes, and only while nothing changes. */
  readonly id: string
  readonly steps: readonly PermissionStep[]
  /** Findings that were asked for and cannot be repaired from here, each with why. */
  readonly skipped: readonly {
    readonly finding: string
    readonly path: string
    readonly reason: string
    /** What helps instead. */
    readonly fix?: Fix
  }[]
}

export interface PermissionRepair {
  /** Re-read and judged again after the change. */
  readonly repaired: readonly {
    readonly path: string
    readonly from: string
    readonly to: string
  }[]
  readonly failed: readonly { readonly path: string; readonly reason: string }[]
  /** What an audit still finds of what was planned. */
  readonly remaining: readonly Finding[]
  /** Id for `backups.restore`, which brings the old modes or access lists back; null when nothing changed. */
  readonly backup: string | null
}
