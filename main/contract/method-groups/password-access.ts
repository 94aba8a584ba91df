/** Password login as a bridge to a key. */

import type {
  InstalledKey,
  InstallKeyParams,
  PasswordAccess,
  PasswordTraces,
  PasswordTracesParams,
  PreparePasswordParams,
} from '../types/password-access.ts'

export interface PasswordAccessMethods {
  /** The texts that turn password login on and off in RunPod's web terminal. */
  'passwordAccess.prepare': { params: PreparePasswordParams; value: PasswordAccess }
  /** Appends a public key over a password login, proves it by a login with the key, and turns passwords off. */
  'passwordAccess.installKey': { params: InstallKeyParams; value: InstalledKey }
  /** Looks for what the community's password script left on the server. */
  'passwordAccess.findTraces': { params: PasswordTracesParams; value: PasswordTraces }
  /** Removes those files, after confirmation. */
  'passwordAccess.removeTraces': {
    params: PasswordTracesParams & { readonly paths: readonly string[] }
    value: PasswordTraces
  }
}
