/** What the two halves of the stage `session` share. */

import type { TestReport } from '../../contract/methods.ts'
import type { SshLink } from '../ssh-link.ts'

export type Capabilities = TestReport['capabilities']

export interface SessionOptions {
  readonly link: SshLink
  readonly isProxy: boolean
  readonly terminalMs: number
}
