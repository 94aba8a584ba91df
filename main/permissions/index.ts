/** Who may read and change a file, judged by OpenSSH's own rules: audit, plan, repair. */

export {
  createPermissionsService,
  privateKeyFindingId,
  readPermissions,
  restorePermissions,
} from './create-service.ts'
export {
  type AccessVerdict,
  checkPrivateKeyAccess,
  describePrivateKeyMode,
  secureNewFile,
} from './private-key-access.ts'
export type { PermissionsService, PermissionsServiceOptions } from './service.ts'
