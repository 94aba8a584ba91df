/** What the editor gets from the services around it. */

import type { ConfigFinding } from '../../contract/methods.ts'
import type { Log } from '../../storage/index.ts'
import type { VerifyDeps } from './verify/verify.ts'

export interface EditorDeps extends VerifyDeps {
  readonly log: Pick<Log, 'info'>
  /**
   * Path to name in an IdentityFile line: the private key, or the public half of a key that only the
   * agent holds.
   *
   * @throws {AppError} `not-found`
   */
  keyPath(keyId: string): Promise<string>
  /** A finding of the audit by its id; null when there is none any more. */
  findFinding(id: string): Promise<ConfigFinding | null>
  /** Where a host of the config is today; null when nobody knows. */
  currentAddress(
    finding: ConfigFinding,
  ): Promise<{ readonly hostName: string; readonly port: number } | null>
}
