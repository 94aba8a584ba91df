/** Password login for a while, to get a key onto a server. */

export {
  createPasswordAccess,
  type PasswordAccessOptions,
  type PasswordAccessService,
} from './service.ts'
