/** The causes that the output of ssh can tell. */

import type { CauseCode, StageId } from '../../contract/methods.ts'

/** One way in which ssh, scp, sftp or the shell around them says something. */
export interface Wording {
  /** For one line, without its line end. Must need time linear in the line. */
  readonly pattern: RegExp
  readonly cause: CauseCode
  /** Where the connection ended. */
  readonly stage: StageId
  /** The cause when the server's host key was seen before this line; only `-v` shows that. */
  readonly afterHostKey?: CauseCode
}

/** The stage, the cause, and the wordings that tell it. */
export function wordings(
  stage: StageId,
  cause: CauseCode,
  patterns: readonly RegExp[],
): readonly Wording[] {
  return patterns.map((pattern) => ({ pattern, cause, stage }))
}
