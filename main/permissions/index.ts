/** Who may read and change a file, judged by OpenSSH's own rules. */

export {
  type AccessVerdict,
  checkPrivateKeyAccess,
  describePrivateKeyMode,
  secureNewFile,
} from './private-key-access.ts'
