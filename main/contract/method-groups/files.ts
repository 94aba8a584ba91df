/** Permissions of ssh's files, and backups of changed ones. */

import type { Backup, DeletedBackup, RestoredBackup } from '../types/backups.ts'
import type {
  Finding,
  PermissionPlan,
  PermissionRepair,
  PermissionsReport,
} from '../types/permissions.ts'
import type { NoParams } from './no-params.ts'

export interface FileMethods {
  /** Newest first. */
  'backups.list': { params: NoParams; value: readonly Backup[] }
  /** Puts everything of a backup back, byte for byte with its mode; what stands there now is kept. */
  'backups.restore': { params: { readonly id: string }; value: RestoredBackup }

  /** Deletes a backup for good, after confirmation: for copies of keys that should not lie around. */
  'backups.delete': { params: { readonly id: string }; value: DeletedBackup }

  /** Judges the files of ssh by OpenSSH's own rules; changes nothing. */
  'permissions.audit': { params: NoParams; value: readonly Finding[] }
  /** The same findings, with what was looked at and which ssh they are about. */
  'permissions.report': { params: NoParams; value: PermissionsReport }
  'permissions.plan': { params: { readonly findings: readonly string[] }; value: PermissionPlan }
  /** Carries a plan out, if everything is still as it was planned for, and judges again. */
  'permissions.repair': { params: { readonly plan: string }; value: PermissionRepair }
}
